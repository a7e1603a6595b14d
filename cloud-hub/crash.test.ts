import { describe, expect, it } from "vitest";
import { crashHub } from "./crash.ts";

describe("a hub that is killed while a box replicates", () => {
  it("loses nothing that it acknowledged, and ends equal to what was sent, five kills later", async () => {
    const report = await crashHub(5);
    expect(report).toMatchObject({ rounds: 5, sent: 20_000, lost: 0, wrong: 0, salesDifferences: 0 });
    // The control: the kills met work.
    expect(report.cutOff).toBeGreaterThan(0);
  });
});
