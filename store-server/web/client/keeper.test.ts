import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { noStores, storeIn } from "../../../scripts/sim/rows.ts";
import type { Database, StoreName, Writing } from "./database.ts";
import { openKeeper } from "./keeper.ts";
import { openQueues } from "./locks.ts";
import { openDisk } from "./testing-disk.ts";
import { setUp, tap } from "./testing-outbox.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-11-20T18:00:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

/** One transaction after the other, each for that long. */
const openSlow = (each_ms: number, fits: (key: unknown) => boolean = () => true) => {
  const stores = noStores();
  const counter = { last: 0 };
  const queue = openQueues();
  const counted = { writes: 0 };
  const inTurn = <T>(work: () => Promise<T>): Promise<T> =>
    queue.run("disk", async () => {
      await new Promise((done) => setTimeout(done, each_ms));
      return work();
    });
  const whole = async (work: (tx: Writing) => void | Promise<void>): Promise<void> => {
    const undo: (() => void)[] = [];
    counted.writes += 1;
    const objectStore = (name: StoreName) => {
      const store = storeIn(name, stores, counter, undo);
      const put = (value: Record<string, unknown>, key?: string) =>
        fits(value.key) ? store.put(value, key) : Promise.reject(new DOMException("", "QuotaExceededError"));
      return { ...store, put };
    };
    await Promise.resolve(work({ objectStore } as unknown as Writing)).catch((error: unknown) => {
      for (const takeBack of undo.toReversed()) takeBack();
      throw error;
    });
  };
  const read = <T>(work: (db: never) => Promise<T>): Promise<T> =>
    inTurn(() => work({ getAll: (name: StoreName) => storeIn(name, stores, counter, []).getAll() } as never));
  const database: Database = { read, write: (_stores, work) => inTurn(() => whole(work)) };
  return { database, counted };
};
const kept = (key: string) => ({ key, shape: 1 as const, entry: {} as never, refusal: null });

describe("a burst of taps on a slow disk", () => {
  test("goes together: three hundred are on the disk and on their way within a second and a half", async () => {
    const { database, counted } = openSlow(100);
    const { calls, outbox } = setUp(openDisk(), openQueues(), openKeeper(database));
    for (let index = 0; index < 300; index += 1)
      void outbox.submit(tap(`tap ${index}`, { order: `order-${index}` }));
    outbox.hurry();
    await vi.advanceTimersByTimeAsync(1_500);
    expect(counted.writes).toBe(2);
    expect(calls).toHaveLength(1);
    calls[0]?.answer();
    await vi.advanceTimersByTimeAsync(500);
    expect(calls.map(({ entries }) => entries.length).reduce((a, b) => a + b)).toBe(300);
    expect(outbox.entries.value.map(({ place }) => place)).toEqual(
      Array.from(
        { length: outbox.entries.value.length },
        (_, index) => 301 - outbox.entries.value.length + index,
      ),
    );
  });

  test("keeps the order of the taps", async () => {
    const { database } = openSlow(100);
    const keeper = openKeeper(database);
    const places = Promise.all(["a", "b", "c", "d"].map((key) => keeper.put(kept(key))));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await places).toEqual([1, 2, 3, 4]);
  });

  test("that finds no room is tried one by one, so that only what finds none is said not to be kept", async () => {
    const { database } = openSlow(100, (key) => key !== "big");
    const keeper = openKeeper(database);
    const puts = ["first", "soup", "big", "bread"].map((key) => keeper.put(kept(key)));
    const ends = Promise.allSettled(puts);
    await vi.advanceTimersByTimeAsync(2_000);
    expect((await ends).map(({ status }) => status)).toEqual([
      "fulfilled",
      "fulfilled",
      "rejected",
      "fulfilled",
    ]);
    const all = keeper.all();
    await vi.advanceTimersByTimeAsync(200);
    expect((await all).map(({ key }) => key)).toEqual(["first", "soup", "bread"]);
  });
});

describe("a transaction that never ends", () => {
  test("holds up no tap that comes after it for long", async () => {
    const { database } = openSlow(1);
    let count = 0;
    const dead: Database = {
      ...database,
      write: (...given) => {
        count += 1;
        return count === 1 ? new Promise(() => undefined) : database.write(...given);
      },
    };
    const keeper = openKeeper(dead);
    void keeper.put(kept("lost"));
    const next = keeper.put(kept("soup"));
    await vi.advanceTimersByTimeAsync(4_100);
    expect(await next).toBe(1);
  });
});
