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

test("a reservation is suggested a table, told live to who may see it, and seated in one go", async () => {
  const at = new Date(Date.now() + 20 * 60_000).toISOString();
  const query = `guests=11&at=${at}`;
  const suggested = await box.ask("GET", `/api/reservations/suggestions?${query}`, undefined, waiter);
  expect(suggested.list()[0]).toMatchObject({ tableIds: ["table-21"], seats: 12 });
  const [mine, nobodys] = [
    await connectLive(box.url, "tablet-of-a-waiter", { canTakeOrders: true }, waiter.token),
    await connectLive(box.url, "tablet-of-nobody", { canTakeOrders: true }),
  ];
  const body = {
    guests: 11,
    at,
    name: "Guest 12",
    phone: "+1 555 010 0112",
    tableIds: ["table-18", "table-19", "table-20"],
  };
  const booked = await box.ask("POST", "/api/reservations", body, waiter);
  expect([booked.status, booked.at("name"), booked.at("held"), booked.at("fixed")]).toEqual([
    201,
    "Guest 12",
    true,
    true,
  ]);
  const told = await mine.next(
    ({ event, data }) => event === "reservation:update" && data?.id === booked.at("id"),
  );
  expect(told.data).toEqual(booked.at(""));
  const isHeld = ({ event, data }: { event: string; data?: Record<string, unknown> }): boolean =>
    event === "table:update" && data?.id === "table-19" && data.status === "reserved";
  await Promise.all([mine.next(isHeld), nobodys.next(isHeld)]);
  expect(nobodys.seen().filter(({ event }) => event === "reservation:update")).toEqual([]);
  const clash = await box.ask("POST", "/api/reservations", { ...body, tableIds: ["table-19"] }, waiter);
  expect([clash.status, clash.at("code"), clash.at("current.name")]).toEqual([409, "conflict", "Guest 12"]);
  const wrong = await box.ask("POST", "/api/reservations", { ...body, at: "tonight", guests: 0 }, waiter);
  expect([wrong.status, wrong.list("errors").map(({ path }) => path)]).toEqual([422, ["guests", "at"]]);
  const path = `/api/reservations/${booked.word("id")}`;
  expect((await box.ask("PUT", path, { durationMinutes: 120 }, waiter)).at("durationMinutes")).toBe(120);
  const key = { ...waiter, headers: { "idempotency-key": "seat-them" } };
  const seated = await box.ask("POST", `${path}/seat`, {}, key);
  expect([seated.status, seated.at("reservation.status"), seated.at("order.tableId")]).toEqual([
    201,
    "seated",
    "table-18",
  ]);
  const again = await box.ask("POST", `${path}/seat`, {}, key);
  expect([again.at("order.id"), again.headers.get("idempotent-replay")]).toEqual([
    seated.at("order.id"),
    "true",
  ]);
  const list = await box.ask("GET", "/api/reservations?status=seated", undefined, waiter);
  expect(list.list().map(({ id }) => id)).toEqual([booked.at("id")]);
  expect(
    (await box.ask("GET", "/api/reservations", undefined, { token: await box.signIn("cook") })).status,
  ).toBe(403);
  mine.close();
  nobodys.close();
});

test("who waits is told how long, and what is free for them", async () => {
  const estimate = await box.ask("GET", "/api/waitlist/estimate?guests=2", undefined, waiter);
  expect(estimate.at("")).toMatchObject({
    guests: 2,
    ahead: 0,
    waitMinutes: 0,
    tables: { tableIds: ["table-1"] },
  });
  const joined = await box.ask("POST", "/api/waitlist", { guests: 2, name: "Guest 13" }, waiter);
  expect([joined.status, joined.at("quotedMinutes"), joined.at("status")]).toEqual([201, 0, "waiting"]);
  const line = await box.ask("GET", "/api/waitlist", undefined, waiter);
  expect(line.list("suggestions")).toMatchObject([
    { entryId: joined.at("id"), waitMinutes: 0, tables: { names: ["1"] } },
  ]);
  const path = `/api/waitlist/${joined.word("id")}`;
  expect((await box.ask("PUT", `${path}/status`, { status: "notified" }, waiter)).at("status")).toBe(
    "notified",
  );
  const seated = await box.ask("POST", `${path}/seat`, { tableIds: ["table-2"] }, waiter);
  expect([seated.at("entry.status"), seated.at("order.tableId")]).toEqual(["seated", "table-2"]);
  expect((await box.ask("GET", "/api/waitlist", undefined, waiter)).list()).toEqual([]);
});

test("a tablet that was away books and seats by intents, and pushes tables together", async () => {
  const device = await box.pair("tablet-away", "tablet", { canTakeOrders: true });
  const signedIn = await box.ask("POST", "/api/auth/login", { pin: "3333" }, { device });
  const way = { token: signedIn.word("accessToken"), device };
  const at = new Date(Date.now() + 3_600_000).toISOString();
  const change = (changeId: string, entityType: string, entityId: string, action: string, data: object) => ({
    changeId,
    entityType,
    entityId,
    action,
    data,
    version: 0,
    timestamp: at,
  });
  const changes = [
    change("c1", "reservation", "booked-offline", "create", {
      guests: 2,
      at,
      name: "Guest 14",
      tableIds: ["table-3"],
    }),
    change("c2", "reservation", "booked-offline", "seat", { orderId: "order-offline" }),
    change("c3", "table", "table-4", "join", { tableIds: ["table-5"] }),
    change("c4", "table", "table-4", "join", { tableIds: ["table-6"] }),
  ];
  const answer = await box.ask(
    "POST",
    "/sync/process",
    { deviceId: "tablet-away", lastSyncVersion: 0, changes },
    way,
  );
  expect(answer.list("results").map(({ status, code }) => [status, code ?? null])).toEqual([
    ["applied", null],
    ["applied", null],
    ["merged", null],
    ["rejected", "invalid"],
  ]);
  expect((await box.ask("GET", "/api/orders/order-offline", undefined, waiter)).at("tableId")).toBe(
    "table-3",
  );
});
