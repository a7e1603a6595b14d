import { assert, jsonValue, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson, type JsonError, maxDepth, parseJson, parseMendedJson } from "./json.ts";

const reasonOf = (text: string): string => {
  try {
    parseJson(text);
    return "taken";
  } catch (error) {
    return (error as JsonError).reason;
  }
};
const pathOf = (text: string): string | null => {
  try {
    parseJson(text);
    return null;
  } catch (error) {
    return (error as JsonError).path;
  }
};
const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);

describe("what is taken from outside", () => {
  test("every JSON value without broken characters comes out as it went in", () => {
    const broken = /\\u0000|\\ud[89a-f]/i;
    const taken: unknown[] = [];
    assert(
      property(jsonValue({ maxDepth: 6 }), (value) => {
        const text = JSON.stringify(value);
        if (broken.test(text)) return;
        taken.push(value);
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
    expect(taken.length).toBeGreaterThan(50);
  });

  test("as deep as the limit is taken, one deeper is unfit", () => {
    expect(reasonOf(nested(maxDepth))).toBe("taken");
    expect(reasonOf(nested(maxDepth + 1))).toBe("unfit");
  });

  test("brackets inside of strings are no depth, also after an escaped quote or backslash", () => {
    const text = JSON.stringify({ notes: '"[[[{{{\\'.repeat(50), more: "\\\\" });
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  test("a million opening brackets are refused without falling over", () => {
    expect(reasonOf("[".repeat(1_000_000))).toBe("unfit");
  });

  test("NUL and half a surrogate pair are unfit wherever they hide, the written-out escape is not", () => {
    expect(reasonOf('{"a":["\\u0000"]}')).toBe("unfit");
    expect(reasonOf('{"\\u0000":1}')).toBe("unfit");
    expect(reasonOf('"\\ud83d"')).toBe("unfit");
    expect(reasonOf('"\\ude00\\ud83d"')).toBe("unfit");
    expect(reasonOf('"\\ud83d\\ude00"')).toBe("taken");
    expect(reasonOf('"\\\\u0000"')).toBe("taken");
  });

  test("the field that is unfit is named, the whole by an empty path", () => {
    expect(pathOf('{"items":[{"notes":"ok"},{"notes":"cut \\ud83d"}]}')).toBe("items.1.notes");
    expect(pathOf(`{"good":[1],"deep":${nested(maxDepth)}}`)).toBe("deep");
    expect(pathOf(nested(maxDepth + 1))).toBe("0");
    expect(pathOf("[".repeat(1_000_000))).toBe("");
    expect(pathOf('{"\\u0000":1}')).toBe("");
  });

  test("a text of many parts is mended where a part is unfit, and is the same wherever it is fit", () => {
    expect(parseMendedJson('[{"n":"cut \\ud83d","\\u0000":"a\\u0000"},{"n":"\\ud83d\\ude00"}]')).toEqual([
      { n: "cut \ufffd", "\ufffd": "a\ufffd" },
      { n: "\ud83d\ude00" },
    ]);
    const mended = JSON.stringify(parseMendedJson(`[${nested(100_000)},"kept"]`));
    expect(mended).toBe(`[${"[".repeat(maxDepth - 1)}null${"]".repeat(maxDepth - 1)},"kept"]`);
    expect(reasonOf(mended)).toBe("taken");
    expect(parseMendedJson(nested(maxDepth))).toEqual(JSON.parse(nested(maxDepth)));
    expect(() => parseMendedJson("[1,")).toThrow("is not JSON");
  });

  test("what is not JSON is unreadable", () => {
    for (const text of ["", "{", "nope", '{"a":1,}', '"a', "\u0000", "{'a':1}", "NaN"])
      expect(reasonOf(text)).toBe("unreadable");
  });
});

describe("the canonical text", () => {
  test("does not depend on the order of keys", () => {
    expect(canonicalJson({ b: [1, { d: null, c: "x" }], a: true })).toBe(
      '{"a":true,"b":[1,{"c":"x","d":null}]}',
    );
    expect(canonicalJson(JSON.parse('{"b":1,"a":2}'))).toBe(canonicalJson(JSON.parse('{"a":2,"b":1}')));
  });

  test("is the same exactly for equal values", () => {
    assert(
      property(jsonValue({ maxDepth: 4 }), jsonValue({ maxDepth: 4 }), (left, right) => {
        const [a, b] = [
          JSON.parse(JSON.stringify(left)) as unknown,
          JSON.parse(JSON.stringify(right)) as unknown,
        ];
        expect(JSON.parse(canonicalJson(a))).toEqual(a);
        expect(canonicalJson(a) === canonicalJson(b)).toBe(
          JSON.stringify(sorted(a)) === JSON.stringify(sorted(b)),
        );
      }),
    );
  });
});

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, part]) => [key, sorted(part)]);
  return { fields };
};
