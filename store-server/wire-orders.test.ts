/** Orders, tables, status and payments of the wire, on a real box. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWireBox, type Said, type WireBox } from "./testing/wire-box.ts";

let box: WireBox;
let waiter: { token: string };
let cook: { token: string };
let manager: { token: string };
let areaId: string;
let dish: string;

beforeAll(async () => {
  box = await openWireBox();
  waiter = { token: await box.signIn("waiter") };
  cook = { token: await box.signIn("cook") };
  manager = { token: await box.signIn("manager") };
  areaId = (await box.ask("GET", "/api/areas", undefined, waiter)).word("items.0.id");
  const categoryId = (await box.ask("GET", "/api/categories", undefined, waiter)).word("items.0.id");
  const item = { name: "Dish of the day", categoryId, price: 1000, stations: ["kitchen"] };
  dish = (await box.ask("POST", "/api/menu-items", item, manager)).word("id");
});
afterAll(() => box.close());

const post = (path: string, body: unknown = {}, way = waiter) => box.ask("POST", path, body, way);
const put = (path: string, body: unknown, way = waiter) => box.ask("PUT", path, body, way);
const open = (body: object = {}): Promise<Said> =>
  post("/api/orders", { type: "takeaway", items: [{ menuItemId: dish, quantity: 1 }], ...body });
const move = (id: string, status: string, way = waiter) => put(`/api/orders/${id}/status`, { status }, way);
const pay = (id: string, body: object) => post(`/api/orders/${id}/payments`, body);
let named = 0;
const newTable = async (): Promise<string> =>
  (await post("/api/tables", { name: `W${(named += 1)}`, areaId, seats: 2 }, manager)).word("id");

test("an order and its lines have every field of the wire", async () => {
  const said = await open({ type: "dine-in", guests: 2, customerName: "Guest 1", notes: "by the window" });
  expect(said.status).toBe(201);
  const fields =
    "id number type status tableId guests customerName notes items discounts payments refunds subtotal discountTotal serviceCharge taxTotal taxes tipTotal total paid due currency businessDay version createdAt updatedAt paidAt closedAt receiptNumber";
  expect(Object.keys(said.at("") as object)).toEqual(expect.arrayContaining(fields.split(" ")));
  const line =
    "id menuItemId name quantity unitPrice modifiers notes seat course station status sentQuantity lineTotal discountAmount taxClassId";
  expect(Object.keys(said.at("items.0") as object)).toEqual(expect.arrayContaining(line.split(" ")));
  expect([said.at("status"), said.at("currency"), said.at("total")]).toEqual(["pending", "USD", 1080]);
});

test.each([
  { price: 1 },
  { quantity: 0 },
  { quantity: 1.5 },
  { menuItemId: "nothing" },
  { variantId: "none" },
])("a line with %j is refused", async (wrong) => {
  const said = await open({ items: [{ menuItemId: dish, quantity: 1, ...wrong }] });
  expect([said.status, said.at("code")]).toEqual([422, "invalid"]);
});

describe("tables", () => {
  test("a table is occupied by its order, refuses a second check that nobody asked for, and is free again", async () => {
    const tableId = await newTable();
    const first = await open({ type: "dine-in", tableId });
    const table = await box.ask("GET", `/api/tables/${tableId}`, undefined, waiter);
    expect([table.at("status"), table.at("orderIds")]).toEqual(["occupied", [first.at("id")]]);
    const second = await open({ type: "dine-in", tableId });
    expect([second.status, second.at("current.id")]).toEqual([409, first.at("id")]);
    const asked = await open({ type: "dine-in", tableId, newCheck: true });
    expect(asked.status).toBe(201);
    expect((await put(`/api/tables/${tableId}/status`, { status: "cleaning" })).status).toBe(409);
    for (const order of [first, asked]) await pay(order.word("id"), { method: "cash" });
    const after = await box.ask("GET", `/api/tables/${tableId}`, undefined, waiter);
    expect([after.at("status"), after.at("orderIds")]).toEqual(["available", []]);
  });

  test("If-Match names what the client saw of a table, its orders too", async () => {
    const tableId = await newTable();
    const seen = await box.ask("GET", `/api/tables/${tableId}`, undefined, manager);
    await open({ type: "dine-in", tableId });
    const now = await box.ask("GET", `/api/tables/${tableId}`, undefined, manager);
    const put = (match: string) =>
      box.ask("PUT", `/api/tables/${tableId}`, { seats: 4 }, { ...manager, headers: { "if-match": match } });
    expect((await put(seen.headers.get("etag") ?? "")).status).toBe(412);
    expect((await put(`"${now.word("version")}"`)).status).toBe(200);
    const later = await box.ask("GET", `/api/tables/${tableId}`, undefined, manager);
    expect((await put(later.headers.get("etag") ?? "")).status).toBe(200);
  });

  test("people say reserved, cleaning and available; occupied says the box", async () => {
    const path = `/api/tables/${await newTable()}/status`;
    const said = [];
    for (const status of ["reserved", "cleaning", "available", "occupied"])
      said.push((await put(path, { status })).status);
    expect(said).toEqual([200, 200, 200, 422]);
  });

  test("an order goes to a table or a person that is there", async () => {
    const tableId = await newTable();
    const { word } = await open({ type: "dine-in" });
    const transfer = (body: object) => post(`/api/orders/${word("id")}/transfer`, body);
    expect((await transfer({ tableId })).at("tableId")).toBe(tableId);
    expect((await transfer({ userId: "cashier" })).status).toBe(200);
    const wrong = [{ tableId: "nowhere" }, { userId: "nobody" }, {}];
    expect(await Promise.all(wrong.map(async (body) => (await transfer(body)).status))).toEqual([
      422, 422, 422,
    ]);
  });
});

describe("status", () => {
  test("leaving pending sends what is unsent, and only ready goes back", async () => {
    const id = (await open()).word("id");
    const preparing = await move(id, "preparing", cook);
    expect([preparing.at("status"), preparing.at("items.0.sentQuantity")]).toEqual(["preparing", 1]);
    expect((await move(id, "ready", cook)).status).toBe(200);
    expect((await move(id, "preparing", cook)).status).toBe(200);
    const back = await move(id, "pending");
    expect([back.status, back.at("current.allowed")]).toEqual([409, ["ready", "served", "cancelled"]]);
    expect((await move(id, "completed")).status).toBe(409);
  });

  test("a paid takeaway still moves on, and completes when it is served", async () => {
    const id = (await open({ send: true })).word("id");
    const paid = await pay(id, { method: "cash", tendered: 2000 });
    expect([paid.at("order.status"), paid.at("order.due"), paid.at("payment.change")]).toEqual([
      "confirmed",
      0,
      920,
    ]);
    expect(paid.at("order.receiptNumber")).toEqual(expect.any(String));
    expect(
      (await post(`/api/orders/${id}/items`, { items: [{ menuItemId: dish, quantity: 1 }] })).status,
    ).toBe(409);
    expect((await move(id, "served")).at("status")).toBe("completed");
  });

  test("cancelling answers the order, and is refused once money was taken", async () => {
    const free = (await open()).word("id");
    const cancelled = await box.ask("DELETE", `/api/orders/${free}`, { reason: "left" }, waiter);
    expect([cancelled.status, cancelled.at("status")]).toEqual([200, "cancelled"]);
    const id = (await open()).word("id");
    await pay(id, { method: "cash", amount: 100 });
    expect((await box.ask("DELETE", `/api/orders/${id}`, {}, manager)).status).toBe(409);
  });

  test("a sent line is not taken back without a permission, and a manager could", async () => {
    const order = await open({ send: true });
    const path = `/api/orders/${order.word("id")}/items/${order.word("items.0.id")}`;
    const said = await box.ask("DELETE", path, { reason: "cold" }, waiter);
    expect([said.status, said.at("permission"), said.at("approvable")]).toEqual([403, "order.void", true]);
    expect((await box.ask("DELETE", path, { reason: "cold" }, manager)).status).toBe(204);
  });
});

describe("payments", () => {
  test.each(["card", "wallet"])("%s that is not set up is 503", async (method) => {
    const id = (await open()).word("id");
    const said = await pay(id, { method });
    expect([said.status, said.at("code"), said.headers.get("retry-after")]).toEqual([
      503,
      "unavailable",
      "1",
    ]);
    expect((await box.ask("GET", `/api/orders/${id}`, undefined, waiter)).at("payments")).toEqual([]);
  });

  test.each([
    { amount: 0 },
    { amount: -5 },
    { amount: 5.5 },
    { amount: 9999 },
    { tendered: 5 },
    { method: "gold" },
  ])("a payment of %j is refused", async (wrong) => {
    const id = (await open()).word("id");
    expect((await pay(id, { method: "cash", ...wrong })).status).toBe(422);
  });

  const splits = {
    equal: (splitIndex: number) => ({ splitType: "equal", splitDetails: { splitCount: 3, splitIndex } }),
    seat: (seat: number) => ({ splitType: "seat", splitDetails: { seat } }),
    item: (id: string) => ({ splitType: "item", splitDetails: { itemIds: [id], customerName: "Ann" } }),
  };
  const seated = () =>
    open({
      type: "dine-in",
      items: [
        { menuItemId: dish, quantity: 1, seat: 1 },
        { menuItemId: dish, quantity: 2, seat: 2 },
      ],
    });

  test("equal parts add up, and the same part twice is a conflict", async () => {
    const id = (await seated()).word("id");
    const first = await pay(id, { method: "cash", split: splits.equal(1) });
    expect((await pay(id, { method: "cash", split: splits.equal(1) })).status).toBe(409);
    const second = await pay(id, { method: "external", split: splits.equal(2) });
    const third = await pay(id, { method: "cash", split: splits.equal(3) });
    expect([first, second, third].map((said) => said.at("payment.amount"))).toEqual([1080, 1080, 1080]);
    expect([third.at("order.due"), third.at("order.status")]).toEqual([0, "completed"]);
    const wrong = await Promise.all([0, 4].map((n) => pay(id, { method: "cash", split: splits.equal(n) })));
    expect(wrong.map(({ status }) => status === 422 || status === 409)).toEqual([true, true]);
  });

  test("parts by item and by seat cover the bill together", async () => {
    const order = await seated();
    const id = order.word("id");
    const byItem = await pay(id, { method: "cash", split: splits.item(order.word("items.0.id")) });
    expect(byItem.at("payment.amount")).toBe(1080);
    expect((await pay(id, { method: "cash", split: splits.seat(1) })).status).toBe(409);
    const bySeat = await pay(id, { method: "cash", split: splits.seat(2) });
    expect([bySeat.at("payment.amount"), bySeat.at("order.due")]).toEqual([2160, 0]);
  });

  test("an amount is what it says, and a tip is no part of the bill", async () => {
    const id = (await open()).word("id");
    const split = { splitType: "amount", splitDetails: { splitAmount: 500 } };
    const said = await pay(id, { method: "cash", split, tip: 50, tendered: 1000 });
    expect(said.at("payment")).toMatchObject({ amount: 500, tip: 50, change: 450, status: "captured" });
    expect([said.at("order.due"), said.at("order.tipTotal")]).toEqual([580, 50]);
  });
});

describe("moving lines", () => {
  const two = () =>
    open({
      send: true,
      items: [
        { menuItemId: dish, quantity: 3 },
        { menuItemId: dish, quantity: 1 },
      ],
    });

  test("a split answers with the new order, a merge with the one that remains", async () => {
    const order = await two();
    const id = order.word("id");
    const items = [{ itemId: order.word("items.0.id"), quantity: 2 }];
    const fresh = await post(`/api/orders/${id}/split`, { items });
    expect([fresh.status, fresh.at("total"), fresh.at("splitFrom.id")]).toEqual([201, 2160, id]);
    expect([fresh.at("items.0.sentQuantity"), fresh.at("items.0.status")]).toEqual([2, "sent"]);
    const merged = await post(`/api/orders/${id}/merge`, { fromOrderId: fresh.word("id") });
    expect([merged.status, merged.at("id"), merged.at("total")]).toEqual([200, id, 4320]);
    const gone = await box.ask("GET", `/api/orders/${fresh.word("id")}`, undefined, waiter);
    expect([gone.at("status"), gone.at("mergedInto.id"), gone.at("items")]).toEqual(["cancelled", id, []]);
  });

  test.each([
    { path: "split", body: {}, field: "items" },
    { path: "split", body: { items: [{ itemId: "x", quantity: 0 }] }, field: "items.0.quantity" },
    { path: "split", body: { items: [{ itemId: "x", quantity: 1 }] }, field: "items.0.itemId" },
    { path: "merge", body: {}, field: "fromOrderId" },
    { path: "hold", body: {}, field: "courses" },
    { path: "fire", body: { itemIds: ["x"] }, field: "itemIds.0" },
  ])("$path refuses $body and names the field", async ({ path, body, field }) => {
    const said = await post(`/api/orders/${(await two()).word("id")}/${path}`, body);
    expect([said.status, said.at("errors.0.path")]).toEqual([422, field]);
  });
});

describe("lists of orders", () => {
  const idsOf = (said: Said): string[] => said.list().map((order) => String(order.id));
  const list = (query: string) => box.ask("GET", `/api/orders?limit=500&${query}`, undefined, waiter);

  test("find the one of a receipt that a guest brings back, and nothing for a number that nobody has", async () => {
    const paid = await open({ type: "takeaway" });
    await post(`/api/orders/${paid.word("id")}/payments`, { method: "external" });
    const number = (await box.ask("GET", `/api/orders/${paid.word("id")}`, undefined, waiter)).word(
      "receiptNumber",
    );
    expect(idsOf(await list(`receiptNumber=${number.toLowerCase()}`))).toEqual([paid.at("id")]);
    expect(idsOf(await list("receiptNumber=R99-000001"))).toEqual([]);
    const [series, digits] = number.split("-");
    expect(idsOf(await list(`receipt=${Number(digits)}`))).toEqual([paid.at("id")]);
    expect(idsOf(await list(`receipt=${series?.toLowerCase()}-${Number(digits)}`))).toEqual([paid.at("id")]);
    expect(idsOf(await list(`receipt=${Number(digits) + 1}`))).toEqual([]);
    expect((await list("receipt=R1-")).status).toBe(422);
  });

  test("are filtered by status, type, table and business day, newest first", async () => {
    const tableId = await newTable();
    const [first, second] = [await open({ type: "delivery" }), await open({ type: "dine-in", tableId })];
    await move(first.word("id"), "cancelled");
    const day = first.word("businessDay");
    expect(idsOf(await list(`tableId=${tableId}`))).toEqual([second.at("id")]);
    expect(idsOf(await list("type=delivery&status=cancelled"))).toContain(first.at("id"));
    expect(idsOf(await list("type=delivery&status=pending"))).not.toContain(first.at("id"));
    expect(idsOf(await list(`from=${day}&to=${day}`)).slice(0, 2)).toEqual([second.at("id"), first.at("id")]);
    expect(idsOf(await list("from=2000-01-01&to=2000-01-31"))).toEqual([]);
    const active = idsOf(await box.ask("GET", "/api/orders/active?limit=500", undefined, waiter));
    expect([active.includes(second.word("id")), active.includes(first.word("id"))]).toEqual([true, false]);
    expect((await list("status=paid")).status).toBe(422);
  });
});
