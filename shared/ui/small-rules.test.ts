import { describe, expect, test } from "vitest";
import { labelStride, niceScale } from "./chart-scale.ts";
import { neighbour } from "./floor-walk.ts";
import { enterDigits, enterMinor, type PadKey, padKeyOf } from "./number-entry.ts";
import { sortRows } from "./sort-rows.ts";

describe("number entry", () => {
  test("money comes in from the right, as on a till", () => {
    const keys: PadKey[] = ["5", "2", "2", "8"];
    expect(keys.reduce((amount, key) => enterMinor(amount, key), 0)).toBe(5228);
    expect(enterMinor(52, "00")).toBe(5200);
    expect(enterMinor(5228, "backspace")).toBe(522);
    expect(enterMinor(5228, "clear")).toBe(0);
  });

  test("a key that would pass the limit changes nothing", () => {
    expect(enterMinor(9_999, "9", 10_000)).toBe(9_999);
    expect(enterMinor(1_000, "0", 10_000)).toBe(10_000);
  });

  test("a PIN takes no more digits than it has", () => {
    expect(enterDigits("123", "4", 4)).toBe("1234");
    expect(enterDigits("1234", "5", 4)).toBe("1234");
    expect(enterDigits("123", "00", 4)).toBe("1230");
    expect(enterDigits("12", "backspace", 4)).toBe("1");
  });

  test("the keys of a keyboard mean the keys of the pad", () => {
    expect(["7", "Backspace", "Delete", ",", "a", "F1", "10"].map(padKeyOf)).toEqual([
      "7",
      "backspace",
      "clear",
      ".",
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("chart scale", () => {
  test("ticks are round, start at zero and end at or below the greatest value", () => {
    expect(niceScale(6600).ticks).toEqual([0, 2000, 4000, 6000]);
    expect(niceScale(100).ticks).toEqual([0, 25, 50, 75, 100]);
    expect(niceScale(0).ticks).toEqual([0, 1]);
  });

  test("every value fits under the top", () => {
    for (let greatest = 1; greatest < 5000; greatest += 7) {
      const scale = niceScale(greatest);
      expect(scale.max).toBeGreaterThanOrEqual(greatest);
      expect(scale.ticks.length).toBeGreaterThanOrEqual(2);
      expect(scale.ticks.length).toBeLessThanOrEqual(6);
    }
  });

  test("labels are thinned out until they fit", () => {
    expect(labelStride(17, 700, 88)).toBe(3);
    expect(labelStride(5, 700, 88)).toBe(1);
    expect(labelStride(24, 10, 88)).toBe(24);
  });
});

describe("walking the floor", () => {
  const place = (id: string, x: number, y: number) => ({ id, x, y, width: 90, height: 90 });
  const tables = [
    place("1", 0, 0),
    place("2", 130, 10),
    place("3", 300, 0),
    place("4", 10, 160),
    place("5", 300, 170),
  ];
  const from = (id: string) => tables.find((table) => table.id === id) ?? place("none", 0, 0);

  test("an arrow goes to the nearest table that way", () => {
    expect(neighbour(tables, from("1"), "ArrowRight")?.id).toBe("2");
    expect(neighbour(tables, from("1"), "ArrowDown")?.id).toBe("4");
    expect(neighbour(tables, from("5"), "ArrowUp")?.id).toBe("3");
    expect(neighbour(tables, from("3"), "ArrowLeft")?.id).toBe("2");
  });

  test("at the wall it stays, and other keys mean nothing", () => {
    expect(neighbour(tables, from("1"), "ArrowLeft")).toBeUndefined();
    expect(neighbour(tables, from("1"), "Enter")).toBeUndefined();
  });

  test("from every table every other can be reached", () => {
    const reached = new Set(["1"]);
    for (let round = 0; round < tables.length; round += 1) {
      for (const id of reached) {
        for (const key of ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]) {
          const next = neighbour(tables, from(id), key);
          if (next) reached.add(next.id);
        }
      }
    }
    expect(reached.size).toBe(tables.length);
  });
});

describe("sorting rows", () => {
  test("numbers sort as numbers, words as words, equals keep their order", () => {
    const rows = [
      { name: "b", value: 10 },
      { name: "a", value: 9 },
      { name: "c", value: 10 },
    ];
    expect(sortRows(rows, (row) => row.value, true).map((row) => row.name)).toEqual(["b", "c", "a"]);
    expect(sortRows(rows, (row) => row.name, false).map((row) => row.name)).toEqual(["a", "b", "c"]);
  });
});
