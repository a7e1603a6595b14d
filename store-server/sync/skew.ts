/**
 * How far a device's clock is off, as advice: the box's clock orders things whatever it says. Told by the device's time at sending; a
 * device that does not say it shows a clock that is ahead by a tap from the future.
 */
import { maxSkew_s } from "@tillbox/shared/protocol/sync.ts";

const secondsBetween = (time: string, now: string): number =>
  Math.round((Date.parse(time) - Date.parse(now)) / 1000);

const timesOf = (changes: readonly unknown[]): number[] =>
  changes.flatMap((change) => {
    if (typeof change !== "object" || change === null || !("timestamp" in change)) return [];
    const time = typeof change.timestamp === "string" ? Date.parse(change.timestamp) : Number.NaN;
    return Number.isNaN(time) ? [] : [time];
  });

/** Seconds that the device is ahead of the box, negative when it is behind; null where it is near enough or nobody knows. */
export const skewOf = (
  deviceTime: string | undefined,
  changes: readonly unknown[],
  now: string,
): number | null => {
  const times = timesOf(changes);
  const latest = times.reduce((last, time) => Math.max(last, time), Number.NEGATIVE_INFINITY);
  const ahead = Number.isFinite(latest) ? Math.max(0, Math.round((latest - Date.parse(now)) / 1000)) : 0;
  const skew = deviceTime === undefined ? ahead : secondsBetween(deviceTime, now);
  return Math.abs(skew) > maxSkew_s ? skew : null;
};
