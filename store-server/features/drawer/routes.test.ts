import { afterAll, beforeAll, expect, test } from "vitest";
import { openWireBox, type WireBox } from "../../testing/wire-box.ts";

let box: WireBox;
let cashier: { token: string; device: { deviceId: string; deviceToken: string } };
let manager: { token: string };
beforeAll(async () => {
  box = await openWireBox();
  const device = await box.pair("till-1", "tablet", { canTakeOrders: true });
  const { token } = {
    token: (await box.ask("POST", "/api/auth/login", { pin: "4444" }, { device })).word("accessToken"),
  };
  cashier = { token, device };
  manager = { token: await box.signIn("manager") };
});
afterAll(() => box.close());

const post = (path: string, body: unknown = {}, way: object = cashier) => box.ask("POST", path, body, way);

test("a session is opened, counted and closed over HTTP, and a waiter may not", async () => {
  const waiter = { token: await box.signIn("waiter") };
  expect((await post("/api/drawers", { float: 100 }, waiter)).at("permission")).toBe("drawer.manage");
  expect((await box.ask("GET", "/api/drawers/current", undefined, cashier)).status).toBe(404);
  const said = await post("/api/drawers", { id: "d1", float: 20_000 });
  expect([said.status, said.at("status"), said.at("deviceId")]).toEqual([201, "open", "till-1"]);
  expect(
    (await post("/api/drawers/d1/paid-out", { amount: 500, reason: "flowers" })).at("moves.0.amount"),
  ).toBe(-500);
  expect((await post("/api/drawers/d1/no-sale")).at("moves.1.kind")).toBe("no_sale");
  expect((await box.ask("GET", "/api/drawers/current", undefined, cashier)).at("expected")).toBeNull();
  expect((await box.ask("GET", "/api/drawers/d1/expected", undefined, cashier)).status).toBe(403);
  expect((await box.ask("GET", "/api/drawers/d1/expected", undefined, manager)).at("expected")).toBe(19_500);
  const denominations = [
    { value: 10_000, count: 1 },
    { value: 2000, count: 5 },
  ];
  const counted = await post("/api/drawers/d1/count", { denominations });
  expect([counted.at("counted"), counted.at("overShort")]).toEqual([20_000, null]);
  const seen = async (path: string, who: object) => (await box.ask("GET", path, undefined, who)).text;
  for (const path of ["/api/drawers", "/api/drawers/current", "/api/drawers/d1"]) {
    expect([path, await seen(path, cashier)]).toEqual([path, expect.not.stringContaining('"overShort":500')]);
  }
  expect(await seen("/api/drawers/d1", manager)).toContain('"overShort":500');
  const closed = await post("/api/drawers/d1/close", { note: "a note too many" });
  expect([closed.status, closed.at("status"), closed.at("closedBy") !== null]).toEqual([200, "closed", true]);
  expect(closed.at("overShort")).toBe(500);
  expect(
    (await box.ask("GET", "/api/drawers?status=closed", undefined, cashier)).list().map(({ id }) => id),
  ).toEqual(["d1"]);
});

test("what is wrong is named by its field", async () => {
  await post("/api/drawers", { id: "d2", float: 0 });
  const wrong: [string, unknown, string][] = [
    ["/api/drawers", { float: -1 }, "float"],
    ["/api/drawers", { float: 1.5 }, "float"],
    ["/api/drawers", { float: 1, deviceId: "a", userId: "b" }, "userId"],
    ["/api/drawers/d2/paid-out", { amount: 5 }, "reason"],
    ["/api/drawers/d2/paid-in", { amount: 0, reason: "x" }, "amount"],
    ["/api/drawers/d2/count", {}, "denominations"],
    ["/api/drawers/d2/count", { total: 1, denominations: [] }, "denominations"],
    [
      "/api/drawers/d2/count",
      {
        denominations: [
          { value: 5, count: 1 },
          { value: 5, count: 2 },
        ],
      },
      "denominations",
    ],
    ["/api/drawers/d2/count", { denominations: [{ value: 5, count: 0.5 }] }, "denominations.0.count"],
  ];
  for (const [path, body, field] of wrong) {
    const said = await post(path, body);
    expect([path, said.status, said.at("errors.0.path")]).toEqual([path, 422, field]);
  }
  expect((await post("/api/drawers/nowhere/close")).status).toBe(404);
});

test("a device sends it as intents, and the same tap twice is one movement", async () => {
  const { version } = (await box.ask("GET", "/api/drawers/d2", undefined, cashier)).at("") as {
    version: number;
  };
  const change = {
    changeId: "c1",
    entityType: "drawer",
    entityId: "d2",
    action: "paid-in",
    data: { id: "m1", amount: 700, reason: "coins" },
    version,
    timestamp: new Date().toISOString(),
  };
  const body = { deviceId: "till-1", lastSyncVersion: 0, changes: [change, { ...change }] };
  const said = await post("/sync/process", body);
  expect(said.list("results").map(({ status }) => status)).toEqual(["applied", "duplicate"]);
  expect((await box.ask("GET", "/api/drawers/d2", undefined, cashier)).list("moves")).toHaveLength(1);
});
