import type { WaitEntry } from "@tillbox/shared/contract/reservation.ts";
import { newId } from "@tillbox/shared/id.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { furnish, line, peopleOf } from "../../../testing/bistro.ts";
import { rebuiltDifferences } from "../../../testing/rebuilt.ts";
import { openTestStore, type TestStore } from "../../../testing.ts";
import { seatWait } from "../../order/seating/commands.ts";
import { bookReservation } from "../commands.ts";
import { typicalMinutes } from "../facts/rows.ts";
import { minutesAfter } from "../reservation.ts";
import { waitlist } from "../rows.ts";
import { joinWaitlist, moveWait } from "./commands.ts";
import { expectWaits } from "./estimate.ts";
import { estimateWait, waitSuggestions } from "./rows.ts";

const noon = "2026-05-01T12:00:00.000Z";
let now: string;
let store: TestStore;
const { open, pay, status } = peopleOf(() => store);
const join = (guests: number): Promise<WaitEntry> =>
  store.done(joinWaitlist, { id: newId(), guests, name: "Guest 7" }, "waiter");
const suggested = () =>
  waitSuggestions(store.kernel, now).map(({ waitMinutes, tables }) => [
    waitMinutes,
    tables?.tableIds ?? null,
  ]);

beforeEach(async () => {
  now = noon;
  store = openTestStore({ strict: true, wall: () => Date.parse(now) });
  await furnish(store);
});

describe("the line", () => {
  it("is seated in its order: who came first has the first choice, and one quote follows from the other", async () => {
    const full = [await open([], { tableId: "t1", guests: 4 }), await open([], { tableId: "t2", guests: 2 })];
    now = minutesAfter(noon, 30);
    const first = await join(2);
    expect(first.quotedMinutes).toBe(60);
    expect((await join(4)).quotedMinutes).toBe(60);
    expect((await join(2)).quotedMinutes).toBe(150);
    expect(estimateWait(store.kernel, 9, now)).toMatchObject({ ahead: 3, waitMinutes: null, tables: null });
    expect(suggested()).toEqual([
      [60, null],
      [60, null],
      [150, null],
    ]);
    await status(full[0] as Parameters<typeof status>[0], "cancelled");
    expect(suggested()[0]).toEqual([0, ["t1"]]);
  });
  it("keeps off a table that is reserved before the party would be gone", async () => {
    await store.done(bookReservation, {
      id: newId(),
      guests: 2,
      at: minutesAfter(noon, 60),
      name: "Guest 1",
      tableIds: ["t2"],
    });
    expect(estimateWait(store.kernel, 2, now).tables?.tableIds).toEqual(["t1"]);
    await open([], { tableId: "t1", guests: 2 });
    expect(estimateWait(store.kernel, 2, now).waitMinutes).toBe(90);
  });
  it("moves: called, back, gone, and seated at what the box offers", async () => {
    const { id } = await join(2);
    const to = (status: WaitEntry["status"]): Promise<WaitEntry> =>
      store.done(moveWait, { id, status, reason: null }, "waiter");
    expect((await to("notified")).notifiedAt).toBe(noon);
    expect((await to("waiting")).notifiedAt).toBeNull();
    expect((await to("left")).endedAt).toBe(noon);
    await to("waiting");
    const seated = await store.done(seatWait, { id, orderId: newId(), newCheck: false }, "waiter");
    const { order, entry } = seated as { order: Parameters<typeof status>[0]; entry: WaitEntry };
    expect(order).toMatchObject({ tableId: "t2", guests: 2 });
    expect(entry).toMatchObject({ status: "seated", orderId: order.id });
    expect(waitSuggestions(store.kernel, now)).toEqual([]);
    expect(await store.refused(moveWait, { id, status: "left", reason: null }, "waiter")).toBe("conflict");
    await status(order, "cancelled");
    expect(store.kernel.get(waitlist, id)).toMatchObject({ status: "waiting", orderId: null });
    expect(rebuiltDifferences(store.kernel)).toEqual([]);
  });
});

it("how long parties sit is measured, once enough of them did", async () => {
  for (let turn = 0; turn < 10; turn += 1) {
    expect(typicalMinutes(store.kernel, 2)).toBe(90);
    const order = await open([line("soup")], { tableId: "t2", guests: 2 });
    now = minutesAfter(now, 42);
    await pay(order);
  }
  expect([
    typicalMinutes(store.kernel, 2),
    typicalMinutes(store.kernel, 3),
    typicalMinutes(store.kernel, 6),
  ]).toEqual([45, 45, 90]);
  expect(rebuiltDifferences(store.kernel)).toEqual([]);
});

it("a party that nothing seats holds nobody up", () => {
  const places = new Map([["a", { id: "a", freeIn: () => 3 }]]);
  const fits = (guests: number) => (guests <= 2 ? [{ ids: ["a"] }] : []);
  const line = [
    { id: "big", guests: 9 },
    { id: "one", guests: 2 },
    { id: "two", guests: 2 },
  ];
  expect([...expectWaits(line, places, fits, () => 60)]).toEqual([
    ["big", { waitMinutes: null, ids: null }],
    ["one", { waitMinutes: 5, ids: null }],
    ["two", { waitMinutes: 65, ids: null }],
  ]);
});
