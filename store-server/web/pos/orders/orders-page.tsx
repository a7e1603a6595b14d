import type { Order } from "@tillbox/shared/contract/order.ts";
import { Badge } from "@tillbox/shared/ui/badge.tsx";
import { Card, SectionLabel } from "@tillbox/shared/ui/card.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { SearchField } from "@tillbox/shared/ui/field.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { PageHeader } from "@tillbox/shared/ui/page-header.tsx";
import { Pill } from "@tillbox/shared/ui/pill.tsx";
import { SegmentedControl } from "@tillbox/shared/ui/segmented-control.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { useEffect, useState } from "preact/hooks";
import { readAll } from "../../client/load.ts";
import { type ApiProblem, asProblem } from "../../client/problem.ts";
import { elapsed } from "../../common/figures.ts";
import { Connection } from "../connection.tsx";
import { useRead } from "../customers/use-read.ts";
import { useFloorFacts } from "../floor/floor-facts.ts";
import { usePlaceOf } from "../floor/floor-side.tsx";
import { checkName, useTitleOf } from "../order/check-title.ts";
import { CounterButton } from "../order/counter-button.tsx";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { isOpen, itemsInShort, matchesOrder, orderBadge, receiptAsked, type Scope } from "./order-list.ts";

/** Today's orders are read once for each visit; what changes meanwhile comes live. */
function useToday(scope: Scope) {
  const { client, figures } = usePos();
  const [isRead, setRead] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const day = figures.value.businessDay(client.clock.now.value);
  const isReady = client.store.load.value.step === "ready";
  useEffect(() => {
    if (scope !== "today" || !isReady) return;
    const read = async (): Promise<void> => {
      try {
        const orders = await readAll<Order>(client.api, `/api/orders?from=${day}&to=${day}`);
        for (const order of orders) client.store.orders.put(order);
        setRead(true);
        setProblem(null);
      } catch (error) {
        setProblem(asProblem(error));
      }
    };
    void read();
  }, [scope, day, isReady]);
  const all = [...client.orders.value.values()];
  const shown = all.filter((order) => (scope === "open" ? isOpen(order) : order.businessDay === day));
  const isLoading = !isReady || (scope === "today" && !isRead && problem === null);
  return { orders: shown.sort((a, b) => b.number - a.number), isLoading, problem };
}

const typing_ms = 250;

/** Checks by the number of their receipt, of any day; one for each series that has such a number. */
function useReceipts(query: string) {
  const { client } = usePos();
  const number = client.isAway.value ? null : receiptAsked(query);
  const { value, problem, isReading } = useRead<{ items: Order[] }>(
    number === null ? null : `/api/orders?limit=20&receipt=${encodeURIComponent(number)}`,
    0,
    typing_ms,
  );
  const isCurrent = number !== null && !isReading;
  return { orders: isCurrent ? (value?.items ?? []) : [], isLoading: number !== null && isReading, problem };
}

function Rows({ orders }: { orders: readonly Order[] }) {
  const { client, router, figures } = usePos();
  const placeOf = usePlaceOf();
  const titleOf = useTitleOf();
  const facts = useFloorFacts();
  return (
    <Card>
      {orders.map((order) => {
        const { tone, words } = orderBadge(order, facts);
        const age = isOpen(order)
          ? elapsed(order.createdAt, client.clock.now.value)
          : figures.value.time(order.paidAt ?? order.closedAt ?? order.updatedAt);
        return (
          <ListRow
            key={order.id}
            start={<Badge tone={tone}>{placeOf(order)}</Badge>}
            title={titleOf(order)}
            detail={
              <>
                {[checkName(order), order.receiptNumber, age].filter(Boolean).map((text, index) => (
                  <span key={text} class="pos-one-line">
                    {index > 0 && " · "}
                    {text}
                  </span>
                ))}
                {order.items.length > 0 && <span class="pos-wide-only"> · {itemsInShort(order)}</span>}
              </>
            }
            end={
              <span class="pos-order-end">
                <Pill tone={tone} size="s">
                  {words}
                </Pill>
                <b>{figures.value.money(order.total)}</b>
              </span>
            }
            opens
            onSelect={() => router.go({ page: "order", id: order.id })}
          />
        );
      })}
    </Card>
  );
}

function Nothing({ scope, isSearching }: { scope: Scope; isSearching: boolean }) {
  if (isSearching)
    return (
      <EmptyState icon="search" title="Nothing matches">
        Search by check, table, name or amount. The number of a receipt is found on any day: 42 is R1-000042.
      </EmptyState>
    );
  return (
    <EmptyState icon="orders" title={scope === "open" ? "No open checks" : "No checks today yet"}>
      Seat a table on the floor, or start a counter order.
    </EmptyState>
  );
}

const scopes = [
  { id: "open", label: "Open" },
  { id: "today", label: "Today" },
];

/** Every check that is open, and all of today. */
export function OrdersPage() {
  const { client } = usePos();
  const [scope, setScope] = useState<Scope>("open");
  const [query, setQuery] = useState("");
  const { orders, isLoading, problem } = useToday(scope);
  const placeOf = usePlaceOf();
  const titleOf = useTitleOf();
  const listed = orders.filter((order) => matchesOrder(order, query, `${placeOf(order)} ${titleOf(order)}`));
  const receipts = useReceipts(query);
  const others = receipts.orders.filter(({ id }) => listed.every((order) => order.id !== id));
  const isWaiting = isLoading || (listed.length === 0 && receipts.isLoading);
  const end = (
    <>
      <CounterButton />
      <Connection />
    </>
  );
  return (
    <div class="pos-orders">
      <PageHeader
        title="Orders"
        search={<SearchField label="Search orders" value={query} onInput={setQuery} />}
        end={end}
      >
        <SegmentedControl
          label="Which"
          segments={scopes}
          value={scope}
          onSelect={(id) => setScope(id === "today" ? "today" : "open")}
        />
      </PageHeader>
      <div class="pos-orders-list">
        {client.isAway.value ? (
          scope === "today" && (
            <p class="pos-calm">Without the box these are the checks that this device knows.</p>
          )
        ) : (
          <Refused problem={problem ?? receipts.problem} />
        )}
        {isWaiting &&
          Array.from({ length: 6 }, (_, index) => <Skeleton key={index} shape="box" height="64px" />)}
        {!isWaiting && listed.length > 0 && <Rows orders={listed} />}
        {!isWaiting && others.length > 0 && (
          <>
            <SectionLabel>Receipt {receiptAsked(query)}</SectionLabel>
            <Rows orders={others} />
          </>
        )}
        {!isWaiting && listed.length + others.length === 0 && (
          <Nothing scope={scope} isSearching={query.trim() !== ""} />
        )}
      </div>
    </div>
  );
}
