import { describe, expect, test } from "vitest";
import { commandKey, takeCommandId } from "./command-key.ts";

describe("the command id of a request", () => {
  test("is the header's, the body's, or nobody's", () => {
    expect(commandKey("tap-1", undefined)).toBe("tap-1");
    expect(commandKey(undefined, "tap-1")).toBe("tap-1");
    expect(commandKey(undefined, 17)).toBe("17");
    expect(commandKey("tap-1", "tap-1")).toBe("tap-1");
    expect(commandKey(undefined, undefined)).toBeUndefined();
  });
  test("is a hash where the header is no id of ours, always the same one", () => {
    const key = commandKey('"a/b?c"', undefined);
    expect(key).toMatch(/^key:[\w-]{43}$/);
    expect(commandKey('"a/b?c"', undefined)).toBe(key);
    expect(commandKey("x".repeat(200), undefined)).toMatch(/^key:/);
  });
  test("is refused when it is empty, too long, unprintable, or two different ones", () => {
    for (const header of ["", "a b", "é", "x".repeat(256)])
      expect(() => commandKey(header, undefined)).toThrow("Idempotency-Key");
    for (const id of ["", "a b", null, {}, true, "x".repeat(65)])
      expect(() => commandKey(undefined, id)).toThrow("commandId");
    expect(() => commandKey("a", "b")).toThrow("differs");
  });
  test("is taken out of the body, which is otherwise left alone", () => {
    expect(takeCommandId({ commandId: "a", b: 1 })).toEqual({ commandId: "a", rest: { b: 1 } });
    expect(takeCommandId([1])).toEqual({ commandId: undefined, rest: [1] });
    expect(takeCommandId(null)).toEqual({ commandId: undefined, rest: null });
  });
});
