import { describe, expect, test } from "vitest";
import type { PrintAlert } from "./outcomes.ts";
import { openTroubles, type Paper, type Trouble } from "./troubles.ts";

const outOfPaper: PrintAlert = {
  printerId: "grill",
  printerName: "Grill",
  jobId: null,
  code: "paper_out",
  message: "Grill is out of paper. Load paper and press Resume.",
};

const setUp = (first: Paper[] = []) => {
  let papers = first;
  let reads = 0;
  const told: [string, Trouble | null][] = [];
  const settled: string[] = [];
  const once: PrintAlert[] = [];
  const troubles = openTroubles({
    papers: () => {
      reads += 1;
      return papers;
    },
    nameOf: (id) => id.toUpperCase(),
    tell: (printerId, trouble) => told.push([printerId, trouble]),
    once: (alert) => once.push(alert),
    settled: (id) => settled.push(id),
  });
  const become = (next: Paper[]): void => {
    papers = next;
  };
  return { troubles, told, settled, once, become, reads: () => reads };
};

describe("troubles of printing", () => {
  test("are one a printer: what it waits for, then the papers that somebody has to look at", () => {
    const { troubles, told } = setUp([
      { id: "1", lane: "grill", status: "unknown" },
      { id: "2", lane: "grill", status: "unknown" },
      { id: "3", lane: "grill", status: "failed" },
    ]);
    expect(troubles.now()).toEqual([
      {
        printerId: "grill",
        code: "jobs_unknown",
        unknown: 2,
        failed: 1,
        message:
          "It is not known whether GRILL has printed 2 pages: look at its paper. GRILL did not print a page. A manager prints again or settles what is left, under Team, Devices.",
      },
    ]);
    troubles.raise(outOfPaper);
    expect(troubles.now()).toMatchObject([
      { code: "paper_out", message: expect.stringMatching(/^Grill is out of paper.*not known whether/) },
    ]);
    troubles.resolve("grill");
    expect(told.map(([, trouble]) => trouble?.code)).toEqual(["paper_out", "jobs_unknown"]);
  });

  test("are over when the last paper was looked at, and each is told as it leaves", () => {
    const two: Paper[] = [
      { id: "1", lane: "grill", status: "unknown" },
      { id: "2", lane: "grill", status: "failed" },
    ];
    const { troubles, told, settled, become } = setUp(two);
    troubles.changed();
    expect(told).toEqual([]);
    become(two.slice(1));
    troubles.changed();
    expect([settled, told.length]).toEqual([["1"], 1]);
    become([]);
    troubles.changed();
    expect(settled).toEqual(["1", "2"]);
    expect(told.at(-1)).toEqual(["grill", null]);
    expect(troubles.now()).toEqual([]);
  });

  test("cost a box that is well no reading, and what concerns one paper is said once and lasts not", () => {
    const { troubles, once, become, reads } = setUp();
    for (let commit = 0; commit < 100; commit += 1) troubles.changed("printed");
    expect(reads()).toBe(1);
    troubles.raise({ ...outOfPaper, jobId: "1" });
    expect([once.length, troubles.now()]).toEqual([1, []]);
    become([{ id: "1", lane: "grill", status: "unknown" }]);
    troubles.changed("unknown");
    expect([reads(), troubles.now().length]).toEqual([2, 1]);
  });
});
