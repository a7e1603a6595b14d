/**
 * Wrong PINs while the box is away. Each try is counted on the disk before it is made, so that a page that is closed meanwhile gains
 * nothing, nor two pages that try at once. Five in a row end it until somebody signs in with the box; and as on the box, so many in an hour
 * whatever succeeded in between: somebody with a PIN of their own cannot use it to go on guessing another's.
 */
import type { Database, Writing } from "./database.ts";
import { ApiProblem } from "./problem.ts";

type Tries = {
  /** In a row. */
  wrong: number;
  /** Epoch milliseconds: none before. */
  until: number;
  hour?: { at: number; wrong: number };
};
type Counted = { left: number } | { refusal: ApiProblem };

const maxInRow = 5;
const maxInHour = 20;
const pause_ms = 2_000;
const hour_ms = 3_600_000;
const key = "tries";

export const closed =
  "Too many wrong PINs. Without the box nobody can sign in here any more; wait until it is back.";

const isTries = (value: unknown): value is Tries =>
  typeof value === "object" && value !== null && "wrong" in value;
const read = async (tx: Writing): Promise<Tries> => {
  const found = await tx.objectStore("facts").get(key);
  return isTries(found) ? found : { wrong: 0, until: 0 };
};
const put = async (tx: Writing, tries: Tries): Promise<void> => {
  await tx.objectStore("facts").put(tries, key);
};

const hourOf = ({ hour }: Tries, now: number): { at: number; wrong: number } =>
  hour && Math.abs(now - hour.at) < hour_ms ? hour : { at: now, wrong: 0 };

const wait = (wait_ms: number): ApiProblem =>
  new ApiProblem("rate_limited", "Wait a moment before the next try.", {
    status: 429,
    retryAfter_s: Math.ceil(wait_ms / 1000),
  });

const refusalOf = (tries: Tries, now: number): ApiProblem | null => {
  if (tries.wrong >= maxInRow) return new ApiProblem("unauthorized", closed, { status: 401 });
  const hour = hourOf(tries, now);
  if (hour.wrong >= maxInHour) return wait(Math.max(1000, hour.at + hour_ms - now));
  const left_ms = tries.until - now;
  // Longer than any pause: the clock was set back since.
  return left_ms > 0 && left_ms <= pause_ms ? wait(left_ms) : null;
};

const count = async (tx: Writing, now: number): Promise<Counted> => {
  const tries = await read(tx);
  const refusal = refusalOf(tries, now);
  if (refusal) return { refusal };
  const { at, wrong } = hourOf(tries, now);
  await put(tx, { wrong: tries.wrong + 1, until: now + pause_ms, hour: { at, wrong: wrong + 1 } });
  return { left: maxInRow - tries.wrong - 1 };
};

/** Somebody signed in with the box: those in a row are forgiven, those of the hour are not. */
export const forgetRow = async (tx: Writing): Promise<void> => {
  const { hour } = await read(tx);
  await put(tx, { wrong: 0, until: 0, ...(hour ? { hour } : {}) });
};

export const openTries = (database: Database, now: () => number) => ({
  /** How many are left if this one is wrong. Throws when there is none, or it comes too soon. */
  begin: async (): Promise<number> => {
    let counted: Counted = { left: 0 };
    const work = async (tx: Writing): Promise<void> => {
      counted = await count(tx, now());
    };
    await database.write(["facts"], work, "safe");
    const { left, refusal } = counted as { left?: number; refusal?: ApiProblem };
    if (refusal) throw refusal;
    return left ?? 0;
  },
  /** That one was right, and is none of the hour's wrong ones. */
  pass: (): Promise<void> =>
    database.write(
      ["facts"],
      async (tx) => {
        const { at, wrong } = hourOf(await read(tx), now());
        await put(tx, { wrong: 0, until: 0, hour: { at, wrong: Math.max(0, wrong - 1) } });
      },
      "safe",
    ),
});
