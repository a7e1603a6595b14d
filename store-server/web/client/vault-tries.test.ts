import { expect, test } from "vitest";
import type { Database, Writing } from "./database.ts";
import { forgetRow, openTries } from "./vault-tries.ts";

const hour_ms = 3_600_000;

/** Facts in memory; one transaction after the other, as in a browser. */
const setUp = () => {
  const facts = new Map<string, unknown>();
  const store = {
    get: async (key: string) => facts.get(key),
    put: async (value: unknown, key: string) => void facts.set(key, structuredClone(value)),
  };
  const tx = { objectStore: () => store } as unknown as Writing;
  let last: Promise<unknown> = Promise.resolve();
  const database: Database = {
    read: () => Promise.reject(new Error("not read")),
    write: (_stores, work) => {
      const done = last.then(() => work(tx));
      last = done.catch(() => undefined);
      return done;
    },
  };
  const clock = { now: Date.parse("2026-11-20T18:00:00Z") };
  const tries = openTries(database, () => clock.now);
  const attempt = async (): Promise<number | string> => {
    clock.now += 2_001;
    return tries.begin().catch((error: { code: string }) => error.code);
  };
  return { attempt, clock, database, tries };
};

test("five wrong PINs in a row are the last until somebody signs in with the box", async () => {
  const { attempt, clock, database } = setUp();
  const left = [];
  for (let index = 0; index < 6; index += 1) left.push(await attempt());
  expect(left).toEqual([4, 3, 2, 1, 0, "unauthorized"]);
  clock.now += 30 * hour_ms;
  expect(await attempt()).toBe("unauthorized");
  await database.write(["facts"], forgetRow);
  expect(await attempt()).toBe(4);
});

test("there are two seconds between two tries, also between those of two pages at once; a clock that is set back costs no more", async () => {
  const { clock, tries } = setUp();
  const both = await Promise.allSettled([tries.begin(), tries.begin()]);
  expect(both.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  clock.now -= hour_ms / 2;
  expect(await tries.begin()).toBe(3);
});

test("somebody who types their own PIN in between guesses no more than twenty times an hour", async () => {
  const { attempt, clock, database, tries } = setUp();
  let guesses = 0;
  let said: number | string = "";
  for (let round = 0; round < 20; round += 1) {
    for (let index = 0; index < 4; index += 1) {
      said = await attempt();
      if (typeof said === "number") guesses += 1;
    }
    if (typeof (await attempt()) === "number") await tries.pass();
    await database.write(["facts"], forgetRow);
  }
  expect([guesses, said]).toEqual([20, "rate_limited"]);
  clock.now += hour_ms;
  expect(await attempt()).toBe(4);
});
