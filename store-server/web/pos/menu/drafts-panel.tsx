import type { MenuPreview } from "@tillbox/shared/contract/menu-draft.ts";
import { Banner } from "@tillbox/shared/ui/banner.tsx";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Card } from "@tillbox/shared/ui/card.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { DateField } from "@tillbox/shared/ui/field.tsx";
import { Pill } from "@tillbox/shared/ui/pill.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { useState } from "preact/hooks";
import { useRead } from "../customers/use-read.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { type Draft, discard, publish, withdraw } from "./menu-intents.ts";

const pills = {
  draft: { tone: "plain", text: "Draft" },
  scheduled: { tone: "attention", text: "Waits for" },
  published: { tone: "good", text: "In force since" },
} as const;

function State({ draft }: { draft: Draft }) {
  const { tone, text } = pills[draft.status];
  return <Pill tone={tone}>{draft.effectiveDay === null ? text : `${text} ${draft.effectiveDay}`}</Pill>;
}

const actionWords = { create: "New", change: "Changed", remove: "Removed" } as const;

/** A value as a person reads it: an amount as money, a list as words. */
function useShown() {
  const { amount } = usePos().figures.value;
  return (field: string, value: unknown): string => {
    if (field === "price" && typeof value === "number") return amount(value);
    if (value === null || value === "") return "nothing";
    if (Array.isArray(value))
      return value.length === 0
        ? "nothing"
        : value
            .map((each) => (typeof each === "string" ? each : ((each as { name?: string }).name ?? "…")))
            .join(", ");
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
      ? `${value}`
      : "…";
  };
}

function Differences({ draft }: { draft: Draft }) {
  const shown = useShown();
  const { value, problem } = useRead<MenuPreview>(
    `/api/menu-drafts/${encodeURIComponent(draft.id)}/preview`,
    draft.changes.length,
  );
  if (value === null)
    return problem ? <Refused problem={problem} /> : <Skeleton shape="box" height="120px" />;
  return (
    <>
      {value.problems.map(({ index, path, message }) => (
        <Banner key={`${index} ${path}`} tone="bad">
          {`Change ${index + 1}: ${message}`}
        </Banner>
      ))}
      <dl class="pos-menu-differences">
        {value.differences.map(({ index, action, name, fields }) => (
          <div key={index}>
            <dt>
              {name} <small>{actionWords[action]}</small>
            </dt>
            {fields.map(({ field, from, to }) => (
              <dd key={field}>
                <span>{field}</span>
                {action === "change" && <s>{shown(field, from)}</s>}
                <b>{shown(field, to)}</b>
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </>
  );
}

type PublishProps = { draft: Draft; isBusy: boolean; onPublish(day: string | null): void };

function Publish({ draft, isBusy, onPublish }: PublishProps) {
  const [day, setDay] = useState("");
  return (
    <div class="pos-menu-publish">
      <DateField label="First business day" value={day} onInput={setDay} />
      <Button
        size="l"
        kind="primary"
        icon="calendar-clock"
        busy={isBusy}
        disabled={draft.changes.length === 0}
        onClick={() => onPublish(day === "" ? null : day)}
      >
        {day === "" ? "Publish at once" : `Publish for ${day}`}
      </Button>
    </div>
  );
}

function DraftCard({ draft, onChanged }: { draft: Draft; onChanged(): void }) {
  const { run, isBusy, problem } = useSubmit();
  return (
    <Card title={draft.name} aside={<State draft={draft} />}>
      <div class="pos-menu-draft">
        {draft.status !== "published" && <Differences draft={draft} />}
        {draft.skipped.map(({ index, message }) => (
          <Banner key={index} tone="attention">{`Change ${index + 1} was left out. ${message}`}</Banner>
        ))}
        <Refused problem={problem} />
        {draft.status === "draft" && (
          <Publish
            draft={draft}
            isBusy={isBusy}
            onPublish={(day) => void run(publish(draft, day), onChanged)}
          />
        )}
        <div class="pos-menu-draft-actions">
          {draft.status === "scheduled" && (
            <Button busy={isBusy} onClick={() => void run(withdraw(draft), onChanged)}>
              Back to a draft
            </Button>
          )}
          {draft.status !== "published" && (
            <Button
              kind="danger"
              icon="trash"
              busy={isBusy}
              onClick={() => void run(discard(draft), onChanged)}
            >
              Discard
            </Button>
          )}
        </div>
      </div>
    </Card>
  );
}

const rank = { draft: 0, scheduled: 1, published: 2 } as const;

/** Menus of days to come, with what each would change. */
export function DraftsPanel() {
  const { value, problem, again } = useRead<{ items: Draft[] }>("/api/menu-drafts?limit=500");
  if (value === null)
    return problem ? <Refused problem={problem} /> : <Skeleton shape="box" height="200px" />;
  if (value.items.length === 0)
    return (
      <EmptyState icon="edit" title="No drafts">
        Open an item and let its change take effect with a new draft.
      </EmptyState>
    );
  const drafts = value.items.toSorted((a, b) => rank[a.status] - rank[b.status]);
  return (
    <div class="pos-menu-groups">
      {drafts.map((draft) => (
        <DraftCard key={draft.id} draft={draft} onChanged={again} />
      ))}
    </div>
  );
}
