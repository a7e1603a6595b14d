import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type HttpStore, openHttpStore } from "../../testing/http-store.ts";
import { flushPresence, presenceOf } from "./rows.ts";

let now: number;
let store: HttpStore;
let owner: string;
const open = async (demo = false): Promise<void> => {
  store = openHttpStore({ wall: () => now, demo });
  await store.addPerson("ann", "owner", "1234");
  owner = await store.signIn("ann");
};
beforeEach(() => {
  now = Date.parse("2026-03-01T10:00:00Z");
  return open();
});
afterEach(() => store.close());

const newCode = async (): Promise<string> =>
  String((await store.send("POST", "/api/devices/pairing-codes", undefined, { token: owner })).json.code);
const register = (pairingCode: string, deviceId = "tablet-1", more: object = {}) =>
  store.send("POST", "/sync/register-device", {
    deviceId,
    deviceType: "tablet",
    pairingCode,
    capabilities: {},
    ...more,
  });
const heartbeat = (
  device: { deviceId: string; deviceToken: string },
  body: object = { deviceId: device.deviceId },
) => store.send("POST", "/sync/heartbeat", body, { device });

describe("pairing", () => {
  test("takes a manager's six digits and gives the device its credential and where it is", async () => {
    const made = await store.send("POST", "/api/devices/pairing-codes", undefined, { token: owner });
    expect([made.status, made.json]).toEqual([
      201,
      { code: expect.stringMatching(/^\d{6}$/), expiresAt: "2026-03-01T10:10:00.000Z" },
    ]);
    const answer = await register(String(made.json.code), "tablet-1", {
      name: "Bar",
      capabilities: { canTakeOrders: true },
    });
    expect(answer.status).toBe(201);
    expect(answer.json).toMatchObject({
      deviceId: "tablet-1",
      storeId: store.kernel.storeId,
      storeName: "Tillbox",
      epoch: 1,
      syncVersion: store.kernel.headSeq(),
    });
    const device = { deviceId: "tablet-1", deviceToken: String(answer.json.deviceToken) };
    expect((await heartbeat(device)).status).toBe(200);
    const seen = await store.send("GET", "/api/devices/tablet-1", undefined, { token: owner });
    expect(seen.json).toMatchObject({
      id: "tablet-1",
      type: "tablet",
      name: "Bar",
      capabilities: { canTakeOrders: true },
      revoked: false,
    });
  });
  test("again with the same code and device gives the same credential; another device gets nothing by it", async () => {
    const code = await newCode();
    const [first, again] = [await register(code), await register(code)];
    expect([again.status, again.json.deviceToken]).toEqual([201, first.json.deviceToken]);
    expect((await register(code, "tablet-2")).json).toMatchObject({ status: 401, code: "unauthorized" });
  });
  test("of a device that goes to another address is by a code of its own, for two minutes; its credential here ends with it", async () => {
    const first = (await register(await newCode(), "tablet-1", { name: "Bar" })).json;
    const device = { deviceId: "tablet-1", deviceToken: String(first.deviceToken) };
    const handOver = () => store.send("POST", "/sync/handover", undefined, { device });
    expect((await store.send("POST", "/sync/handover", undefined, { token: owner })).status).toBe(403);
    const old = String((await handOver()).json.code);
    const { json } = await handOver();
    expect(json.expiresAt).toBe("2026-03-01T10:02:00.000Z");
    const code = String(json.code);
    // Neither an earlier one, nor for anybody else.
    expect((await register(old)).status).toBe(401);
    expect((await register(code, "tablet-2")).status).toBe(401);
    expect((await heartbeat(device)).status).toBe(200);
    const moved = (await register(code)).json;
    expect(moved).toMatchObject({ deviceId: "tablet-1", storeId: first.storeId });
    expect((await heartbeat(device)).status).toBe(401);
    const there = { deviceId: "tablet-1", deviceToken: String(moved.deviceToken) };
    expect((await heartbeat(there)).status).toBe(200);
    const all = await store.send("GET", "/api/devices", undefined, { token: owner });
    expect(all.json.items).toMatchObject([{ id: "tablet-1", name: "Bar" }]);

    const late = String((await store.send("POST", "/sync/handover", undefined, { device: there })).json.code);
    now += 121_000;
    expect((await register(late)).status).toBe(401);
  });
  test("by a code that is the device's already leaves it the one that it is, whatever it says of itself", async () => {
    const given = { name: "Door", deviceType: "kiosk", capabilities: {} };
    const code = await newCode();
    const { json } = await register(code, "kiosk-1", given);
    await store.send("PUT", "/api/devices/kiosk-1", { name: "Window" }, { token: owner });
    const device = { deviceId: "kiosk-1", deviceToken: String(json.deviceToken) };
    const wanted = { name: "Cook", deviceType: "kitchen", capabilities: { canManageKitchen: true } };
    const is = async () =>
      (await store.send("GET", "/api/devices/kiosk-1", undefined, { token: owner })).json;
    const kept = { type: "kiosk", name: "Window", capabilities: {} };
    // The code that it was paired with, whose answer it may have lost, says no more than one for its move.
    expect((await register(code, "kiosk-1", wanted)).status).toBe(201);
    expect(await is()).toMatchObject(kept);
    const handover = await store.send("POST", "/sync/handover", undefined, { device });
    expect((await register(String(handover.json.code), "kiosk-1", wanted)).status).toBe(201);
    expect(await is()).toMatchObject(kept);
    // A new one of a manager makes it what it says.
    expect((await register(await newCode(), "kiosk-1", wanted)).status).toBe(201);
    expect(await is()).toMatchObject({ type: "kitchen", capabilities: { canManageKitchen: true } });
  });
  test("ends after ten minutes", async () => {
    const code = await newCode();
    now += 10 * 60_000 + 1;
    expect((await register(code)).status).toBe(401);
  });
  test("with a new code gives a new credential, and the old one stops", async () => {
    const old = await store.pair("tablet-1");
    const fresh = await store.pair("tablet-1");
    expect(fresh.deviceToken).not.toBe(old.deviceToken);
    expect([(await heartbeat(old)).status, (await heartbeat(fresh)).status]).toEqual([401, 200]);
  });
  test("cannot be guessed: wrong codes wait, and wait for everybody in the end", async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 6; count += 1) statuses.push((await register("999999")).status);
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    const { devices } = store.people;
    const guess = (address: string) =>
      devices
        .register({ deviceId: "x", deviceType: "tablet", capabilities: {}, pairingCode: "999999", address })
        .catch((error: { code: string }) => error.code);
    const codes = [];
    for (let count = 0; count < 96; count += 1) codes.push(await guess(`10.0.0.${count}`));
    expect(codes.filter((code) => code === "unauthorized")).toHaveLength(95);
    expect(codes.at(-1)).toBe("rate_limited");
  });
  test("guesses that come all at once are counted one by one", async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => register("999999")));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(35);
  });
  test("needs device.manage to make a code, and keeps neither code nor credential in clear", async () => {
    await store.addPerson("will", "waiter");
    const refused = await store.send("POST", "/api/devices/pairing-codes", undefined, {
      token: await store.signIn("will"),
    });
    expect(refused.json.permission).toBe("device.manage");
    const code = await newCode();
    const { deviceToken } = (await register(code)).json;
    const kept = ["pairing_codes", "device_tokens", "journal", "answers"].map((table) =>
      JSON.stringify(store.kernel.db.prepare(`SELECT * FROM ${table}`).all()),
    );
    expect(kept.join("")).not.toContain(`"${code}"`);
    expect(kept.join("")).not.toContain(String(deviceToken));
  });
  test("knows 000000 in a demo only, where it never runs out", async () => {
    expect((await register("000000")).status).toBe(401);
    store.close();
    await open(true);
    const first = await register("000000");
    now += 3_600_000;
    expect([
      (await register("000000", "tablet-2")).status,
      (await register("000000")).json.deviceToken,
    ]).toEqual([201, first.json.deviceToken]);
  });
  test("over the socket needs no code in a demo, and keeps the credential that is there", async () => {
    const self = {
      deviceId: "tablet-001",
      deviceType: "tablet",
      capabilities: {},
      pairingCode: null,
      address: "127.0.0.1",
    } as const;
    await expect(store.people.devices.register(self)).rejects.toMatchObject({ code: "unauthorized" });
    store.close();
    await open(true);
    const known = await store.pair("tablet-001");
    const before = store.kernel.headSeq();
    expect((await store.people.devices.register(self)).deviceToken).toBe(known.deviceToken);
    expect(store.kernel.headSeq()).toBe(before);
  });
});

describe("a device that was revoked", () => {
  test("is out with the next request, and its old code does not bring it back", async () => {
    const code = await newCode();
    const { deviceToken } = (await register(code)).json;
    const device = { deviceId: "tablet-1", deviceToken: String(deviceToken) };
    const removed = await store.send("DELETE", "/api/devices/tablet-1", undefined, { token: owner });
    expect(removed.status).toBe(204);
    expect((await heartbeat(device)).status).toBe(401);
    expect((await register(code)).status).toBe(401);
    expect((await store.send("GET", "/api/devices/tablet-1", undefined, { token: owner })).json.revoked).toBe(
      true,
    );
    expect((await register(await newCode())).status).toBe(201);
    expect((await heartbeat(device)).status).toBe(401);
  });
});

describe("a heartbeat", () => {
  test("answers with the time and how far the box is, and is no write", async () => {
    const device = await store.pair("tablet-1");
    await heartbeat(device);
    const changes = () => store.kernel.db.prepare("SELECT total_changes() AS n").get();
    const before = changes();
    now += 20_000;
    const answer = await heartbeat(device, { deviceId: "tablet-1", syncVersion: 1 });
    expect(answer.json).toEqual({
      serverTime: "2026-03-01T10:00:20.000Z",
      syncVersion: store.kernel.headSeq(),
    });
    expect(changes()).toEqual(before);
    const seen = await store.send("GET", "/api/devices/tablet-1", undefined, { token: owner });
    expect(seen.json.lastSeenAt).toBe("2026-03-01T10:00:20.000Z");
  });
  test("is written when the box stops, so that it is known afterwards", async () => {
    const device = await store.pair("tablet-1");
    await heartbeat(device);
    now += 60_000;
    await heartbeat(device);
    await flushPresence(store.kernel);
    expect(store.kernel.db.prepare("SELECT at FROM device_seen WHERE device_id = 'tablet-1'").get()).toEqual({
      at: "2026-03-01T10:01:00.000Z",
    });
  });
  test("speaks for its own device only, and needs a credential", async () => {
    const device = await store.pair("tablet-1");
    expect((await heartbeat(device, { deviceId: "tablet-2" })).status).toBe(403);
    expect((await store.send("POST", "/sync/heartbeat", { deviceId: "tablet-1" })).status).toBe(401);
    expect((await heartbeat(device, { deviceId: "tablet-1", more: 1 })).status).toBe(422);
  });
});

describe("devices on their own", () => {
  test("a kitchen screen works as a cook, a kiosk as a kiosk, a tablet not at all", async () => {
    const ask = async (type: string, path: string) =>
      (await store.send("GET", path, undefined, { device: await store.pair(`${type}-1`, type) })).status;
    expect(await ask("kitchen", "/api/settings")).toBe(200);
    expect(await ask("kiosk", "/api/settings")).toBe(200);
    expect(await ask("tablet", "/api/settings")).toBe(401);
    expect(await ask("kitchen", "/api/users")).toBe(403);
    expect(await ask("kiosk", "/api/devices")).toBe(403);
  });
  test("a kiosk may nothing where kiosks are switched off", async () => {
    const off = openHttpStore({ kiosk: false });
    const answer = await off.send("GET", "/api/settings", undefined, {
      device: await off.pair("kiosk-1", "kiosk"),
    });
    off.close();
    expect(answer.status).toBe(401);
  });
  test("a person who signed in without a device acts on the one whose credential comes along", async () => {
    const device = await store.pair("tablet-1");
    const profile = await store.send("GET", "/api/auth/profile", undefined, { token: owner, device });
    expect(profile.json.deviceId).toBe("tablet-1");
    const forged = await store.send("GET", "/api/auth/profile", undefined, {
      token: owner,
      device: { ...device, deviceToken: "x" },
    });
    expect(forged.json.deviceId).toBeNull();
  });
});

describe("the list of devices", () => {
  test("is by name, under both of its paths, and says who has a socket", async () => {
    await store.pair("tablet-b");
    await store.pair("tablet-a");
    const here = { since: "2026-05-01T10:00:00.000Z", person: { id: "anna", name: "Anna", role: "waiter" } };
    presenceOf(store.kernel.db).askFor((id) => (id === "tablet-b" ? here : null));
    for (const path of ["/sync/devices", "/api/devices"]) {
      const { json } = await store.send("GET", path, undefined, { token: owner });
      expect(json.items).toMatchObject([
        { id: "tablet-a", connected: false, connectedSince: null, person: null },
        { id: "tablet-b", connected: true, connectedSince: here.since, person: here.person },
      ]);
    }
  });
  test("a manager renames a device and changes what it can do", async () => {
    await store.pair("tablet-1");
    const change = (body: object) => store.send("PUT", "/api/devices/tablet-1", body, { token: owner });
    expect((await change({ name: "Terrace" })).json).toMatchObject({ name: "Terrace", capabilities: {} });
    expect(
      (await change({ capabilities: { canManageKitchen: true, stations: ["bar"] } })).json,
    ).toMatchObject({ name: "Terrace", capabilities: { stations: ["bar"] } });
    expect((await store.send("PUT", "/api/devices/nobody", { name: "X" }, { token: owner })).status).toBe(
      404,
    );
  });
});
