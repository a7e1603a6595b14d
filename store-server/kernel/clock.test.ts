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

test("a wall clock that was set back slows box time down, until it has caught up, and never stops it", () => {
  let wall = 100_000;
  let steady = 7;
  const clock = boxClock(
    null,
    () => wall,
    () => steady,
  );
  const pass = (by_ms: number): number => {
    wall += by_ms;
    steady += by_ms;
    return Date.parse(clock.now());
  };
  expect(pass(0)).toBe(100_000);
  wall -= 10_000;
  expect([pass(0), pass(4000), pass(4000)]).toEqual([100_000, 102_000, 104_000]);
  expect([pass(12_000), pass(1000), pass(1000)]).toEqual([110_000, 111_000, 112_000]);
});

test("a box that starts with a journal from the future goes on from there", () => {
  let steady = 0;
  const clock = boxClock(
    "2030-01-01T00:00:00.000Z",
    () => 1000,
    () => steady,
  );
  expect(clock.now()).toBe("2030-01-01T00:00:00.000Z");
  steady += 60_000;
  expect(clock.now()).toBe("2030-01-01T00:00:30.000Z");
});
