/**
 * Wrong guesses cost time. Each key (a device, a username, an address, …) has its count in a table, so that a restart forgets
 * nothing. Beyond its allowance a key is blocked, twice as long with each further failure. A success clears the row of failures but
 * not the hour's: somebody with a PIN of their own cannot use it to go on guessing another's.
 */
import { Refusal } from "@tillbox/shared/refusal.ts";
import { query } from "../kernel/database.ts";
import type { Kernel } from "../kernel/kernel.ts";

/** `factor` multiplies the allowance: an address may stand for many people. */
export type AttemptKey = { key: string; factor?: number };

export type BackOff = {
  /** Throws `rate_limited` while one of the keys is blocked. */
  check(keys: readonly AttemptKey[]): void;
  /** Counts a failure on every key; after its commit. */
  failed(keys: readonly AttemptKey[]): Promise<void>;
  succeeded(keys: readonly AttemptKey[]): Promise<void>;
};

type Row = {
  failures: number;
  hour_started_at: string;
  hour_failures: number;
  blocked_until: string | null;
};

const find = query<[string], Row>(
  "SELECT failures, hour_started_at, hour_failures, blocked_until FROM login_attempts WHERE key = ?",
);
const save = query<[string, number, string, number, string | null, string]>(
  "INSERT INTO login_attempts (key, failures, hour_started_at, hour_failures, blocked_until, updated_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, hour_started_at = excluded.hour_started_at, hour_failures = excluded.hour_failures, blocked_until = excluded.blocked_until, updated_at = excluded.updated_at",
);
const clear = query<[string, string]>(
  "UPDATE login_attempts SET failures = 0, blocked_until = NULL, updated_at = ? WHERE key = ?",
);
const forget = query<[string]>(
  "DELETE FROM login_attempts WHERE key IN (SELECT key FROM login_attempts WHERE updated_at < ? ORDER BY updated_at LIMIT 20)",
);

const first_s = 30;
const longest_s = 15 * 60;
const hour_ms = 3_600_000;
const day_ms = 24 * hour_ms;
/** Failures an hour, as a multiple of the allowance, that block whatever succeeded in between. */
const hourFactor = 4;

const later = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString();

/** `maxAttempts`: failures in a row that cost nothing yet (MAX_LOGIN_ATTEMPTS). */
export const createBackOff = (kernel: Kernel, maxAttempts: number): BackOff => {
  const count = (at: string, { key, factor = 1 }: AttemptKey): void => {
    const known = find.get(kernel.db, key);
    const sameHour = known !== undefined && later(known.hour_started_at, hour_ms) > at;
    const failures = (known?.failures ?? 0) + 1;
    const hourFailures = (sameHour ? known.hour_failures : 0) + 1;
    const allowance = maxAttempts * factor;
    const over = Math.max(failures - allowance, hourFailures - allowance * hourFactor);
    const blockedUntil =
      over >= 0 ? later(at, Math.min(longest_s, first_s * 2 ** Math.min(over, 10)) * 1000) : null;
    save.run(kernel.db, key, failures, sameHour ? known.hour_started_at : at, hourFailures, blockedUntil, at);
  };
  return {
    check: (keys) => {
      const at = kernel.clock.now();
      const until = keys.map(({ key }) => find.get(kernel.db, key)?.blocked_until ?? "").reduce(latest, at);
      if (until > at) throw blocked((Date.parse(until) - Date.parse(at)) / 1000);
    },
    failed: (keys) =>
      kernel.operate(() => {
        const at = kernel.clock.now();
        for (const key of keys) count(at, key);
        forget.run(kernel.db, later(at, -day_ms));
      }),
    succeeded: async (keys) => {
      const known = keys.filter(({ key }) => (find.get(kernel.db, key)?.failures ?? 0) > 0);
      if (known.length === 0) return;
      await kernel.operate(() => {
        for (const { key } of known) clear.run(kernel.db, kernel.clock.now(), key);
      });
    },
  };
};

const latest = (left: string, right: string): string => (left > right ? left : right);
const blocked = (seconds: number): Refusal =>
  new Refusal(
    "rate_limited",
    `Too many wrong attempts. Wait ${Math.ceil(seconds)} seconds, then try again.`,
    { retryAfter_s: seconds },
  );
