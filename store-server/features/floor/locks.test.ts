import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Locks, openLocks } from "./locks.ts";

const anna = { userId: "anna", name: "Waiter 1", deviceId: "tablet-1" };
const ben = { userId: "ben", name: "Waiter 2", deviceId: "tablet-2" };
const time = { until: "2026-05-01T12:00:45.000Z", lasts_ms: 45_000 };
let locks: Locks;
let told: string[];

beforeEach(() => {
  vi.useFakeTimers();
  locks = openLocks();
  told = [];
  locks.onChange((tableId) => told.push(tableId));
});
afterEach(() => {
  locks.close();
  vi.useRealTimers();
});

describe("a courtesy lock", () => {
  it("says who works on the table, and keeps it from another person until it ends by itself", () => {
    expect(locks.take("t1", anna, time, false)).toEqual({
      taken: true,
      lock: { ...anna, until: time.until },
    });
    expect(locks.take("t1", ben, time, false)).toMatchObject({ taken: false, lock: anna });
    vi.advanceTimersByTime(44_999);
    expect(locks.of("t1")).toMatchObject(anna);
    vi.advanceTimersByTime(1);
    expect(locks.of("t1")).toBeNull();
    expect(told).toEqual(["t1", "t1"]);
    expect(locks.take("t1", ben, time, false).taken).toBe(true);
  });
  it("ends with its device, and the locks of other devices stay", () => {
    locks.take("t1", anna, time, false);
    locks.take("t2", ben, time, false);
    locks.take("t3", { ...ben, deviceId: anna.deviceId }, time, false);
    locks.releaseDevice(anna.deviceId);
    expect([locks.of("t1"), locks.of("t2")?.name, locks.of("t3")]).toEqual([null, "Waiter 2", null]);
    expect(told).toEqual(["t1", "t2", "t3", "t1", "t3"]);
    locks.releaseDevice("nobody");
    expect(told).toHaveLength(5);
  });

  it("lasts as long as it is renewed, also by the same person on another device", () => {
    locks.take("t1", anna, time, false);
    vi.advanceTimersByTime(30_000);
    const moved = { ...anna, deviceId: "tablet-9" };
    expect(locks.take("t1", moved, time, false)).toMatchObject({ taken: true, lock: moved });
    vi.advanceTimersByTime(30_000);
    expect(locks.of("t1")).toMatchObject(moved);
    vi.advanceTimersByTime(15_000);
    expect(locks.of("t1")).toBeNull();
  });
  it("is overridden by who may, and given up at once", () => {
    locks.take("t1", anna, time, false);
    expect(locks.take("t1", ben, time, true)).toMatchObject({ taken: true, lock: ben });
    locks.release("t1");
    locks.release("t1");
    expect(locks.of("t1")).toBeNull();
    expect(told).toEqual(["t1", "t1", "t1"]);
  });
  it("without a person belongs to its device", () => {
    const kiosk = { userId: null, name: "Door", deviceId: "door" };
    locks.take("t1", kiosk, time, false);
    expect(locks.take("t1", { ...kiosk, deviceId: "other" }, time, false).taken).toBe(false);
    expect(locks.take("t1", kiosk, time, false).taken).toBe(true);
  });
});
