import { describe, expect, test } from "vitest";
import { playSeeds, type SeedResult } from "./seeds.ts";

const play = async (
  from: number,
  count: number,
  sabotage: "no-idempotency" | null = null,
): Promise<SeedResult[]> => {
  const results: SeedResult[] = [];
  for await (const result of playSeeds(from, count, sabotage)) results.push(result);
  return results;
};

describe("devices that tap at random", () => {
  test("leave right books behind in twenty worlds, whatever comes twice, late or while the box starts again", async () => {
    const results = await play(1, 20);
    expect(results.filter(({ faults }) => faults.length > 0)).toEqual([]);
    expect(results).toHaveLength(20);
    const sum = (name: "accepted" | "retries" | "restarts" | "entries"): number =>
      results.reduce((total, result) => total + result[name], 0);
    expect(sum("accepted")).toBeGreaterThan(500);
    expect(sum("retries")).toBeGreaterThan(300);
    expect(sum("restarts")).toBeGreaterThan(10);
  });

  test("are caught when the box forgets what it answered", async () => {
    const [result] = await play(1, 1, "no-idempotency");
    expect(result?.faults.some((fault) => fault.includes("was answered: done | "))).toBe(true);
    expect(result?.faults.some((fault) => fault.includes("its tap had its effect at"))).toBe(true);
  });
});
