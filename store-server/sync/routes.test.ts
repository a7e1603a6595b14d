import { afterEach, describe, expect, it } from "vitest";
import { orderRoutes } from "../features/order/routes.ts";
import { silentLog } from "../http/log.ts";
import { type HttpStore, openHttpStore } from "../testing/http-store.ts";
import { type Changes, openChanges } from "./changes.ts";
import { syncRoutes } from "./routes.ts";

const opened: HttpStore[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
});

const open = (more: Partial<Parameters<typeof syncRoutes>[0]> = {}): HttpStore => {
  let changes: Changes | undefined;
  const routes = [
    ...syncRoutes({
      changes: (...asked) => {
        changes ??= openChanges(store.kernel, silentLog);
        return changes(...asked);
      },
      log: silentLog,
      metrics: { syncOperation: (operation) => store.metrics.syncOperation(operation) },
      ...more,
    }),
    ...orderRoutes,
  ];
  const store = openHttpStore({ routes });
  opened.push(store);
  return store;
};

type Device = Awaited<ReturnType<HttpStore["pair"]>>;
const create = (entityId: string, data: Record<string, unknown> = { type: "takeaway" }) => ({
  changeId: `create-${entityId}`,
  entityType: "order",
  entityId,
  action: "create",
  data,
  version: 0,
  timestamp: "2030-01-02T03:04:05Z",
});
const body = (device: Device, changes: unknown[] = [], extras: Record<string, unknown> = {}) => ({
  deviceId: device.deviceId,
  lastSyncVersion: 0,
  changes,
  ...extras,
});

const withWaiter = async (store: HttpStore) => {
  const device = await store.pair("tablet-1");
  await store.addPerson("anna", "waiter");
  return { device, token: await store.signIn("anna") };
};

describe("POST /sync/process", () => {
  it("tells up to where the hub holds the journal, so that a device knows what it may forget", async () => {
    let acked: number | null = null;
    const store = open({ replicatedSeq: () => acked });
    const { device, token } = await withWaiter(store);
    const ask = async () =>
      (await store.send("POST", "/sync/process", body(device), { device, token })).json.replicatedSeq;
    expect(await ask()).toBeNull();
    acked = 3;
    expect(await ask()).toBe(3);
  });

  it("takes what a waiter did, and answers with what changed", async () => {
    const store = open();
    const { device, token } = await withWaiter(store);
    const answer = await store.send("POST", "/sync/process", body(device, [create("o1"), create("o1")]), {
      device,
      token,
    });
    expect(answer.status).toBe(200);
    expect(answer.json.results).toEqual([
      { changeId: "create-o1", status: "applied", entityId: "o1", version: store.kernel.headSeq() },
      { changeId: "create-o1", status: "duplicate", entityId: "o1", version: store.kernel.headSeq() },
    ]);
    expect(answer.json).toMatchObject({
      syncVersion: store.kernel.headSeq(),
      epoch: 1,
      hasMore: false,
      serverTime: expect.stringMatching(/Z$/),
    });
    const changes = answer.json.changes as {
      entityType: string;
      entityId: string;
      data: { status: string };
    }[];
    expect(changes.find(({ entityId }) => entityId === "o1")).toMatchObject({
      entityType: "order",
      action: "create",
      data: { type: "takeaway" },
    });
    expect(await store.metrics.text()).toContain('pos_sync_operations_total{operation="process"} 1');
  });

  it("is the same under every name of the API", async () => {
    const store = open();
    const { device, token } = await withWaiter(store);
    for (const path of ["/sync/process", "/api/sync/process", "/api/v1/sync/process"])
      expect((await store.send("POST", path, body(device), { device, token })).status).toBe(200);
  });

  it("works for a device alone, which then only hears", async () => {
    const store = open();
    const device = await store.pair("tablet-1");
    const answer = await store.send("POST", "/sync/process", body(device, [create("o1")]), { device });
    expect(answer.json.results).toMatchObject([{ status: "rejected", code: "forbidden" }]);
  });

  it("refuses a device that is not the one of the credential, and a person without a device", async () => {
    const store = open();
    const { device, token } = await withWaiter(store);
    const other = await store.send(
      "POST",
      "/sync/process",
      { ...body(device), deviceId: "tablet-2" },
      { device, token },
    );
    expect([other.status, other.json.code]).toEqual([403, "forbidden"]);
    const none = await store.send("POST", "/sync/process", body(device), { token });
    expect([none.status, none.json.detail]).toEqual([
      403,
      "Send the credential of the device: x-device-id and x-device-token.",
    ]);
    expect((await store.send("POST", "/sync/process", body(device))).status).toBe(401);
  });

  it("takes at most 500 changes", async () => {
    const store = open();
    const { device, token } = await withWaiter(store);
    const changes = Array.from({ length: 501 }, (_, n) => create(`o${n}`));
    const answer = await store.send("POST", "/sync/process", body(device, changes), { device, token });
    expect([answer.status, answer.json.code]).toEqual([422, "invalid"]);
    expect(store.kernel.db.prepare("SELECT COUNT(*) AS count FROM orders").get()).toEqual({ count: 0 });
  });

  it("gives a result to each change, though others are of a wrong shape", async () => {
    const store = open();
    const { device, token } = await withWaiter(store);
    const changes = [null, create("o1", { type: "spaceship" }), create("o2")];
    const answer = await store.send("POST", "/sync/process", body(device, changes), { device, token });
    expect((answer.json.results as { status: string }[]).map(({ status }) => status)).toEqual([
      "rejected",
      "rejected",
      "applied",
    ]);
  });

  it("tells nothing to a device of another epoch, or ahead of the box, but where the box is; what it did counts", async () => {
    const store = open();
    const { device, token } = await withWaiter(store);
    for (const [id, extras] of [
      ["o1", { epoch: 2 }],
      ["o2", { lastSyncVersion: 9999 }],
    ] as const) {
      const answer = await store.send("POST", "/sync/process", body(device, [create(id)], extras), {
        device,
        token,
      });
      expect(answer.json).toMatchObject({
        results: [{ status: "applied" }],
        changes: [],
        epoch: 1,
        hasMore: false,
        syncVersion: store.kernel.headSeq(),
      });
    }
  });

  it("shows a kiosk the menu and its own orders, never those of the tables", async () => {
    const store = open();
    const { device, token } = await withWaiter(store);
    const kiosk = await store.pair("kiosk-1", "kiosk");
    await store.send("POST", "/sync/process", body(device, [create("theirs")]), { device, token });
    const answer = await store.send(
      "POST",
      "/sync/process",
      body(kiosk, [create("own", { type: "kiosk" })]),
      { device: kiosk },
    );
    const changes = answer.json.changes as { entityId: string }[];
    expect(changes.map(({ entityId }) => entityId)).toContain("own");
    expect(changes.map(({ entityId }) => entityId)).not.toContain("theirs");
  });
});

describe("GET /api/orders/sync", () => {
  it("answers the orders that changed since a seq, and how far that is", async () => {
    const store = open();
    const { device, token } = await withWaiter(store);
    await store.send("POST", "/sync/process", body(device, [create("o1")]), { device, token });
    const since = store.kernel.headSeq();
    await store.send("POST", "/sync/process", body(device, [create("o2")]), { device, token });
    const answer = await store.send("GET", `/api/orders/sync?since=${since}`, undefined, { token });
    expect((answer.json.changes as { entityId: string }[]).map(({ entityId }) => entityId)).toEqual(["o2"]);
    expect(answer.json).toMatchObject({ syncVersion: store.kernel.headSeq(), epoch: 1, hasMore: false });
    const tag = answer.headers.get("etag") ?? "";
    const again = await store.send("GET", `/api/orders/sync?since=${since}`, undefined, {
      token,
      headers: { "if-none-match": tag },
    });
    expect(again.status).toBe(304);
  });

  it("refuses what is no seq, and whoever may not read orders", async () => {
    const store = open();
    const { token } = await withWaiter(store);
    expect((await store.send("GET", "/api/orders/sync?since=-1", undefined, { token })).status).toBe(422);
    expect((await store.send("GET", "/api/orders/sync")).status).toBe(401);
  });
});
