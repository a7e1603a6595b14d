import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ApiProblem, tooSlow, unreachable } from "./problem.ts";
import { openDisk } from "./testing-disk.ts";
import { later, opening, refusal, request, settled, setUp, tap } from "./testing-outbox.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-11-20T18:00:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a tap", () => {
  test("is on the disk before it is sent, and leaves it when the box has taken it", async () => {
    const { disk, calls, outbox } = setUp();
    const done = outbox.submit(tap("soup"));
    expect(calls).toHaveLength(0);
    await settled();
    expect([...disk.rows.values()].map(({ key }) => key)).toEqual(calls[0]?.entries.map(({ key }) => key));
    calls[0]?.answer();
    expect(await done).toEqual({ ok: true, isLater: false, answer: { did: "soup" } });
    await settled();
    expect(disk.rows.size).toBe(0);
    expect(disk.sent).toEqual([calls[0]?.entries[0]?.key]);
    expect(outbox.entries.value).toEqual([]);
  });

  test("whose answer was lost is asked for again with the very same key", async () => {
    const { calls, outbox } = setUp();
    const done = outbox.submit(tap("pay", { asksOnce: true }));
    await settled();
    calls[0]?.fail(unreachable());
    await vi.advanceTimersByTimeAsync(2_000);
    calls[1]?.fail(tooSlow());
    await vi.advanceTimersByTimeAsync(4_000);
    expect(calls).toHaveLength(3);
    expect(new Set(calls.map(({ entries }) => entries[0]?.key)).size).toBe(1);
    calls[2]?.answer();
    expect(await done).toMatchObject({ ok: true, answer: { did: "pay" } });
  });

  test("of a page that died is there for the next one, and is sent with its own key", async () => {
    const disk = openDisk();
    const first = setUp(disk);
    first.actor.isAway = true;
    void first.outbox.submit(tap("soup"));
    void first.outbox.submit(tap("bread"));
    await settled();
    const keys = [...disk.rows.values()].map(({ key }) => key);
    const next = setUp(disk);
    await next.outbox.restore();
    expect(next.labels()).toEqual(["soup", "bread"]);
    await settled();
    expect(next.calls[0]?.entries.map(({ key }) => key)).toEqual(keys);
    expect(next.calls[0]?.attended.size).toBe(0);
  });

  test("that cannot be kept is said at once without the box, and goes straight to it with the box", async () => {
    const { disk, calls, outbox, actor, labels } = setUp();
    disk.fault = new DOMException("no room", "QuotaExceededError");
    actor.isAway = true;
    const lost = await outbox.submit(tap("soup"));
    expect(lost).toMatchObject({ ok: false, problem: { code: "not_kept" } });
    expect(outbox.trouble.value).toMatchObject({ kind: "full" });
    expect(labels()).toEqual([]);
    actor.isAway = false;
    const done = outbox.submit(tap("bread"));
    await settled();
    calls[0]?.answer();
    expect((await done).ok).toBe(true);
  });

  test("that cannot be kept is promised to nobody while the box does not answer: it waits in sight, with its own key", async () => {
    const { disk, calls, outbox, labels } = setUp();
    disk.fault = new DOMException("no room", "QuotaExceededError");
    const told = vi.fn<(outcome: unknown) => void>();
    void outbox.submit(tap("soup")).then(told);
    await settled();
    calls[0]?.fail(unreachable());
    await vi.advanceTimersByTimeAsync(30_000);
    expect(told).not.toHaveBeenCalled();
    expect(labels()).toEqual(["soup"]);
    calls.at(-1)?.answer();
    await settled();
    expect(told).toHaveBeenCalledWith({ ok: true, isLater: false, answer: { did: "soup" } });
    expect(new Set(calls.flatMap(({ entries }) => entries.map(({ key }) => key))).size).toBe(1);
  });

  test("that is kept again after there was no room ends the trouble", async () => {
    const { disk, outbox, actor } = setUp();
    actor.isAway = true;
    disk.fault = new DOMException("no room", "QuotaExceededError");
    await outbox.submit(tap("soup"));
    expect(outbox.trouble.value).toMatchObject({ kind: "full" });
    disk.fault = null;
    expect(await outbox.submit(tap("bread"))).toMatchObject({ ok: true, isLater: true });
    expect(outbox.trouble.value).toBeNull();
  });

  test("is done for whoever tapped once it is safe here, when the box is away; what only the box can do is not", async () => {
    const { calls, outbox, actor } = setUp();
    actor.isAway = true;
    expect(await outbox.submit(tap("soup"))).toMatchObject({ ok: true, isLater: true });
    const card = vi.fn<(outcome: unknown) => void>();
    void outbox.submit(tap("card", { asksOnce: true })).then(card);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(card).not.toHaveBeenCalled();
    expect(calls.length).toBeGreaterThan(0);
  });
});

describe("the calls", () => {
  test("carry everything that waits, in order, and one at a time", async () => {
    const { calls, outbox } = setUp();
    void outbox.submit(tap("first"));
    await settled();
    for (const label of ["a", "b", "c"]) void outbox.submit(tap(label, { order: `order-${label}` }));
    await settled();
    expect(calls.map(({ labels }) => labels)).toEqual([["first"]]);
    calls[0]?.answer();
    await settled();
    expect(calls.map(({ labels }) => labels)).toEqual([["first"], ["a", "b", "c"]]);
  });

  test("hold at most 500 changes", async () => {
    const { calls, outbox, actor } = setUp();
    actor.isAway = true;
    actor.id = "elsewhere";
    for (let index = 0; index < 620; index += 1) void outbox.submit(tap(`tap ${index}`));
    actor.id = "waiter";
    await settled();
    actor.id = "elsewhere";
    outbox.hurry();
    await settled();
    calls[0]?.answer();
    await settled();
    expect(calls.map(({ entries }) => entries.length)).toEqual([500, 120]);
  });

  test("that do not get through leave all as it was, and a new tap does not wait for the pause", async () => {
    const { calls, outbox, labels } = setUp();
    void outbox.submit(tap("one"));
    await settled();
    calls[0]?.fail(unreachable());
    await settled();
    void outbox.submit(tap("two"));
    await settled();
    expect(calls[1]?.labels).toEqual(["one", "two"]);
    expect(labels()).toEqual(["one", "two"]);
  });

  test("which one change spoils are made with single ones, so that it holds up no other", async () => {
    const { calls, outbox } = setUp();
    const bad = outbox.submit(tap("bad"));
    const good = outbox.submit(tap("good"));
    await settled();
    calls[0]?.fail(new ApiProblem("too_large", "Too much.", { status: 413 }));
    await settled();
    calls[1]?.fail(new ApiProblem("too_large", "Too much.", { status: 413 }));
    await settled();
    calls[2]?.answer();
    expect(calls.map(({ labels }) => labels)).toEqual([["bad", "good"], ["bad"], ["good"]]);
    expect((await good).ok).toBe(true);
    expect(await bad).toMatchObject({ ok: false, problem: { code: "too_large" } });
  });

  test("are made in the name of whoever tapped, and of nobody else", async () => {
    const { calls, outbox, actor } = setUp();
    void outbox.submit(tap("mine"));
    await settled();
    calls[0]?.fail(unreachable());
    await settled();
    actor.id = "someone-else";
    void outbox.submit(tap("theirs", { order: "order-2" }));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(calls.slice(1).every(({ labels }) => labels.join() === "theirs")).toBe(true);
    actor.granted.add("waiter");
    outbox.hurry();
    await settled();
    expect(calls.at(-1)?.labels).toEqual(["mine"]);
  });

  test("go to the store where it was tapped, and to no other", async () => {
    const { calls, outbox, actor } = setUp();
    actor.isAway = true;
    void outbox.submit(tap("here"));
    await settled();
    calls[0]?.fail(unreachable());
    actor.storeId = "another store";
    await vi.advanceTimersByTimeAsync(60_000);
    outbox.hurry();
    await settled();
    expect(calls).toHaveLength(1);
    actor.storeId = "store";
    outbox.hurry();
    await settled();
    expect(calls[1]?.labels).toEqual(["here"]);
  });

  test("of two people keep the order of one check", async () => {
    const { calls, outbox, actor } = setUp();
    actor.id = "elsewhere";
    void outbox.submit(tap("hers"));
    await settled();
    calls[0]?.fail(unreachable());
    await settled();
    actor.id = "waiter";
    void outbox.submit(tap("mine"));
    await settled();
    expect(calls).toHaveLength(1);
    actor.granted.add("elsewhere");
    outbox.hurry();
    await settled();
    calls[1]?.answer();
    await settled();
    expect(calls.map(({ labels }) => labels)).toEqual([["hers"], ["hers"], ["mine"]]);
  });
});

describe("a refusal", () => {
  test("is final, says why, and lets the next one go", async () => {
    const { calls, outbox, labels, disk } = setUp();
    const done = outbox.submit(tap("void"));
    void outbox.submit(tap("send"));
    await settled();
    expect([...(calls[0]?.attended ?? [])]).toHaveLength(calls[0]?.entries.length ?? 0);
    calls[0]?.answer({ void: refusal() });
    expect(await done).toMatchObject({ ok: false, problem: { message: "Tomato soup is sold out." } });
    await settled();
    for (const call of calls.slice(1)) call.answer();
    await settled();
    expect(labels()).toEqual([]);
    expect(disk.rows.size).toBe(0);
  });

  test("of what is kept stays with its reason until it is tried again, with a new key, or discarded", async () => {
    const { calls, outbox, disk } = setUp();
    void outbox.submit(tap("add", { keeps: true }));
    await settled();
    calls[0]?.answer({ add: refusal() });
    await settled();
    const [kept] = outbox.entries.value;
    expect(kept).toMatchObject({ state: "refused", problem: { code: "conflict" } });
    expect([...disk.rows.values()][0]?.refusal?.message).toBe("Tomato soup is sold out.");
    outbox.retry(kept?.key ?? "");
    await settled();
    expect(calls[1]?.entries[0]?.key).not.toBe(kept?.key);
    calls[1]?.answer({ add: refusal() });
    await settled();
    outbox.discard(outbox.entries.value[0]?.key ?? "");
    await settled();
    expect(outbox.entries.value).toEqual([]);
    expect(disk.rows.size).toBe(0);
  });

  test("that nobody waits for any more is kept for a person to see, also after a reload", async () => {
    const { calls, outbox, actor, disk, labels } = setUp();
    actor.isAway = true;
    void outbox.submit(tap("void"));
    await settled();
    calls[0]?.fail(unreachable());
    await vi.advanceTimersByTimeAsync(60_000);
    calls.at(-1)?.answer({ void: refusal() });
    await settled();
    expect(labels()).toEqual(["void"]);
    const next = setUp(disk);
    await next.outbox.restore();
    await settled();
    expect(next.outbox.entries.value).toMatchObject([
      { label: "void", state: "refused", problem: { message: "Tomato soup is sold out." } },
    ]);
    expect(next.calls).toEqual([]);
  });

  test("to open an order refuses what hangs on it, for the same reason", async () => {
    const { calls, outbox } = setUp();
    const opened = outbox.submit(opening());
    const added = outbox.submit(tap("add"));
    await settled();
    calls[0]?.answer({
      open: refusal("Table 4 has an open order."),
      add: refusal("There is no such order.", "not_found"),
    });
    await settled();
    calls[1]?.answer({ add: refusal("There is no such order.", "not_found") });
    expect((await opened).ok).toBe(false);
    expect(await added).toMatchObject({ ok: false, problem: { message: "Table 4 has an open order." } });
    expect(outbox.entries.value).toEqual([]);
  });
});

describe("a later change of the same thing", () => {
  test("replaces the one that still waits for its turn", async () => {
    const { calls, outbox, disk } = setUp();
    void outbox.submit(tap("send"));
    await settled();
    const two = outbox.submit(tap("two", { name: "line quantity" }));
    const three = outbox.submit(tap("three", { name: "line quantity" }));
    await settled();
    const four = outbox.submit(tap("four", { name: "line quantity" }));
    await settled();
    expect([...disk.rows.values()].map(({ entry }) => entry.label)).toEqual(["send", "four"]);
    calls[0]?.answer();
    await settled();
    expect(calls.map(({ labels }) => labels)).toEqual([["send"], ["four"]]);
    calls[1]?.answer();
    for (const outcome of await Promise.all([two, three, four]))
      expect(outcome).toMatchObject({ ok: true, answer: { did: "four" } });
  });

  test("does not replace one that came before a send", async () => {
    const { calls, outbox } = setUp();
    void outbox.submit(tap("first"));
    await settled();
    void outbox.submit(tap("two", { name: "line quantity" }));
    void outbox.submit(tap("send"));
    void outbox.submit(tap("three", { name: "line quantity" }));
    await settled();
    calls[0]?.answer();
    await settled();
    expect(calls[1]?.labels).toEqual(["two", "send", "three"]);
  });
});

describe("a request that is no intent", () => {
  test("is not kept, goes beside the others, and waits for what came before it in its chain", async () => {
    const { calls, asks, outbox, disk } = setUp();
    void outbox.submit(tap("soup"));
    const print = outbox.submit(request("print", { chain: "order-1" }));
    void outbox.submit(request("close the day"));
    await settled();
    expect(asks.map(({ entry }) => entry.label)).toEqual(["close the day"]);
    expect([...disk.rows.values()].map(({ entry }) => entry.label)).toEqual(["soup"]);
    calls[0]?.answer();
    await settled();
    asks[1]?.answer("printed");
    expect(await print).toEqual({ ok: true, isLater: false, answer: "printed" });
  });

  test("of somebody who left is ended, and holds up nobody else's taps of that check", async () => {
    const { calls, asks, outbox, actor } = setUp();
    actor.id = "gone";
    const print = outbox.submit(request("print", { chain: "order-1" }));
    await settled();
    asks[0]?.fail(unreachable());
    await settled();
    actor.id = "waiter";
    void outbox.submit(tap("soup"));
    await settled();
    expect(await print).toMatchObject({ ok: false, problem: { code: "unauthorized" } });
    expect(calls.map(({ labels }) => labels)).toEqual([["soup"]]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asks).toHaveLength(1);
  });

  test("is asked again while it cannot get through; 'not set up' is an answer where asked once, else tried a few times", async () => {
    const { asks, outbox } = setUp();
    const card = outbox.submit(request("card", { asksOnce: true }));
    await settled();
    asks[0]?.fail(later());
    expect((await card).ok).toBe(false);
    const busy = outbox.submit(request("busy"));
    await settled();
    for (let index = 1; index < 20; index += 1) {
      asks[index]?.fail(later());
      await vi.advanceTimersByTimeAsync(10_000);
    }
    expect((await busy).ok).toBe(false);
    expect(asks).toHaveLength(7);
    expect(new Set(asks.slice(1).map(({ entry }) => entry.key)).size).toBe(1);
  });
});
