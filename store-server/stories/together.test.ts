/** Known failures of other systems: what goes wrong when two people work on one thing at the same moment. */
import { newId } from "@tillbox/shared/id.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Said } from "../testing/wire-box.ts";
import { type House, line, openHouse, statuses, tap } from "./house.ts";

let house: House;
let dish: string;
beforeAll(async () => {
  house = await openHouse();
  dish = await house.dish(1000);
});
afterAll(() => house.close());

const idsOf = (order: Said): unknown[] => order.list("items").map(({ id }) => id);
const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

test("a table paid while another device edits: either the edit is on the bill that is paid, or it is refused with what happened", async () => {
  const { as, open, pay, post, order } = house;
  const outcomes = new Set<string>();
  for (const round of range(12)) {
    const opened = await open([line(dish)], { type: "dine-in", tableId: await house.table() });
    const id = opened.word("id");
    const seen = { ...as.cashier, headers: { "if-match": `"${opened.word("version")}"` } };
    const takes = () => pay(id, {}, seen);
    const edits = () => post(`/api/orders/${id}/items`, { items: [line(dish, 1, { id: `late-${round}` })] });
    const [paid, edited] =
      round % 2 === 0
        ? await Promise.all([takes(), edits()])
        : await Promise.all([edits(), takes()]).then(([edit, payment]) => [payment, edit] as const);
    const after = await order(id);
    const isPaidFirst = paid.status === 201;
    const answers = [edited.status, paid.status, after.at("total"), after.at("paid"), after.at("due")];
    expect(answers).toEqual(isPaidFirst ? [409, 201, 1000, 1000, 0] : [201, 412, 2000, 0, 2000]);
    // Whoever was later is shown what the other did.
    const shown = isPaidFirst ? edited.at("current.paidAt") : paid.at("current.total");
    expect(shown).toBe(isPaidFirst ? after.at("paidAt") : 2000);
    expect(idsOf(after).includes(`late-${round}`)).toBe(edited.status === 201);
    outcomes.add(isPaidFirst ? "paid first" : "edited first");
  }
  expect([...outcomes].toSorted()).toEqual(["edited first", "paid first"]);
});

test("a table paid while another device edits: a tablet that was offline meanwhile is told, and what it had is kept to be seen", async () => {
  const opened = await house.open([line(dish)]);
  const id = opened.word("id");
  await house.pay(id);
  const change = {
    changeId: newId(),
    entityType: "order",
    entityId: id,
    action: "add-items",
    data: { items: [line(dish, 3)] },
    version: opened.at("version"),
    timestamp: new Date().toISOString(),
  };
  const [result] = await house.sync([change]);
  expect(result).toMatchObject({ status: "conflict", current: { paid: 1000, total: 1000 } });
  expect((await house.sync([change]))[0]).toMatchObject({ status: "conflict" });
  expect((await house.order(id)).list("items")).toHaveLength(1);
});

test("lines lost when two waiters add at once: all are there, in the kitchen and on the bill", async () => {
  const opened = await house.open([], { type: "dine-in", tableId: await house.table() });
  const id = opened.word("id");
  const add = (by: "waiter" | "cashier", index: number) =>
    house.post(
      `/api/orders/${id}/items`,
      { items: [line(dish, 1, { id: `${by}-${index}` })], send: true },
      house.as[by],
    );
  const said = await Promise.all(range(10).flatMap((index) => [add("waiter", index), add("cashier", index)]));
  const offline = ["a", "b"].map((name) => ({
    changeId: newId(),
    entityType: "order",
    entityId: id,
    action: "add-items",
    data: { items: [line(dish, 1, { id: `offline-${name}` })] },
    version: opened.at("version"),
    timestamp: new Date().toISOString(),
  }));
  expect((await house.sync(offline)).map(({ status }) => status)).toEqual(["merged", "applied"]);
  expect(new Set(statuses(said))).toEqual(new Set([201]));
  const after = await house.order(id);
  const expected = range(10).flatMap((index) => [`waiter-${index}`, `cashier-${index}`]);
  expect(idsOf(after).toSorted()).toEqual([...expected, "offline-a", "offline-b"].toSorted());
  expect(after.at("total")).toBe(22_000);
  const sent = after.list("items").filter(({ sentQuantity }) => sentQuantity === 1);
  expect(sent).toHaveLength(20);
});

test("two people open the same table at once and get two orders: one gets it, the other is shown whose it is", async () => {
  for (const _round of range(8)) {
    const tableId = await house.table();
    const body = { type: "dine-in", tableId };
    const said = await Promise.all([
      house.open([line(dish)], body),
      house.open([line(dish)], body, house.as.cashier),
      house.open([line(dish)], body, house.as.manager),
    ]);
    expect(statuses(said)).toEqual([201, 409, 409]);
    const won = said.find(({ status }) => status === 201)?.at("id");
    const lost = said.filter(({ status }) => status === 409);
    expect(lost.map((answer) => answer.at("current.id"))).toEqual([won, won]);
    const table = await house.get(`/api/tables/${tableId}`);
    expect([table.at("status"), table.at("orderIds")]).toEqual(["occupied", [won]]);
  }
});

test("the last portion sold twice: it is sold once, and nobody else's order takes it back", async () => {
  for (const _round of range(4)) {
    const last = await house.dish(900, { stock: 1 });
    const said = await Promise.all([
      house.open([line(last)]),
      house.open([line(last)], {}, house.as.cashier),
      house.open([line(dish), line(last)], {}, house.as.manager),
    ]);
    expect(statuses(said)).toEqual([201, 409, 409]);
    const item = await house.get(`/api/menu-items/${last}`);
    expect([item.at("stock"), item.at("available")]).toEqual([0, false]);
    for (const refused of said.filter(({ status }) => status === 409))
      expect(refused.at("code")).toBe("conflict");
    const few = await house.dish(900, { stock: 3 });
    const twos = await Promise.all([
      house.open([line(few, 2)]),
      house.open([line(few, 2)], {}, house.as.cashier),
    ]);
    expect(statuses(twos)).toEqual([201, 409]);
    expect((await house.get(`/api/menu-items/${few}`)).at("stock")).toBe(1);
  }
});

test("cancelling twice restores stock twice: however often and by whomever, it comes back once", async () => {
  const counted = await house.dish(900, { stock: 5 });
  const id = (await house.open([line(counted, 3)])).word("id");
  const stock = async () => (await house.get(`/api/menu-items/${counted}`)).at("stock");
  expect(await stock()).toBe(2);
  const cancel = tap(house.as.waiter);
  const said = await Promise.all([
    house.del(`/api/orders/${id}`, { reason: "left" }, cancel),
    house.del(`/api/orders/${id}`, { reason: "left" }, cancel),
    house.del(`/api/orders/${id}`, { reason: "gone" }, house.as.manager),
  ]);
  expect(await stock()).toBe(5);
  expect((await house.order(id)).at("status")).toBe("cancelled");
  expect(said.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
  expect(
    (await house.put(`/api/orders/${id}/status`, { status: "cancelled" }, house.as.manager)).status,
  ).toBe(409);
  expect(await stock()).toBe(5);
});

test("the same partial payment tapped twice is taken twice: the same tap is one payment, with the same answer", async () => {
  const id = (await house.open([line(dish)])).word("id");
  const taps = tap(house.as.waiter);
  const said = await Promise.all(range(4).map(() => house.pay(id, { amount: 400, tendered: 500 }, taps)));
  expect(new Set(said.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
  expect(said.filter(({ headers }) => headers.get("idempotent-replay") === "true")).toHaveLength(3);
  const after = await house.order(id);
  expect([after.list("payments").length, after.at("paid"), after.at("due")]).toEqual([1, 400, 600]);
  const change = {
    changeId: newId(),
    entityType: "order",
    entityId: id,
    action: "pay",
    data: { method: "cash", amount: 100 },
    version: after.at("version"),
    timestamp: new Date().toISOString(),
  };
  const results = [...(await house.sync([change])), ...(await house.sync([change]))];
  expect(results.map(({ status }) => status)).toEqual(["applied", "duplicate"]);
  expect((await house.order(id)).at("due")).toBe(500);
  const part = { split: { splitType: "equal", splitDetails: { splitCount: 2, splitIndex: 1 } } };
  const split = (await house.open([line(dish)])).word("id");
  const parts = await Promise.all([house.pay(split, part), house.pay(split, part, house.as.cashier)]);
  expect([statuses(parts), (await house.order(split)).at("due")]).toEqual([[201, 409], 500]);
});
