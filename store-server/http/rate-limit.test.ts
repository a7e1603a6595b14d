import { Refusal } from "@tillbox/shared/refusal.ts";
import { describe, expect, test } from "vitest";
import { createRateLimit } from "./rate-limit.ts";

const refusalOf = (work: () => void): Refusal | undefined => {
  try {
    work();
  } catch (error) {
    return error as Refusal;
  }
  return undefined;
};

describe("the rate limit", () => {
  const at = { time: 5000 };
  const limitOf = (max: number) => createRateLimit(max, () => at.time);

  test("lets so many through in a second and refuses the next with the time to wait", () => {
    const limit = limitOf(3);
    const window = limit.windowOf("10.0.0.1");
    for (let count = 0; count < 3; count += 1) limit.take(window);
    at.time += 400;
    const refusal = refusalOf(() => limit.take(window));
    expect(refusal?.code).toBe("rate_limited");
    expect(refusal?.details.retryAfter_s).toBeCloseTo(0.6);
    at.time += 600;
    expect(() => limit.take(window)).not.toThrow();
  });
  test("counts each client for itself", () => {
    const limit = limitOf(1);
    limit.take(limit.windowOf("a"));
    expect(() => limit.take(limit.windowOf("b"))).not.toThrow();
    expect(() => limit.take(limit.windowOf("a"))).toThrow(Refusal);
  });
  test("is off at zero", () => {
    const limit = limitOf(0);
    const window = limit.windowOf("a");
    expect(() => Array.from({ length: 1000 }, () => limit.take(window))).not.toThrow();
  });
  test("forgets the oldest addresses rather than growing without end", () => {
    const limit = limitOf(1);
    const first = limit.windowOf("first");
    for (let count = 0; count < 5000; count += 1) limit.windowOf(`address ${count}`);
    expect(limit.windowOf("first")).not.toBe(first);
    expect(limit.windowOf("address 4999")).toBe(limit.windowOf("address 4999"));
  });
});
