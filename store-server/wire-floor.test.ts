/** The floor of the wire, on a real box: joined tables, and who works on one, told live. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectLive } from "./testing/live-client.ts";
import { openWireBox, type Way, type WireBox } from "./testing/wire-box.ts";

let box: WireBox;
let waiter: Way;
let cashier: Way;
let manager: Way;

beforeAll(async () => {
  box = await openWireBox();
  waiter = { token: await box.signIn("waiter") };
  cashier = { token: await box.signIn("cashier") };
  manager = { token: await box.signIn("manager") };
});
afterAll(() => box.close());

test("free tables of a party are a list of tables as ever; what fits only together stands beside it", async () => {
  const free = await box.ask("GET", "/api/tables/available?guests=11", undefined, waiter);
  expect(free.list().map(({ id }) => id)).toEqual(["table-21"]);
  expect(free.list("joins")).toEqual([
    { tableIds: ["table-14", "table-15"], names: ["14", "15"], seats: 12 },
    { tableIds: ["table-18", "table-19", "table-20"], names: ["18", "19", "20"], seats: 12 },
  ]);
  const order = { type: "dine-in", tableId: "table-14", joinedTableIds: ["table-15"], guests: 11, items: [] };
  const opened = await box.ask("POST", "/api/orders", order, waiter);
  expect(opened.status).toBe(201);
  const other = await box.ask("GET", "/api/tables/table-15", undefined, waiter);
  expect(other.at("")).toMatchObject({
    status: "occupied",
    orderIds: [opened.at("id")],
    joinedTableIds: ["table-14", "table-15"],
  });
  const wrong = { ...order, tableId: "table-1", joinedTableIds: ["table-2"] };
  const refused = await box.ask("POST", "/api/orders", wrong, waiter);
  expect([refused.status, refused.at("errors.0.path")]).toEqual([422, "joinedTableIds"]);
  const apart = await box.ask("POST", "/api/tables/table-15/separate", undefined, waiter);
  expect(apart.at("")).toMatchObject({ status: "available", joinedTableIds: [] });
});

test("who works on a table is told live, refuses nobody's order, and gives way to a manager", async () => {
  const client = await connectLive(box.url, "tablet-of-the-floor", { canTakeOrders: true });
  const lock = (way: Way, body?: object) => box.ask("POST", "/api/tables/table-4/lock", body, way);
  const told = (userName: string | null) =>
    client.next(
      ({ event, data }) =>
        event === "table:update" &&
        data?.id === "table-4" &&
        ((data.lockedBy as { name: string } | null)?.name ?? null) === userName,
    );
  const mine = await lock(waiter);
  expect(mine.status).toBe(200);
  const name = mine.word("lockedBy.name");
  expect((await told(name)).seq).toBeUndefined();
  const refused = await lock(cashier);
  expect([refused.status, refused.at("code"), refused.at("current.lockedBy.name")]).toEqual([
    409,
    "conflict",
    name,
  ]);
  expect((await lock(cashier, { override: true })).at("permission")).toBe("table.override-lock");
  const order = { type: "dine-in", tableId: "table-4", items: [] };
  expect((await box.ask("POST", "/api/orders", order, cashier)).status).toBe(201);
  expect((await box.ask("DELETE", "/api/tables/table-4/lock", undefined, cashier)).status).toBe(409);
  const taken = await lock(manager, { override: true });
  expect(taken.status).toBe(200);
  await told(taken.word("lockedBy.name"));
  const head = (await box.ask("GET", "/api/tables/table-4", undefined, waiter)).at("version");
  expect((await box.ask("DELETE", "/api/tables/table-4/lock", undefined, manager)).status).toBe(204);
  await told(null);
  const after = await box.ask("GET", "/api/tables/table-4", undefined, waiter);
  expect([after.at("lockedBy"), after.at("version")]).toEqual([null, head]);
  expect((await box.ask("POST", "/api/tables/nowhere/lock", undefined, waiter)).status).toBe(404);
  client.close();
});
