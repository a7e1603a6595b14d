/**
 * Passwords, argon2id at the figures that OWASP's password storage cheat sheet gives as its minimum (19 MiB, two passes).
 * Hashing is expensive on purpose, so only a few at a time run and only a bounded number waits.
 */
import { Refusal } from "@tillbox/shared/refusal.ts";
import { hash, verify } from "argon2";

const options = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 };
const AT_ONCE = 2;
const MAX_WAITING = 50;

let running = 0;
const waiting: (() => void)[] = [];

const bounded = async <T>(work: () => Promise<T>): Promise<T> => {
  if (running >= AT_ONCE) {
    if (waiting.length >= MAX_WAITING) {
      throw new Refusal("unavailable", "Too many people sign in at this moment: try again.", {
        retryAfter_s: 2,
      });
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running += 1;
  try {
    return await work();
  } finally {
    // A place is handed over, not given back, to whoever waits.
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
};

export const hashPassword = (password: string): Promise<string> => bounded(() => hash(password, options));

let decoy: Promise<string> | undefined;

/** Takes as long for a user who is not there (`stored` null) as for one who is. */
export const verifyPassword = async (stored: string | null, password: string): Promise<boolean> => {
  decoy ??= hash("nobody has this password", options);
  const known = stored ?? (await decoy);
  const same = await bounded(() => verify(known, password));
  return same && stored !== null;
};
