import { describe, expect, test } from "vitest";
import { type Memory, readMemory, type Sample } from "./memory.ts";
import { type Outcome, verdict } from "./report.ts";
import { runWork, type WorkOptions } from "./working.ts";

/** A short slice of the load; how long anything took is of no concern here. */
const slice: WorkOptions = {
  part: "slice",
  tablets: 12,
  staffed: 6,
  rate: 15,
  seconds: 3,
  seed: 7,
  sabotage: null,
};
const limits = { p99_ms: 50, growth_mb: 24, counts_from_s: 45 };

/** Memory as an engine shows it: a saw, whose teeth stand on what is held. */
const saw = (heldAt: (second: number) => number): Sample[] =>
  Array.from({ length: 240 }, (_, index) => {
    const held_mb = heldAt(index / 2) + (index % 13) * 8;
    return { at_s: index / 2, held_mb, rss_mb: 300 + held_mb };
  });
const outcome = (changes: Partial<Outcome>): Outcome => ({
  part: "made up",
  delays_ms: [1, 2, 3],
  memory: readMemory(saw(() => 60)),
  faults: [],
  told: [],
  ...changes,
});

describe("the load", () => {
  test("every tablet ends with the last state of every order, and every tap counted once", async () => {
    const { faults, delays_ms } = await runWork(slice);
    expect(faults).toEqual([]);
    expect(delays_ms.length).toBeGreaterThan(10);
  });

  test("a tablet that loses something is found", async () => {
    const { faults } = await runWork({ ...slice, sabotage: "lose", patience_ms: 2000 });
    expect(faults[0]).toMatch(/^\d+ last states are missing on tablets$/);
  });
});

describe("the verdict", () => {
  test("is content with a run that is quick, whole and flat", () => {
    expect(verdict(outcome({}), limits)).toEqual([]);
    const warmingUp = readMemory(saw((second) => Math.min(second, 40)));
    expect(verdict(outcome({ memory: warmingUp }), limits)).toEqual([]);
  });

  test("fails a run that is late, loses something, or in which nothing reached all", () => {
    const late = Array.from({ length: 100 }, (_, index) => (index < 98 ? 1 : 60));
    expect(verdict(outcome({ delays_ms: late }), limits)).toEqual([
      "p99 to the last tablet is 60.0 ms, over 50",
    ]);
    expect(verdict(outcome({ faults: ["something"] }), limits)).toEqual(["something"]);
    expect(verdict(outcome({ delays_ms: [] }), limits)).toEqual(["no state reached all tablets"]);
  });

  test("fails a run in which the box holds on to more and more, unless the run was too short to tell", () => {
    const leaking: Memory = readMemory(saw((second) => 60 + second));
    expect(verdict(outcome({ memory: leaking }), limits).join()).toMatch(
      /^the box holds [34]\d\.\d MB more at the end, over 24$/,
    );
    expect(verdict(outcome({ memory: { ...leaking, took_s: 30 } }), limits)).toEqual([]);
  });
});
