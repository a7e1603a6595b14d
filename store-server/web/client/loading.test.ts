import { signal } from "@preact/signals";
import { describe, expect, test, vi } from "vitest";
import type { Api } from "./api.ts";
import { openLoading } from "./loading.ts";
import type { Session } from "./session.ts";
import { openStore } from "./store.ts";

const page = { items: [], nextCursor: null };
const table = { id: "t1", version: 3, areaId: "room" };

const setUp = () => {
  const person = signal<{ id: string } | null>({ id: "ann" });
  const session = { device: signal({}), person, may: () => true } as unknown as Session;
  const store = openStore();
  const refused = new Set<string>();
  const reads: string[] = [];
  let held: Promise<void> = Promise.resolve();
  const holdTables = (): (() => void) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    held = promise;
    return resolve;
  };
  const get = async (path: string): Promise<unknown> => {
    const [name = ""] = path.split("?");
    reads.push(name);
    if (name === "/api/tables") await held;
    if (refused.has(name)) throw new Error("away");
    return name === "/api/tables" ? { items: [table], nextCursor: null } : page;
  };
  const loading = openLoading(
    { api: { get } as unknown as Api, session, store, position: () => ({ seq: 3 }) },
    { parts: ["floor", "bookings"] },
  );
  return { person, store, refused, reads, loading, holdTables };
};

describe("reading the snapshot", () => {
  test("a store of which only a person's own part was read is not ready", async () => {
    const { loading, store, refused } = setUp();
    await loading.reloadPersonal();
    expect(store.load.value.step).toBe("empty");
    await loading.reload();
    expect(store.load.value.step).toBe("ready");
    expect(store.tables.all.value.size).toBe(1);
    refused.add("/api/reservations");
    await loading.reload();
    expect(store.load.value.step).toBe("ready");
  });

  test("what was asked for while nobody might read it is owed until somebody has", async () => {
    const { loading, person, store } = setUp();
    await loading.reload();
    expect(loading.isOwed()).toBe(false);
    person.value = null;
    await loading.reload();
    expect(loading.isOwed()).toBe(true);
    person.value = { id: "bob" };
    await loading.reload();
    expect(loading.isOwed()).toBe(false);
    expect(store.load.value.step).toBe("ready");
  });

  test("what was read of a journal before is not shown over the one that began meanwhile, and nothing told since is lost", async () => {
    const { loading, store, holdTables } = setUp();
    await loading.reload();
    const letGo = holdTables();
    const reading = loading.reload();
    loading.begin();
    expect(store.tables.get("t1")?.version).toBe(3);
    store.applyChange("table", { ...table, version: 1 }, false);
    store.applyChange("table", { ...table, id: "t2", version: 2 }, false);
    letGo();
    await reading;
    expect(store.tables.get("t1")?.version).toBe(1);
    expect(store.tables.get("t2")?.version).toBe(2);
    expect(loading.isOwed()).toBe(true);
  });

  test("what is known of a journal before goes with the snapshot of the next, and not before", async () => {
    const { loading, store } = setUp();
    store.applyChange("drawer", { id: "d1", version: 9 }, false);
    await loading.reload();
    loading.begin();
    expect(store.drawers.all.value.size).toBe(1);
    await loading.reload();
    expect(store.drawers.all.value.size).toBe(0);
    expect(store.tables.get("t1")?.version).toBe(3);
  });

  test("a person's own part that was wanted while the screen was locked is read when somebody is there", async () => {
    const { loading, person, store, reads } = setUp();
    await loading.reload();
    person.value = null;
    await loading.reloadPersonal();
    person.value = { id: "bob" };
    reads.length = 0;
    loading.catchUp();
    await vi.waitFor(() => expect(reads).toContain("/api/reservations"), 10_000);
    expect(reads).not.toContain("/api/tables");
    expect(store.load.value.step).toBe("ready");
  });

  test("what failed to be read is owed", async () => {
    const { loading, refused } = setUp();
    refused.add("/api/tables");
    await loading.reload();
    expect(loading.isOwed()).toBe(true);
    refused.clear();
    await loading.reload();
    expect(loading.isOwed()).toBe(false);
  });
});
