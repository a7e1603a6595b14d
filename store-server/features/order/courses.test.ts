import type { Order } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";
import { beforeEach, expect, it } from "vitest";
import { furnish, line, peopleOf } from "../../testing/bistro.ts";
import { putKitchenPrinter, toldTo } from "../../testing/kitchen.ts";
import { openTestStore, type TestStore } from "../../testing.ts";
import type { Chosen } from "./courses.ts";
import { addLines, changeLine, voidLine } from "./lines/commands.ts";
import { splitOrder } from "./moves/commands.ts";
import { fireOrder, holdOrder, moveLines, sendOrder } from "./workflow/commands.ts";

let store: TestStore;
const { set, open, pay, status } = peopleOf(() => store);
beforeEach(async () => {
  store = openTestStore({ strict: true });
  await furnish(store);
  await putKitchenPrinter(store);
});
const menu = (): Promise<Order> => open([line("soup", 2, { course: 1 }), line("ham", 1, { course: 2 })]);
const hold = (order: Order, chosen: Chosen): Promise<Order> =>
  store.done(holdOrder, { id: order.id, ...chosen }, "waiter");
const fire = (order: Order, chosen: Chosen = {}): Promise<Order> =>
  store.done(fireOrder, { id: order.id, ...chosen }, "waiter");
const send = (order: Order, courses?: number[]): Promise<Order> =>
  store.done(sendOrder, { id: order.id, courses }, "waiter");
const states = (order: Order) => order.items.map((item) => [item.status, item.sentQuantity, item.held]);

it("A held course stays back when the order is sent, is shown as held, and is cooked when it is fired, once", async () => {
  const order = await hold(await menu(), { courses: [2] });
  expect(order.heldCourses).toEqual([2]);
  const sent = await send(order);
  expect(states(sent)).toEqual([
    ["sent", 2, false],
    ["pending", 0, true],
  ]);
  expect(sent.items[1]?.heldQuantity).toBe(1);
  await send(order);
  const fired = await fire(order, { courses: [2] });
  expect(states(fired)[1]).toEqual(["sent", 1, false]);
  expect(fired).toMatchObject({ heldCourses: [], status: "confirmed" });
  await fire(order, { courses: [2] });
  await send(order);
  expect(toldTo(store)).toEqual(["new 2 Soup", "held 1 Ham", "fire 1 Ham"]);
});
it("The kitchen hears of a held course only when it is fired, where the store says so", async () => {
  await set("kitchen.held_lines", "hidden");
  const order = await hold(await menu(), { courses: [2] });
  expect((await send(order)).items[1]?.heldQuantity).toBe(0);
  await fire(order);
  expect(toldTo(store)).toEqual(["new 2 Soup", "new 1 Ham"]);
});
it("What is added to a held course is held too; a single line is held and fired by itself", async () => {
  const order = await hold(await menu(), { courses: [2] });
  await send(order);
  const more: Order = await store.done(
    addLines,
    { id: order.id, items: [line("soup", 1, { course: 2 }), line("wine")], send: true },
    "waiter",
  );
  expect(states(more).map(([, , held]) => held)).toEqual([false, true, true, false]);
  const [, , soup] = more.items;
  expect(states(await fire(order, { itemIds: [soup?.id ?? ""] }))).toEqual([
    ["sent", 2, false],
    ["pending", 0, true],
    ["sent", 1, false],
    ["sent", 1, false],
  ]);
});
it("Sending a course by name fires it", async () => {
  const order = await hold(await menu(), { courses: [1, 2] });
  await send(order, [1]);
  const after = await send(order);
  expect(states(after)).toEqual([
    ["sent", 2, false],
    ["pending", 0, true],
  ]);
});
it("What the kitchen has cannot be held any more, and a line that is not there is named", async () => {
  const order = await send(await menu());
  const soup = order.items[0]?.id ?? "";
  expect(await store.refused(holdOrder, { id: order.id, itemIds: [soup] }, "waiter")).toBe("conflict");
  expect(await store.refused(holdOrder, { id: order.id }, "waiter")).toBe("invalid");
  expect(await store.refused(fireOrder, { id: order.id, itemIds: ["nothing"] }, "waiter")).toBe("invalid");
});
it("A held line that grows, shrinks or is voided is told as it was shown", async () => {
  const order = await hold(await open([line("soup", 2, { course: 2 })]), { courses: [2] });
  await send(order);
  const itemId = order.items[0]?.id ?? "";
  const change = (quantity: number) =>
    store.done(changeLine, { id: order.id, itemId, change: { quantity } }, "waiter");
  await change(3);
  await send(order);
  await change(1);
  await store.done(voidLine, { id: order.id, itemId, reason: null }, "waiter");
  expect(toldTo(store)).toEqual(["held 2 Soup", "held 1 Soup", "void 2 Soup", "void 1 Soup"]);
});
it("A hold goes along when the line moves to another check", async () => {
  const order = await hold(await menu(), { courses: [2] });
  const ham = order.items[1]?.id ?? "";
  const items = [{ itemId: ham, quantity: 1, toLineId: newId() }];
  const fresh: Order = await store.done(
    splitOrder,
    { id: order.id, newOrderId: newId(), items, tableId: null },
    "waiter",
  );
  expect(states(await send(fresh))).toEqual([["pending", 0, true]]);
  expect(states(await fire(fresh))).toEqual([["sent", 1, false]]);
});
it("Payment fires what is held on a check that it completes, and leaves it on one that goes on", async () => {
  const here = await hold(await menu(), { courses: [2] });
  await send(here);
  expect(states((await pay(here)).order)[1]).toEqual(["sent", 1, false]);
  await set("order.complete_on_payment", false);
  const later = await hold(await menu(), { courses: [2] });
  await send(later);
  const { order: paid } = await pay(later);
  expect(states(paid)[1]).toEqual(["pending", 0, true]);
  const soup = paid.items[0]?.id ?? "";
  const served: Order = await store.done(
    moveLines,
    { id: later.id, itemIds: [soup], status: "served" },
    "waiter",
  );
  expect(served.status).toBe("served");
  expect(states(await fire(later))[1]).toEqual(["sent", 1, false]);
  expect((await status(later, "served")).status).toBe("completed");
});
