import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
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
});
