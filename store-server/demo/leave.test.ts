import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readConfig } from "../config.ts";
import { silentLog } from "../http/log.ts";
import { openStore, type Store } from "../store.ts";

let folder: string;
let store: Store | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tillbox-leave-demo-"));
});
afterEach(async () => {
  await store?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Opens the folder again, as a demo or for real. */
const serve = async (demo: boolean): Promise<void> => {
  await store?.close();
  store = undefined;
  const config = readConfig({
    DATA_DIR: folder,
    PORT: "0",
    HTTPS_PORT: "off",
    HOST: "127.0.0.1",
    DEMO: demo ? "1" : "0",
  });
  store = await openStore(config, { log: silentLog, hashCost: { memory_KiB: 64, passes: 1 } });
};
const send = async (path: string, body: object | null, headers: Record<string, string> = {}) => {
  const response = await fetch(`${store?.url}${path}`, {
    method: body ? "POST" : "GET",
    headers: body ? { "content-type": "application/json", ...headers } : headers,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, json: (await response.json()) as Record<string, string> };
};
const enter = async () => {
  const device = await send("/sync/register-device", {
    deviceId: "screen-1",
    deviceType: "kitchen",
    name: "Kitchen",
    pairingCode: "000000",
    capabilities: {},
  });
  const login = await send("/api/auth/login", { username: "manager", password: "demo-manager" });
  const asDevice = { "x-device-id": "screen-1", "x-device-token": device.json.deviceToken ?? "" };
  const asManager = { authorization: `Bearer ${login.json.accessToken}` };
  return { asDevice, asManager, refreshToken: login.json.refreshToken };
};

test("nobody whom a demo let in stays when its folder is served for real", async () => {
  await serve(true);
  const { asDevice, asManager, refreshToken } = await enter();
  await serve(false);
  expect((await send("/api/users", null, asManager)).status).toBe(401);
  expect((await send("/api/auth/refresh", { refreshToken })).status).toBe(401);
  expect((await send("/api/orders", null, asDevice)).status).toBe(401);
});

test("a demo that is started again keeps its sign-ins and devices", async () => {
  await serve(true);
  const { asDevice, asManager } = await enter();
  await serve(true);
  expect((await send("/api/users", null, asManager)).status).toBe(200);
  expect((await send("/api/orders", null, asDevice)).status).toBe(200);
});

test("the folder of a demo does not become a store: set-up says what to do instead", async () => {
  await serve(true);
  await serve(false);
  const answer = await send("/api/setup", {
    code: store?.people.setup.code(),
    businessName: "Bar 12",
    currency: "EUR",
    timeZone: "Europe/Rome",
    locale: "it-IT",
    owner: { name: "Owner", username: "boss", password: "one of my own", pin: "4821" },
  });
  expect([answer.status, answer.json.code]).toEqual([409, "conflict"]);
  expect(answer.json.detail).toContain("set DATA_DIR to an empty one");
  expect(store?.people.setup.obstacle()).toBe(answer.json.detail);
});
