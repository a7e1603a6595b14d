/**
 * Who works on which table now: a courtesy between people, so that two do not take the same order. A lock ends by itself unless it is
 * renewed; it lives in memory only, never in the journal, and it refuses nobody's order. There are never more locks than tables.
 */
import type { TableLock } from "@tillbox/shared/contract/floor.ts";

export type Holder = { userId: string | null; name: string; deviceId: string | null };
type Held = TableLock & { ends_ms: number; timer: ReturnType<typeof setTimeout> };

export type Locks = {
  of(tableId: string): TableLock | null;
  /** Takes or renews it until `until`, in `lasts_ms`. Answers the lock of another person where there is one, unless it is overridden. */
  take(
    tableId: string,
    holder: Holder,
    time: { until: string; lasts_ms: number },
    override: boolean,
  ): { taken: boolean; lock: TableLock };
  release(tableId: string): void;
  /** All that were taken on a device that has gone. */
  releaseDevice(deviceId: string): void;
  /** Told of every table whose lock was taken, renewed or ended. */
  onChange(tell: (tableId: string) => void): void;
  close(): void;
};

/** The same person on another device goes on there; a device without a person is itself. */
export const isSameHolder = (one: Holder, other: Holder): boolean =>
  one.userId === other.userId && (one.userId !== null || one.deviceId === other.deviceId);

export const openLocks = (steady: () => number = () => performance.now()): Locks => {
  const locks = new Map<string, Held>();
  let tell: (tableId: string) => void = () => undefined;
  const current = (tableId: string): Held | undefined => {
    const lock = locks.get(tableId);
    return lock && lock.ends_ms > steady() ? lock : undefined;
  };
  const drop = (tableId: string): void => {
    clearTimeout(locks.get(tableId)?.timer);
    if (locks.delete(tableId)) tell(tableId);
  };
  const shown = ({ userId, name, deviceId, until }: TableLock): TableLock => ({
    userId,
    name,
    deviceId,
    until,
  });
  return {
    of: (tableId) => {
      const lock = current(tableId);
      return lock ? shown(lock) : null;
    },
    take: (tableId, holder, { until, lasts_ms }, override) => {
      const before = current(tableId);
      if (before && !override && !isSameHolder(before, holder)) return { taken: false, lock: shown(before) };
      clearTimeout(locks.get(tableId)?.timer);
      const timer = setTimeout(() => drop(tableId), lasts_ms);
      timer.unref();
      const lock = { ...shown({ ...holder, until }), ends_ms: steady() + lasts_ms, timer };
      locks.set(tableId, lock);
      tell(tableId);
      return { taken: true, lock: shown(lock) };
    },
    release: drop,
    releaseDevice: (deviceId) => {
      for (const [tableId, lock] of locks) if (lock.deviceId === deviceId) drop(tableId);
    },
    onChange: (listen) => {
      tell = listen;
    },
    close: () => {
      for (const { timer } of locks.values()) clearTimeout(timer);
      locks.clear();
      tell = () => undefined;
    },
  };
};
