import { afterAll, beforeAll, expect, test } from "vitest";
import { openWireBox, type WireBox } from "../../testing/wire-box.ts";

let box: WireBox;
let cashier: { token: string; device: { deviceId: string; deviceToken: string } };
let manager: { token: string };
let dish: string;
beforeAll(async () => {
  box = await openWireBox();
  const device = await box.pair("till-1", "tablet", { canTakeOrders: true });
  const signedIn = await box.ask("POST", "/api/auth/login", { pin: "4444" }, { device });
  cashier = { token: signedIn.word("accessToken"), device };
  manager = { token: await box.signIn("manager") };
  dish = (await box.ask("GET", "/api/menu-items", undefined, manager))
    .list()
    .find(({ stock }) => stock === null)?.id as string;
});
afterAll(() => box.close());

const get = (path: string, way: object = manager) => box.ask("GET", path, undefined, way);
const post = (path: string, body: unknown = {}, way: object = manager) => box.ask("POST", path, body, way);
const jobs = async (kind: string) => (await get("/api/print-jobs")).list().filter((job) => job.kind === kind);
const sell = async (): Promise<number> => {
  const order = { type: "takeaway", items: [{ menuItemId: dish, quantity: 1, modifiers: [] }] };
  const opened = await post("/api/orders", order, cashier);
  await post(`/api/orders/${opened.word("id")}/payments`, { method: "cash" }, cashier);
  return Number(opened.at("total"));
};

test("a day over HTTP: X, Z once, the Z again as a copy, and what a Z says stays", async () => {
  await post("/api/drawers", { id: "d1", float: 10_000 }, cashier);
  const total = await sell();
  expect(total).toBeGreaterThan(0);
  const x = await get("/api/day-reports/x");
  expect([x.status, x.at("sales.gross"), x.at("equation.difference")]).toEqual([200, total, 0]);
  expect((await post("/api/day-reports", {}, cashier)).at("permission")).toBe("day.close");
  expect((await get("/api/day-reports/x", cashier)).at("permission")).toBe("day.read");
  const z = await post("/api/day-reports", { id: "z1" });
  expect([z.status, z.at("number"), z.at("sales.gross"), z.at("drawers.0.expected")]).toEqual([
    201,
    "Z1-0001",
    total,
    10_000 + total,
  ]);
  expect((await post("/api/day-reports", {})).status).toBe(409);
  await sell();
  expect((await get("/api/day-reports/z1")).at("")).toEqual(z.at(""));
  expect((await get("/api/day-reports")).list().map(({ number }) => number)).toEqual(["Z1-0001"]);
  const copy = await post("/api/day-reports/z1/print");
  const [first] = (await jobs("day")).filter(({ copyOf }) => copyOf === null);
  expect([copy.status, copy.at("copyOf")]).toEqual([201, first?.id]);
  expect((await post("/api/day-reports/x/print")).at("copyOf")).toBeNull();
  expect((await post("/api/day-reports/nothing/print")).status).toBe(404);
});

test("the same tap closes one day, whatever is asked twice", async () => {
  const key = { headers: { "idempotency-key": "close-1" }, ...manager };
  const [one, two] = [await post("/api/day-reports", {}, key), await post("/api/day-reports", {}, key)];
  expect([one.status, two.status, two.text]).toEqual([201, 201, one.text]);
  expect(two.headers.get("idempotent-replay")).toBe("true");
});

test("what is wrong is named by its field, and a day that is not there is not found", async () => {
  expect((await post("/api/day-reports", { businessDay: "yesterday" })).at("errors.0.path")).toBe(
    "businessDay",
  );
  expect((await get("/api/day-reports/x?businessDay=2020-01-01")).status).toBe(404);
  expect((await get("/api/day-reports/x?day=1")).status).toBe(422);
});

test("every movement of a drawer has its slip, and the printer opens the drawer with it", async () => {
  const moves: [string, object][] = [
    ["paid-in", { amount: 500, reason: "coins" }],
    ["paid-out", { amount: 200, reason: "milk" }],
    ["no-sale", {}],
    ["count", { total: 1 }],
    ["close", {}],
  ];
  for (const [path, body] of moves) await post(`/api/drawers/d1/${path}`, body, cashier);
  expect(await jobs("cash")).toHaveLength(4);
});

test("cash for a part of a bill opens the drawer, and the receipt of the rest does by itself", async () => {
  const receipts = (await get("/api/printers")).list().filter(({ role }) => role === "receipt");
  for (const { id } of receipts)
    await box.ask("PUT", `/api/printers/${String(id)}`, { printSettings: { openDrawer: true } }, manager);
  const order = { type: "takeaway", items: [{ menuItemId: dish, quantity: 1, modifiers: [] }] };
  const id = (await post("/api/orders", order, cashier)).word("id");
  await post(`/api/orders/${id}/payments`, { method: "cash", amount: 1 }, cashier);
  expect(await jobs("drawer")).toMatchObject([{ orderId: id }]);
  await post(`/api/orders/${id}/payments`, { method: "cash" }, cashier);
  expect(await jobs("drawer")).toHaveLength(1);
});

test("a manager lets a cashier close the day, once", async () => {
  await sell();
  const refused = await post("/api/day-reports", { id: "z-approved" }, cashier);
  expect([refused.status, refused.at("approvable")]).toEqual([403, true]);
  const approval = { action: refused.at("action") ?? "day.close", subjectId: "z-approved", pin: "2222" };
  const token = (await post("/api/approvals", approval, cashier)).word("approvalToken");
  const way = { ...cashier, headers: { "x-approval": token } };
  expect((await post("/api/day-reports", { id: "z-approved" }, way)).status).toBe(201);
});
