import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { unreachable } from "./problem.ts";
import { isBusyIn, loadVault, unsentOf } from "./running.ts";
import { settled, setUp, tap } from "./testing-outbox.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse("2026-11-20T18:00:00Z") });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("what the pill counts", () => {
  test("is also what takes long, though nothing failed: a disk or a box that does not answer", async () => {
    const { outbox } = setUp();
    void outbox.submit(tap("soup"));
    await settled();
    const entries = outbox.entries.value;
    const after = (wait_ms: number) => unsentOf(entries, "connected", () => true, Date.now() + wait_ms);
    expect([after(9_000), after(11_000)]).toEqual([0, 1]);
  });
});

describe("a new version of the page", () => {
  test("is not taken while a tap waits that only this page knows; what is on the disk waits there", async () => {
    const kept = setUp();
    kept.actor.isAway = true;
    void kept.outbox.submit(tap("soup"));
    await settled();
    kept.calls[0]?.fail(unreachable());
    await settled();
    expect(isBusyIn(kept.outbox)).toBe(false);

    const { calls, disk, outbox } = setUp();
    disk.fault = new DOMException("no room", "QuotaExceededError");
    void outbox.submit(tap("soup"));
    await settled();
    calls[0]?.fail(unreachable());
    await settled();
    expect(outbox.entries.value).toMatchObject([{ state: "waiting" }]);
    expect(isBusyIn(outbox)).toBe(true);
  });
});

describe("who may send", () => {
  test("is read again from a disk that did not answer at the start, and then what waits is sent", async () => {
    const hurry = vi.fn<() => void>();
    let isSlow = true;
    const load = vi.fn<() => Promise<void>>(() =>
      isSlow ? new Promise(() => undefined) : Promise.resolve(),
    );
    const loaded = loadVault({ vault: { load }, outbox: { hurry } });
    await vi.advanceTimersByTimeAsync(4_100);
    await loaded;
    isSlow = false;
    await vi.advanceTimersByTimeAsync(31_000);
    expect([load.mock.calls.length, hurry.mock.calls.length]).toEqual([2, 1]);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(load).toHaveBeenCalledTimes(2);
  });
});
