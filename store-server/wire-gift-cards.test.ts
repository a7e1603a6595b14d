/** Gift cards as an integrator meets them, on a real box. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWireBox, type Way, type WireBox } from "./testing/wire-box.ts";

let box: WireBox;
let waiter: Way;
let cook: Way;
let manager: Way;
let dish: string;

beforeAll(async () => {
  box = await openWireBox();
  waiter = { token: await box.signIn("waiter") };
  cook = { token: await box.signIn("cook") };
  manager = { token: await box.signIn("manager") };
  dish = (await box.ask("GET", "/api/menu-items", undefined, waiter)).word("items.0.id");
});
afterAll(() => box.close());

const post = (path: string, body: unknown = {}, way = waiter) => box.ask("POST", path, body, way);
const get = (path: string, way = waiter) => box.ask("GET", path, undefined, way);
const sell = (amount: number, key?: string) =>
  post(
    "/api/gift-cards",
    { amount, tender: { method: "cash" } },
    key === undefined ? waiter : { ...waiter, headers: { "idempotency-key": key } },
  );

describe("a gift card over HTTP", () => {
  test("shows its code in the answer to its sale, the same at a replay, and nowhere else", async () => {
    const [first, again] = [await sell(2500, "sale-1"), await sell(2500, "sale-1")];
    expect([first.status, again.status, again.headers.get("idempotent-replay")]).toEqual([201, 201, "true"]);
    expect(again.text).toBe(first.text);
    const code = first.word("code");
    expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
    const id = first.word("id");
    for (const path of ["/api/gift-cards", `/api/gift-cards/${id}`, `/api/gift-cards/${id}/ledger`]) {
      const read = await get(path);
      expect(read.status).toBe(200);
      expect(read.text).not.toContain(code.slice(0, 9));
      expect(read.text).not.toContain("codeHash");
    }
    expect((await sell(2500)).word("code")).not.toBe(code);
  });

  test("is found by its code as a guest reads it out, pays, and shows every movement", async () => {
    const sold = await sell(5000);
    const typed = sold.word("code").toLowerCase().replaceAll("-", " ");
    const found = await post("/api/gift-cards/lookup", { code: typed });
    expect([found.status, found.at("id"), found.at("balance")]).toEqual([200, sold.at("id"), 5000]);
    const order = await post("/api/orders", { type: "takeaway", items: [{ menuItemId: dish, quantity: 1 }] });
    const paid = await post(`/api/orders/${order.word("id")}/payments`, {
      method: "gift_card",
      reference: typed,
    });
    expect([paid.status, paid.at("payment.reference"), paid.at("order.due")]).toEqual([
      201,
      sold.at("id"),
      0,
    ]);
    const ledger = await get(`/api/gift-cards/${sold.word("id")}/ledger`);
    const total = Number(order.at("total"));
    expect(ledger.list().map(({ kind, amount, balance }) => [kind, amount, balance])).toEqual([
      ["redeemed", -total, 5000 - total],
      ["sold", 5000, 5000],
    ]);
  });

  test("one with less than is due answers 409 with its balance", async () => {
    const sold = await sell(100);
    const order = await post("/api/orders", { type: "takeaway", items: [{ menuItemId: dish, quantity: 1 }] });
    const path = `/api/orders/${order.word("id")}/payments`;
    const less = await post(path, { method: "gift_card", reference: sold.at("code") });
    expect([less.status, less.at("code"), less.at("current.balance")]).toEqual([409, "conflict", 100]);
    const part = await post(path, { method: "gift_card", reference: sold.at("code"), amount: 100 });
    expect([part.status, part.at("order.due")]).toEqual([201, Number(order.at("total")) - 100]);
    for (const method of ["card", "wallet"]) expect((await post(path, { method })).status).toBe(503);
  });

  test("a card that was lost gets a new code, and the list finds it by number and by the last four", async () => {
    const sold = await sell(900);
    const id = sold.word("id");
    const fresh = await post(`/api/gift-cards/${id}/replace-code`, { reason: "lost" }, manager);
    expect([fresh.status, fresh.at("codeNumber")]).toEqual([200, 2]);
    const lookup = (code: string) => post("/api/gift-cards/lookup", { code });
    expect((await lookup(sold.word("code"))).status).toBe(404);
    expect((await lookup(fresh.word("code"))).at("id")).toBe(id);
    for (const search of [sold.word("number").toLowerCase(), fresh.word("last4")])
      expect((await get(`/api/gift-cards?search=${search}`)).at("items.0.id")).toBe(id);
  });

  test("who may not sell, grant or see cards is refused, and a wrong field is named", async () => {
    const tender = { method: "cash" };
    expect((await post("/api/gift-cards", { amount: 100, tender }, cook)).status).toBe(403);
    expect((await get("/api/gift-cards", cook)).status).toBe(403);
    const grant = await post("/api/gift-cards", { amount: 100, reason: "sorry" });
    expect([grant.status, grant.at("permission"), grant.at("approvable")]).toEqual([
      403,
      "gift-card.manage",
      true,
    ]);
    expect(grant.at("approval.amount")).toBe(100);
    const wrong: [object, string][] = [
      [{ amount: 0.5, tender }, "amount"],
      [{ amount: -1, tender }, "amount"],
      [{ amount: 100, tender: { method: "card" } }, "tender.method"],
      [{ amount: 100, tender: { ...tender, tendered: 99 } }, "tender.tendered"],
      [{ amount: 100, tender, code: "1234" }, "code"],
      [{ amount: 100, tender, expiresOn: "2020-01-01" }, "expiresOn"],
      [{ amount: 100, tender, price: 1 }, "price"],
    ];
    for (const [body, path] of wrong) {
      const said = await post("/api/gift-cards", body, manager);
      expect([path, said.status, said.at("errors.0.path")]).toEqual([path, 422, path]);
    }
  });

  test("the liability of days adds up: opening and movements give the closing", async () => {
    const day = (await sell(100)).word("businessDay");
    const said = await get(`/api/gift-cards/liability?from=${day}&to=${day}`, manager);
    const movements = said.list("movements").reduce((sum, { amount }) => sum + Number(amount), 0);
    expect(said.status).toBe(200);
    expect(Number(said.at("opening")) + movements).toBe(said.at("closing"));
    const cards = (await get("/api/gift-cards?limit=500")).list();
    expect(cards.reduce((sum, { balance }) => sum + Number(balance), 0)).toBe(said.at("closing"));
  });

  test("intents of a tablet pay, top up and sell by the same rules; what is refused holds up no other", async () => {
    const device = await box.pair("tablet-gift", "tablet", { canTakeOrders: true });
    const sold = await sell(1000);
    const [id, code] = [sold.word("id"), sold.word("code")];
    const ids = await Promise.all(
      [1, 2].map(async () =>
        (await post("/api/orders", { type: "takeaway", items: [{ menuItemId: dish, quantity: 1 }] })).word(
          "id",
        ),
      ),
    );
    const pay = (orderId: string | undefined, amount: number) => ({
      changeId: `pay-${orderId}`,
      entityType: "order",
      entityId: orderId,
      action: "pay",
      data: { method: "gift_card", reference: code, amount },
    });
    const tender = { method: "cash" };
    const about = (entityId: string, action: string, data: object) => ({
      changeId: `${action}-${entityId}`,
      entityType: "gift-card",
      entityId,
      action,
      data,
    });
    const changes = [
      pay(ids[0], 700),
      pay(ids[1], 700),
      about(id, "top-up", { amount: 500, tender }),
      about("from-tablet", "create", { amount: 500, tender }),
      about("from-tablet", "create", { amount: 500, tender, code: "0000-0000-0000-0000" }),
    ].map((change, index) => ({ ...change, changeId: `${change.changeId}-${index}` }));
    const said = await box.ask(
      "POST",
      "/sync/process",
      { deviceId: "tablet-gift", lastSyncVersion: 0, changes },
      { ...waiter, device },
    );
    const results = said.list("results").map(({ status, code: why }) => [status, why]);
    expect(results).toEqual([
      ["applied", undefined],
      ["conflict", "conflict"],
      ["applied", undefined],
      // A card that the box was to make was not made; the cash for it was taken all the same.
      ["merged", "unallocated"],
      ["applied", undefined],
    ]);
    expect((await get("/api/gift-cards/from-tablet")).at("balance")).toBe(500);
    expect((await get(`/api/gift-cards/${id}`)).at("balance")).toBe(800);
  });

  test("whoever goes through codes has to wait", async () => {
    const someone = { token: await box.signIn("cashier") };
    const guess = (index: number) => {
      const symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
      // Every code of one symbol and zeros has its check digit somewhere among the 32.
      return post(
        "/api/gift-cards/lookup",
        { code: `Z${"0".repeat(14)}${symbols.charAt(index % 32)}` },
        someone,
      );
    };
    const tried = [];
    for (let index = 0; index < 32; index += 1) tried.push((await guess(index)).status);
    const [right] = [tried.indexOf(404)];
    expect(tried.filter((status) => status === 422)).toHaveLength(31);
    const statuses = [];
    for (let times = 0; times < 12; times += 1) statuses.push((await guess(right)).status);
    expect(statuses.slice(0, 8)).toEqual(Array.from({ length: 8 }, () => 404));
    expect(statuses.at(-1)).toBe(429);
  });
});
