import type { SyncResult } from "@tillbox/shared/protocol/sync.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import { afterEach, describe, expect, it } from "vitest";
import type { KernelOptions } from "../kernel/kernel.ts";
import type { Actor } from "../kernel/types.ts";
import { actorOf, openToyStore, type ToyStore, tabs } from "../live/toy-store.ts";
import { processChanges } from "./process.ts";

const opened: ToyStore[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.kernel.close();
});
const open = (options: KernelOptions = {}): ToyStore => {
  const store = openToyStore(":memory:", options);
  opened.push(store);
  return store;
};

const reported: string[] = [];
const say = (_details: object, message: string): void => {
  reported.push(message);
};
const log = { debug: say, info: say, warn: say, error: say };

const send = (
  { kernel }: ToyStore,
  changes: unknown[],
  actor: Actor = actorOf("tablet-1"),
): Promise<SyncResult[]> => processChanges(kernel, changes, { deviceId: "tablet-1", actor }, log);

const person = (userId: string): Actor => ({ ...actorOf("tablet-1"), userId });
const change = (action: string, entityId: string, extras: Record<string, unknown> = {}) => ({
  changeId: `${action}-${entityId}`,
  entityType: "order",
  entityId,
  action,
  ...extras,
});
const line = (entityId: string, text: string, extras: Record<string, unknown> = {}) =>
  change("add-line", entityId, {
    changeId: `${entityId}-${text.replaceAll(" ", "-")}`,
    data: { line: text },
    ...extras,
  });
const linesOf = ({ kernel }: ToyStore, id: string) => kernel.get(tabs, id)?.lines;

describe("changes of a device", () => {
  it("are executed in the order in which they came, whatever they are about", async () => {
    const store = open();
    const results = await send(store, [
      change("create", "o1"),
      change("create", "o2"),
      line("o1", "soup"),
      line("o2", "bread"),
      line("o1", "wine"),
      change("pay", "o1", { data: { amount: 500 } }),
      line("o1", "too late"),
    ]);
    expect(results.map(({ changeId, status }) => [changeId, status])).toEqual([
      ["create-o1", "applied"],
      ["create-o2", "applied"],
      ["o1-soup", "applied"],
      ["o2-bread", "applied"],
      ["o1-wine", "applied"],
      ["pay-o1", "applied"],
      ["o1-too-late", "conflict"],
    ]);
    expect([linesOf(store, "o1"), linesOf(store, "o2")]).toEqual([["soup", "wine"], ["bread"]]);
  });

  it("carry the entity's version, and the device's time as advice", async () => {
    const store = open();
    const [created] = await send(store, [change("create", "o1", { timestamp: "2020-01-01T00:00:00Z" })]);
    expect(created).toEqual({ changeId: "create-o1", entityId: "o1", version: 1, status: "applied" });
    const row = store.kernel.db.prepare<[], { bytes: string }>("SELECT bytes FROM journal").get();
    expect(JSON.parse(row?.bytes ?? "")).toMatchObject({
      device: "tablet-1",
      deviceAt: "2020-01-01T00:00:00Z",
      command: "create-o1",
    });
  });

  it("that contradict are conflicts, with the reason and the current state", async () => {
    const store = open();
    await store.run("create", "o1");
    await store.run("pay", "o1", { amount: 500 });
    const [result] = await send(store, [line("o1", "more", { version: 1 })]);
    expect(result).toEqual({
      changeId: "o1-more",
      status: "conflict",
      entityId: "o1",
      version: 2,
      code: "conflict",
      detail: "The order is paid.",
      current: expect.objectContaining({ id: "o1", paid: 500, version: 2 }),
      problem: expect.objectContaining({ status: 409, code: "conflict" }),
    });
  });

  it("that met changes of others are merged; those that met only their own are applied", async () => {
    const store = open();
    await store.run("create", "o1");
    await store.run("addLine", "o1", { line: "of another tablet" });
    const [older, next] = await send(store, [
      line("o1", "soup", { version: 1 }),
      line("o1", "wine", { version: 1 }),
    ]);
    const [current] = await send(store, [line("o1", "tea", { version: next?.version })]);
    expect([older?.status, next?.status, current?.status]).toEqual(["merged", "applied", "applied"]);
    expect(linesOf(store, "o1")).toEqual(["of another tablet", "soup", "wine", "tea"]);
  });

  it("that are wrong never block the others", async () => {
    const store = open();
    reported.length = 0;
    const results = await send(store, [
      null,
      7,
      "a text",
      [],
      { changeId: "no-entity" },
      { ...change("create", "o0"), price: 5 },
      change("create", "not an id!"),
      change("create", "o1", { changeId: "x".repeat(65) }),
      change("fly", "o1"),
      { ...change("create", "o1"), entityType: "spaceship" },
      line("o1", ""),
      line("missing", "soup"),
      change("crash", "o1"),
      change("create", "o1", { changeId: "good" }),
    ]);
    expect(results.map(({ status, code }) => [status, code])).toEqual([
      ...Array.from({ length: 11 }, () => ["rejected", "invalid"]),
      ["rejected", "not_found"],
      ["rejected", "internal"],
      ["applied", undefined],
    ]);
    expect(results[0]?.changeId).toMatch(/^[0-9a-f]{64}$/);
    expect([results[4]?.changeId, results[7]?.changeId]).toEqual(["no-entity", "x".repeat(64)]);
    expect(results[8]?.detail).toBe("There is no fly of order.");
    expect(results[10]?.detail).toBe("line: must not be empty");
    expect(reported).toEqual(["a change of a device failed"]);
  });

  it("need the permission of their command", async () => {
    const store = open();
    const [, pay] = await send(
      store,
      [change("create", "o1"), change("pay", "o1", { data: { amount: 1 } })],
      actorOf("tablet-1", []),
    );
    expect([pay?.status, pay?.code]).toEqual(["rejected", "forbidden"]);
  });
});

describe("a change that comes again", () => {
  it("is a duplicate and changes nothing, in the same call or another", async () => {
    const store = open();
    const first = await send(store, [change("create", "o1"), line("o1", "soup"), line("o1", "soup")]);
    const again = await send(store, [change("create", "o1"), line("o1", "soup")]);
    expect([...first, ...again].map(({ status }) => status)).toEqual([
      "applied",
      "applied",
      "duplicate",
      "duplicate",
      "duplicate",
    ]);
    expect(again.map(({ version }) => version)).toEqual([2, 2]);
    expect(linesOf(store, "o1")).toEqual(["soup"]);
  });

  it("is one even when another person is signed in by then, or nobody", async () => {
    const store = open();
    const changes = [change("create", "o1"), line("o1", "soup")];
    const results = [
      ...(await send(store, changes, person("anna"))),
      ...(await send(store, changes, person("anna"))),
      ...(await send(store, changes, person("ben"))),
      ...(await send(store, changes, actorOf("tablet-1"))),
      ...(await send(store, [line("o1", "tea")], actorOf("tablet-1"))),
      ...(await send(store, [line("o1", "tea")], person("ben"))),
    ];
    expect(results.map(({ status }) => status)).toEqual([
      "applied",
      "applied",
      ...Array.from({ length: 6 }, () => "duplicate"),
      "applied",
      "duplicate",
    ]);
    expect(linesOf(store, "o1")).toEqual(["soup", "tea"]);
  });

  it("is another device's own when another device sends it", async () => {
    const store = open();
    await send(store, [change("create", "o1"), line("o1", "soup")]);
    const [other] = await processChanges(
      store.kernel,
      [line("o1", "soup")],
      { deviceId: "tablet-2", actor: actorOf("tablet-2") },
      log,
    );
    expect(other?.status).toBe("applied");
    expect(linesOf(store, "o1")).toEqual(["soup", "soup"]);
  });

  it("without a changeId is known by what it says, however it is written", async () => {
    const store = open();
    await store.run("create", "o1");
    const results = await send(store, [
      { entityType: "order", entityId: "o1", action: "add-line", data: { line: "soup", seat: 1 } },
      { action: "add-line", data: { seat: 1, line: "soup" }, entityId: "o1", entityType: "order" },
      { entityType: "order", entityId: "o1", action: "add-line", data: { line: "soup", seat: 2 } },
    ]);
    expect(results.map(({ status }) => status)).toEqual(["applied", "duplicate", "applied"]);
    expect(results[0]?.changeId).toBe(results[1]?.changeId);
  });

  it("is rejected when the same changeId says something else", async () => {
    const store = open();
    for (const actor of [actorOf("tablet-1"), person("anna")]) {
      const id = actor.userId ?? "nobody";
      await send(store, [change("create", id)], actor);
      const [result] = await send(store, [change("create", id, { data: { filler: "x" } })], actor);
      expect([result?.status, result?.code]).toEqual(["rejected", "key_reused"]);
    }
  });

  it("stays refused when it was refused", async () => {
    const store = open();
    await store.run("create", "o1");
    await store.run("pay", "o1", { amount: 5 });
    const first = await send(store, [line("o1", "soup")]);
    expect(await send(store, [line("o1", "soup")])).toEqual(first);
  });
});

describe("a box that cannot write now", () => {
  it("refuses the whole call, and knows what it took when the call comes again", async () => {
    const store = open({ limits: { maxQueue: 3 } });
    const changes = [
      change("create", "o1"),
      line("o1", "a"),
      line("o1", "b"),
      line("o1", "c"),
      line("o1", "d"),
    ];
    await expect(send(store, changes)).rejects.toThrow(Refusal);
    expect(linesOf(store, "o1")).toEqual(["a", "b"]);
    const results = await send(store, changes.slice(0, 3));
    expect(results.map(({ status }) => status)).toEqual(["duplicate", "duplicate", "duplicate"]);
    const rest = await send(store, changes.slice(3));
    expect(rest.map(({ status }) => status)).toEqual(["applied", "applied"]);
    expect(linesOf(store, "o1")).toEqual(["a", "b", "c", "d"]);
  });
});

describe("a transaction that is lost", () => {
  it("takes along what waits behind it, so that the same call sent again is done in its order", async () => {
    const store = open({ limits: { maxBatch: 1 } });
    const { db } = store.kernel;
    const left = [Object.assign(new Error("no space"), { code: "SQLITE_FULL" })];
    db.function("fill", () => {
      const error = left.pop();
      if (error) throw error;
      return 0;
    });
    db.exec("CREATE TEMP TRIGGER filling BEFORE INSERT ON journal BEGIN SELECT fill(); END");
    const changes = [change("create", "o1"), line("o1", "a"), line("o1", "b")];
    await expect(send(store, changes, person("anna"))).rejects.toMatchObject({ code: "unavailable" });
    expect([left, linesOf(store, "o1")]).toEqual([[], undefined]);
    const results = await send(store, changes, person("anna"));
    expect(results.map(({ status }) => status)).toEqual(["applied", "applied", "applied"]);
    expect(linesOf(store, "o1")).toEqual(["a", "b"]);
  });
});

describe("five hundred changes", () => {
  it("that contradict a long check bring it as it is now as long as the answer stays within a bound", async () => {
    const store = open();
    await send(store, [change("create", "o1", { data: { filler: "x".repeat(20_000) } })]);
    await store.run("pay", "o1", { amount: 5 });
    const late = Array.from({ length: 500 }, (_, index) => line("o1", `line ${index}`));
    const results = await send(store, late, person("anna"));
    expect(results.every(({ status }) => status === "conflict")).toBe(true);
    expect(results[0]?.current).toMatchObject({ id: "o1" });
    expect(results[499]?.current).toBeUndefined();
    const shown = results.filter(({ current }) => current !== undefined).length;
    expect(shown).toBeGreaterThan(30);
    expect(JSON.stringify(results).length).toBeLessThan(3 * 1024 * 1024);
  });

  it("share a few commits", async () => {
    const batches: number[] = [];
    const store = open({ measured: (units) => batches.push(units) });
    const changes = Array.from({ length: 500 }, (_, index) =>
      index < 50 ? change("create", `o${index}`) : line(`o${index % 50}`, `line ${index}`),
    );
    const results = await send(store, changes, person("anna"));
    expect(results.every(({ status }) => status === "applied")).toBe(true);
    expect(batches).toEqual([128, 128, 128, 116]);
    expect(linesOf(store, "o7")).toEqual(
      [57, 107, 157, 207, 257, 307, 357, 407, 457].map((n) => `line ${n}`),
    );
  });
});
