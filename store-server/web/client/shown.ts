/** Orders and tables as this device shows them: the box's views with the taps laid over them that it has not answered. */
import { computed, type ReadonlySignal } from "@preact/signals";
import type { Table } from "@tillbox/shared/contract/floor.ts";
import type { Order } from "@tillbox/shared/contract/order.ts";
import { billFacts } from "./bill-facts.ts";
import { type OrderEffect, type ShownOrder, showOrder } from "./effects.ts";
import type { Outbox } from "./outbox.ts";
import type { Store } from "./store.ts";
import type { Entry } from "./tap.ts";

export type Shown = {
  order(id: string): ReadonlySignal<ShownOrder | undefined>;
  /** All orders that this device knows, its own unsent ones too. */
  readonly orders: ReadonlySignal<ReadonlyMap<string, Order>>;
  /** Their status follows what was tapped here. */
  readonly tables: ReadonlySignal<ReadonlyMap<string, Table>>;
};

const isOpen = ({ state }: Entry): boolean => state !== "refused";
const isOver = (order: Order | undefined): boolean =>
  order?.status === "completed" || order?.status === "cancelled";

export const openShown = (store: Store, outbox: Outbox<OrderEffect>): Shown => {
  const known = new Map<string, ReadonlySignal<ShownOrder | undefined>>();
  const facts = computed(() => billFacts(store));
  const order: Shown["order"] = (id) => {
    const made =
      known.get(id) ??
      computed(() => {
        const open = outbox.entries.value.filter((entry) => entry.chain === id && isOpen(entry));
        const effects = open.flatMap((entry) => (entry.effect ? [entry.effect] : []));
        return showOrder(store.orders.all.value.get(id), effects, facts.value);
      });
    known.set(id, made);
    return made;
  };
  const orders = computed(() => {
    const all = store.orders.all.value;
    const touched = new Set(
      outbox.entries.value.flatMap((entry) => (entry.effect && isOpen(entry) ? [entry.chain] : [])),
    );
    if (touched.size === 0) return all;
    const next = new Map<string, Order>(all);
    for (const id of touched) {
      const shown = order(id).value;
      if (shown) next.set(id, shown);
    }
    return next;
  });
  const tables = computed((): ReadonlyMap<string, Table> => {
    const all = store.tables.all.value;
    const now = orders.value;
    if (now === store.orders.all.value) return all;
    const after = store.setting("table.cleaning", false) ? "cleaning" : "available";
    // The last check of the table was paid or moved away here, and the box does not know yet.
    const isLeft = ({ id, status, orderIds }: Table): boolean =>
      status === "occupied" &&
      orderIds.length > 0 &&
      orderIds.every((each) => isOver(now.get(each)) || (now.get(each)?.tableId ?? id) !== id);
    return new Map([...all].map(([id, table]) => [id, isLeft(table) ? { ...table, status: after } : table]));
  });
  return { order, orders, tables };
};
