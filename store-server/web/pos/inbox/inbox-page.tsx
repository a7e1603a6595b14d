import "./inbox.css";
import type { InboxItem } from "@tillbox/shared/contract/inbox.ts";
import { Card } from "@tillbox/shared/ui/card.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { ErrorState } from "@tillbox/shared/ui/error-state.tsx";
import { PageHeader } from "@tillbox/shared/ui/page-header.tsx";
import { SegmentedControl } from "@tillbox/shared/ui/segmented-control.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { useState } from "preact/hooks";
import type { ApiProblem } from "../../client/problem.ts";
import { Connection } from "../connection.tsx";
import { useRead } from "../customers/use-read.ts";
import { usePos } from "../pos.ts";
import { openItems } from "./inbox-list.ts";
import { InboxRow } from "./inbox-row.tsx";
import { InboxSheet } from "./inbox-sheet.tsx";
import { useChecksOf } from "./use-lexicon.ts";

type Scope = "open" | "settled";
type Listed = { items: readonly InboxItem[]; isLoading: boolean; problem: ApiProblem | null; again(): void };

/** What is open comes live; what is settled is read, and again when something more is. */
function useItems(scope: Scope): Listed {
  const { inbox } = usePos();
  const known = inbox.known.value;
  const settledCount = [...known.values()].filter(({ status }) => status !== "open").length;
  const path = scope === "settled" ? "/api/inbox?status=settled&limit=100" : null;
  const { value, problem, again } = useRead<{ items: InboxItem[] }>(path, settledCount);
  if (scope === "settled")
    return { items: value?.items ?? [], isLoading: value === null && problem === null, problem, again };
  return {
    items: openItems(known),
    isLoading: !inbox.isRead.value && inbox.problem.value === null,
    problem: inbox.isRead.value ? null : inbox.problem.value,
    again: () => void inbox.read(),
  };
}

function Nothing({ scope }: { scope: Scope }) {
  if (scope === "settled")
    return (
      <EmptyState icon="history" title="Nothing was settled yet">
        What is done after all, left out, booked or given back stands here.
      </EmptyState>
    );
  return (
    <EmptyState icon="check-check" title="All is as it was tapped">
      When the box cannot do what somebody tapped, it is kept here until a person decides.
    </EmptyState>
  );
}

function List({
  listed,
  scope,
  onSelect,
}: {
  listed: Listed;
  scope: Scope;
  onSelect(item: InboxItem): void;
}) {
  const { items, isLoading, problem, again } = listed;
  if (problem && items.length === 0)
    return <ErrorState cause="The list could not be read." nextStep={problem.message} onRetry={again} />;
  if (isLoading)
    return (
      <>
        {Array.from({ length: 5 }, (_, index) => (
          <Skeleton key={index} shape="box" height="84px" />
        ))}
      </>
    );
  if (items.length === 0) return <Nothing scope={scope} />;
  return (
    <Card>
      {items.map((item) => (
        <InboxRow key={item.id} item={item} onSelect={() => onSelect(item)} />
      ))}
    </Card>
  );
}

const scopes = [
  { id: "open", label: "Open" },
  { id: "settled", label: "Settled" },
];

/** What the box could not do as somebody meant it: nothing that was typed disappears before a person has decided. */
export function InboxPage({ id }: { id: string | null }) {
  const { inbox, router } = usePos();
  const [scope, setScope] = useState<Scope>("open");
  const [chosen, choose] = useState<InboxItem | null>(null);
  const listed = useItems(scope);
  useChecksOf(listed.items);
  // By its address, from the list of what this device was refused.
  const shown = chosen ?? (id === null ? undefined : inbox.known.value.get(id));
  const close = (): void => {
    choose(null);
    if (id !== null) router.go({ page: "inbox", id: null }, "replace");
  };
  return (
    <div class="pos-orders">
      <PageHeader title="Needs a look" end={<Connection />}>
        <SegmentedControl
          label="Which"
          segments={scopes}
          value={scope}
          onSelect={(id) => setScope(id === "settled" ? "settled" : "open")}
        />
      </PageHeader>
      <div class="pos-orders-list">
        <List listed={listed} scope={scope} onSelect={choose} />
      </div>
      {shown && <InboxSheet key={shown.id} start={shown} onClose={close} />}
    </div>
  );
}
