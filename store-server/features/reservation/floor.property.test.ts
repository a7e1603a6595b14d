/**
 * A floor lives through random evenings: orders come, move, are paid and cancelled; tables are pushed together and apart; people say what
 * they think of a table; parties are booked, seated, given up by the clock. After every step each table's status is held against the
 * orders and reservations themselves, and in the end against the journal.
 */
import type { Table } from "@tillbox/shared/contract/floor.ts";
import { array, assert, asyncProperty, constantFrom, integer, nat, record } from "fast-check";
import { expect, it } from "vitest";
import { furnish, line, opening } from "../../testing/bistro.ts";
import { rebuiltDifferences } from "../../testing/rebuilt.ts";
import { openTestStore, type TestStore } from "../../testing.ts";
import { joinTables, separateTables } from "../floor/commands.ts";
import { setTableStatus, tables, tableView } from "../floor/rows.ts";
import { openOrder, transferOrder } from "../order/commands.ts";
import { addLines } from "../order/lines/commands.ts";
import { payOrder } from "../order/money/commands.ts";
import { mergeOrders, splitOrder } from "../order/moves/commands.ts";
import type { OrderState } from "../order/order.ts";
import { seatReservation, seatWait } from "../order/seating/commands.ts";
import { moveOrder } from "../order/workflow/commands.ts";
import { changeSetting } from "../settings/rows.ts";
import { bookReservation, changeReservation, moveReservation } from "./commands.ts";
import { doWhatIsDue } from "./due/commands.ts";
import { heldTables, minutesAfter, type ReservationState } from "./reservation.ts";
import { joinWaitlist } from "./wait/commands.ts";

const noon = "2026-05-01T12:00:00.000Z";
const tableIds = ["t1", "t2", "t3", "t4"];
const kinds = [
  "open",
  "open",
  "joined",
  "transfer",
  "merge",
  "split",
  "pay",
  "cancel",
  "join",
  "separate",
  "say",
  "book",
  "book",
  "change",
  "move",
  "seat",
  "wait",
  "time",
] as const;
type Step = { kind: (typeof kinds)[number]; a: number; b: number; minutes: number };
const steps = array(
  record({ kind: constantFrom(...kinds), a: nat(50), b: nat(50), minutes: integer({ min: 1, max: 120 }) }),
  { minLength: 1, maxLength: 40 },
);

const pick = <T>(from: readonly T[], index: number): T | undefined => from[index % Math.max(from.length, 1)];
const rowsOf = <T>({ kernel }: TestStore, table: string): T[] =>
  kernel.db
    .prepare<[], { state: string }>(`SELECT state FROM ${table} ORDER BY id`)
    .all()
    .map(({ state }) => JSON.parse(state) as T);
const isOpen = ({ status }: OrderState): boolean => status !== "completed" && status !== "cancelled";

/** Everything that is wrong with the floor, said of the rows of orders and reservations alone. */
const contradictions = (store: TestStore): string[] => {
  const orders = rowsOf<OrderState>(store, "orders").filter(isOpen);
  const booked = rowsOf<ReservationState>(store, "reservations");
  const views = rowsOf<{ id: string }>(store, "dining_tables").map(({ id }) => {
    const state = store.kernel.get(tables.entity, id);
    if (!state) throw new Error(`no table ${id}`);
    return { state, view: tableView(state, store.kernel) };
  });
  return views.flatMap(({ state, view }) => {
    const group = view.joinedTableIds.length > 0 ? view.joinedTableIds : [view.id];
    const sitting = orders.filter(({ tableId }) => tableId !== null && group.includes(tableId));
    const kept = booked.filter((one) => heldTables(one).includes(view.id)).map(({ id }) => id);
    const quiet = state.status !== "available" ? state.status : kept.length > 0 ? "reserved" : "available";
    const wanted = sitting.length > 0 ? "occupied" : quiet;
    const others = views.filter((other) => group.includes(other.view.id));
    const holds = (state.holds ?? []).map(({ reservationId }) => reservationId);
    return [
      ...(view.status === wanted ? [] : [`${view.name} is ${view.status}, and should be ${wanted}`]),
      ...(view.orderIds.toSorted().join() ===
      sitting
        .map(({ id }) => id)
        .toSorted()
        .join()
        ? []
        : [`${view.name} shows other orders than sit there`]),
      ...(holds.toSorted().join() === kept.toSorted().join() ? [] : [`${view.name} is kept for others`]),
      ...(group.length === 1 || others.every((other) => other.view.joinedTableIds.join() === group.join())
        ? []
        : [`${view.name} stands in a set of which others know nothing`]),
    ];
  });
};

/** A view that changed without a newer version would never reach a screen. */
const unheard = (before: Map<string, Table>, after: Map<string, Table>): string[] =>
  [...after.values()]
    .filter((view) => {
      const old = before.get(view.id);
      return old && JSON.stringify(old) !== JSON.stringify(view) && old.version >= view.version;
    })
    .map(({ name }) => `${name} changed and kept its version`);

/** Tables that were pushed together for a party stand apart once its last order is gone. */
const leftTogether = (before: Map<string, Table>, after: Map<string, Table>): string[] =>
  [...after.values()]
    .filter(({ id, orderIds, joinedTableIds }) => {
      const hadParty =
        (before.get(id)?.joinedTableIds ?? []).length > 0 && before.get(id)?.orderIds.length !== 0;
      return hadParty && orderIds.length === 0 && joinedTableIds.length > 0;
    })
    .map(({ name }) => `${name} still stands with others, though nobody sits there`);

const viewsOf = (store: TestStore): Map<string, Table> =>
  new Map(
    tableIds.flatMap((id) => {
      const state = store.kernel.get(tables.entity, id);
      return state ? [[id, tableView(state, store.kernel)] as const] : [];
    }),
  );

type Evening = {
  store: TestStore;
  now: () => string;
  pass(minutes: number): Promise<unknown>;
  newId(): string;
};

const perform = async (evening: Evening, { kind, a, b, minutes }: Step): Promise<void> => {
  const { store, newId } = evening;
  const order = pick(rowsOf<OrderState>(store, "orders").filter(isOpen), a);
  const party = pick(rowsOf<ReservationState>(store, "reservations"), a);
  const [table, other] = [pick(tableIds, a) ?? "t1", pick(tableIds, b) ?? "t1"];
  const id = newId();
  const guests = 1 + (b % 5);
  const at = minutesAfter(evening.now(), minutes);
  if (kind === "time") await evening.pass(minutes);
  if (kind === "open")
    await store.submit(openOrder, opening([line("soup")], { id, tableId: table, newCheck: b % 2 === 0 }));
  if (kind === "joined")
    await store.submit(
      openOrder,
      opening([line("soup")], { id, tableId: table, joinedTableIds: [other], guests }),
    );
  if (kind === "join") await store.submit(joinTables, { id: table, tableIds: [other] });
  if (kind === "separate") await store.submit(separateTables, { id: table });
  if (kind === "say")
    await store.submit(setTableStatus, {
      id: table,
      status: pick(["available", "reserved", "cleaning"] as const, b) ?? "available",
    });
  if (kind === "book")
    await store.submit(bookReservation, {
      id,
      guests,
      at,
      name: "Guest 3",
      ...(b % 3 === 0 ? { tableIds: [table] } : {}),
    });
  if (kind === "wait") {
    await store.submit(joinWaitlist, { id, guests, name: "Guest 4" });
    await store.submit(seatWait, { id, orderId: newId(), newCheck: false });
  }
  if (order && kind === "transfer") await store.submit(transferOrder, { id: order.id, tableId: other });
  const second = pick(rowsOf<OrderState>(store, "orders").filter(isOpen), b);
  if (order && second && kind === "merge")
    await store.submit(mergeOrders, { id: order.id, fromOrderId: second.id });
  if (order && kind === "split") {
    await store.submit(addLines, { id: order.id, items: [line("wine")], send: false });
    const items = order.lines
      .slice(0, 1)
      .map((part) => ({ itemId: part.id, quantity: 1, toLineId: newId() }));
    await store.submit(splitOrder, { id: order.id, newOrderId: id, items, tableId: other });
  }
  if (order && kind === "pay")
    await store.submit(payOrder, { id: order.id, paymentId: id, payment: { method: "cash" as const } });
  if (order && kind === "cancel")
    await store.submit(moveOrder, { id: order.id, status: "cancelled" as const, reason: null });
  if (party && kind === "change")
    await store.submit(changeReservation, { id: party.id, ...(b % 2 ? { at } : { tableIds: [other] }) });
  if (party && kind === "move") {
    const to = pick(["booked", "arrived", "no-show", "cancelled"] as const, b) ?? "booked";
    await store.submit(moveReservation, { id: party.id, status: to, reason: null });
  }
  if (party && kind === "seat")
    await store.submit(seatReservation, { id: party.id, orderId: id, newCheck: b % 2 === 0 });
};

const openEvening = async (): Promise<Evening> => {
  let now = noon;
  let made = 0;
  const store = openTestStore({ strict: true, wall: () => Date.parse(now) });
  await furnish(store);
  await store.done(changeSetting, { key: "table.cleaning", value: true });
  for (const [id, joinsWith] of [
    ["t3", ["t2"]],
    ["t4", ["t3", "t1"]],
  ] as const)
    await store.done(tables.create, {
      id,
      fields: { name: id, areaId: "room", seats: 2, joinsWith: [...joinsWith] },
    });
  return {
    store,
    now: () => now,
    pass: (minutes) => {
      now = minutesAfter(now, minutes);
      return doWhatIsDue(store.kernel);
    },
    newId: () => `id-${(made += 1)}`,
  };
};

it("a table's status never contradicts its orders and reservations, and the journal tells the same", async () => {
  await assert(
    asyncProperty(steps, async (evening) => {
      const floor = await openEvening();
      let before = viewsOf(floor.store);
      for (const step of evening) {
        await perform(floor, step);
        const after = viewsOf(floor.store);
        expect([
          ...contradictions(floor.store),
          ...unheard(before, after),
          ...leftTogether(before, after),
        ]).toEqual([]);
        before = after;
      }
      expect(rebuiltDifferences(floor.store.kernel)).toEqual([]);
      floor.store.kernel.close();
    }),
    { numRuns: 80 },
  );
}, 120_000);

it("the comparison finds a table that shows what is not so", async () => {
  const { store } = await openEvening();
  await store.done(openOrder, opening([line("soup")], { tableId: "t1" }));
  expect(contradictions(store)).toEqual([]);
  store.kernel.db.exec("DELETE FROM table_occupancy");
  expect(contradictions(store)).toEqual([
    "1 is available, and should be occupied",
    "1 shows other orders than sit there",
  ]);
});
