/** House accounts as an integrator meets them, on a real box. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWireBox, type Said, type Way, type WireBox } from "./testing/wire-box.ts";

let box: WireBox;
let waiter: Way;
let cashier: Way;
let manager: Way;
let dish: string;

beforeAll(async () => {
  box = await openWireBox();
  waiter = { token: await box.signIn("waiter") };
  cashier = { token: await box.signIn("cashier") };
  manager = { token: await box.signIn("manager") };
  dish = (await box.ask("GET", "/api/menu-items", undefined, waiter)).word("items.0.id");
});
afterAll(() => box.close());

const post = (path: string, body: unknown = {}, way = waiter) => box.ask("POST", path, body, way);
const get = (path: string, way = waiter) => box.ask("GET", path, undefined, way);
const account = (body: object = {}): Promise<Said> =>
  post("/api/accounts", { name: "Harbour Freight Ltd", limit: 10_000, ...body }, manager);
const order = () => post("/api/orders", { type: "takeaway", items: [{ menuItemId: dish, quantity: 1 }] });
const charge = async (id: string, way = waiter): Promise<Said> =>
  post(`/api/orders/${(await order()).word("id")}/payments`, { method: "house_account", reference: id }, way);

describe("a house account over HTTP", () => {
  test("is charged, invoiced, settled in parts, and its statement adds up", async () => {
    const id = (await account()).word("id");
    const paid = await charge(id);
    const total = Number(paid.at("order.total"));
    expect([paid.status, paid.at("order.due"), paid.at("payment.reference")]).toEqual([201, 0, id]);
    const invoice = await post(`/api/accounts/${id}/invoices`, {}, manager);
    expect([invoice.status, invoice.at("due"), invoice.at("unpaid")]).toEqual([201, total, total]);
    expect(invoice.at("lines.0.receiptNumber")).toBe(paid.at("order.receiptNumber"));
    const part = await post(
      `/api/accounts/${id}/settle`,
      { amount: 100, tender: { method: "cash" } },
      cashier,
    );
    expect([part.status, part.at("settlement.number"), part.at("account.balance")]).toEqual([
      201,
      "S1-000001",
      total - 100,
    ]);
    const again = await get(`/api/account-invoices/${invoice.word("id")}`);
    expect([again.at("due"), again.at("unpaid")]).toEqual([total, total - 100]);
    expect((await get(`/api/accounts/${id}/invoices`)).at("items.0.number")).toBe(invoice.at("number"));
    const day = invoice.word("businessDay");
    const statement = await get(`/api/accounts/${id}/statement?from=${day}&to=${day}`);
    const moved = statement.list("entries").reduce((sum, { amount }) => sum + Number(amount), 0);
    expect([statement.at("opening"), statement.at("closing")]).toEqual([0, moved]);
    expect(moved).toBe(total - 100);
    const all = await get(`/api/accounts/receivables?from=${day}&to=${day}`, manager);
    expect(all.at("closing")).toBe(total - 100);
  });

  test("beyond its limit a manager approves this one charge, by PIN and for its amount", async () => {
    const id = (await account({ limit: 1 })).word("id");
    const device = await box.pair("till-1", "tablet");
    const path = `/api/orders/${(await order()).word("id")}/payments`;
    const way = { ...waiter, device };
    const refused = await post(path, { method: "house_account", reference: id }, way);
    expect([refused.status, refused.at("permission"), refused.at("approvable")]).toEqual([
      403,
      "account.over-limit",
      true,
    ]);
    const approval = await post(
      "/api/approvals",
      { ...(refused.at("approval") as object), pin: "2222" },
      way,
    );
    expect(approval.status).toBe(201);
    expect(refused.at("approval.about")).toBe(id);
    const other = (await account({ limit: 1 })).word("id");
    const elsewhere = await post(
      path,
      { method: "house_account", reference: other },
      {
        ...way,
        headers: { "x-approval": approval.word("approvalToken") },
      },
    );
    expect(elsewhere.word("detail")).toContain("given for something else");
    const headers = { "x-approval": approval.word("approvalToken") };
    const done = await post(path, { method: "house_account", reference: id }, { ...way, headers });
    expect([done.status, done.at("order.due")]).toEqual([201, 0]);
  });

  test("what is owed is told for this month so far, unless days are named; and the list has its bounds", async () => {
    const id = (await account()).word("id");
    const today = (await get("/api/analytics/sales", manager)).word("to");
    const month = [`${today.slice(0, 7)}-01`, today];
    const paths = [
      `/api/accounts/${id}/statement`,
      "/api/accounts/receivables",
      "/api/gift-cards/liability",
      "/api/analytics/hours",
    ];
    for (const path of paths) {
      const said = await get(path, manager);
      expect([path, said.status, said.at("from"), said.at("to")]).toEqual([path, 200, ...month]);
      const wrong = await get(`${path}?from=2026-03-02&to=2026-03-01`, manager);
      expect([wrong.status, wrong.at("errors.0.path")]).toEqual([422, "from"]);
      expect((await get(`${path}?from=1.3.2026`, manager)).word("detail")).toContain("YYYY-MM-DD");
    }
    await account();
    const first = await get("/api/accounts?limit=1", manager);
    expect(first.list()).toHaveLength(1);
    const next = await get(`/api/accounts?limit=1&cursor=${first.word("nextCursor")}`, manager);
    expect(next.at("items.0.id")).not.toBe(first.at("items.0.id"));
    expect((await get("/api/accounts?limit=501", manager)).status).toBe(422);
  });

  test("an approved correction downwards is none upwards", async () => {
    const id = (await account()).word("id");
    const adjust = (amount: number, headers: Record<string, string> = {}) =>
      post(`/api/accounts/${id}/adjust`, { amount, reason: "a slip" }, { ...cashier, headers });
    const refused = await adjust(-100);
    expect(refused.at("approval")).toMatchObject({ amount: 100, about: "less" });
    const body = { action: "account.manage", subjectId: id, amount: 100, pin: "2222" };
    const token = (await post("/api/approvals", body, cashier)).word("approvalToken");
    expect((await adjust(100, { "x-approval": token })).status).toBe(403);
    const again = (await post("/api/approvals", { ...body, about: "less" }, cashier)).word("approvalToken");
    expect((await adjust(-100, { "x-approval": again })).status).toBe(200);
  });

  test("is found by part of its name, in any case, and only blocked ones among the blocked", async () => {
    const id = (await account({ name: "Zum Goldenen Anker" })).word("id");
    const found = (query: string) =>
      get(`/api/accounts?${query}`).then((said) => said.list().map((item) => item.id));
    expect(await found("search=anker%20gold")).toEqual([id]);
    await post(`/api/accounts/${id}/block`, { reason: "unpaid" }, manager);
    expect(await found("status=blocked")).toEqual([id]);
    expect(await found("search=anker&status=active")).toEqual([]);
    expect((await charge(id)).status).toBe(409);
  });

  test("who may not is refused, and a wrong field is named", async () => {
    expect((await post("/api/accounts", { name: "X", limit: 1 }, cashier)).status).toBe(403);
    const id = (await account()).word("id");
    expect((await charge(id, { token: await box.signIn("cook") })).status).toBe(403);
    const tender = { method: "cash" };
    const wrong: [string, object, string][] = [
      ["/api/accounts", { name: "", limit: 1 }, "name"],
      ["/api/accounts", { name: "X", limit: 1.5 }, "limit"],
      ["/api/accounts", { name: "X", limit: 1, email: "nobody" }, "email"],
      [`/api/accounts/${id}/adjust`, { amount: 0, reason: "x" }, "amount"],
      [`/api/accounts/${id}/settle`, { amount: 0, tender }, "amount"],
      [`/api/accounts/${id}/settle`, { amount: 5, tender: { method: "wallet" } }, "tender.method"],
    ];
    for (const [path, body, field] of wrong) {
      const said = await post(path, body, manager);
      expect([field, said.status, said.at("errors.0.path")]).toEqual([field, 422, field]);
    }
    expect((await post(`/api/accounts/${id}/settle`, { tender }, cashier)).status).toBe(409);
    expect((await get("/api/accounts/nobody")).status).toBe(404);
  });
});
