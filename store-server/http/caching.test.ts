import { Refusal } from "@tillbox/shared/refusal.ts";
import { describe, expect, test } from "vitest";
import { expectedVersion, isUnchanged, tagOf } from "./caching.ts";

describe("ETag", () => {
  test("begins with the version and changes with the answer", () => {
    expect(tagOf("one", 12)).toMatch(/^"12-[\w-]{16}"$/);
    expect(tagOf("one", 12)).toBe(tagOf("one", 12));
    expect(tagOf("one", 12)).not.toBe(tagOf("two", 12));
    expect(tagOf("one", undefined)).toMatch(/^"[\w-]{16}"$/);
  });
});

describe("If-None-Match", () => {
  const tag = '"12-abc"';
  test("holds for the same tag, weak or strong, alone or in a list, and for *", () => {
    for (const held of [tag, `W/${tag}`, `"x", ${tag}`, ` ${tag} `, `"x",W/${tag}`, "*"])
      expect(isUnchanged(held, tag)).toBe(true);
  });
  test("does not hold for another one or for none", () => {
    for (const held of [undefined, "", '"12-abd"', "12-abc", '"12"'])
      expect(isUnchanged(held, tag)).toBe(false);
  });
});

describe("If-Match", () => {
  test("names a version by our tag or by the bare number, quoted or not, weak or strong", () => {
    for (const sent of ['"12-abc"', 'W/"12-abc"', '"12"', "12", 'W/"12"', " 12 "])
      expect(expectedVersion(sent)).toBe(12);
    expect(expectedVersion(tagOf("body", 7))).toBe(7);
  });
  test("asks nothing when it is absent or *", () => {
    expect(expectedVersion(undefined)).toBeUndefined();
    expect(expectedVersion("*")).toBeUndefined();
  });
  test("fails for what no version has", () => {
    for (const sent of ['"abc"', "", '"1", "2"', "-1", "1.5", "9".repeat(20)])
      expect(() => expectedVersion(sent)).toThrow(Refusal);
  });
});
