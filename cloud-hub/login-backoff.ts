/**
 * Guessing must be slow. Every attempt counts as failed before the password is looked at, so a burst of parallel guesses
 * gets no more looks than a patient one; the right password takes its own count back. After `limit` failures of a login name
 * the next attempts wait one second, two, four, up to 15 minutes; from one address after ten times as many, because a whole
 * office can share one. The counts live in the database, so several nodes share them and a restart forgets nothing.
 */
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { Database } from "./database.ts";
import { sha256 } from "./tokens.ts";

const LONGEST_WAIT_S = 900;
const ADDRESS_FACTOR = 10;

export type Attempt = { name: string; address: string };
export type LoginBackoff = {
  /** Counts an attempt. Throws Refusal `rate_limited` with the seconds to wait. */
  begin(attempt: Attempt): Promise<void>;
  /** The attempt was right. */
  succeed(attempt: Attempt): Promise<void>;
};

const nameKey = (name: string): string => sha256(`name:${name.toLowerCase()}`).toString("hex");
const addressKey = (address: string): string => sha256(`address:${address}`).toString("hex");

const count = `INSERT INTO login_failures AS known (key, failures, blocked_until)
  VALUES ($1, 1, CASE WHEN 1 >= $2::integer THEN now() + interval '1 second' END)
  ON CONFLICT (key) DO UPDATE SET last_at = now(),
    failures = CASE WHEN known.last_at < now() - interval '1 hour' THEN 1 ELSE known.failures + 1 END,
    blocked_until = CASE WHEN known.last_at >= now() - interval '1 hour' AND known.failures + 1 >= $2::integer
      THEN now() + least(${LONGEST_WAIT_S}, power(2, least(known.failures + 1 - $2::integer, 20))) * interval '1 second' END
    WHERE known.blocked_until IS NULL OR known.blocked_until <= now()
  RETURNING failures`;

export const openLoginBackoff = (database: Database, limit: number): LoginBackoff => ({
  begin: async ({ name, address }) => {
    const limits: [string, number][] = [
      [addressKey(address), limit * ADDRESS_FACTOR],
      [nameKey(name), limit],
    ];
    const keys = limits.map(([key]) => key);
    await database.lookup(keys, async (sql) => {
      await sql.rows("DELETE FROM login_failures WHERE last_at < now() - interval '1 day'");
      for (const [key, attempts] of limits) {
        if ((await sql.row(count, [key, attempts])) !== null) continue;
        const row = await sql.row<{ wait: number }>(
          "SELECT ceil(extract(epoch FROM blocked_until - now()))::integer AS wait FROM login_failures WHERE key = $1",
          [key],
        );
        const wait = Math.max(1, row?.wait ?? 1);
        throw new Refusal("rate_limited", `Too many attempts: wait ${wait} seconds, then try again.`, {
          retryAfter_s: wait,
        });
      }
    });
  },
  succeed: async ({ name, address }) => {
    const keys = [addressKey(address), nameKey(name)];
    await database.lookup(keys, async (sql) => {
      await sql.rows(
        "UPDATE login_failures SET failures = greatest(0, failures - 1), blocked_until = NULL WHERE key = $1",
        [keys[0]],
      );
      await sql.rows("DELETE FROM login_failures WHERE key = $1", [keys[1]]);
    });
  },
});
