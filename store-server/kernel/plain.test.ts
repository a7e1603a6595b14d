import * as fc from "fast-check";
import { expect, test } from "vitest";
import { freezeDeep, isPlain } from "./plain.ts";

test("plain values are exactly those that JSON gives back unchanged", () => {
  const anything = fc.anything({ withDate: true, withMap: true, withNullPrototype: false, maxDepth: 3 });
  const same = (value: unknown): boolean => {
    try {
      expect(JSON.parse(JSON.stringify(value))).toStrictEqual(value);
      return true;
    } catch {
      return false;
    }
  };
  fc.assert(
    fc.property(anything, (value) => {
      expect(isPlain(value) && !same(value)).toBe(false);
    }),
    { numRuns: 50 },
  );
  fc.assert(
    fc.property(fc.jsonValue(), (value) => same(value) === isPlain(value)),
    { numRuns: 50 },
  );
});

test.each([undefined, Number.NaN, -0, Number.POSITIVE_INFINITY, new Date(0), new Map(), [undefined]])(
  "%s is not plain, nor is anything that holds it",
  (value) => {
    expect(isPlain(value)).toBe(false);
    expect(isPlain({ deep: [{ value }] })).toBe(false);
  },
);

test("a frozen value throws wherever it is changed", () => {
  const value = freezeDeep({ lines: [{ price: 1 }] });
  expect(() => {
    value.lines[0]!.price = 2;
  }).toThrow(TypeError);
});
