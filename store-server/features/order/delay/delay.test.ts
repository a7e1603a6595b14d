import type { Order } from "@tillbox/shared/contract/order.ts";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { features } from "../../../features.ts";
import { businessTables, compareTables, replay } from "../../../kernel/rebuild.ts";
import { furnish, line, peopleOf } from "../../../testing/bistro.ts";
import { openTestKernel, openTestStore, type TestStore } from "../../../testing.ts";
import { findOrder } from "../facts/rows.ts";
import { addLines } from "../lines/commands.ts";
import { orderView } from "../view.ts";
import { moveLines } from "../workflow/commands.ts";
import { noteDelays, watchDelays } from "./jobs.ts";

let store: TestStore;
let now_ms: number;
const { set, open, status } = peopleOf(() => store);
const minutes = (count: number): void => {
  now_ms += count * 60_000;
};
beforeEach(async () => {
  now_ms = Date.parse("2026-11-20T19:00:00Z");
  store = openTestStore({ wall: () => now_ms, strict: true });
  await furnish(store);
});
afterEach(() => vi.useRealTimers());
const view = (order: Order): Order => orderView(findOrder(store.kernel, order.id));
const serve = (order: Order, index: number): Promise<Order> =>
  store.done(moveLines, { id: order.id, itemIds: [order.items[index]?.id ?? ""], status: "ready" }, "cook");

it("An order that waits for the kitchen longer than the threshold is marked, once, with the time since when", async () => {
  const order = await open([line("soup")], { send: true });
  minutes(14);
  expect([await noteDelays(store.kernel), view(order).delayed]).toEqual([0, false]);
  minutes(2);
  expect([await noteDelays(store.kernel), await noteDelays(store.kernel)]).toEqual([1, 0]);
  expect(view(order)).toMatchObject({ delayed: true, delayedSince: "2026-11-20T19:15:00.000Z" });
});
it("It ends when what was late is done; what was sent later has its own time", async () => {
  const order = await open([line("soup")], { send: true });
  minutes(16);
  await noteDelays(store.kernel);
  const more: Order = await store.done(
    addLines,
    { id: order.id, items: [line("wine")], send: true },
    "waiter",
  );
  expect((await serve(more, 0)).delayed).toBe(false);
  minutes(14);
  expect(await noteDelays(store.kernel)).toBe(0);
  minutes(1);
  expect(await noteDelays(store.kernel)).toBe(1);
  expect(view(order).delayedSince).toBe("2026-11-20T19:31:00.000Z");
});
it("Nothing is late that was not sent, is done, or was cancelled", async () => {
  await open([line("soup")]);
  await serve(await open([line("soup")], { send: true }), 0);
  await status(await open([line("soup")], { send: true }), "cancelled");
  minutes(60);
  expect(await noteDelays(store.kernel)).toBe(0);
});
it("The watch sleeps until the first order is due, also after a restart, and hears of another threshold", async () => {
  const order = await open([line("soup")], { send: true });
  const errors: string[] = [];
  const stop = watchDelays(store.kernel, { error: (_details, message) => errors.push(message) });
  minutes(10);
  await set("order.delay_threshold", 10);
  await expect.poll(() => view(order).delayed).toBe(true);
  stop();
  expect(errors).toEqual([]);
});
it("Delays rebuild from the journal", async () => {
  await serve(await open([line("soup"), line("wine")], { send: true }), 1);
  minutes(20);
  await noteDelays(store.kernel);
  const fresh = openTestKernel();
  const { kernel } = store;
  replay(kernel.db, fresh.db, features, { storeId: kernel.storeId, epoch: kernel.epoch });
  expect(compareTables(kernel.db, fresh.db, businessTables(features))).toEqual([]);
});
