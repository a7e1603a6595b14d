/** The worked examples of the bill, through the wire: previews, orders, splits and cash. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openWireBox, type WireBox } from "./testing/wire-box.ts";

let box: WireBox;
let owner: { token: string };
let categoryId: string;

beforeAll(async () => {
  box = await openWireBox();
  owner = { token: await box.signIn("owner") };
  categoryId = (await box.ask("POST", "/api/categories", { name: "Examples" }, owner)).word("id");
});
afterAll(() => box.close());

const post = (path: string, body: object) => box.ask("POST", path, body, owner);
const set = (key: string, value: unknown) => box.ask("PUT", `/api/settings/${key}`, { value }, owner);
const sell = async (price: number, inclusive: boolean, rates: readonly string[]): Promise<string> => {
  const named = rates.map((rate, index) => ({ name: `Rate ${index + 1}`, rate }));
  const taxClassId = (await post("/api/tax-classes", { name: "Class", inclusive, rates: named })).word("id");
  return (await post("/api/menu-items", { name: "Item", categoryId, price, taxClassId })).word("id");
};
const preview = async (menuItemId: string) =>
  post("/api/bills/preview", { type: "takeaway", items: [{ menuItemId, quantity: 1 }] });

test.each([
  { inclusive: false, tax: 227, total: 2097, taxes: [171, 56], nets: [899, 801] },
  { inclusive: true, tax: 196, total: 1870, taxes: [144, 52], nets: [755, 749] },
])("two classes, a discount and a service charge, inclusive $inclusive", async (expected) => {
  await set("service.rate", "0.10");
  const a = await sell(333, expected.inclusive, ["0.19"]);
  const b = await sell(445, expected.inclusive, ["0.07"]);
  const items = [
    { menuItemId: a, quantity: 3 },
    { menuItemId: b, quantity: 2 },
  ];
  const discount = { scope: "order", kind: "percent", value: "10", reason: "regular" };
  const bill = await post("/api/bills/preview", { type: "dine-in", items, discounts: [discount] });
  const order = await post("/api/orders", { type: "dine-in", items });
  const given = await post(`/api/orders/${order.word("id")}/discounts`, discount);
  await set("service.rate", "0");
  for (const said of [bill, given]) {
    expect(said.at("")).toMatchObject({
      subtotal: 1889,
      discountTotal: 189,
      serviceCharge: 170,
      taxTotal: expected.tax,
      total: expected.total,
    });
    expect(said.list().map(({ discountAmount }) => discountAmount)).toEqual([100, 89]);
    expect(said.list("taxes").map(({ tax }) => tax)).toEqual(expected.taxes);
    expect(said.list("taxes").map(({ net }) => net)).toEqual(expected.nets);
  }
});

test.each([
  { price: 1010, inclusive: false, rates: ["0.025", "0.025"], taxes: [26, 25], net: 1010 },
  { price: 999, inclusive: true, rates: ["0.2"], taxes: [167], net: 832 },
  { price: 5250, inclusive: true, rates: ["0.12"], taxes: [563], net: 4687 },
  { price: 500, inclusive: true, rates: [], taxes: [0], net: 500 },
])("$price at $rates, inclusive $inclusive", async ({ price, inclusive, rates, taxes, net }) => {
  const bill = await preview(await sell(price, inclusive, rates));
  expect(bill.list("taxes").map(({ tax }) => tax)).toEqual(taxes);
  expect(bill.at("taxes.0.net")).toBe(net);
});

test("100.00 in three equal parts is 33.34, 33.33 and 33.33", async () => {
  const menuItemId = await sell(10_000, true, []);
  const order = await post("/api/orders", { type: "takeaway", items: [{ menuItemId, quantity: 1 }] });
  const amounts = [];
  for (const splitIndex of [1, 2, 3]) {
    const split = { splitType: "equal", splitDetails: { splitCount: 3, splitIndex } };
    amounts.push(
      (await post(`/api/orders/${order.word("id")}/payments`, { method: "cash", split })).at(
        "payment.amount",
      ),
    );
  }
  expect(amounts).toEqual([3334, 3333, 3333]);
});

test("12.47 in cash at step 5 is 12.45 to hand over; other money is not rounded", async () => {
  await set("rounding.cash", 5);
  const menuItemId = await sell(1247, true, []);
  const pay = async (body: object) => {
    const order = await post("/api/orders", { type: "takeaway", items: [{ menuItemId, quantity: 1 }] });
    return post(`/api/orders/${order.word("id")}/payments`, body);
  };
  const cash = await pay({ method: "cash", tendered: 2000 });
  expect(cash.at("payment")).toMatchObject({ amount: 1247, rounding: -2, tendered: 2000, change: 755 });
  expect(cash.at("order")).toMatchObject({ total: 1247, paid: 1247, due: 0 });
  expect((await pay({ method: "cash", tendered: 1245 })).status).toBe(201);
  expect((await pay({ method: "cash", tendered: 1240 })).status).toBe(422);
  expect((await pay({ method: "external" })).at("payment.rounding")).toBe(0);
  await set("rounding.cash", 1);
});

test("takeaway has its own rates, and goods by weight have up to three decimals", async () => {
  const byOrderType = { takeaway: [{ name: "Reduced", rate: 0.07 }] };
  const body = { name: "Fish", inclusive: true, rates: [{ name: "Full", rate: "0.19" }], byOrderType };
  const taxClassId = (await post("/api/tax-classes", body)).word("id");
  const item = { name: "Salmon", categoryId, price: 1999, unit: "kg", taxClassId };
  const menuItemId = (await post("/api/menu-items", item)).word("id");
  const weigh = (type: string, quantity: number) =>
    post("/api/bills/preview", { type, items: [{ menuItemId, quantity }] });
  const said = await weigh("takeaway", 0.255);
  expect([said.at("items.0.lineTotal"), said.at("taxes.0.rate")]).toEqual([510, "0.07"]);
  expect((await weigh("dine-in", 1)).at("taxes.0.rate")).toBe("0.19");
  expect((await weigh("takeaway", 0.2555)).status).toBe(422);
});

test("a discount of an item that is not in the preview is refused, and of one that is counts", async () => {
  const menuItemId = await sell(1000, false, []);
  const discount = { scope: "item", kind: "percent", value: "10", reason: "regular" };
  const ask = (itemId: string) =>
    post("/api/bills/preview", {
      type: "takeaway",
      items: [{ id: "mine", menuItemId, quantity: 1 }],
      discounts: [{ ...discount, itemId }],
    });
  const wrong = await ask("other");
  expect([wrong.status, wrong.at("errors.0.path")]).toEqual([422, "discounts.0.itemId"]);
  expect((await ask("mine")).at("discountTotal")).toBe(100);
});
