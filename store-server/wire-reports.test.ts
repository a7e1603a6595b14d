/** What reports count, through the wire. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openWireBox, type WireBox } from "./testing/wire-box.ts";

let box: WireBox;
let owner: { token: string };
let item: string;

beforeAll(async () => {
  box = await openWireBox();
  owner = { token: await box.signIn("owner") };
  const categoryId = (await post("/api/categories", { name: "Goods" })).word("id");
  item = (await post("/api/menu-items", { name: "Cup", categoryId, price: 1000 })).word("id");
});
afterAll(() => box.close());

const post = (path: string, body: object) => box.ask("POST", path, body, owner);
const ordersBy = async (groupBy: string, key: string): Promise<unknown> => {
  const report = await box.ask("GET", `/api/analytics/sales?groupBy=${groupBy}`, undefined, owner);
  return report.list().find((row) => row.key === key)?.orders;
};

test("an order counts once by item and by method, however many lines and payments it has of them", async () => {
  const line = { menuItemId: item, quantity: 1 };
  const sold = await post("/api/orders", { type: "takeaway", items: [line, { ...line, notes: "hot" }] });
  const path = `/api/orders/${sold.word("id")}/payments`;
  for (const amount of [500, 700]) await post(path, { method: "cash", amount });
  expect((await post(path, { method: "external" })).at("order.due")).toBe(0);
  const counted = [await ordersBy("item", item), await ordersBy("method", "cash")];
  expect([...counted, await ordersBy("method", "external")]).toEqual([1, 1, 1]);
  await post("/api/sales", { items: [line], payment: { method: "cash" } });
  expect([await ordersBy("item", item), await ordersBy("method", "cash")]).toEqual([2, 2]);
});
