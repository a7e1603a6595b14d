import type { Order } from "@tillbox/shared/contract/order.ts";
import { Badge } from "@tillbox/shared/ui/badge.tsx";
import { Card } from "@tillbox/shared/ui/card.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import type { Figures } from "../../common/figures.ts";
import { usePos } from "../pos.ts";
import { useFloorFacts } from "./floor-facts.ts";
import type { FloorSheet } from "./floor-sheet.ts";
import { needsOf } from "./needs.ts";
import { NextCard } from "./next-card.tsx";

const shownNeeds = 4;

/** What an order is called where there is no room: its table's name, else its number. */
export const usePlaceOf = () => {
  const tables = usePos().client.store.tables.all.value;
  return (order: Order): string =>
    (order.tableId === null ? undefined : tables.get(order.tableId)?.name) ?? `#${order.number}`;
};

function NeedsYou() {
  const { client, router } = usePos();
  const placeOf = usePlaceOf();
  const orders = client.orders.value;
  const needs = needsOf(orders.values(), useFloorFacts());
  const rows = needs.slice(0, shownNeeds).flatMap(({ orderId, what, since, tone }) => {
    const order = orders.get(orderId);
    if (!order) return [];
    return [
      <ListRow
        key={orderId}
        start={<Badge tone={tone}>{placeOf(order)}</Badge>}
        title={what}
        end={since}
        onSelect={() => router.go({ page: "order", id: orderId })}
      />,
    ];
  });
  return (
    <Card label="Needs you">
      {rows.length === 0 ? <p class="pos-calm">All tables are well.</p> : rows}
      {needs.length > shownNeeds && (
        <ListRow
          title={`and ${needs.length - shownNeeds} more`}
          opens
          onSelect={() => router.go({ page: "orders" })}
        />
      )}
    </Card>
  );
}

/** From four in the afternoon until the last guests leave. */
const isEvening = (figures: Figures, now_ms: number): boolean => {
  const time = figures.time(now_ms);
  return time >= "16:00" || time < "05:00";
};

function Tonight() {
  const { client, figures } = usePos();
  const me = client.session.person.value?.id;
  const open = [...client.orders.value.values()].filter(
    ({ tableId, status }) => tableId !== null && status !== "completed" && status !== "cancelled",
  );
  const seats = [...client.store.tables.all.value.values()].reduce((sum, table) => sum + table.seats, 0);
  const covers = open.reduce((sum, { guests }) => sum + (guests ?? 0), 0);
  const mine = open.filter(({ openedBy }) => openedBy === me);
  const total = mine.reduce((sum, order) => sum + order.total, 0);
  return (
    <Card label={isEvening(figures.value, client.clock.now.value) ? "Tonight" : "Today"}>
      <ListRow title="Covers" end={`${covers} of ${seats}`} />
      <ListRow
        title="My tables"
        end={mine.length === 0 ? "none" : `${mine.length} · ${figures.value.moneyWhole(total)}`}
      />
    </Card>
  );
}

/** Beside the plan: what wants a person, what comes, how the evening stands. */
export function FloorSide({ onOpen }: { onOpen(sheet: FloorSheet): void }) {
  return (
    <div class="pos-floor-side">
      <NeedsYou />
      <NextCard onOpen={onOpen} />
      <Tonight />
    </div>
  );
}
