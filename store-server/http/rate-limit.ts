/**
 * Requests a second and client, in memory, counted in fixed windows of one second. Synchronous, because the request path is:
 * a signed-in client carries its window with its session, everybody else is found by address. The table of addresses is
 * bounded; at the bound the oldest are forgotten, which can only let somebody pass.
 */
import { Refusal } from "@tillbox/shared/refusal.ts";

export type RateWindow = { started_ms: number; count: number };
export const newWindow = (): RateWindow => ({ started_ms: 0, count: 0 });

export type RateLimit = {
  /** Counts one request. Throws `rate_limited` beyond the limit. */
  take(window: RateWindow): void;
  /** The window of an address. */
  windowOf(address: string): RateWindow;
};

const window_ms = 1000;
const maxAddresses = 5000;

/** `perSecond` 0 switches it off. */
export const createRateLimit = (
  perSecond: number,
  now: () => number = () => performance.now(),
): RateLimit => {
  const addresses = new Map<string, RateWindow>();
  const take = (window: RateWindow): void => {
    if (perSecond === 0) return;
    const time = now();
    if (time - window.started_ms >= window_ms) {
      window.started_ms = time;
      window.count = 0;
    }
    window.count += 1;
    if (window.count <= perSecond) return;
    throw new Refusal("rate_limited", `More than ${perSecond} requests a second. Slow down and try again.`, {
      retryAfter_s: (window.started_ms + window_ms - time) / 1000,
    });
  };
  const windowOf = (address: string): RateWindow => {
    const known = addresses.get(address);
    if (known) return known;
    const made = newWindow();
    addresses.set(address, made);
    if (addresses.size > maxAddresses) forgetOldest(addresses);
    return made;
  };
  return { take, windowOf };
};

const forgetOldest = (addresses: Map<string, RateWindow>): void => {
  const oldest = addresses.keys().next().value;
  if (oldest !== undefined) addresses.delete(oldest);
};
