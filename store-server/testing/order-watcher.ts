/** Reads the journal of a store along with its life, and says what contradicts. Knows deciders by nothing but their events. */
import { occupancyOf } from "../features/floor/rows.ts";
import { orderMoney } from "../features/order/bill.ts";
import { kitchenNews } from "../features/order/news.ts";
import {
  evolve,
  isFinal,
  isOpen,
  type Line,
  type OrderEvents,
  type OrderState,
} from "../features/order/order.ts";
import { parseEntry, readSince } from "../kernel/journal.ts";
import type { StoredEvent } from "../kernel/types.ts";
import type { TestStore } from "../testing.ts";

const forward = ["pending", "confirmed", "preparing", "ready", "served", "completed"];
/** Forward, out, or back to work: by recall, for a new round, or because what joins is still being cooked. */
const isLegal = (from: string, to: string): boolean =>
  to === "cancelled" ||
  forward.indexOf(to) > forward.indexOf(from) ||
  (to === "preparing" && (from === "ready" || from === "served"));

export type News = typeof kitchenNews;
type Sums = Map<string, number>;
/** Quantities in thousandths, by the line that a part was split from in the end. */
type Seen = {
  states: Map<string, OrderState>;
  roots: Map<string, string>;
  /** What the kitchen believes it has been told to cook, and not to leave. */
  cooks: Sums;
  fired: Sums;
  ordered: Sums;
  faults: string[];
};
const rootOf = ({ roots }: Seen, id: string): string => roots.get(id) ?? id;
const add = (seen: Seen, sums: Sums, id: string, milli: number): void => {
  const root = rootOf(seen, id);
  sums.set(root, (sums.get(root) ?? 0) + milli);
};

const heldOf = (order: OrderState | undefined, id: string): number => {
  const line = order?.lines.find((each) => each.id === id);
  return !line || order?.status === "cancelled" || line.status === "voided" ? 0 : (line.heldMilli ?? 0);
};
const cooked = new Set(["new", "more", "fire"]);
const hear = (
  seen: Seen,
  news: ReturnType<News>,
  before: OrderState | undefined,
  after: OrderState,
): void => {
  for (const { line, change, quantityMilli } of news.lines) {
    if (cooked.has(change)) {
      add(seen, seen.cooks, line.id, quantityMilli);
      add(seen, seen.fired, line.id, quantityMilli);
    }
    const wasOnlySeen = Math.max(0, heldOf(before, line.id) - heldOf(after, line.id));
    if (change === "void") add(seen, seen.cooks, line.id, wasOnlySeen - quantityMilli);
  }
};

const countOrdered = (seen: Seen, event: StoredEvent, before: OrderState | undefined): void => {
  const { lines = [] } = event.data as { lines?: Line[] };
  if (event.type === "OrderOpened" || event.type === "LinesAdded")
    for (const line of lines) add(seen, seen.ordered, line.id, line.quantityMilli);
  if (event.type !== "LineChanged") return;
  const { lineId, quantityMilli = 0 } = event.data as OrderEvents["LineChanged"];
  const old = before?.lines.find((line) => line.id === lineId)?.quantityMilli ?? 0;
  if (quantityMilli > old) add(seen, seen.ordered, lineId, quantityMilli - old);
};

const checkStep = (seen: Seen, event: StoredEvent, before: OrderState, after: OrderState): void => {
  if (event.type === "StatusChanged") {
    const { from, to } = event.data as OrderEvents["StatusChanged"];
    if (from !== before.status || !isLegal(from, to))
      seen.faults.push(`check ${after.number} went from ${before.status} to ${to}`);
  }
  const [was, is] = [before, after].map((order) => JSON.stringify(orderMoney(order).bill));
  if (isFinal(before) && was !== is)
    seen.faults.push(`the money of paid check ${after.number} changed by ${event.type}`);
};

const follow = (seen: Seen, event: StoredEvent, news: News): void => {
  const before = seen.states.get(event.id);
  const after = evolve(before, event);
  seen.states.set(event.id, after);
  if (event.type === "LinesGiven")
    for (const part of (event.data as OrderEvents["LinesGiven"]).lines)
      seen.roots.set(part.toLineId, rootOf(seen, part.lineId));
  if (before) checkStep(seen, event, before, after);
  countOrdered(seen, event, before);
  hear(seen, news(event, before, after), before, after);
};

/** What the kitchen believes is what stands on checks as sent; and nothing was fired more often than it was ordered. */
const checkKitchen = (seen: Seen): void => {
  const stands: Sums = new Map();
  for (const order of seen.states.values())
    for (const line of order.status === "cancelled" ? [] : order.lines)
      if (line.status !== "voided") add(seen, stands, line.id, line.sentMilli);
  for (const id of new Set([...seen.cooks.keys(), ...stands.keys()])) {
    const [believed, sent] = [seen.cooks.get(id) ?? 0, stands.get(id) ?? 0];
    if (believed !== sent)
      seen.faults.push(`the kitchen believes in ${believed} of ${id}, ${sent} stand on checks`);
  }
  for (const [id, milli] of seen.fired)
    if (milli > (seen.ordered.get(id) ?? 0)) seen.faults.push(`${id} was fired more often than ordered`);
};

const lineFault = (line: Line): string | null => {
  if (line.quantityMilli <= 0 || line.sentMilli > line.quantityMilli)
    return "is sent more often than ordered";
  if ((line.heldMilli ?? 0) > line.quantityMilli) return "is held more often than ordered";
  const isUnsent = line.sentMilli === 0;
  return line.status !== "voided" && (line.status === "pending") !== isUnsent
    ? `is ${line.status} with ${line.sentMilli} sent`
    : null;
};
const orderFault = (order: OrderState): string | null => {
  const { bill, paid, due } = orderMoney(order);
  if (due < 0 || paid > bill.total) return "is paid more than it costs";
  if (order.status === "completed" && !isFinal(order)) return "is completed and not paid";
  return order.mergedInto && (order.status !== "cancelled" || bill.total !== 0)
    ? "is merged and still costs something"
    : null;
};
const checkOrders = ({ states, faults }: Seen): void => {
  const known = new Set<string>();
  for (const order of states.values()) {
    const fault = orderFault(order);
    if (fault !== null) faults.push(`check ${order.number} ${fault}`);
    for (const line of order.lines) {
      if (known.has(line.id)) faults.push(`line ${line.id} stands on two checks`);
      known.add(line.id);
      const wrong = lineFault(line);
      if (wrong !== null) faults.push(`line ${line.id} ${wrong}`);
    }
  }
};
const checkTables = ({ states, faults }: Seen, store: TestStore): void => {
  for (const tableId of ["t1", "t2"]) {
    const sits = [...states.values()].filter((order) => isOpen(order) && order.tableId === tableId);
    const ids = sits.map(({ id }) => id).toSorted();
    const said = occupancyOf(store.kernel.db, tableId).orderIds.toSorted();
    if (ids.join() !== said.join())
      faults.push(`table ${tableId} says ${said.join()}, ${ids.join()} sit there`);
  }
};

/** `news` is what the kitchen hears: the store's own, or one that was tampered with. */
export const openWatcher = (store: TestStore, news: News = kitchenNews) => {
  const seen: Seen = {
    states: new Map(),
    roots: new Map(),
    cooks: new Map(),
    fired: new Map(),
    ordered: new Map(),
    faults: [],
  };
  let seq = 0;
  return {
    /** Reads on, and tells everything that is wrong. */
    look: (): readonly string[] => {
      for (const row of readSince(store.kernel.db, seq, 10_000)) {
        seq = row.seq;
        if (row.entity === "order") follow(seen, parseEntry(row), news);
      }
      checkOrders(seen);
      checkKitchen(seen);
      checkTables(seen, store);
      return seen.faults;
    },
  };
};
