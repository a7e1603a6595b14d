/** Sync, WebSocket, health and metrics of the wire, on a real box. */
import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { ask as askBySocket, clients, heard } from "./live/socket-io/toy-clients.ts";
import { openWireBox, type Way, type WireBox } from "./testing/wire-box.ts";

type Frame = {
  event: string;
  data?: Record<string, unknown>;
  id?: unknown;
  error?: unknown;
  seq?: number;
  last?: boolean;
};
type Client = {
  send(event: string, data: object, id?: string): void;
  /** The first frame, past or to come, that fits. */
  next(fits: (frame: Frame) => boolean): Promise<Frame>;
  closed: Promise<number>;
  close(): void;
};

let box: WireBox;
let waiter: Way;
let dish: string;
const order = () => ({ type: "takeaway", items: [{ menuItemId: dish, quantity: 1 }] });

beforeAll(async () => {
  box = await openWireBox();
  waiter = { token: await box.signIn("waiter") };
  const manager = { token: await box.signIn("manager") };
  const categoryId = (await box.ask("GET", "/api/categories", undefined, waiter)).word("items.0.id");
  const item = { name: "Dish of the day", categoryId, price: 1000, stations: ["kitchen"] };
  dish = (await box.ask("POST", "/api/menu-items", item, manager)).word("id");
});
afterAll(() => box.close());

const connect = async (): Promise<Client> => {
  const socket = new WebSocket(`${box.url.replace("http", "ws")}/sync`);
  const frames: Frame[] = [];
  const waiting = new Set<() => void>();
  socket.on("message", (data: Buffer) => {
    frames.push(JSON.parse(data.toString("utf8")) as Frame);
    for (const look of waiting) look();
  });
  const closed = new Promise<number>((resolve) => socket.on("close", resolve));
  await new Promise((resolve, reject) => socket.on("open", resolve).on("error", reject));
  return {
    send: (event, data, id) =>
      socket.send(JSON.stringify({ event, data, ...(id === undefined ? {} : { id }) })),
    next: (fits) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = frames.find(fits);
          if (!found) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    closed,
    close: () => socket.close(),
  };
};
const is = (event: string, id?: unknown) => (frame: Frame) =>
  frame.event === event && (id === undefined || frame.data?.id === id || frame.id === id);
const tablet = { canTakeOrders: true, canManageKitchen: false };

test("a tablet of a demo store registers by itself, hears what is committed, and resumes after it was away", async () => {
  const client = await connect();
  client.send("device:register", { deviceId: "tablet-001", deviceType: "tablet", capabilities: tablet }, "1");
  const { data = {} } = await client.next(is("device:registered"));
  expect(Object.keys(data)).toEqual(
    expect.arrayContaining("deviceId deviceToken syncVersion epoch heartbeatSeconds rooms".split(" ")),
  );
  expect(data.rooms).toEqual(
    expect.arrayContaining(["store", "device:tablet-001", "orders", "tables", "menu"]),
  );
  expect((await client.next(is("ack", "1"))).data).toEqual(data);
  const table = await box.ask("GET", "/api/tables/available", undefined, waiter);
  const tableId = table.word("items.0.id");
  const named = { ...order(), type: "dine-in", tableId, customerName: "Guest 12" };
  const opened = await box.ask("POST", "/api/orders", named, waiter);
  const update = await client.next(is("order:update", opened.at("id")));
  expect(update.data).toEqual(opened.at(""));
  expect(update.data?.customerName).toBe("Guest 12");
  expect((await client.next(is("table:update", tableId))).data).toMatchObject({ status: "occupied" });
  expect((await client.next((frame) => frame.seq === update.seq && frame.last === true)).last).toBe(true);
  await box.ask("POST", `/api/orders/${opened.word("id")}/payments`, { method: "cash" }, waiter);
  expect((await client.next(is("payment:update"))).data).toMatchObject({ orderId: opened.at("id") });
  client.close();
  await client.closed;

  const again = await connect();
  const known = {
    deviceId: "tablet-001",
    deviceType: "tablet",
    token: data.deviceToken,
    capabilities: tablet,
  };
  again.send("device:register", { ...known, lastSyncVersion: data.syncVersion, epoch: data.epoch });
  const { data: missed } = await again.next(is("sync:changes"));
  expect(missed).toMatchObject({ hasMore: false });
  expect(JSON.stringify(missed)).toContain(opened.word("id"));
  expect(JSON.stringify(missed)).toContain('"customerName":"Guest 12"');
  again.send("room:join", { room: `order:${opened.word("id")}` }, "2");
  expect((await again.next(is("ack", "2"))).error).toBeUndefined();
  again.send("room:join", { room: "role:manager" }, "3");
  expect((await again.next(is("ack", "3"))).error).toMatchObject({ code: "forbidden" });
  again.send("heartbeat", {});
  expect((await again.next(is("heartbeat"))).data).toMatchObject({ serverTime: expect.any(String) });
  again.close();
});

test("a kitchen screen is in its stations, a wrong token and another epoch are told apart, too much is cut off", async () => {
  const kitchen = await connect();
  const capabilities = { canManageKitchen: true, stations: ["kitchen"] };
  kitchen.send("device:register", {
    deviceId: "kds",
    deviceType: "kitchen",
    pairingCode: "000000",
    capabilities,
  });
  const { data = {} } = await kitchen.next(is("device:registered"));
  expect(data.rooms).toEqual(["store", "device:kds", "orders", "station:kitchen"]);
  kitchen.send("x".repeat(70_000), {});
  expect(await kitchen.closed).toBe(1009);
  const wrong = await connect();
  wrong.send("device:register", { deviceId: "kds", deviceType: "kitchen", token: "wrong" }, "1");
  expect((await wrong.next(is("ack", "1"))).error).toMatchObject({ code: "unauthorized" });
  const elsewhere = {
    deviceId: "kds",
    deviceType: "kitchen",
    token: data.deviceToken,
    epoch: 99,
    lastSyncVersion: 1,
  };
  wrong.send("device:register", elsewhere);
  expect((await wrong.next(is("sync:reset"))).data).toMatchObject({ epoch: data.epoch });
  wrong.close();
});

test("a person who signs out hears no more than the device by itself, at once, though the token has time left", async () => {
  const device = await box.pair("counter-1", "desktop", {});
  const token = (await box.ask("POST", "/api/auth/login", { pin: "2222" }, { device })).word("accessToken");
  const counter = await connect();
  const me = { deviceId: "counter-1", deviceType: "desktop", capabilities: {} };
  counter.send("device:register", { ...me, token: device.deviceToken, accessToken: token });
  const { data = {} } = await counter.next(is("device:registered"));
  expect(data.rooms).toEqual(expect.arrayContaining(["role:manager", "staff"]));
  expect((await box.ask("POST", "/api/auth/logout", {}, { token, device })).status).toBeLessThan(300);
  const rooms = (await counter.next(is("device:rooms"))).data?.rooms;
  expect(rooms).toEqual(["store", "device:counter-1"]);
  counter.send("room:join", { room: "staff" }, "1");
  expect((await counter.next(is("ack", "1"))).error).toMatchObject({ code: "forbidden" });
  counter.close();
});

test("a device that is paired anew, or may do other things, registers again; the one that it is now stays connected", async () => {
  const manager = { token: await box.signIn("manager") };
  const code = async (): Promise<string> =>
    (await box.ask("POST", "/api/devices/pairing-codes", undefined, manager)).word("code");
  const pair = async (pairingCode: string): Promise<string> => {
    const me = { deviceId: "till-7", deviceType: "tablet", pairingCode, capabilities: tablet };
    return (await box.ask("POST", "/sync/register-device", me)).word("deviceToken");
  };
  const join = async (token: string): Promise<Client> => {
    const client = await connect();
    client.send("device:register", { deviceId: "till-7", deviceType: "tablet", token });
    await client.next(is("device:registered"));
    return client;
  };
  const first = await pair(await code());
  const [old, witness] = [await join(first), await connect()];
  witness.send("device:register", { deviceId: "till-8", deviceType: "tablet", capabilities: tablet });
  const second = await pair(await code());
  expect(await old.closed).toBe(4401);

  const here = await join(second);
  const device = { deviceId: "till-7", deviceToken: second };
  const moving = (await box.ask("POST", "/sync/handover", undefined, { device })).word("code");
  // Moved on its own socket, it gets the credential and keeps the connection.
  const me = { deviceId: "till-7", deviceType: "tablet" };
  here.send("device:register", { ...me, pairingCode: moving }, "moved");
  const { data: moved } = await here.next(is("ack", "moved"));
  expect(moved).toMatchObject({ deviceId: "till-7", deviceToken: expect.any(String) });
  await box.ask("PUT", "/api/devices/till-7", { name: "Counter" }, manager);
  expect((await here.next((frame) => frame.data?.name === "Counter")).event).toBe("device:update");
  here.send("heartbeat", {}, "still here");
  await here.next(is("ack", "still here"));

  await box.ask("PUT", "/api/devices/till-7", { capabilities: { canTakeOrders: false } }, manager);
  expect(await here.closed).toBe(4401);
  // What it may hear is another, so it loads what it shows.
  expect((await here.next(is("sync:reset"))).data).toHaveProperty("epoch");
  const after = await connect();
  after.send("device:register", { ...me, capabilities: tablet, token: moved?.deviceToken });
  expect((await after.next(is("device:registered"))).data?.rooms).toEqual(["store", "device:till-7"]);
  after.close();
  await box.ask("DELETE", "/api/devices/till-7", undefined, manager);
  witness.send("heartbeat", {}, "witness");
  await witness.next(is("ack", "witness"));
  witness.close();
});

test("what is told in rooms that are only asked for is in no page for whoever is not there", async () => {
  const device = await box.pair("waiters-1", "tablet", tablet);
  const way: Way = {
    device,
    token: (await box.ask("POST", "/api/auth/login", { pin: "3333" }, { device })).word("accessToken"),
  };
  const start = (await box.ask("POST", "/sync/heartbeat", { deviceId: "waiters-1" }, way)).at("syncVersion");
  const guest = await box.ask("POST", "/api/customers", { name: "Guest 12" }, way);
  const sold = await box.ask("POST", "/api/orders", order(), way);
  expect([guest.status, sold.status]).toEqual([201, 201]);
  const types = (changes: unknown): string[] =>
    (changes as { entityType: string }[]).map(({ entityType }) => entityType);
  const process = async (): Promise<string[]> => {
    const body = { deviceId: "waiters-1", lastSyncVersion: start, changes: [] };
    return types((await box.ask("POST", "/sync/process", body, way)).at("changes"));
  };
  const client = await connect();
  const me = {
    deviceId: "waiters-1",
    deviceType: "tablet",
    token: device.deviceToken,
    accessToken: way.token,
  };
  client.send("device:register", { ...me, lastSyncVersion: start });
  const resumed = types((await client.next(is("sync:changes"))).data?.changes);
  expect([resumed.includes("order"), resumed.includes("customer")]).toEqual([true, false]);
  const apart = await process();
  expect([apart.includes("order"), apart.includes("customer")]).toEqual([true, false]);

  // Whoever looks customers up is in their room, and misses nothing of it.
  client.send("room:join", { room: "customers" }, "in");
  await client.next(is("ack", "in"));
  expect(await process()).toContain("customer");
  client.send("sync:resume", { since: start }, "again");
  await client.next(is("ack", "again"));
  const page = await client.next(
    ({ event, data }) => event === "sync:changes" && types(data?.changes).includes("customer"),
  );
  expect(types(page.data?.changes)).toContain("order");
  client.close();
});

test("a Socket.IO client of the old protocol comes in with a person's token in its query", async () => {
  const device = await box.pair("flutter-2", "tablet", {});
  const { token = "" } = waiter;
  const query = { token: device.deviceToken, accessToken: token };
  expect(new URLSearchParams(query).toString().length).toBeGreaterThan(300);
  const socket = clients.old(`${box.url}/sync`, { forceNew: true, reconnection: false, query });
  const me = { deviceId: "flutter-2", deviceType: "tablet", capabilities: {} };
  const registered = await askBySocket(socket, "device:register", me);
  expect(registered.rooms).toEqual(expect.arrayContaining(["role:waiter"]));
  socket.disconnect();
});

test("a station hears of an order whose lines went to another check", async () => {
  const client = await connect();
  const screen = await box.pair("station-bar", "desktop", {});
  const me = { deviceId: "station-bar", deviceType: "desktop", token: screen.deviceToken };
  client.send("device:register", { ...me, accessToken: waiter.token });
  client.send("room:join", { room: "station:kitchen" }, "in");
  await client.next(is("ack", "in"));
  const [from, into] = [
    await box.ask("POST", "/api/orders", order(), waiter),
    await box.ask("POST", "/api/orders", order(), waiter),
  ];
  const merged = await box.ask(
    "POST",
    `/api/orders/${into.word("id")}/merge`,
    { fromOrderId: from.word("id") },
    waiter,
  );
  expect(merged.status).toBe(200);
  const gone = await client.next(
    (frame) =>
      frame.event === "order:update" &&
      frame.data?.id === from.at("id") &&
      frame.data?.status === "cancelled",
  );
  expect(gone.data?.items).toEqual([]);
  client.close();
});

/** The example for browsers in docs/live.md, letter by letter. */
const snippet = (): string => {
  const page = readFileSync(new URL("../docs/live.md", import.meta.url), "utf8");
  const [, code = ""] = /```js\n(const socket = io\([^`]*)```/.exec(page) ?? [];
  return code;
};

test.each(["current", "old"] as const)(
  "the stock Socket.IO client of the %s protocol runs the example of the docs as it is written",
  async (version) => {
    const shown: Record<string, unknown>[] = [];
    const io = (url: string) =>
      clients[version](url.replace("ws://localhost:3000", box.url), { forceNew: true });
    const show = (view: Record<string, unknown>) => shown.push(view);
    const socket = runInNewContext(`${snippet()}; socket`, { io, show }) as ReturnType<typeof io>;
    expect(await heard(socket, "device:registered")).toMatchObject({ deviceId: "tablet-001" });
    const tables = await box.ask("GET", "/api/tables/available", undefined, waiter);
    const tableId = tables.word("items.0.id");
    const opened = await box.ask("POST", "/api/orders", { ...order(), type: "dine-in", tableId }, waiter);
    await heard(socket, "table:update");
    expect(shown).toEqual([opened.at(""), expect.objectContaining({ id: tableId, status: "occupied" })]);
    socket.disconnect();
  },
);

test("a Socket.IO client outside of a demo's kindness needs its token, and leaves when the door is switched off", async () => {
  const device = await box.pair("flutter-1", "tablet", tablet);
  const connect = (token: string) =>
    clients.current(`${box.url}/sync`, { forceNew: true, reconnection: false, auth: { token } });
  const [right, wrong] = [connect(device.deviceToken), connect("wrong")];
  const me = { deviceId: "flutter-1", deviceType: "tablet", capabilities: tablet };
  expect(await askBySocket(wrong, "device:register", me)).toMatchObject({ error: { code: "unauthorized" } });
  expect(await askBySocket(right, "device:register", me)).toMatchObject({ deviceId: "flutter-1" });
  const manager = { token: await box.signIn("manager") };
  const left = heard<string>(right, "disconnect");
  const off = await box.ask("PUT", "/api/settings/socket_io.enabled", { value: false }, manager);
  expect([off.status, await left]).toEqual([200, "transport close"]);
  await heard(connect(device.deviceToken), "connect_error");
  const refused = await box.ask("GET", "/socket.io/?EIO=4&transport=polling");
  expect([refused.status, refused.word("code")]).toEqual([403, "forbidden"]);
  await box.ask("PUT", "/api/settings/socket_io.enabled", { value: true }, manager);
  expect(await askBySocket(connect(device.deviceToken), "device:register", me)).toMatchObject({
    deviceId: "flutter-1",
  });
});

test("changes of a device are taken one by one, once, and answered with what happened meanwhile", async () => {
  const device = await box.pair("tablet-2", "tablet", tablet);
  const signedIn = await box.ask("POST", "/api/auth/login", { pin: "3333" }, { device });
  const way = { token: signedIn.word("accessToken"), device };
  const change = (changeId: string, action: string, data: object, entityType = "order") => ({
    changeId,
    entityType,
    entityId: "offline-1",
    action,
    data,
    version: 0,
    timestamp: "2026-01-01T10:00:00Z",
  });
  const more = { items: [{ menuItemId: dish, quantity: 2 }] };
  const changes = [
    change("c1", "create", order()),
    change("c2", "conjure", {}, "unicorn"),
    change("c3", "add-items", more),
    change("c4", "pay", { method: "cash" }),
    change("c5", "add-items", more),
  ];
  const send = () =>
    box.ask("POST", "/sync/process", { deviceId: "tablet-2", lastSyncVersion: 0, changes }, way);
  const said = await send();
  const statusesOf = (list: Record<string, unknown>[]): unknown[] => list.map(({ status }) => status);
  expect(statusesOf(said.list("results"))).toEqual(["applied", "rejected", "applied", "applied", "conflict"]);
  expect(said.at("results.4.current")).toMatchObject({ id: "offline-1", due: 0 });
  expect(said.list("changes").some(({ entityId }) => entityId === "offline-1")).toBe(true);
  expect(said.at("")).toMatchObject({ hasMore: expect.any(Boolean), serverTime: expect.any(String) });
  expect(statusesOf((await send()).list("results").slice(0, 1))).toEqual(["duplicate"]);
  const beat = await box.ask("POST", "/sync/heartbeat", { deviceId: "tablet-2", syncVersion: 1 }, { device });
  expect([beat.status, Number.isInteger(beat.at("syncVersion"))]).toEqual([200, true]);
  const tooMany = Array.from({ length: 501 }, () => change("c1", "create", order()));
  const body = { deviceId: "tablet-2", lastSyncVersion: 0, changes: tooMany };
  expect((await box.ask("POST", "/sync/process", body, way)).status).toBe(422);
});

test("health and metrics are where the wire says", async () => {
  const health = await box.ask("GET", "/health");
  expect([health.status, ["ok", "degraded"].includes(health.word("status"))]).toEqual([200, true]);
  const parts = ["database", "memory", "printers", "jobs", "replication"];
  expect(Object.keys(health.at("checks") as object)).toEqual(expect.arrayContaining(parts));
  for (const part of parts) expect((await box.ask("GET", `/health/${part}`)).status).toBe(200);
  const redis = await box.ask("GET", "/health/redis");
  expect([redis.status, redis.at("")]).toEqual([200, { status: "not_used", see: "/health/jobs" }]);
  const { text } = await box.ask("GET", "/metrics");
  const names =
    "pos_orders_total pos_order_duration_seconds pos_sales_total pos_payment_methods_total pos_kitchen_time_seconds pos_sync_operations_total tillbox_commands_total tillbox_command_seconds tillbox_commit_batch_size tillbox_live_connections tillbox_live_lag_seq tillbox_print_jobs_total tillbox_print_queue_depth tillbox_replication_lag_seq tillbox_replication_lag_seconds tillbox_http_request_seconds";
  const missing = names.split(" ").filter((name) => !text.includes(`# TYPE ${name} `));
  expect(missing).toEqual([]);
  expect(text).toMatch(/^tillbox_print_queue_depth\{printer="receipt-printer"\} \d/m);
  for (const path of ["/docs", "/docs-json", "/docs/events"])
    expect((await box.ask("GET", path)).status).toBe(200);
});
