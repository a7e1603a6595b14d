/** Known failures of other systems: orders that come back to life, food that is cooked twice, numbers and prices from nowhere. */
import { newId } from "@tillbox/shared/id.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Said } from "../testing/wire-box.ts";
import { type House, line, openHouse } from "./house.ts";

let house: House;
let dish: string;
beforeAll(async () => {
  house = await openHouse();
  dish = await house.dish(1000);
});
afterAll(() => house.close());

const change = (entityId: string, action: string, data: object) => ({
  changeId: newId(),
  entityType: "order",
  entityId,
  action,
  data,
  version: 0,
  timestamp: new Date().toISOString(),
});

/** What the printers of the kitchen printed since the box began, as pages; waits until all is printed. */
const kitchenPages = async (): Promise<string[]> => {
  for (;;) {
    const jobs = (await house.get("/api/print-jobs?limit=500"))
      .list()
      .filter(({ kind }) => kind === "kitchen");
    if (jobs.every(({ status }) => status === "printed"))
      return Promise.all(
        jobs.toReversed().map(async ({ id }) => (await house.get(`/api/print-jobs/${String(id)}/page`)).text),
      );
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

test("merging re-fires food: the kitchen is told of a line once, whatever is merged, split and sent again after", async () => {
  const { post, open, table } = house;
  const name = "Zander of the merge";
  const zander = await house.dish(1500, { name });
  const at = (tableId: string) => ({ type: "dine-in", tableId, send: true });
  const [first, second] = [
    await open([line(zander)], at(await table())),
    await open([line(dish)], at(await table())),
  ];
  const [id, other] = [first.word("id"), second.word("id")];
  const before = await kitchenPages();
  expect(before.filter((page) => page.includes(name))).toHaveLength(1);
  const merged = await post(`/api/orders/${other}/merge`, { fromOrderId: id });
  expect(merged.list("items").map(({ sentQuantity, status }) => [sentQuantity, status])).toEqual([
    [1, "sent"],
    [1, "sent"],
  ]);
  const sent = await post(`/api/orders/${other}/send`);
  expect(sent.status).toBe(200);
  const items = [{ itemId: first.word("items.0.id"), quantity: 1 }];
  const apart = await post(`/api/orders/${other}/split`, { items });
  await post(`/api/orders/${apart.word("id")}/send`);
  const after = (await kitchenPages()).slice(before.length);
  expect(after.some((page) => page.includes(name))).toBe(true);
  // Where it goes now is told, as moved; nothing is told as new.
  expect(after.filter((page) => page.includes(name) && !/moved/i.test(page))).toEqual([]);
  const more = await post(`/api/orders/${other}/items`, { items: [line(zander)], send: true });
  expect(more.status).toBe(201);
  const fresh = (await kitchenPages()).slice(before.length + after.length);
  expect(fresh.filter((page) => page.includes(name) && !/moved/i.test(page))).toHaveLength(1);
});

test("opening a table burns a receipt number: numbers are given at full payment only, without a gap", async () => {
  const numbers: number[] = [];
  for (let round = 0; round < 4; round += 1) {
    const tableId = await house.table();
    const burnt = await house.open([line(dish)], { type: "dine-in", tableId });
    expect(burnt.at("receiptNumber")).toBeNull();
    await house.del(`/api/orders/${burnt.word("id")}`, { reason: "left" });
    const kept = await house.open([line(dish)], { type: "dine-in", tableId });
    const part = await house.pay(kept.word("id"), { amount: 300 });
    expect(part.at("order.receiptNumber")).toBeNull();
    const refused = await house.pay(kept.word("id"), { amount: 5000 });
    expect(refused.status).toBe(422);
    const said = await house.pay(kept.word("id"));
    numbers.push(Number(said.word("order.receiptNumber").split("-").at(-1)));
  }
  expect(numbers.map((number) => number - (numbers[0] ?? 0))).toEqual([0, 1, 2, 3]);
});

test("a client sends its own (negative) modifier price and it counts: no price of a client is taken, by whatever way it comes", async () => {
  const sauce = {
    id: "s",
    name: "Sauce",
    min: 0,
    max: 3,
    options: [{ id: "s1", name: "Pepper", price: 150 }],
  };
  const item = await house.dish(1000, { modifierGroups: [sauce] });
  const wrong = [
    { modifiers: [{ optionId: "s1", price: -900 }] },
    { modifiers: [{ optionId: "s1", quantity: -5 }] },
    { modifiers: [{ optionId: "s1", name: "free", price: 0 }] },
    { price: 1 },
    { unitPrice: -1 },
    { quantity: -1 },
  ];
  const id = (await house.open([line(item, 1, { modifiers: [{ optionId: "s1" }] })])).word("id");
  for (const extra of wrong) {
    const items = [line(item, 1, extra)];
    const ways = [
      await house.open(items),
      await house.post(`/api/orders/${id}/items`, { items }),
      await house.post("/api/bills/preview", { type: "takeaway", items }),
    ];
    expect(ways.map((said) => [said.status, said.at("code")])).toEqual(ways.map(() => [422, "invalid"]));
    expect(ways[0]?.word("errors.0.path")).toMatch(/^items\.0/);
    const results = await house.sync([
      change(id, "add-items", { items }),
      change(newId(), "create", { type: "takeaway", items }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  }
  const open = await house.post("/api/bills/preview", {
    type: "takeaway",
    items: [{ openItem: { name: "gift", price: -500, taxClassId: null }, quantity: 1 }],
  });
  expect(open.status).toBe(422);
  const after = await house.order(id);
  expect([after.list("items").length, after.at("total")]).toEqual([1, 1150]);
});

test('a paid order goes back to "preparing" and takes another line: neither, from no device and for no role', async () => {
  const opened = await house.open([line(dish)], {
    type: "dine-in",
    tableId: await house.table(),
    send: true,
  });
  const [id, itemId] = [opened.word("id"), opened.word("items.0.id")];
  await house.put(`/api/orders/${id}/status`, { status: "served" });
  const paid = await house.pay(id);
  expect([paid.at("order.status"), paid.at("order.due")]).toEqual(["completed", 0]);
  const { manager, cook } = house.as;
  const path = `/api/orders/${id}`;
  const tries: [string, Promise<Said>][] = [
    ["recall by the cook", house.put(`${path}/status`, { status: "preparing" }, cook)],
    ["back by a manager", house.put(`${path}/status`, { status: "preparing" }, manager)],
    ["another line", house.post(`${path}/items`, { items: [line(dish)] }, manager)],
    ["more of a line", house.put(`${path}/items/${itemId}`, { quantity: 2 }, manager)],
    ["a void", house.del(`${path}/items/${itemId}`, { reason: "wrong" }, manager)],
    [
      "a discount",
      house.post(`${path}/discounts`, { scope: "order", kind: "percent", value: "50", reason: "x" }, manager),
    ],
    ["a split", house.post(`${path}/split`, { items: [{ itemId, quantity: 1 }] }, manager)],
    ["a cancellation", house.del(path, { reason: "wrong" }, manager)],
    ["another payment", house.pay(id, { amount: 100 }, manager)],
  ];
  for (const [what, said] of tries) expect([what, (await said).status]).toEqual([what, 409]);
  const results = await house.sync([
    change(id, "add-items", { items: [line(dish)] }),
    change(id, "status", { status: "preparing" }),
  ]);
  expect(results.map(({ status }) => status)).toEqual(["conflict", "conflict"]);
  // A line that was served stays served, whatever a screen in the kitchen still shows.
  await house.put(`${path}/kitchen`, { itemIds: [itemId], status: "preparing" }, cook);
  expect((await house.order(id)).at("")).toEqual(paid.at("order"));
});

test("a cancelled order still counts as a sale: it is in no report, no Z and no customer's total", async () => {
  const customerId = (await house.post("/api/customers", { name: "Guest 7" }, house.as.manager)).word("id");
  const gone = await house.dish(7777, { name: "Cancelled dish" });
  const figures = async () => {
    const x = await house.get("/api/day-reports/x");
    const reports = ["sales?groupBy=day", "sales?groupBy=item", "sales?groupBy=hour", "popularity", "staff"];
    const said = await Promise.all(reports.map((path) => house.get(`/api/analytics/${path}`)));
    return {
      reports: said.map((report) => report.at("items")),
      sales: x.at("sales"),
      tenders: x.at("tenderSums"),
    };
  };
  await house.pay((await house.open([line(dish)])).word("id"));
  const before = await figures();
  const opened = await house.open([line(gone, 2)], { customerId, send: true });
  const cancelled = await house.del(`/api/orders/${opened.word("id")}`, { reason: "left" }, house.as.manager);
  expect([cancelled.at("status"), cancelled.at("receiptNumber")]).toEqual(["cancelled", null]);
  expect((await house.pay(opened.word("id"))).status).toBe(409);
  expect(await figures()).toEqual(before);
  expect((await house.get("/api/day-reports/x")).at("cancelled.amount")).toBeGreaterThanOrEqual(15_554);
  const z = await house.post("/api/day-reports", {}, house.as.manager);
  expect(z.at("sales")).toEqual(before.sales);
  expect((await house.get(`/api/customers/${customerId}/points`)).at("balance")).toBe(0);
});
