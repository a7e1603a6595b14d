import { describe, expect, it } from "vitest";
import { countWrong, crashHub } from "./crash.ts";
import { newJournal } from "./testing-journal.ts";

describe("a hub that is killed while a box replicates", () => {
  it("loses nothing that it acknowledged, and ends equal to what was sent, five kills later", {
    timeout: 120_000,
  }, async () => {
    const report = await crashHub(5);
    expect(report).toMatchObject({ rounds: 5, sent: 15_000, lost: 0, wrong: 0, salesDifferences: 0 });
    // The control: the kills met work.
    expect(report.cutOff).toBeGreaterThan(0);
  });

  it("would be found out if an entry were missing, doubled or changed", () => {
    const { append, lines } = newJournal("store-1");
    append({ data: { line: 1 } }, { data: { line: 2 } }, { data: { line: 3 } });
    const kept = lines.map((line) => ({ bytes: line.bytes.toString("utf8"), hash: line.hash }));
    expect(countWrong(kept, lines)).toBe(0);
    expect(countWrong(kept.slice(0, 2), lines)).toBe(1);
    expect(countWrong([...kept, kept[2]!], lines)).toBe(1);
    expect(countWrong(kept.toSpliced(1, 1, { ...kept[1]!, bytes: "{}" }), lines)).toBe(1);
  });
});
