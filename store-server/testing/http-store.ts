/** A whole HTTP side over a real database, in memory or on disk, for tests: cheap hashes, a clock that a test can move. */
import { join } from "node:path";
import { accessFeatures, type Access, type AccessConfig, openAccess } from "../access.ts";
import { settingsRoutes } from "../features/settings/routes.ts";
import { settings } from "../features/settings/rows.ts";
import { registerUser } from "../features/staff/commands.ts";
import { systemActor } from "../features/staff/rows.ts";
import { type App, type AppOptions, createApp } from "../http/app.ts";
import { type Log, silentLog } from "../http/log.ts";
import { createMetrics, type Metrics } from "../http/metrics.ts";
import type { Route } from "../http/route.ts";
import { openDatabase } from "../kernel/database.ts";
import { type Kernel, openKernel } from "../kernel/kernel.ts";
import { migrate, readMigrations } from "../kernel/migrate.ts";
import type { Feature } from "../kernel/types.ts";

export type HttpStoreOptions = Partial<AccessConfig> &
  Partial<AppOptions["config"]> & {
    file?: string;
    wall?: () => number;
    features?: readonly Feature[];
    routes?: readonly Route[];
    log?: Log;
    checks?: AppOptions["checks"];
    web?: string;
  };
export type Sent = {
  status: number;
  headers: Headers;
  text: string;
  // What an answer says is checked by the test that asked.
  json: Record<string, never> & { [key: string]: unknown };
};
export type SendOptions = {
  token?: string;
  device?: { deviceId: string; deviceToken: string };
  headers?: Record<string, string>;
};
export type HttpStore = {
  app: App;
  kernel: Kernel;
  access: Access;
  metrics: Metrics;
  send(method: string, path: string, body?: unknown, options?: SendOptions): Promise<Sent>;
  /** Adds a person; the password is `password-<name>`. */
  addPerson(name: string, role: "owner" | "manager" | "waiter" | "cook", pin?: string): Promise<string>;
  /** Signs a person of `addPerson` in by password; answers the access token. */
  signIn(name: string): Promise<string>;
  /** Pairs a device with a fresh code. */
  pair(deviceId: string, deviceType?: string): Promise<{ deviceId: string; deviceToken: string }>;
  close(): void;
};

/** Cheap enough for tests; production takes `standardCost`. */
export const testCost = { memory_KiB: 64, passes: 1 };
export const testKey = (name: string): Uint8Array => Buffer.from(name.padEnd(32, "."));

export const openHttpStore = (options: HttpStoreOptions = {}): HttpStore => {
  const db = openDatabase(options.file ?? ":memory:");
  migrate(db, readMigrations(join(import.meta.dirname, "../kernel/migrations")), () => undefined);
  const features = options.features ?? [{ name: "settings", entities: [settings] }];
  const kernel = openKernel(db, [...features, ...accessFeatures], {
    strict: true,
    ...(options.wall ? { wall: options.wall } : {}),
  });
  const access = openAccess(kernel, {
    jwtSecret: testKey("jwt"),
    boxKey: testKey("box"),
    maxLoginAttempts: 5,
    sessionTimeout_minutes: 480,
    demo: false,
    kiosk: true,
    hashCost: testCost,
    ...options,
  });
  const metrics = createMetrics();
  const app = createApp({
    kernel,
    auth: access.auth,
    metrics,
    log: options.log ?? silentLog,
    routes: [...(options.routes ?? settingsRoutes), ...access.routes],
    config: { corsOrigins: [], rateLimitMax: 0, metricsToken: null, fingerprintKey: "test", ...options },
    ...(options.checks ? { checks: options.checks } : {}),
    ...(options.web === undefined ? {} : { web: options.web }),
  });
  return { app, kernel, access, metrics, ...clientOf(app, kernel, access), close: kernel.close };
};

const clientOf = (app: App, kernel: Kernel, access: Access) => {
  const send: HttpStore["send"] = async (method, path, body, options = {}) => {
    const headers: Record<string, string> = { ...options.headers };
    if (body !== undefined) headers["content-type"] ??= "application/json";
    if (options.token !== undefined) headers.authorization = `Bearer ${options.token}`;
    if (options.device) {
      headers["x-device-id"] = options.device.deviceId;
      headers["x-device-token"] = options.device.deviceToken;
    }
    const content = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
    const response = await app.request(path, { method, headers, ...content });
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") === true;
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: (isJson ? JSON.parse(text) : {}) as Sent["json"],
    };
  };
  const signIn = async (name: string): Promise<string> => {
    const body = { username: name, password: `password-${name}` };
    return String((await send("POST", "/api/auth/login", body)).json.accessToken);
  };
  const addPerson: HttpStore["addPerson"] = async (name, role, pin) => {
    const secrets = await access.hashSecrets({ password: `password-${name}`, pin });
    const input = { id: name, name, role, username: name, secrets };
    const how = { commandId: `add-${name}`, fingerprint: "", actor: systemActor };
    await kernel.execute({ command: registerUser, input, ...how });
    return name;
  };
  const pair: HttpStore["pair"] = async (deviceId, deviceType = "tablet") => {
    const { code } = await access.devices.createPairingCode(systemActor);
    const body = { deviceId, deviceType, pairingCode: code };
    const { deviceToken } = (await send("POST", "/sync/register-device", body)).json;
    return { deviceId, deviceToken: String(deviceToken) };
  };
  return { send, signIn, addPerson, pair };
};
