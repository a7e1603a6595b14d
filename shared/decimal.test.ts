import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  milliToNumber,
  numberToDecimalText,
  parseMilli,
  parsePpm,
  percentToPpm,
  ppmToDecimal,
  ppmToPercent,
} from "./decimal.ts";

const scaled = fc.integer({ min: 0, max: 10 ** 12 });

describe("rates", () => {
  test("are read exactly from a decimal fraction", () => {
    expect(parsePpm("0.19")).toBe(190_000);
    expect(parsePpm("0.09975")).toBe(99_750);
    expect(parsePpm("0.000001")).toBe(1);
    expect(parsePpm("1")).toBe(1_000_000);
    expect(parsePpm("0")).toBe(0);
  });

  test("are read exactly from a percentage", () => {
    expect(percentToPpm("12.5")).toBe(125_000);
    expect(percentToPpm("10")).toBe(100_000);
    expect(percentToPpm("0.0001")).toBe(1);
  });

  test("are refused with more decimals than they keep, instead of being rounded", () => {
    expect(() => parsePpm("0.1234567")).toThrow(/at most 6 decimals, not "0.1234567"/);
    expect(() => percentToPpm("0.00001")).toThrow(/at most 4 decimals/);
  });

  test("are refused in any form but plain digits", () => {
    for (const text of [
      "1e-2",
      "1E2",
      "-0.1",
      "+1",
      ".5",
      "1.",
      "",
      " 1",
      "1 ",
      "0,5",
      "NaN",
      "Infinity",
      "0x10",
      "٣",
    ]) {
      expect(() => parsePpm(text)).toThrow(RangeError);
    }
    expect(() => parsePpm("9".repeat(12))).toThrow(/too large/);
    expect(() => parsePpm("9".repeat(100_000))).toThrow(/^.{1,120}$/);
  });

  test("are written as the shortest decimal", () => {
    expect(ppmToDecimal(190_000)).toBe("0.19");
    expect(ppmToDecimal(0)).toBe("0");
    expect(ppmToDecimal(-0)).toBe("0");
    expect(ppmToDecimal(1)).toBe("0.000001");
    expect(ppmToDecimal(1_000_000)).toBe("1");
    expect(ppmToPercent(125_000)).toBe("12.5");
    expect(ppmToPercent(190_000)).toBe("19");
    expect(ppmToPercent(1)).toBe("0.0001");
    expect(() => ppmToDecimal(0.5)).toThrow(RangeError);
    expect(() => ppmToPercent(1e15)).toThrow(RangeError);
  });

  test("survive the way to the wire and back", () => {
    fc.assert(
      fc.property(scaled, (ppm) => {
        expect(parsePpm(ppmToDecimal(ppm))).toBe(ppm);
        expect(percentToPpm(ppmToPercent(ppm))).toBe(ppm);
        expect(parsePpm(numberToDecimalText(Number(ppmToDecimal(ppm))))).toBe(ppm);
      }),
      { numRuns: 10_000 },
    );
  });
});

describe("quantities", () => {
  test("keep three decimals and refuse a fourth", () => {
    expect(parseMilli("0.375")).toBe(375);
    expect(parseMilli("2")).toBe(2_000);
    expect(() => parseMilli("0.3751")).toThrow(/at most 3 decimals/);
    expect(milliToNumber(375)).toBe(0.375);
    expect(milliToNumber(2_000)).toBe(2);
  });

  test("survive the way through a JSON number", () => {
    fc.assert(
      fc.property(scaled, (milli) => {
        const json = JSON.stringify(milliToNumber(milli));
        expect(parseMilli(numberToDecimalText(JSON.parse(json) as number))).toBe(milli);
      }),
      { numRuns: 10_000 },
    );
  });
});

describe("a JSON number", () => {
  test("becomes its shortest decimal, never with an exponent", () => {
    expect(numberToDecimalText(0.19)).toBe("0.19");
    expect(numberToDecimalText(0.1 + 0.2)).toBe("0.30000000000000004");
    expect(numberToDecimalText(1e-7)).toBe("0.0000001");
    expect(numberToDecimalText(-1.25e-9)).toBe("-0.00000000125");
    expect(numberToDecimalText(1e21)).toBe("1000000000000000000000");
    expect(numberToDecimalText(-1.5e22)).toBe("-15000000000000000000000");
    expect(numberToDecimalText(-0)).toBe("0");
    for (const n of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => numberToDecimalText(n)).toThrow(RangeError);
  });

  test("keeps its value whatever it is", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (n) => {
        const text = numberToDecimalText(n);
        expect(text).toMatch(/^-?\d+(\.\d+)?$/);
        expect(Number(text)).toBe(n + 0);
      }),
      { numRuns: 10_000 },
    );
  });
});
