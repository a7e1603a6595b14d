import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openQueues } from "./locks.ts";
import { unreachable } from "./problem.ts";
import { openDisk } from "./testing-disk.ts";
import { opening, refusal, settled, setUp, tap } from "./testing-outbox.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-11-20T18:00:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a refusal of which nobody heard", () => {
  test("is asked for again without whoever was told that their tap is safe, so that the box keeps it and books cash", async () => {
    const { calls, outbox, labels } = setUp();
    const told = outbox.submit(tap("cash", { taken: 4230 }));
    await settled();
    await vi.advanceTimersByTimeAsync(4_500);
    expect(await told).toMatchObject({ ok: true, isLater: true });
    expect(calls[0]?.attended.size).toBe(1);
    calls[0]?.answer({ cash: refusal() });
    await settled();
    expect(calls[1]?.labels).toEqual(["cash"]);
    expect(calls[1]?.entries[0]?.key).toBe(calls[0]?.entries[0]?.key);
    expect(calls[1]?.attended.size).toBe(0);
    calls[1]?.answer();
    await settled();
    expect(labels()).toEqual([]);
  });

  test("the control: whoever still waits hears it at once, and it is not sent again", async () => {
    const { calls, outbox, labels } = setUp();
    const told = outbox.submit(tap("cash", { taken: 4230 }));
    await settled();
    calls[0]?.answer({ cash: refusal() });
    expect(await told).toMatchObject({ ok: false, problem: { code: "conflict" } });
    await vi.advanceTimersByTimeAsync(10_000);
    expect([calls.length, labels()]).toEqual([1, []]);
  });

  test("of an order that could not be opened takes what hangs on it with it, but no cash: the box is told of that", async () => {
    const { calls, outbox, labels } = setUp();
    void outbox.submit(opening());
    await settled();
    void outbox.submit(tap("soup"));
    void outbox.submit(tap("cash", { taken: 4230 }));
    await settled();
    calls[0]?.answer({ open: refusal() });
    await settled();
    expect(calls[1]?.labels).toEqual(["cash"]);
    calls[1]?.answer();
    await settled();
    expect(labels()).toEqual([]);
  });

  test("of an order that is to be opened again takes nothing with it that hangs on it", async () => {
    const { calls, outbox, labels } = setUp();
    void outbox.submit(opening());
    await settled();
    await vi.advanceTimersByTimeAsync(4_500);
    void outbox.submit(tap("soup"));
    await settled();
    calls[0]?.answer({ open: refusal("Table 4 has an open order.") });
    await settled();
    expect(calls[1]?.labels).toEqual(["open", "soup"]);
    expect(calls[1]?.attended.has(calls[0]?.entries[0]?.key ?? "")).toBe(false);
    calls[1]?.answer();
    await settled();
    expect(labels()).toEqual([]);
  });

  test("of an order that is to be opened again has what was refused with it sent again after it", async () => {
    const { calls, outbox, labels } = setUp();
    const noOrder = refusal("There is no such order.", "not_found");
    void outbox.submit(tap("first", { order: "order-0" }));
    await settled();
    void outbox.submit(opening());
    await vi.advanceTimersByTimeAsync(2_000);
    const soup = vi.fn<(outcome: unknown) => void>();
    void outbox.submit(tap("soup")).then(soup);
    await settled();
    calls[0]?.answer();
    await settled();
    expect(calls[1]?.labels).toEqual(["open", "soup"]);
    // Of the opening it was said that it is safe, and whoever added the soup still waits.
    await vi.advanceTimersByTimeAsync(2_500);
    calls[1]?.answer({ open: refusal("Table 4 has an open order."), soup: noOrder });
    await settled();
    expect(soup).not.toHaveBeenCalled();
    expect(calls[2]?.labels).toEqual(["open", "soup"]);
    expect(calls[2]?.attended).toEqual(new Set([calls[1]?.entries[1]?.key]));
    calls[2]?.answer();
    await settled();
    expect([soup.mock.lastCall?.[0], labels()]).toMatchObject([{ ok: true }, []]);
  });

  test("is none where the order was refused for good: what hangs on it is over with it, and only its cash is told", async () => {
    const { calls, outbox } = setUp();
    const noOrder = refusal("There is no such order.", "not_found");
    void outbox.submit(opening());
    await settled();
    calls[0]?.fail(unreachable());
    await vi.advanceTimersByTimeAsync(200);
    void outbox.submit(tap("soup"));
    void outbox.submit(tap("cash", { taken: 4230 }));
    await settled();
    // The opening waits here by now; soup and cash are looked at until the answer comes.
    expect(calls[1]?.attended.size).toBe(2);
    await vi.advanceTimersByTimeAsync(4_500);
    calls[1]?.answer({ open: refusal("Table 4 has an open order."), soup: noOrder, cash: noOrder });
    await settled();
    expect(outbox.entries.value).toMatchObject([
      { label: "open", state: "refused" },
      { label: "soup", state: "refused", problem: { message: "Table 4 has an open order." } },
      { label: "cash", state: "sending" },
    ]);
    expect(calls[2]?.labels).toEqual(["cash"]);
    expect(calls[2]?.attended.size).toBe(0);
  });
});

describe("a refusal that somebody is told of", () => {
  test("is on the disk before they are, so that a page which dies there shows it and never sends it again", async () => {
    const disk = openDisk();
    const keeper = disk.keeper();
    const written = Promise.withResolvers<void>();
    const settle: typeof keeper.settle = async (settlement, safe) => {
      await keeper.settle(settlement, safe);
      if (safe) await written.promise;
    };
    const { calls, outbox } = setUp(disk, openQueues(), { ...keeper, settle });
    const told = vi.fn<(outcome: unknown) => void>();
    void outbox.submit(tap("cash", { taken: 4230 })).then(told);
    await settled();
    calls[0]?.answer({ cash: refusal() });
    await settled();
    expect(told).not.toHaveBeenCalled();
    const next = setUp(disk);
    await next.outbox.restore();
    await settled();
    expect(next.outbox.entries.value).toMatchObject([{ label: "cash", state: "refused" }]);
    expect(next.calls).toEqual([]);
    written.resolve();
    await settled();
    expect(told).toHaveBeenCalledWith(expect.objectContaining({ ok: false }));
    expect(disk.rows.size).toBe(0);
  });

  test("is not called safe in the moment in which it is written down", async () => {
    const disk = openDisk();
    const keeper = disk.keeper();
    const settle: typeof keeper.settle = async (settlement, safe) => {
      if (safe) await new Promise((done) => setTimeout(done, 2_000));
      return keeper.settle(settlement, safe);
    };
    const { calls, outbox } = setUp(disk, openQueues(), { ...keeper, settle });
    const told = outbox.submit(tap("cash", { taken: 4230 }));
    await vi.advanceTimersByTimeAsync(3_000);
    calls[0]?.answer({ cash: refusal() });
    await vi.advanceTimersByTimeAsync(2_500);
    expect(await told).toMatchObject({ ok: false, problem: { code: "conflict" } });
  });

  test("is off the disk before anything is read from the box", async () => {
    const { calls, outbox, box, disk } = setUp();
    box.shown = new Promise(() => undefined);
    const told = outbox.submit(tap("cash", { taken: 4230 }));
    void outbox.submit(tap("soup", { order: "order-2" }));
    await settled();
    for (const call of calls) call.answer({ cash: refusal() });
    await settled();
    expect((await told).ok).toBe(false);
    expect([...disk.rows.values()].map(({ entry }) => entry.label)).not.toContain("cash");
  });
});
