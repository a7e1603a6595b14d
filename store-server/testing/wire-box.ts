/** A real box on a free port, as an integrator meets it: only HTTP and WebSocket, nothing of its insides. For tests. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../config.ts";
import { silentLog } from "../http/log.ts";
import { openStore, type StoreOptions } from "../store.ts";
import { testCost } from "./http-store.ts";

export type Said = {
  status: number;
  headers: Headers;
  text: string;
  /** What is at a path of the answer ("order.items.0.status"); "" is all of it, undefined what is not there. */
  at(path: string): unknown;
  /** The same, as text. */
  word(path: string): string;
  /** The objects of a list; `items` when no path is given. */
  list(path?: string): Record<string, unknown>[];
};
export type Way = {
  token?: string;
  device?: { deviceId: string; deviceToken: string };
  headers?: Record<string, string>;
};
export type WireBox = {
  url: string;
  /** Printed at the start of an empty box. */
  setupCode: string | null;
  ask(method: string, path: string, body?: unknown, way?: Way): Promise<Said>;
  /** The access token of a person of the demo store, by password. */
  signIn(name: string): Promise<string>;
  /** Pairs a device by the code of the demo store. */
  pair(deviceId: string, deviceType: string, capabilities?: object): Promise<NonNullable<Way["device"]>>;
  close(): Promise<void>;
};

const headersOf = (body: unknown, { token, device, headers }: Way): Record<string, string> => ({
  ...(body === undefined ? {} : { "content-type": "application/json" }),
  ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  ...(device ? { "x-device-id": device.deviceId, "x-device-token": device.deviceToken } : {}),
  ...headers,
});

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

const step = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;

const said = (status: number, headers: Headers, text: string): Said => {
  const whole = parsed(text);
  const at = (path: string): unknown => (path === "" ? whole : path.split(".").reduce(step, whole));
  return {
    status,
    headers,
    text,
    at,
    word: (path) => String(at(path)),
    list: (path = "items") => at(path) as Record<string, unknown>[],
  };
};

export const openWireBox = async (
  environment: NodeJS.ProcessEnv = { DEMO: "1" },
  options: StoreOptions = {},
): Promise<WireBox> => {
  const folder = mkdtempSync(join(tmpdir(), "tillbox-wire-"));
  const config = readConfig({
    HOST: "127.0.0.1",
    PORT: "0",
    HTTPS_PORT: "off",
    RATE_LIMIT_MAX: "0",
    DATA_DIR: folder,
    ...environment,
  });
  const store = await openStore(config, { log: silentLog, hashCost: testCost, ...options });
  const ask: WireBox["ask"] = async (method, path, body, way = {}) => {
    const content = body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body);
    const response = await fetch(store.url + path, {
      method,
      headers: headersOf(body, way),
      ...(content === undefined ? {} : { body: content }),
    });
    return said(response.status, response.headers, await response.text());
  };
  return {
    url: store.url,
    setupCode: store.people.setup.code(),
    ask,
    signIn: async (name) => {
      const answer = await ask("POST", "/api/auth/login", { username: name, password: `demo-${name}` });
      return answer.word("accessToken");
    },
    pair: async (deviceId, deviceType, capabilities = {}) => {
      const body = { deviceId, deviceType, name: deviceId, pairingCode: "000000", capabilities };
      const answer = await ask("POST", "/sync/register-device", body);
      return { deviceId, deviceToken: answer.word("deviceToken") };
    },
    close: async () => {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
