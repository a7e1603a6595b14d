import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openQueues } from "./locks.ts";
import { openDisk } from "./testing-disk.ts";
import { settled, setUp, tap } from "./testing-outbox.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-11-20T18:00:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("two tabs", () => {
  test("see the same list, send no tap twice, and each hears the end of its own", async () => {
    const disk = openDisk();
    const locks = openQueues();
    const [left, right] = [setUp(disk, locks), setUp(disk, locks)];
    const mine = left.outbox.submit(tap("left"));
    const theirs = right.outbox.submit(tap("right", { order: "order-2" }));
    await settled();
    expect(left.labels()).toEqual(["left", "right"]);
    expect(right.labels()).toEqual(["left", "right"]);
    for (let round = 0; round < 4; round += 1) {
      for (const call of [...left.calls, ...right.calls]) call.answer();
      await settled();
    }
    const sent = [...left.calls, ...right.calls].flatMap(({ labels }) => labels);
    expect(sent.toSorted()).toEqual(["left", "right"]);
    expect([(await mine).ok, (await theirs).ok]).toEqual([true, true]);
    expect([left.labels(), right.labels()]).toEqual([[], []]);
  });

  test("that take turns lose no tap that was put in the place of one which the other tab was just sending", async () => {
    const disk = openDisk();
    disk.news_ms = 50;
    const locks = openQueues();
    const [left, right] = [setUp(disk, locks), setUp(disk, locks)];
    void left.outbox.submit(tap("send"));
    await settled();
    void right.outbox.submit(tap("two", { name: "line quantity" }));
    await vi.advanceTimersByTimeAsync(60);
    left.calls[0]?.answer();
    await settled();
    expect(left.calls[1]?.labels).toEqual(["two"]);
    // It has not heard yet that the other tab sends it.
    const three = right.outbox.submit(tap("three", { name: "line quantity" }));
    await settled();
    left.calls[1]?.answer();
    await settled();
    expect([...disk.rows.values()].map(({ entry }) => entry.label)).toEqual(["three"]);
    await vi.advanceTimersByTimeAsync(60);
    for (const call of [...left.calls.slice(2), ...right.calls]) call.answer();
    expect(await three).toMatchObject({ ok: true, answer: { did: "three" } });
    await settled();
    expect(disk.rows.size).toBe(0);
  });

  test("without a lock between them would send a tap twice: the lock is what prevents it", async () => {
    const disk = openDisk();
    const [left, right] = [setUp(disk), setUp(disk)];
    void left.outbox.submit(tap("left"));
    await settled();
    void right.outbox.submit(tap("right", { order: "order-2" }));
    await settled();
    const sent = [...left.calls, ...right.calls].flatMap(({ labels }) => labels);
    expect(sent.filter((label) => label === "left")).toHaveLength(2);
  });
});

describe("a tap of a tab that died", () => {
  test("is sent by another one within seconds, though nothing happens there", async () => {
    const disk = openDisk();
    const other = setUp(disk);
    const dead = setUp(disk, { run: () => new Promise(() => undefined) });
    void dead.outbox.submit(tap("soup"));
    await settled();
    expect(other.calls).toEqual([]);
    await vi.advanceTimersByTimeAsync(16_000);
    expect(other.calls.map(({ labels }) => labels)).toEqual([["soup"]]);
    other.calls[0]?.answer();
    await vi.advanceTimersByTimeAsync(20_000);
    // What is over keeps no page busy. The dead tab's own timers are its.
    expect(other.labels()).toEqual([]);
  });

  test("the control: while nothing is open, nothing is due", async () => {
    const { calls, outbox } = setUp();
    void outbox.submit(tap("soup"));
    await settled();
    calls[0]?.answer();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(vi.getTimerCount()).toBe(0);
  });
});
