import { describe, expect, test } from "vitest";
import { breakingOnly, lateAnswersOnly, nothing, type Sabotage, sabotages } from "./sabotage.ts";
import { playSeed, type SeedResult } from "./seeds.ts";
import { makeShop } from "./shop.ts";

const shop = makeShop();
const play = async (from: number, count: number, sabotage: Sabotage = nothing): Promise<SeedResult[]> => {
  const results: SeedResult[] = [];
  for (let seed = from; seed < from + count; seed += 1)
    results.push(await playSeed(await shop, seed, { sabotage }));
  return results;
};
/** Plays until one seed does not hold. */
const firstFaults = async (name: string, from: number, most: number): Promise<string[]> => {
  for (let seed = from; seed < from + most; seed += 1) {
    const [result] = await play(seed, 1, sabotages[name]);
    if (result && result.faults.length > 0) return result.faults;
  }
  return [];
};

describe("devices, a box and a hub in a bad network", { timeout: 180_000 }, () => {
  test("come to rest with the same orders everywhere, every tap ended once, and right books", async () => {
    const results = await play(1, 8);
    expect(results.flatMap(({ seed, faults }) => faults.map((fault) => `${seed}: ${fault}`))).toEqual([]);
    const sum = (name: "accepted" | "refused" | "retries" | "kills" | "entries"): number =>
      results.reduce((total, result) => total + result[name], 0);
    expect(sum("accepted")).toBeGreaterThan(150);
    expect(sum("refused")).toBeGreaterThan(60);
    expect(sum("retries")).toBeGreaterThan(15);
    expect(sum("kills")).toBeGreaterThan(2);
  });

  test("play the same seed the same way, to the last millisecond and id", async () => {
    const tell = async (): Promise<string[]> => {
      const lines: string[] = [];
      await playSeed(await shop, 10, { trace: (text) => void lines.push(text) });
      return lines;
    };
    const [once, twice] = [await tell(), await tell()];
    expect(once.length).toBeGreaterThan(100);
    expect(twice).toEqual(once);
  });

  test("are caught when the box forgets what it answered", async () => {
    const faults = (await play(1, 3, sabotages["no-idempotency"])).flatMap(({ faults: all }) => all);
    expect(faults.some((fault) => fault.includes("was answered: done | "))).toBe(true);
    expect(faults.some((fault) => fault.includes("its tap had its effect at"))).toBe(true);
  });

  test("are caught when a device sends orders as it saw them instead of what was tapped", async () => {
    const faults = await firstFaults("snapshots", 1, 5);
    expect(faults.some((fault) => fault.startsWith("line taken off at"))).toBe(true);
  });

  test("are caught when the box refuses cash that was taken", async () => {
    const faults = await firstFaults("refuses-cash", 2, 3);
    expect(faults.some((fault) => fault.endsWith("was taken, and lies in no books"))).toBe(true);
  });

  test("are caught when a device forgets its outbox with its power", async () => {
    const faults = await firstFaults("lost-outbox", 3, 3);
    expect(faults.some((fault) => fault.endsWith("ended 0 times"))).toBe(true);
  });

  test("are caught when a device shows whatever came last", async () => {
    const faults = await firstFaults("no-versions", 1, 3);
    expect(faults.some((fault) => /orders: .* shows /.test(fault))).toBe(true);
    expect((await play(2, 1, lateAnswersOnly)).flatMap(({ faults: none }) => none)).toEqual([]);
  });

  test("are caught when a device goes on from a seq that it has not completed, and not when it waits for the last frame", async () => {
    const faults = await firstFaults("no-last", 2, 4);
    expect(faults.some((fault) => / shows | is missing/.test(fault))).toBe(true);
    expect((await play(3, 2, breakingOnly)).flatMap(({ faults: none }) => none)).toEqual([]);
  });
});
