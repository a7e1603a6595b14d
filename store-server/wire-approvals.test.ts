/** A manager's one-shot approval, over the wire: bound to the action, the subject, the amount and whoever asked. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWireBox, type Said, type Way, type WireBox } from "./testing/wire-box.ts";

let box: WireBox;
let waiter: Way;
let cashier: Way;
let manager: Way;
let dish: string;

beforeAll(async () => {
  box = await openWireBox();
  const device = await box.pair("tablet-1", "tablet", { canTakeOrders: true });
  waiter = { token: await box.signIn("waiter"), device };
  cashier = { token: await box.signIn("cashier"), device };
  manager = { token: await box.signIn("manager") };
  const categoryId = (await box.ask("GET", "/api/categories", undefined, waiter)).word("items.0.id");
  const item = { name: "Dish of the day", categoryId, price: 1000, stations: ["kitchen"] };
  dish = (await box.ask("POST", "/api/menu-items", item, manager)).word("id");
});
afterAll(() => box.close());

type Sent = { id: string; line: string };
const sentOrder = async (): Promise<Sent> => {
  const body = { type: "takeaway", send: true, items: [{ menuItemId: dish, quantity: 2 }] };
  const order = await box.ask("POST", "/api/orders", body, waiter);
  return { id: order.word("id"), line: order.word("items.0.id") };
};
const ask = (body: object, who: Way = waiter): Promise<Said> => box.ask("POST", "/api/approvals", body, who);
const approved = async (subjectId: string, more: object = {}): Promise<string> => {
  const body = { action: "order.void", subjectId, pin: "2222", ...more };
  return (await ask(body)).word("approvalToken");
};
const withToken = (token: string, who: Way = waiter, key?: string): Way => ({
  ...who,
  headers: { "x-approval": token, ...(key === undefined ? {} : { "idempotency-key": key }) },
});
const voidLine = ({ id, line }: Sent, way: Way): Promise<Said> =>
  box.ask("DELETE", `/api/orders/${id}/items/${line}`, { reason: "wrong dish" }, way);

describe("an approval", () => {
  test("lets one refused action through, once, as the refusal said to ask for it", async () => {
    const order = await sentOrder();
    const refused = await voidLine(order, waiter);
    expect([refused.status, refused.at("approvable")]).toEqual([403, true]);
    const given = await ask({ ...(refused.at("approval") as object), pin: "2222" });
    expect(given.status).toBe(201);
    expect(given.at("approvedBy.name")).toEqual(expect.any(String));
    const token = given.word("approvalToken");
    expect((await voidLine(order, withToken(token))).status).toBe(204);
    const other = await sentOrder();
    const again = await voidLine(other, withToken(token));
    expect([again.status, again.at("approvable")]).toEqual([403, true]);
  });

  test("of an order covers one of its lines; of a line only that line", async () => {
    const order = await sentOrder();
    const other = await sentOrder();
    expect((await voidLine(other, withToken(await approved(order.line)))).status).toBe(403);
    expect((await voidLine(order, withToken(await approved(order.line)))).status).toBe(204);
    expect((await voidLine(other, withToken(await approved(other.id)))).status).toBe(204);
  });

  test("as a refusal asks for it is of the line, and no word for its neighbour on the check", async () => {
    const body = {
      type: "takeaway",
      send: true,
      items: [1, 2].map(() => ({ menuItemId: dish, quantity: 1 })),
    };
    const order = await box.ask("POST", "/api/orders", body, waiter);
    const line = { id: order.word("id"), line: order.word("items.0.id") };
    const neighbour = { id: order.word("id"), line: order.word("items.1.id") };
    const asked = (await voidLine(line, waiter)).at("approval") as object;
    expect(asked).toMatchObject({ subjectId: line.line });
    const token = (await ask({ ...asked, pin: "2222" })).word("approvalToken");
    const wrong = await voidLine(neighbour, withToken(token));
    expect([wrong.status, wrong.at("detail")]).toEqual([403, expect.stringContaining("something else")]);
    expect((await voidLine(line, withToken(token))).status).toBe(204);
  });

  test("to void a payment names the payment", async () => {
    const order = await sentOrder();
    const paid = await box.ask(
      "POST",
      `/api/orders/${order.id}/payments`,
      { method: "cash", amount: 500 },
      waiter,
    );
    const id = paid.word("payment.id");
    const path = `/api/orders/${order.id}/payments/${id}/void`;
    const refused = await box.ask("POST", path, { reason: "twice" }, waiter);
    expect(refused.at("approval")).toEqual({ action: "payment.void", subjectId: id, amount: 500 });
  });

  test("of another action, for another order, of somebody else does not count", async () => {
    const order = await sentOrder();
    const forCancel = await approved(order.id, { action: "order.cancel" });
    expect((await voidLine(order, withToken(forCancel))).status).toBe(403);
    const elsewhere = await approved((await sentOrder()).id);
    expect((await voidLine(order, withToken(elsewhere))).status).toBe(403);
    const mine = await approved(order.id);
    expect((await voidLine(order, withToken(mine, cashier))).status).toBe(403);
    expect((await voidLine(order, withToken("made-up"))).status).toBe(403);
    expect((await voidLine(order, withToken(mine))).status).toBe(204);
  });

  test("holds up to the amount that was approved", async () => {
    const order = await sentOrder();
    const discount = (value: string, token?: string): Promise<Said> =>
      box.ask(
        "POST",
        `/api/orders/${order.id}/discounts`,
        { scope: "order", kind: "percent", value, reason: "late" },
        token === undefined ? waiter : withToken(token),
      );
    const refused = await discount("25");
    expect(refused.at("approval")).toEqual({
      action: "order.discount-any",
      subjectId: order.id,
      amount: 500,
    });
    const { approvalToken } = (await ask({ ...(refused.at("approval") as object), pin: "2222" })).at("") as {
      approvalToken: string;
    };
    expect((await discount("50", approvalToken)).status).toBe(403);
    expect((await discount("25", approvalToken)).at("discountTotal")).toBe(500);
  });

  test("of a lower quantity is for what that takes away, and no more", async () => {
    const { id, line } = await sentOrder();
    const lower = (quantity: number, token?: string): Promise<Said> =>
      box.ask(
        "PUT",
        `/api/orders/${id}/items/${line}`,
        { quantity },
        token === undefined ? waiter : withToken(token),
      );
    const approval = (await lower(1)).at("approval") as object;
    expect(approval).toEqual({ action: "order.void", subjectId: line, amount: 1000 });
    const token = (await ask({ ...approval, pin: "2222" })).word("approvalToken");
    expect((await voidLine({ id, line }, withToken(token))).status).toBe(403);
    expect((await lower(1, token)).at("items.0.quantity")).toBe(1);
  });

  test("goes on with the tap that was refused, under its key, and a repeated answer is the same", async () => {
    const order = await sentOrder();
    const key = `void-${order.line}`;
    const keyed = { ...waiter, headers: { "idempotency-key": key } };
    expect((await voidLine(order, keyed)).status).toBe(403);
    expect((await voidLine(order, keyed)).headers.get("idempotent-replay")).toBe("true");
    const way = withToken(await approved(order.line), waiter, key);
    expect((await voidLine(order, way)).status).toBe(204);
    const again = await voidLine(order, way);
    expect([again.status, again.headers.get("idempotent-replay")]).toEqual([204, "true"]);
  });

  test("is not spent by a command that is refused for another reason", async () => {
    const order = await sentOrder();
    const token = await approved(order.id);
    const path = `/api/orders/${order.id}/items/${order.line}`;
    expect((await box.ask("PUT", path, { quantity: 0.5 }, withToken(token))).status).toBe(422);
    expect((await voidLine(order, withToken(token))).status).toBe(204);
  });

  test("travels with a change of /sync/process, which keeps its id", async () => {
    const order = await sentOrder();
    const change = {
      changeId: `sync-${order.line}`,
      entityType: "order",
      entityId: order.id,
      action: "void-item",
      data: { itemId: order.line, reason: "dropped" },
      version: 0,
    };
    const process = (changes: object[]): Promise<Said> =>
      box.ask("POST", "/sync/process", { deviceId: "tablet-1", lastSyncVersion: 0, changes }, waiter);
    expect((await process([change])).at("results.0.code")).toBe("forbidden");
    const approvalToken = await approved(order.line);
    expect((await process([{ ...change, approvalToken }])).at("results.0.status")).toMatch(/applied|merged/);
    expect((await process([{ ...change, approvalToken }])).at("results.0.status")).toBe("duplicate");
  });
});

describe("who approves", () => {
  test("needs the permission; a wrong PIN is forbidden and signs nobody out", async () => {
    const { id } = await sentOrder();
    const byWaiter = await ask({ action: "order.void", subjectId: id, pin: "3333" });
    expect([byWaiter.status, byWaiter.at("permission")]).toEqual([403, "order.void"]);
    const wrong = await ask({ action: "order.void", subjectId: id, pin: "9876" });
    expect([wrong.status, wrong.at("errors.0.path")]).toEqual([403, "pin"]);
    expect((await ask({ action: "order.void", subjectId: id, pin: "2222" }, {})).status).toBe(401);
  });

  test("nonsense names the field", async () => {
    const odd = await ask({ action: "order.everything", subjectId: "x", pin: "2222" });
    expect([odd.status, odd.at("errors.0.path")]).toEqual([422, "action"]);
    const fraction = await ask({ action: "order.void", subjectId: "x", amount: 1.5, pin: "2222" });
    expect([fraction.status, fraction.at("errors.0.path")]).toEqual([422, "amount"]);
  });

  test("guesses are backed off", async () => {
    const device = await box.pair("tablet-guess", "tablet");
    const guessing = { ...waiter, device };
    const guess = (pin: number): Promise<Said> =>
      ask({ action: "order.void", subjectId: "x", pin: String(pin) }, guessing);
    const answers = [];
    for (let pin = 7000; pin < 7006; pin += 1) answers.push((await guess(pin)).status);
    expect(answers.slice(0, 5)).toEqual([403, 403, 403, 403, 403]);
    expect(answers[5]).toBe(429);
    expect((await guess(2222)).status).toBe(429);
  });
});
