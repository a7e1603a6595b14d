import * as fc from "fast-check";
import { expect, test } from "vitest";
import { boxClock } from "./clock.ts";

test("box time never runs backwards, however the wall clock jumps, also across restarts", () => {
  const walls = fc.array(fc.integer({ min: 0, max: 4_000_000_000_000 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(fc.array(walls, { minLength: 1, maxLength: 4 }), (lives) => {
      let last: string | null = null;
      for (const life of lives) {
        const ticks = [...life];
        const clock = boxClock(last, () => ticks.shift() ?? 0);
        for (const _ of life) {
          const now = clock.now();
          expect(last === null || now >= last).toBe(true);
          last = now;
        }
      }
    }),
  );
});

test("box time follows the wall clock while that goes forward", () => {
  const walls = [1000, 5000, 4000, 6000];
  const clock = boxClock(null, () => walls.shift() ?? 0);
  expect([clock.now(), clock.now(), clock.now(), clock.now()].map((at) => Date.parse(at))).toEqual([
    1000, 5000, 5000, 6000,
  ]);
});
