/**
 * One tab at a time. Web Locks where the browser has them: a tab that dies lets go by itself. On plain HTTP there are none; then a
 * lease in the database stands in, which a live holder renews and which runs out when nobody does.
 */
import { newId } from "@tillbox/shared/id.ts";
import type { Database, Writing } from "./database.ts";

export type Locks = {
  /** Runs `work` while no other tab runs anything under this name. */
  run<T>(name: string, work: () => Promise<T>): Promise<T>;
};

const lease_ms = 12_000;
const renewal_ms = 4_000;
const firstTry_ms = 40;
const longestTry_ms = 1_000;

type Lease = { holder: string; until: number };
const isLease = (value: unknown): value is Lease =>
  typeof value === "object" && value !== null && "holder" in value && "until" in value;

export const openLeases = (database: Database, now: () => number = Date.now): Locks => {
  const holder = newId();
  const change = async (name: string, next: (known: Lease | null) => Lease | null): Promise<boolean> => {
    let isMine = false;
    await database.write(["facts"], async (tx: Writing) => {
      const facts = tx.objectStore("facts");
      const key = `lease ${name}`;
      const found = await facts.get(key);
      const lease = next(isLease(found) ? found : null);
      isMine = lease?.holder === holder;
      if (lease === null) await facts.delete(key);
      else await facts.put(lease, key);
    });
    return isMine;
  };
  /** A lease that would run longer than any does is one of a clock that was set back since. */
  const isHeld = ({ until }: Lease): boolean => until > now() && until <= now() + lease_ms;
  const take = (known: Lease | null): Lease =>
    known !== null && known.holder !== holder && isHeld(known) ? known : { holder, until: now() + lease_ms };
  const give = (known: Lease | null): Lease | null => (known?.holder === holder ? null : known);
  /** Two works of the same tab wait for each other here. */
  const own = openQueues();
  return {
    run: (name, work) =>
      own.run(name, async () => {
        // Without a database there is no other tab that could share anything.
        for (let pause_ms = firstTry_ms; !(await change(name, take).catch(() => true)); ) {
          await new Promise((done) => setTimeout(done, pause_ms));
          pause_ms = Math.min(longestTry_ms, pause_ms * 2);
        }
        const renewal = setInterval(() => void change(name, take).catch(() => undefined), renewal_ms);
        try {
          return await work();
        } finally {
          clearInterval(renewal);
          await change(name, give).catch(() => false);
        }
      }),
  };
};

/** Within one page only. */
export const openQueues = (): Locks => {
  const last = new Map<string, Promise<unknown>>();
  return {
    run: <T>(name: string, work: () => Promise<T>): Promise<T> => {
      const before = last.get(name) ?? Promise.resolve();
      const done = before.then(work, work);
      const ended = done.catch(() => undefined);
      last.set(name, ended);
      void ended.finally(() => {
        if (last.get(name) === ended) last.delete(name);
      });
      return done;
    },
  };
};

export const openLocks = (scope: string, database: Database): Locks => {
  const locks = globalThis.navigator?.locks;
  if (!locks) return openLeases(database);
  return { run: (name, work) => locks.request(`${scope} ${name}`, work) as ReturnType<typeof work> };
};
