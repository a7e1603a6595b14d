import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openDrainingKeeper } from "./keeper.ts";
import { openQueues } from "./locks.ts";
import { unreachable } from "./problem.ts";
import { unsentOf } from "./running.ts";
import { openDisk } from "./testing-disk.ts";
import { refusal, request, settled, setUp, tap } from "./testing-outbox.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-11-20T18:00:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("what lives in the page only", () => {
  test("is counted while the page could lose it, and is not called safe; what is on the disk is neither", async () => {
    const { disk, outbox, actor } = setUp();
    actor.isAway = true;
    expect(await outbox.submit(tap("soup"))).toMatchObject({ isLater: true, isKept: true });
    expect(outbox.unkept.value).toBe(0);

    const off = setUp(disk, openQueues(), openDrainingKeeper(disk.keeper()));
    off.actor.isAway = true;
    expect(await off.outbox.submit(tap("bread"))).toMatchObject({ isLater: true, isKept: false });
    expect(off.outbox.unkept.value).toBe(1);
    off.actor.isAway = false;
    off.outbox.hurry();
    await settled();
    off.calls.at(-1)?.answer();
    await settled();
    expect(off.outbox.unkept.value).toBe(0);
  });

  test("is a tap that found no room while the box was asked, until the box has it or keeps its refusal", async () => {
    const { disk, calls, outbox } = setUp();
    disk.fault = new DOMException("no room", "QuotaExceededError");
    void outbox.submit(tap("soup", { keeps: true }));
    await settled();
    expect(outbox.unkept.value).toBe(1);
    calls[0]?.answer({ soup: refusal() });
    await settled();
    expect(outbox.entries.value).toMatchObject([{ state: "refused", inboxId: null }]);
    expect(outbox.unkept.value).toBe(1);
    outbox.discard(outbox.entries.value[0]?.key ?? "");
    expect(outbox.unkept.value).toBe(0);
  });

  test("is not what only the box can do: that is nothing which a page could keep", async () => {
    const { asks, outbox } = setUp();
    void outbox.submit(request("print"));
    await settled();
    expect(asks).toHaveLength(1);
    expect(outbox.unkept.value).toBe(0);
  });
});

describe("what waits for a sign-in", () => {
  test("is unsent for the pill with the box at hand too, with what stands behind it; what is on its way is not", async () => {
    const { outbox, actor } = setUp();
    void outbox.submit(tap("soup"));
    await settled();
    actor.id = "manager";
    void outbox.submit(tap("bread"));
    void outbox.submit(tap("cake", { order: "order-2" }));
    await settled();
    const entries = outbox.entries.value;
    expect(unsentOf(entries, "connected", (id) => id === "manager", Date.now())).toBe(2);
    expect(unsentOf(entries, "connected", () => true, Date.now())).toBe(0);
    expect(unsentOf(entries, "offline", () => true, Date.now())).toBe(3);
  });

  test("goes as soon as somebody's word is here, under its own key, before what stands behind it", async () => {
    const disk = openDisk();
    const first = setUp(disk);
    first.actor.isAway = true;
    first.actor.id = "gone";
    void first.outbox.submit(tap("cash"));
    await settled();
    const [kept] = [...disk.rows.values()];
    const next = setUp(disk);
    await next.outbox.restore();
    void next.outbox.submit(tap("bread"));
    await settled();
    expect(next.calls).toEqual([]);
    next.actor.granted.add("gone");
    next.outbox.hurry();
    await settled();
    expect(next.calls.map(({ labels }) => labels)).toEqual([["cash"]]);
    expect(next.calls[0]?.entries).toMatchObject([{ key: kept?.key, actorId: "gone" }]);
    expect(next.calls[0]?.attended.size).toBe(0);
    next.calls[0]?.answer();
    await settled();
    expect(next.calls.map(({ labels }) => labels)).toEqual([["cash"], ["bread"]]);
    expect([...disk.rows.values()].map(({ entry }) => entry.label)).toEqual(["bread"]);
  });
});

describe("a hurry that comes while a call is on its way", () => {
  test("is not forgotten: should the call fail, the next one is made at once, and only once", async () => {
    const { calls, outbox } = setUp();
    void outbox.submit(tap("soup"));
    await settled();
    outbox.hurry();
    calls[0]?.fail(unreachable());
    await settled();
    expect(calls).toHaveLength(2);
    calls[1]?.fail(unreachable());
    await settled();
    expect(calls).toHaveLength(2);
  });
});
