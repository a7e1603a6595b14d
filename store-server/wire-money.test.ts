/** Refunds, voids, tips, exchanges, invoices and receipts by link, through the wire. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWireBox, type WireBox } from "./testing/wire-box.ts";

let box: WireBox;
let owner: { token: string };
let cashier: { token: string };
let item: string;

beforeAll(async () => {
  box = await openWireBox();
  owner = { token: await box.signIn("owner") };
  cashier = { token: await box.signIn("cashier") };
  const categoryId = (await post("/api/categories", { name: "Goods" })).word("id");
  item = (await post("/api/menu-items", { name: "Cup", categoryId, price: 1000 })).word("id");
});
afterAll(() => box.close());

const post = (path: string, body: object, way = owner) => box.ask("POST", path, body, way);
const get = (path: string, way: { token?: string } = owner) => box.ask("GET", path, undefined, way);
const sale = async (quantity = 2, payment: object = { method: "cash" }) =>
  post("/api/sales", { items: [{ menuItemId: item, quantity }], payment });

describe("refunds", () => {
  test("by item, by amount and of the rest come to the receipt, and stand in the order and the list", async () => {
    const sold = await sale(3);
    expect(sold.status).toBe(201);
    const id = sold.word("order.id");
    const total = Number(sold.at("order.total"));
    const itemId = sold.word("order.items.0.id");
    const path = `/api/orders/${id}/refunds`;
    const preview = await post(`${path}/preview`, { items: [{ itemId, quantity: 1 }], reason: "x" });
    const first = await post(path, { items: [{ itemId, quantity: 1 }], reason: "broken" });
    expect(first.at("refund.total")).toBe(preview.at("total"));
    const second = await post(path, { amount: 100, reason: "goodwill" });
    const third = await post(path, { reason: "the rest" });
    expect([first, second, third].map(({ status }) => status)).toEqual([201, 201, 201]);
    const sums = [first, second, third].map((said) => Number(said.at("refund.total")));
    expect(sums.reduce((a, b) => a + b, 0)).toBe(total);
    const order = await get(`/api/orders/${id}`);
    expect(order.at("")).toMatchObject({ refunded: total, total, due: total });
    expect(order.list("refunds")).toHaveLength(3);
    expect(order.list("refunds").map(({ amount }) => amount)).toEqual(sums);
    expect([first, second, third].map((said) => said.at("refund.amount"))).toEqual(sums);
    const listed = await get(`/api/refunds?orderId=${id}`);
    expect(listed.list().map(({ number }) => number)).toEqual(
      [third, second, first].map((said) => said.word("refund.number")),
    );
    const again = await post(path, { reason: "once more" });
    expect([again.status, again.at("code")]).toEqual([409, "conflict"]);
  });
  test("name the field that does not fit", async () => {
    const sold = await sale();
    const path = `/api/orders/${sold.word("order.id")}/refunds`;
    const bad = [
      [{ amount: 5 }, "reason"],
      [{ amount: 0, reason: "x" }, "amount"],
      [{ amount: 10_000_000, reason: "x" }, "amount"],
      [{ items: [], reason: "x" }, "items"],
      [{ items: [{ itemId: "nothing", quantity: 1 }], reason: "x" }, "items.0.itemId"],
      [{ amount: 5, items: [{ itemId: "x", quantity: 1 }], reason: "x" }, "amount"],
      [{ amount: 5, reason: "x", reference: "R" }, "reference"],
    ] as const;
    for (const [body, field] of bad) {
      const said = await post(path, body);
      expect([said.status, said.list("errors")[0]?.path]).toEqual([422, field]);
    }
  });
  test("are a cashier's with a manager's PIN: once, for this amount", async () => {
    const sold = await sale();
    const path = `/api/orders/${sold.word("order.id")}/refunds`;
    const body = { amount: 300, reason: "cold" };
    const refused = await post(path, body, cashier);
    expect(refused.at("")).toMatchObject({
      status: 403,
      permission: "payment.refund",
      approvable: true,
      approval: { amount: 300 },
    });
  });
});

describe("documents", () => {
  const company = { company: "Hafen GmbH", address: ["Kai 1", "20457 Hamburg"], vatId: "DE123" };
  test("an invoice has its own series, is written once, and its refund is a credit note", async () => {
    const sold = await sale();
    const id = sold.word("order.id");
    const invoice = await post(`/api/orders/${id}/invoice`, company);
    expect(invoice.status).toBe(201);
    expect(invoice.at("")).toMatchObject({ ...company, receiptNumber: sold.word("order.receiptNumber") });
    expect(invoice.word("number")).toMatch(/^I1-\d{6}$/);
    expect((await get(`/api/invoices/${invoice.word("id")}`)).at("company")).toBe("Hafen GmbH");
    const again = await post(`/api/orders/${id}/invoice`, company);
    expect([again.status, again.at("code")]).toEqual([409, "conflict"]);
    const refund = await post(`/api/orders/${id}/refunds`, { reason: "returned" });
    expect(refund.at("refund.invoiceNumber")).toBe(invoice.word("number"));
    const open = await post("/api/orders", { type: "takeaway", items: [{ menuItemId: item, quantity: 1 }] });
    expect((await post(`/api/orders/${open.word("id")}/invoice`, company)).status).toBe(409);
    expect((await post(`/api/orders/${id}/invoice`, { ...company, address: [] })).status).toBe(422);
  });
  test("no invoice shows goods that went back before it was written", async () => {
    const id = (await sale()).word("order.id");
    await post(`/api/orders/${id}/refunds`, { amount: 500, reason: "late" });
    const refused = await post(`/api/orders/${id}/invoice`, company);
    expect([refused.status, refused.word("detail")]).toEqual([409, expect.stringContaining("was refunded")]);
  });
  test("a receipt's link shows it to whoever has the link, and to nobody who guesses", async () => {
    const sold = await sale();
    await post(`/api/orders/${sold.word("order.id")}/invoice`, company);
    const path = (await post(`/api/orders/${sold.word("order.id")}/receipt-link`, {})).word("path");
    const page = await get(path, {});
    expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    for (const said of ["Cup", "Hafen GmbH", "Invoice I1-"]) expect(page.text).toContain(said);
    const [number, mac = ""] = path.slice(3).split(".");
    const wrong = [
      `/r/${Number(number) - 1}.${mac}`,
      `/r/${number}.${"A".repeat(32)}`,
      `/r/${number}.${mac.slice(1)}`,
      "/r/nothing",
    ];
    for (const guess of wrong) expect((await get(guess, {})).status).toBe(404);
    const open = await post("/api/orders", { type: "takeaway", items: [{ menuItemId: item, quantity: 1 }] });
    expect((await post(`/api/orders/${open.word("id")}/receipt-link`, {})).status).toBe(409);
  });
});

describe("payments", () => {
  test("a void, a tip afterwards, the parts of a bill and an exchange", async () => {
    const open = await post("/api/orders", { type: "takeaway", items: [{ menuItemId: item, quantity: 3 }] });
    const path = `/api/orders/${open.word("id")}`;
    const split = { splitType: "equal", splitDetails: { splitCount: 3, splitIndex: 1 } };
    const part = await post(`${path}/payments`, { method: "external", split });
    const parts = await get(`${path}/splits?splitType=equal&splitCount=3`);
    expect(parts.list("parts").map(({ status }) => status)).toEqual(["paid", "open", "open"]);
    const sum = parts.list("parts").reduce((all, { amount }) => all + Number(amount), 0);
    expect(sum).toBe(open.at("total"));
    expect((await get(`${path}/splits?splitType=equal`)).status).toBe(422);
    const paymentId = part.word("payment.id");
    const tip = await post(`${path}/payments/${paymentId}/tip`, { amount: 50 });
    expect([tip.status, tip.at("payment.tip"), tip.at("order.tipTotal")]).toEqual([201, 50, 50]);
    const voided = await post(`${path}/payments/${paymentId}/void`, { reason: "wrong table" });
    expect([voided.status, voided.at("payment.status"), voided.at("order.paid")]).toEqual([201, "voided", 0]);
    const paid = await post(`${path}/payments`, { method: "cash" });
    const exchange = await post(`${path}/exchange`, {
      items: [{ itemId: paid.word("order.items.0.id"), quantity: 1 }],
      reason: "colour",
      sale: { items: [{ menuItemId: item, quantity: 2 }] },
      method: "cash",
    });
    expect(exchange.status).toBe(201);
    expect(exchange.at("net")).toBe(Number(exchange.at("sale.total")) - Number(exchange.at("refund.total")));
    expect((await get("/api/analytics/tips")).at("rule.percent")).toBe("0");
  });
  test("an order is exempted from tax, and another type brings its taxes", async () => {
    const open = await post("/api/orders", { type: "takeaway", items: [{ menuItemId: item, quantity: 1 }] });
    const path = `/api/orders/${open.word("id")}/terms`;
    const exempt = await box.ask("PUT", path, { taxExemption: { reason: "embassy" } }, owner);
    expect([exempt.status, exempt.at("taxTotal"), exempt.at("total")]).toEqual([200, 0, 1000]);
    const back = await box.ask("PUT", path, { taxExemption: null, type: "dine-in" }, owner);
    expect(back.at("")).toMatchObject({ type: "dine-in", total: open.at("total"), taxExemption: null });
  });
});
