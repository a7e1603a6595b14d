import { signal } from "@preact/signals";
import { describe, expect, test } from "vitest";
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
  const get = async (path: string): Promise<unknown> => {
    const [name = ""] = path.split("?");
    if (refused.has(name)) throw new Error("away");
    return name === "/api/tables" ? { items: [table], nextCursor: null } : page;
  };
  const loading = openLoading(
    { api: { get } as unknown as Api, session, store, position: () => ({ seq: 3 }) },
    { parts: ["floor", "bookings"] },
  );
  return { person, store, refused, loading };
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
