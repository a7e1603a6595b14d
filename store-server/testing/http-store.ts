/** A whole HTTP side over a real database, in memory or on disk, for tests: cheap hashes, a clock that a test can move. */
import { join } from "node:path";
import { type Config, closedBy, readConfig } from "../config.ts";
import { settingsRoutes } from "../features/settings/routes.ts";
import { registerUser } from "../features/staff/commands.ts";
import { systemActor } from "../features/staff/rows.ts";
import { features } from "../features.ts";
import { type App, type AppOptions, createApp } from "../http/app.ts";
import { type Log, silentLog } from "../http/log.ts";
import { createMetrics, type Metrics } from "../http/metrics.ts";
import type { Route } from "../http/route.ts";
import { openDatabase } from "../kernel/database.ts";
import { type Kernel, openKernel } from "../kernel/kernel.ts";
import { migrate, readMigrations } from "../kernel/migrate.ts";
import { openPeople, type People } from "../people.ts";
import { openSecrets, type Secrets } from "../secrets.ts";

export type HttpStoreOptions = Partial<Config> & {
  file?: string;
  /** Kept secrets, to open the same file again. */
  secrets?: Secrets;
  wall?: () => number;
  routes?: readonly Route[];
  log?: Log;
  checks?: AppOptions["checks"];
  web?: string;
};
export type Sent = {
  status: number;
  headers: Headers;
  text: string;
  /** Empty where the answer is no JSON. */
  json: Record<string, unknown>;
};
export type SendOptions = {
  token?: string;
  device?: { deviceId: string; deviceToken: string };
  headers?: Record<string, string>;
};
export type HttpStore = {
  app: App;
  kernel: Kernel;
  people: People;
  metrics: Metrics;
  send(method: string, path: string, body?: unknown, options?: SendOptions): Promise<Sent>;
  /** Adds a person; the password is `password-<name>`. */
  addPerson(
    name: string,
    role: "owner" | "manager" | "waiter" | "cashier" | "cook",
    pin?: string,
  ): Promise<string>;
  /** Signs a person of `addPerson` in by password; answers the access token. */
  signIn(name: string): Promise<string>;
  /** Pairs a device with a fresh code. */
  pair(deviceId: string, deviceType?: string): Promise<{ deviceId: string; deviceToken: string }>;
  close(): void;
};

/** Cheap enough for tests; production takes `standardCost`. */
export const testCost = { memory_KiB: 64, passes: 1 };

export const openHttpStore = (options: HttpStoreOptions = {}): HttpStore => {
  const db = openDatabase(options.file ?? ":memory:");
  migrate(db, readMigrations(join(import.meta.dirname, "../kernel/migrations")), () => undefined);
  const config: Config = { ...readConfig({}), rateLimitMax: 0, ...options };
  const kernel = openKernel(db, features, {
    strict: true,
    closed: closedBy(config),
    ...(options.wall ? { wall: options.wall } : {}),
  });
  const metrics = createMetrics();
  const people = openPeople(kernel, config, options.secrets ?? openSecrets(null), metrics, testCost);
  const app = createApp({
    kernel,
    auth: people.auth,
    metrics,
    log: options.log ?? silentLog,
    routes: [...(options.routes ?? settingsRoutes), ...people.routes],
    config: { ...config, fingerprintKey: "test" },
    ...(options.checks ? { checks: options.checks } : {}),
    ...(options.web === undefined ? {} : { web: options.web }),
  });
  return { app, kernel, people, metrics, ...clientOf(app, kernel, people), close: kernel.close };
};

const clientOf = (app: App, kernel: Kernel, people: People) => {
  const send: HttpStore["send"] = async (method, path, body, options = {}) => {
    const headers: Record<string, string> = { ...options.headers };
    if (body !== undefined) headers["content-type"] ??= "application/json";
    if (options.token !== undefined) headers.authorization = `Bearer ${options.token}`;
    if (options.device) {
      headers["x-device-id"] = options.device.deviceId;
      headers["x-device-token"] = options.device.deviceToken;
    }
    const content =
      body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
    const response = await app.request(path, { method, headers, ...content });
    const text = await response.text();
    const isJson = text !== "" && response.headers.get("content-type")?.includes("json");
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
    const secrets = await people.hashSecrets({ password: `password-${name}`, pin });
    const input = { id: name, name, role, username: name, secrets };
    const how = { commandId: `add-${name}`, fingerprint: "", actor: systemActor };
    await kernel.execute({ command: registerUser, input, ...how });
    return name;
  };
  const pair: HttpStore["pair"] = async (deviceId, deviceType = "tablet") => {
    const { code } = await people.devices.createPairingCode(systemActor);
    const body = { deviceId, deviceType, pairingCode: code };
    const { deviceToken } = (await send("POST", "/sync/register-device", body)).json;
    return { deviceId, deviceToken: String(deviceToken) };
  };
  return { send, signIn, addPerson, pair };
};
