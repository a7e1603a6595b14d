/**
 * argon2id for passwords and PINs. It is made to cost memory and time, so it is done outside of the writer's queue and a few at a
 * time: the rest of libuv's threads stay free, and the event loop never waits. Who finds the queue full is told to come back.
 */
import { Refusal } from "@tillbox/shared/refusal.ts";

export type HashCost = { memory_KiB: number; passes: number };
/** RFC 9106 and OWASP's floor for argon2id with one lane; about 20 ms on the machine it was chosen on. */
export const standardCost: HashCost = { memory_KiB: 19_456, passes: 2 };

export type Hashing = {
  /** An encoded hash with its own salt and cost. */
  hash(secret: string): Promise<string>;
  /** Without a stored hash it says no, after the same time. */
  matches(stored: string | null | undefined, secret: string): Promise<boolean>;
};

export type SecretHasher = {
  /** Does `work` when its turn comes. Throws `unavailable` when too many wait. */
  inTurn<T>(work: (hashing: Hashing) => Promise<T>): Promise<T>;
};

const concurrency = 2;
const maxWaiting = 100;

export const createSecretHasher = (cost: HashCost = standardCost): SecretHasher => {
  const hashing = createHashing(cost);
  const waiting: (() => void)[] = [];
  let busy = 0;
  const enter = async (): Promise<void> => {
    if (busy < concurrency) {
      busy += 1;
      return;
    }
    if (waiting.length >= maxWaiting)
      throw new Refusal("unavailable", "Too many people sign in at this moment. Try again in a second.", {
        retryAfter_s: 2,
      });
    await new Promise<void>((resolve) => waiting.push(resolve));
  };
  /** A place that becomes free goes to who waits longest. */
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else busy -= 1;
  };
  return {
    inTurn: async (work) => {
      await enter();
      try {
        return await work(hashing);
      } finally {
        leave();
      }
    },
  };
};

const createHashing = (cost: HashCost): Hashing => {
  const options = { memoryCost: cost.memory_KiB, timeCost: cost.passes, parallelism: 1 };
  const hash = async (secret: string): Promise<string> => {
    const argon2 = await import("argon2");
    return argon2.hash(secret, { ...options, type: argon2.argon2id });
  };
  let decoy: Promise<string> | undefined;
  return {
    hash,
    matches: async (stored, secret) => {
      const argon2 = await import("argon2");
      decoy ??= hash("nobody has this password");
      const agrees = await argon2.verify(stored ?? (await decoy), secret);
      return agrees && typeof stored === "string";
    },
  };
};
