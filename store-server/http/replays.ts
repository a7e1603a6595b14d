/**
 * Idempotency for what is no command: a pairing code, an enrolment. Such answers hold secrets or belong to the moment, so they are
 * never written down; they are kept in memory for as long as a client may still ask again after it lost one. A restart forgets them.
 * Only what went well is kept; what failed may be tried again.
 */
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { Reply } from "./errors.ts";

export type Replays = {
  /** Runs `work` once for a key; the same key again gets the same answer. Throws `key_reused` for another request. */
  once(key: string, fingerprint: string, work: () => Promise<Reply>): Promise<Reply>;
};

type Kept = { fingerprint: string; until_ms: number; reply: Promise<Reply> };

const life_ms = 10 * 60_000;
const maxKept = 500;
const maxBody_chars = 64 * 1024;

const isSmall = ({ body }: Reply): boolean => body === null || body.length <= maxBody_chars;
const marked = (reply: Reply): Reply => ({
  ...reply,
  headers: { ...reply.headers, "idempotent-replay": "true" },
});

export const createReplays = (now_ms: () => number = () => performance.now()): Replays => {
  const kept = new Map<string, Kept>();
  const known = (key: string): Kept | undefined => {
    const found = kept.get(key);
    if (found && found.until_ms > now_ms()) return found;
    kept.delete(key);
    return undefined;
  };
  const keep = (key: string, entry: Kept): void => {
    kept.set(key, entry);
    const oldest = kept.size > maxKept ? kept.keys().next().value : undefined;
    if (oldest !== undefined) kept.delete(oldest);
  };
  return {
    once: async (key, fingerprint, work) => {
      const before = known(key);
      if (before && before.fingerprint !== fingerprint)
        throw new Refusal(
          "key_reused",
          "This idempotency key was used for another request. Make a new key for each tap.",
        );
      if (before) return marked(await before.reply);
      const reply = work();
      const entry = { fingerprint, until_ms: now_ms() + life_ms, reply };
      keep(key, entry);
      const forget = (): void => {
        if (kept.get(key) === entry) kept.delete(key);
      };
      reply.then(
        (value) => isSmall(value) || forget(),
        () => forget(),
      );
      return reply;
    },
  };
};
