import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type HttpStore, openHttpStore } from "../testing/http-store.ts";
import { databaseCheck, memoryCheck } from "./health.ts";
import { createLog } from "./log.ts";
import { createMetrics, measureCommands } from "./metrics.ts";

/** As the adapter hands it over: a request from this address. */
const from = (remoteAddress: string, headers: Record<string, string> = {}) => ({
  incoming: { socket: { remoteAddress }, headers: { host: "box", ...headers }, rawHeaders: [] } as never,
});

describe("health", () => {
  const ask = async (checks: Parameters<typeof openHttpStore>[0], path = "/health") => {
    const store = openHttpStore(checks);
    const answer = await store.send("GET", path);
    store.close();
    return answer;
  };

  test("is ok with every check by name, and each answers for itself", async () => {
    const store = openHttpStore();
    const whole = await store.send("GET", "/health");
    expect([whole.status, whole.json.status]).toEqual([200, "ok"]);
    expect(Object.keys(whole.json.checks as object)).toEqual([
      "database",
      "memory",
      "jobs",
      "printers",
      "replication",
    ]);
    for (const name of ["database", "memory", "jobs", "printers", "replication"])
      expect((await store.send("GET", `/health/${name}`)).json.status).toBe("ok");
    store.close();
  });
  test("says where the work of Redis is done", async () => {
    const answer = await ask({}, "/health/redis");
    expect([answer.status, answer.json]).toEqual([200, { status: "not_used", see: "/health/jobs" }]);
  });
  test("is degraded with 200 while a printer is down, which itself answers 503", async () => {
    const checks = { printers: () => ({ status: "down" as const }) };
    const whole = await ask({ checks });
    expect([whole.status, whole.json.status]).toEqual([200, "degraded"]);
    expect((await ask({ checks }, "/health/printers")).status).toBe(503);
  });
  test("is down with 503 when the database is", async () => {
    const whole = await ask({
      checks: { database: () => Promise.reject(new Error("no such table: secrets")) },
    });
    expect([whole.status, whole.json.status]).toEqual([503, "down"]);
    expect(whole.text).not.toContain("secrets");
  });
  test("does not wait for a check that hangs", async () => {
    const whole = await ask({ checks: { replication: () => new Promise(() => undefined) } });
    expect(whole.json.checks).toMatchObject({
      replication: { status: "down", error: "no answer in a second" },
    });
  });
  test("reads the database and the memory", async () => {
    const store = openHttpStore();
    expect(await databaseCheck(store.kernel)()).toMatchObject({ status: "ok", seq: 0, waiting: 0 });
    expect(await databaseCheck(store.kernel)()).toMatchObject({ size_bytes: 0, wal_bytes: 0 });
    expect(await memoryCheck()()).toMatchObject({ status: "ok" });
    expect(await memoryCheck(1)()).toMatchObject({ status: "degraded" });
    store.close();
  });
});

test("the size of the database counts what still stands in its log, and says how much that is", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tillbox-health-"));
  const file = join(folder, "box.db");
  const store = openHttpStore({ file });
  try {
    await store.addPerson("ann", "owner");
    const { size_bytes, wal_bytes } = (await databaseCheck(store.kernel)()) as Record<string, number>;
    expect(wal_bytes).toBe(statSync(`${file}-wal`).size);
    expect(wal_bytes).toBeGreaterThan(0);
    expect(size_bytes).toBe(statSync(file).size + statSync(`${file}-wal`).size);
  } finally {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

describe("metrics", () => {
  const names = [
    "pos_orders_total",
    "pos_order_duration_seconds",
    "pos_sales_total",
    "pos_payment_methods_total",
    "pos_kitchen_time_seconds",
    "pos_sync_operations_total",
    "tillbox_commands_total",
    "tillbox_command_seconds",
    "tillbox_commit_batch_size",
    "tillbox_live_connections",
    "tillbox_live_lag_seq",
    "tillbox_print_jobs_total",
    "tillbox_print_queue_depth",
    "tillbox_replication_lag_seq",
    "tillbox_replication_lag_seconds",
    "tillbox_http_request_seconds",
  ];
  const sample = (text: string, name: string): string | undefined =>
    text
      .split("\n")
      .find((line) => line.startsWith(name))
      ?.split(" ")
      .at(-1);

  test("have every name from the first scrape, those of the store with zeros", async () => {
    const text = await createMetrics().text();
    for (const name of names) expect(text).toContain(`# TYPE ${name} `);
    for (const name of names.slice(0, 6))
      expect(text).toMatch(new RegExp(`^${name}(_count)?\\{.*\\} 0$`, "m"));
    expect(text).toContain('pos_sales_total{period="monthly"} 0');
  });
  test("count what they are told and ask the rest at each scrape", async () => {
    const metrics = createMetrics();
    metrics.orderReached("served", "dine-in");
    metrics.orderTook("served", 61);
    metrics.paymentTaken("cash");
    metrics.kitchenTook("bar", 100);
    metrics.syncOperation("process");
    metrics.command("order.open", "ok", 0.002);
    metrics.commitBatch(7);
    metrics.printJob("p1", "printed");
    const sales = { daily: 1250, weekly: 1250, monthly: 99 };
    let queues = [{ printer: "p1", waiting: 3 }];
    metrics.provide({
      sales: () => sales,
      printQueues: () => queues,
      liveConnections: () => 4,
      liveLag: () => 2,
    });
    metrics.provide({ replication: () => ({ lagSeq: 12, lagSeconds: 1.5 }) });
    const text = await metrics.text();
    expect(sample(text, 'pos_orders_total{status="served",type="dine-in"}')).toBe("1");
    expect(sample(text, 'pos_order_duration_seconds_sum{status="served"}')).toBe("61");
    expect(sample(text, 'pos_payment_methods_total{method="cash"}')).toBe("1");
    expect(sample(text, 'pos_kitchen_time_seconds_count{station="bar"}')).toBe("1");
    expect(sample(text, 'pos_sync_operations_total{operation="process"}')).toBe("1");
    expect(sample(text, 'tillbox_commands_total{command="order.open",result="ok"}')).toBe("1");
    expect(sample(text, "tillbox_commit_batch_size_sum")).toBe("7");
    expect(sample(text, 'tillbox_print_queue_depth{printer="p1"}')).toBe("3");
    expect(sample(text, 'pos_sales_total{period="daily"}')).toBe("1250");
    expect([sample(text, "tillbox_live_connections"), sample(text, "tillbox_live_lag_seq")]).toEqual([
      "4",
      "2",
    ]);
    expect(sample(text, "tillbox_replication_lag_seconds")).toBe("1.5");
    queues = [];
    expect(await metrics.text()).not.toContain('tillbox_print_queue_depth{printer="p1"}');
  });
  test("time every request by route, and every command by its result", async () => {
    const store = openHttpStore();
    await store.addPerson("ann", "owner");
    const token = await store.signIn("ann");
    await store.send("GET", "/api/v1/users/nobody", undefined, { token });
    const kernel = measureCommands(store.kernel, store.metrics);
    const command = { name: "toy", permission: "no.such", decide: () => ({ events: [], answer: () => "1" }) };
    const actor = { userId: "u", name: "", role: "", deviceId: null, permissions: new Set<string>() };
    await kernel.execute({ command, input: {}, commandId: "a", fingerprint: "", actor });
    await kernel.execute({
      command: { ...command, permission: null },
      input: {},
      commandId: "b",
      fingerprint: "",
      actor,
    });
    await kernel.execute({ command, input: {}, commandId: "b", fingerprint: "", actor });
    const text = await store.metrics.text();
    expect(
      sample(text, 'tillbox_http_request_seconds_count{route="/api/users/:id",method="GET",status="404"}'),
    ).toBe("1");
    for (const result of ["forbidden", "ok", "replay"])
      expect(sample(text, `tillbox_commands_total{command="toy",result="${result}"}`)).toBe("1");
    store.close();
  });
  test("are open to this machine, elsewhere to METRICS_TOKEN only", async () => {
    const scrape = async (store: HttpStore, address: string, headers: Record<string, string> = {}) =>
      (await store.app.request("/metrics", {}, from(address, headers))).status;
    const shut = openHttpStore();
    const open = openHttpStore({ metricsToken: "let-me-read" });
    for (const address of ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
      expect(await scrape(shut, address)).toBe(200);
    expect(await scrape(shut, "192.168.1.9")).toBe(401);
    expect(await scrape(shut, "127.0.0.1", { "x-forwarded-for": "192.168.1.9" })).toBe(401);
    expect(await scrape(open, "192.168.1.9")).toBe(401);
    expect(await scrape(open, "192.168.1.9", { authorization: "Bearer let-me-in-too" })).toBe(401);
    expect(await scrape(open, "192.168.1.9", { authorization: "Bearer let-me-read" })).toBe(200);
    shut.close();
    open.close();
  });
});

describe("the log", () => {
  const logged = (details: object): string => {
    const lines: string[] = [];
    createLog({ level: "info", destination: { write: (line) => lines.push(line) } }).info(
      details,
      "something",
    );
    return lines.join("");
  };
  test("holds no credential, however deep it hides", () => {
    const secret = "hunter2-hunter2";
    for (const key of [
      "authorization",
      "pin",
      "password",
      "x-device-token",
      "refreshToken",
      "accessToken",
      "token",
      "pairingCode",
    ]) {
      for (const details of [
        { [key]: secret },
        { headers: { [key]: secret } },
        { request: { body: { [key]: secret } } },
      ])
        expect(logged(details)).not.toContain(secret);
    }
    expect(logged({ name: "Ann", requestId: "r-1" })).toMatch(/"requestId":"r-1".*"msg":"something"/);
  });
  test("says nothing of ordinary requests, unless it is asked to debug", async () => {
    const lines: string[] = [];
    const level = (name: string) =>
      createLog({ level: name, destination: { write: (line) => lines.push(line) } });
    const quiet = openHttpStore({ log: level("info") });
    await quiet.send("GET", "/api/auth/profile");
    expect(lines).toEqual([]);
    quiet.close();
    const chatty = openHttpStore({ log: level("debug") });
    await chatty.send("GET", "/api/auth/profile", undefined, { headers: { "x-request-id": "r-7" } });
    expect(JSON.parse(lines.join(""))).toMatchObject({
      requestId: "r-7",
      route: "/api/auth/profile",
      status: 401,
    });
    chatty.close();
  });
});
