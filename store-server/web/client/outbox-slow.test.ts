import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Keeper } from "./keeper.ts";
import { type Locks, openQueues } from "./locks.ts";
import { unreachable } from "./problem.ts";
import { openDisk } from "./testing-disk.ts";
import { settled, setUp, tap } from "./testing-outbox.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-11-20T18:00:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Work that another tab, which its browser suspended, holds up until `go`. */
const openGate = () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { wait: promise, go: resolve };
};
const setUpSlow = (slow: (keeper: Keeper) => Partial<Keeper>) => {
  const disk = openDisk();
  const keeper = disk.keeper();
  return setUp(disk, openQueues(), { ...keeper, ...slow(keeper) });
};

describe("a disk that does not answer", () => {
  test("holds no tap up for more than some seconds: it goes from memory, and is said not to be kept", async () => {
    const gate = openGate();
    const { calls, outbox, disk } = setUpSlow((keeper) => ({
      put: (kept) => gate.wait.then(() => keeper.put(kept)),
    }));
    const done = outbox.submit(tap("soup"));
    await vi.advanceTimersByTimeAsync(4_100);
    expect(calls.map(({ labels }) => labels)).toEqual([["soup"]]);
    expect(outbox.unkept.value).toBe(1);
    expect(outbox.trouble.value).toMatchObject({ kind: "slow" });
    // What is written after all was said not to be, and stays nowhere.
    gate.go();
    await settled();
    expect(disk.rows.size).toBe(0);
    calls[0]?.answer();
    expect(await done).toMatchObject({ ok: true, answer: { did: "soup" } });
    expect(outbox.entries.value).toEqual([]);
  });

  test("takes away only the tap that was written late, and none that came to its place since", async () => {
    const gate = openGate();
    const { disk, outbox } = setUpSlow((keeper) => ({
      put: async (kept) => {
        const place = await keeper.put(kept);
        disk.rows.set(place, { ...kept, key: "another tap", place });
        await gate.wait;
        return place;
      },
    }));
    void outbox.submit(tap("soup"));
    await vi.advanceTimersByTimeAsync(4_100);
    gate.go();
    await settled();
    expect([...disk.rows.values()].map(({ key }) => key)).toEqual(["another tap"]);
  });

  test("is asked for a second what else there is, then goes what this page knows; it is not asked again meanwhile", async () => {
    const asked = vi.fn<() => Promise<never>>(() => new Promise(() => undefined));
    const { calls, outbox } = setUpSlow(() => ({ all: asked }));
    void outbox.submit(tap("soup"));
    await vi.advanceTimersByTimeAsync(1_100);
    expect(calls.map(({ labels }) => labels)).toEqual([["soup"]]);
    calls[0]?.answer();
    await settled();
    void outbox.submit(tap("bread"));
    await settled();
    expect(calls[1]?.labels).toEqual(["bread"]);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  test("that does not note what is over holds up nothing that comes after it", async () => {
    const { calls, outbox } = setUpSlow(() => ({ settle: () => new Promise(() => undefined) }));
    void outbox.submit(tap("soup"));
    await settled();
    calls[0]?.answer();
    await settled();
    void outbox.submit(tap("bread"));
    await vi.advanceTimersByTimeAsync(4_500);
    expect(calls[1]?.labels).toEqual(["bread"]);
  });
});

describe("what ended while the disk was read", () => {
  test("is not brought back by what the disk held before", async () => {
    const gate = openGate();
    let isHeld = false;
    const { outbox, actor, labels } = setUpSlow((keeper) => ({
      all: async () => {
        const kept = await keeper.all();
        if (isHeld) await gate.wait;
        return kept;
      },
    }));
    actor.isAway = true;
    actor.id = "elsewhere";
    void outbox.submit(tap("soup"));
    actor.id = "waiter";
    await settled();
    isHeld = true;
    const restored = outbox.restore();
    await settled();
    outbox.discard(outbox.entries.value[0]?.key ?? "");
    gate.go();
    await restored;
    expect(labels()).toEqual([]);
  });
});

describe("a page that its browser froze", () => {
  test("keeps its lock from no other for good: after half a minute that one sends without, then at once", async () => {
    const gate = openGate();
    const locks: Locks = { run: (_name, work) => gate.wait.then(work) };
    const { calls, outbox } = setUp(openDisk(), locks);
    void outbox.submit(tap("soup"));
    await vi.advanceTimersByTimeAsync(29_000);
    expect(calls).toEqual([]);
    await vi.advanceTimersByTimeAsync(1_500);
    expect(calls.map(({ labels }) => labels)).toEqual([["soup"]]);
    calls[0]?.answer();
    await settled();
    void outbox.submit(tap("bread"));
    await settled();
    expect(calls[1]?.labels).toEqual(["bread"]);
    calls[1]?.answer();
    // It comes back: nothing is sent twice for it, and it is waited for again.
    gate.go();
    await settled();
    void outbox.submit(tap("cake"));
    await settled();
    expect(calls.map(({ labels }) => labels)).toEqual([["soup"], ["bread"], ["cake"]]);
  });
});

describe("a disk that lost everything", () => {
  test("takes nothing from the page that tapped it: it is sent, and on the disk again where it stood", async () => {
    const { disk, calls, outbox, labels, actor } = setUp();
    actor.isAway = true;
    void outbox.submit(tap("soup"));
    void outbox.submit(tap("bread"));
    await settled();
    calls[0]?.fail(unreachable());
    await settled();
    const before = [...disk.rows.entries()].map(([place, { key }]) => [place, key]);
    disk.rows.clear();
    outbox.hurry();
    await vi.advanceTimersByTimeAsync(1_100);
    expect(labels()).toEqual(["soup", "bread"]);
    expect([...disk.rows.entries()].map(([place, { key }]) => [place, key])).toEqual(before);
    calls[1]?.answer();
    await settled();
    expect(calls[1]?.labels).toEqual(["soup", "bread"]);
    expect([disk.rows.size, labels()]).toEqual([0, []]);
  });

  test("and counts from the start again has no tap stand before an earlier one of its check", async () => {
    let place = 41;
    const { calls, outbox, disk } = setUpSlow((keeper) => ({
      put: (kept) => keeper.put({ ...kept, place }),
    }));
    void outbox.submit(tap("open"));
    await settled();
    place = 1;
    void outbox.submit(tap("soup"));
    await settled();
    calls[0]?.fail(unreachable());
    await settled();
    expect(outbox.entries.value.map(({ label }) => label)).toEqual(["open", "soup"]);
    expect([outbox.unkept.value, [...disk.rows.keys()]]).toEqual([1, [41]]);
    outbox.hurry();
    await settled();
    expect(calls.at(-1)?.labels).toEqual(["open", "soup"]);
  });

  test("the control: what another page tapped, and the disk does not hold any more, is over", async () => {
    const disk = openDisk();
    const [first, other] = [setUp(disk), setUp(disk)];
    first.actor.isAway = true;
    void first.outbox.submit(tap("soup"));
    await settled();
    expect(other.labels()).toEqual(["soup"]);
    disk.rows.clear();
    await other.outbox.restore();
    expect(other.labels()).toEqual([]);
  });
});

describe("a disk that did not answer at the start", () => {
  test("is asked again until it does, and what it holds is sent then", async () => {
    const disk = openDisk();
    const dead = setUp(disk);
    dead.actor.id = "nobody yet";
    void dead.outbox.submit(tap("soup"));
    await settled();
    let isSlow = true;
    const keeper = disk.keeper();
    const all = () => (isSlow ? new Promise<never>(() => undefined) : keeper.all());
    const { calls, outbox, actor, labels } = setUp(disk, openQueues(), { ...keeper, all });
    actor.id = "nobody yet";
    const restored = outbox.restore();
    await vi.advanceTimersByTimeAsync(4_100);
    await restored;
    expect([labels(), outbox.trouble.value?.kind]).toEqual([[], "slow"]);
    isSlow = false;
    await vi.advanceTimersByTimeAsync(31_000);
    expect([labels(), outbox.trouble.value]).toEqual([["soup"], null]);
    expect(calls.map((call) => call.labels)).toEqual([["soup"]]);
  });
});

describe("a page that runs an app which is out of date", () => {
  test("goes on saying so, whatever else cannot be written", async () => {
    const { outbox, disk } = setUp();
    outbox.storageFailed({ kind: "outdated", message: "Reload this one." });
    disk.fault = new DOMException("A newer app is open.", "VersionError");
    void outbox.submit(tap("soup"));
    await settled();
    expect(outbox.trouble.value).toMatchObject({ kind: "outdated" });
  });
});
