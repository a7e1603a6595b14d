import type { Reservation } from "@tillbox/shared/contract/reservation.ts";
import { newId } from "@tillbox/shared/id.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { furnish, line, opening, peopleOf } from "../../testing/bistro.ts";
import { rebuiltDifferences } from "../../testing/rebuilt.ts";
import { openTestStore, type TestStore } from "../../testing.ts";
import { availableTables } from "../floor/commands.ts";
import { setTableStatus, tables, tableView } from "../floor/rows.ts";
import { openOrder } from "../order/commands.ts";
import { mergeOrders } from "../order/moves/commands.ts";
import { type Seat, seatReservation } from "../order/seating/commands.ts";
import { bookReservation, changeReservation, moveReservation } from "./commands.ts";
import { doWhatIsDue } from "./due/commands.ts";
import { otherTimes, suggestTables } from "./facts/rows.ts";
import { minutesAfter } from "./reservation.ts";
import { reservations } from "./rows.ts";

const noon = "2026-05-01T12:00:00.000Z";
let now: string;
let store: TestStore;
const { open, pay, status, set } = peopleOf(() => store);

const book = (minutes: number, more: object = {}): Promise<Reservation> =>
  store.done(
    bookReservation,
    { id: newId(), guests: 2, at: minutesAfter(noon, minutes), name: "Guest 1", ...more },
    "waiter",
  );
const refusal = async (minutes: number, more: object = {}) => {
  const input = { id: newId(), guests: 2, at: minutesAfter(noon, minutes), name: "Guest 1", ...more };
  const answer = await store.submit(bookReservation, input, "waiter");
  if (answer.ok) throw new Error("it was booked");
  return answer.refusal;
};
const move = (id: string, to: Reservation["status"]): Promise<Reservation> =>
  store.done(moveReservation, { id, status: to, reason: null }, "waiter");
const seat = (id: string, more: Partial<Seat> = {}) =>
  store.done(seatReservation, { id, orderId: newId(), newCheck: false, ...more }, "waiter") as Promise<{
    reservation: Reservation;
    order: Parameters<typeof pay>[0];
  }>;
const look = (id: string) => {
  const table = store.kernel.get(tables.entity, id);
  if (!table) throw new Error(`no table ${id}`);
  return tableView(table, store.kernel);
};
const found = (id: string) => store.kernel.get(reservations, id);
const later = (minutes: number): Promise<string | null> => {
  now = minutesAfter(noon, minutes);
  return doWhatIsDue(store.kernel);
};

beforeEach(async () => {
  now = noon;
  store = openTestStore({ strict: true, wall: () => Date.parse(now) });
  await furnish(store);
  await store.done(tables.create, {
    id: "t3",
    fields: { name: "3", areaId: "room", seats: 2, joinsWith: ["t2"] },
  });
});

describe("booking", () => {
  it("takes the tightest table that is free at that time, and the next one for the next party", async () => {
    expect((await book(120)).tableIds).toEqual(["t2"]);
    expect((await book(150)).tableIds).toEqual(["t3"]);
    expect((await book(180)).tableIds).toEqual(["t1"]);
    expect(await refusal(200)).toMatchObject({ code: "conflict" });
    expect((await book(210)).tableIds).toEqual(["t2"]);
    expect((await book(200, { tableIds: [] })).tableIds).toEqual([]);
  });
  it("joins tables for a party that no single one seats", async () => {
    await book(120, { tableIds: ["t1"] });
    expect((await book(120, { guests: 4 })).tableIds).toEqual(["t2", "t3"]);
    expect((await refusal(120, { guests: 5 })).code).toBe("conflict");
  });
  it("refuses an overlap, naming the other one; one minute less is none", async () => {
    const first = await book(120, { tableIds: ["t1"], durationMinutes: 60 });
    expect(await refusal(179, { tableIds: ["t1"] })).toMatchObject({
      code: "conflict",
      details: { current: { id: first.id } },
    });
    expect((await book(180, { tableIds: ["t1"] })).fixed).toBe(true);
    await move(first.id, "cancelled");
    await book(120, { tableIds: ["t1"], durationMinutes: 60 });
    expect(await store.refused(moveReservation, { id: first.id, status: "booked", reason: null })).toBe(
      "conflict",
    );
  });
  it("two devices that book the last table at once get it once", async () => {
    const input = { guests: 4, at: minutesAfter(noon, 120), name: "Guest 1", tableIds: ["t1"] };
    const both = await Promise.all(
      [1, 2].map(() => store.submit(bookReservation, { ...input, id: newId() }, "waiter")),
    );
    expect(both.map(({ ok }) => ok)).toEqual([true, false]);
  });
  it("names the field that is wrong", async () => {
    const wrong: [object, string][] = [
      [{ at: minutesAfter(noon, -91) }, "at"],
      [{ at: "2031-01-01T12:00:00Z" }, "at"],
      [{ at: "9999-12-31T23:59:59Z" }, "at"],
      [{ tableIds: ["t1", "nowhere"] }, "tableIds.1"],
      [{ tableIds: ["t1", "t3"] }, "tableIds"],
      [{ tableIds: ["t1", "t1"] }, "tableIds.1"],
      [{ customerId: "nobody" }, "customerId"],
    ];
    for (const [more, path] of wrong)
      expect((await refusal(60, more)).details).toMatchObject({ errors: [{ path }] });
    expect((await refusal(60, { at: "9999-12-31T23:59:59Z" })).message).toBe(
      "at: is more than three years away",
    );
  });
  it("suggests what fits, and other times where nothing does", async () => {
    const wanted = { guests: 4, at: minutesAfter(noon, 120), until: minutesAfter(noon, 210), now };
    expect(suggestTables(store.kernel, wanted).map(({ ids }) => ids)).toEqual([["t1"], ["t2", "t3"]]);
    await book(120, { tableIds: ["t1"] });
    await book(120, { tableIds: ["t2"] });
    expect(suggestTables(store.kernel, wanted)).toEqual([]);
    expect(otherTimes(store.kernel, wanted)).toEqual(
      [15, 30, 210, 225].map((minutes) => minutesAfter(noon, minutes)),
    );
    await open([], { tableId: "t1", guests: 4 });
    const soon = { ...wanted, at: minutesAfter(noon, 60), until: minutesAfter(noon, 100), guests: 3 };
    expect(suggestTables(store.kernel, soon).map(({ ids }) => ids)).toEqual([["t2", "t3"]]);
  });
});

describe("a reservation whose time is near", () => {
  it("keeps its table from half an hour before, until it is moved, cancelled or missed", async () => {
    const { id } = await book(60, { tableIds: ["t2"] });
    expect(await later(29)).toBe(minutesAfter(noon, 30));
    expect(look("t2").status).toBe("available");
    expect(await later(30)).toBe(minutesAfter(noon, 90));
    expect(look("t2")).toMatchObject({
      status: "reserved",
      heldFor: { reservationId: id, at: minutesAfter(noon, 60), guests: 2 },
    });
    expect(availableTables(store.kernel, 2).items.map((table) => table.id)).toEqual(["t3", "t1"]);
    expect(await store.refused(setTableStatus, { id: "t2", status: "available" }, "waiter")).toBe("conflict");
    await store.done(changeReservation, { id, tableIds: ["t3"] }, "waiter");
    expect([look("t2").status, look("t3").status]).toEqual(["available", "reserved"]);
    await store.done(changeReservation, { id, at: minutesAfter(noon, 120) }, "waiter");
    expect(look("t3").status).toBe("available");
    await later(95);
    expect(look("t3").status).toBe("reserved");
    expect(await later(150)).toBeNull();
    expect(found(id)).toMatchObject({ status: "no-show", endedAt: minutesAfter(noon, 150) });
    expect(look("t3").status).toBe("available");
    expect(rebuiltDifferences(store.kernel)).toEqual([]);
  });
  it("is no no-show before its time", async () => {
    const { id } = await book(60, { tableIds: ["t2"] });
    const missed = { id, status: "no-show" as const, reason: null };
    expect(await store.refused(moveReservation, missed)).toBe("conflict");
    await move(id, "arrived");
    expect(await store.refused(moveReservation, missed)).toBe("conflict");
    await later(60);
    expect((await move(id, "no-show")).status).toBe("no-show");
  });
  it("is kept at once where it is booked late, and after a night without power", async () => {
    await book(20, { tableIds: ["t2"] });
    expect(look("t2").status).toBe("reserved");
    await book(300, { tableIds: ["t3"] });
    expect(await later(1000)).toBeNull();
    expect(look("t2").status).toBe("available");
    expect([...store.kernel.db.prepare("SELECT status FROM reservations").pluck().all()]).toEqual([
      "no-show",
      "no-show",
    ]);
  });
  it("gets another table where somebody sits at the one that the box had picked, but not where a person chose", async () => {
    const [picked, chosen] = [await book(60), await book(60, { tableIds: ["t3"] })];
    expect(picked.tableIds).toEqual(["t2"]);
    await open([], { tableId: "t2", guests: 2 });
    await open([], { tableId: "t3", guests: 2 });
    await later(30);
    expect([found(picked.id)?.tableIds, found(chosen.id)?.tableIds]).toEqual([["t1"], ["t3"]]);
    expect([look("t1").status, look("t3").status]).toEqual(["reserved", "occupied"]);
  });
  it("is never given up by the clock where the store says so, nor after somebody took it back", async () => {
    const { id } = await book(60);
    await later(90);
    expect((await move(id, "booked")).status).toBe("booked");
    expect(await later(140)).toBeNull();
    await set("reservation.no_show_minutes", 0);
    const other = await book(200);
    expect(await later(400)).toBeNull();
    expect([found(id)?.status, found(other.id)?.status]).toEqual(["booked", "booked"]);
  });
});

describe("seating", () => {
  it("opens the order at the tables that were kept, and is over when the order is", async () => {
    const { id } = await book(20, { guests: 4, tableIds: ["t2", "t3"] });
    await move(id, "arrived");
    const { reservation, order } = await seat(id);
    expect(reservation).toMatchObject({
      status: "seated",
      orderId: order.id,
      arrivedAt: noon,
      seatedAt: noon,
    });
    expect(order).toMatchObject({ type: "dine-in", tableId: "t2", guests: 4 });
    expect(look("t3")).toMatchObject({ status: "occupied", joinedTableIds: ["t2", "t3"], heldFor: null });
    expect(await store.refused(seatReservation, { id, orderId: newId(), newCheck: true })).toBe("conflict");
    expect(await store.refused(moveReservation, { id, status: "cancelled", reason: null })).toBe("conflict");
    await pay(await store.done(openOrder, opening([line("soup")], { tableId: "t1" })));
    expect(found(id)?.status).toBe("seated");
    await status(order, "cancelled");
    expect(found(id)).toMatchObject({ status: "arrived", orderId: null });
    expect([look("t2").status, look("t3").joinedTableIds]).toEqual(["reserved", []]);
    const again = await seat(id, { tableIds: ["t1"] });
    await store.done(changeReservation, { id, notes: "by the window" }, "waiter");
    const paid = await store.done(
      openOrder,
      opening([line("soup")], { id: "x", tableId: "t1", newCheck: true }),
    );
    await pay(paid);
    expect(found(id)?.status).toBe("seated");
    await status(again.order, "cancelled");
    expect(rebuiltDifferences(store.kernel)).toEqual([]);
  });
  it("is completed by the payment, and links an order that was opened first", async () => {
    const { id } = await book(10);
    const order = await open([line("soup")], { tableId: "t1" });
    const { reservation } = await seat(id, { orderId: order.id });
    expect(reservation).toMatchObject({ status: "seated", tableIds: ["t1"], orderId: order.id });
    expect(look("t2").status).toBe("available");
    await pay(order);
    expect(found(id)?.status).toBe("completed");
  });
  it("goes along when its check is merged into another, and is over with that one", async () => {
    const { id } = await book(10, { tableIds: ["t2"] });
    const { order } = await seat(id);
    const other = await open([line("soup")], { tableId: "t1" });
    await store.done(mergeOrders, { id: other.id, fromOrderId: order.id }, "waiter");
    expect(found(id)).toMatchObject({ status: "seated", orderId: other.id });
    expect(look("t2").status).toBe("available");
    await pay(other);
    expect(found(id)?.status).toBe("completed");
    expect(rebuiltDifferences(store.kernel)).toEqual([]);
  });
  it("refuses a table where somebody sits, unless asked for a new check; late guests are seated all the same", async () => {
    const { id } = await book(10, { tableIds: ["t2"] });
    const first = await open([], { tableId: "t2" });
    expect(await store.refused(seatReservation, { id, orderId: newId(), newCheck: false }, "waiter")).toBe(
      "conflict",
    );
    await later(60);
    expect(found(id)?.status).toBe("no-show");
    const { order } = await seat(id, { newCheck: true });
    expect(look("t2").orderIds).toEqual([first.id, order.id]);
  });
  it("of a party without a table takes what is free for as long as they sit", async () => {
    await book(60, { tableIds: ["t2"] });
    const { id } = await book(0, { tableIds: [] });
    expect((await seat(id)).order.tableId).toBe("t3");
  });
});

it("names stand sealed in every table, and are shown to whoever reads", async () => {
  const { id, name } = await book(60, { phone: "+41 44 555 01 99", notes: "wheelchair" });
  expect(name).toBe("Guest 1");
  const row = store.kernel.db.prepare("SELECT state FROM reservations").pluck().get() as string;
  const journal = store.kernel.db.prepare("SELECT bytes FROM journal").pluck().all().join();
  for (const word of ["Guest 1", "555 01 99", "wheelchair"]) {
    expect(row).not.toContain(word);
    expect(journal).not.toContain(word);
  }
  const head = store.kernel.headSeq();
  await store.done(changeReservation, { id, name: "Guest 1", phone: "+41 44 555 01 99" }, "waiter");
  expect(store.kernel.headSeq()).toBe(head);
});

it("a cook sees no reservations; a table with reservations is not removed", async () => {
  const input = { id: newId(), guests: 2, at: minutesAfter(noon, 60), name: "Guest 1", tableIds: ["t3"] };
  expect(await store.refused(bookReservation, input, "cook")).toBe("forbidden");
  await store.done(bookReservation, input, "waiter");
  expect(await store.refused(tables.remove, { id: "t3" })).toBe("conflict");
  await move(input.id, "cancelled");
  await store.done(tables.remove, { id: "t3" });
});
