/** A slice of the crash proofs, so that they cannot rot between their full runs (`npm run test:crash`). */
import { rmSync } from "node:fs";
import { expect, test } from "vitest";
import { compilePreload, NoCompilerError } from "../preload/preload.ts";
import { countFindings } from "./books.ts";
import { proveDiskFaults } from "./disk-faults.ts";
import { kernelDriver } from "./kernel-driver.ts";
import { type KillResult, proveKills } from "./kill-proof.ts";
import { cutPower, recordSession } from "./power-cut.ts";
import { randomFrom } from "./random.ts";

const random = () => randomFrom(20_260);
const kills = async (sabotage: string[], many: number): Promise<KillResult> => {
  const driver = kernelDriver({ arguments: sabotage });
  const result = await proveKills(driver, {
    kills: many,
    random: random(),
    killsPerFolder: many,
    longest_ms: 120,
  });
  if (result.folder !== null) rmSync(result.folder, { recursive: true, force: true });
  return result;
};

/** Where there is no C compiler nothing can be recorded; then the reason must be a clear one. */
const withCompiler = async (proof: () => Promise<void>): Promise<void> => {
  const missing = ((): unknown => {
    try {
      compilePreload("record-writes");
      return null;
    } catch (error) {
      return error;
    }
  })();
  if (missing === null) return proof();
  expect(missing).toBeInstanceOf(NoCompilerError);
  console.warn(`Not proven on this machine: ${String(missing)}`);
};

test("killed at any moment, nothing acknowledged is lost, doubled or changed", async () => {
  const result = await kills([], 4);
  expect(result).toMatchObject({ findings: { lost: [], doubled: [], changed: [], broken: [] } });
  expect(result.kills).toBeGreaterThanOrEqual(4);
  expect(result.acknowledged).toBeGreaterThan(10);
});

test("control: a box that answers before its commit is caught", async () => {
  const { findings } = await kills(["--sabotage", "early"], 12);
  expect(findings.lost.length + findings.changed.length).toBeGreaterThan(0);
});

test("control: a box that forgets which taps it answered is caught", async () => {
  const { findings } = await kills(["--sabotage", "forgetful"], 12);
  expect(findings.doubled.length + findings.changed.length).toBeGreaterThan(0);
});

test("power cuts at FULL lose nothing, and at NORMAL they do", () =>
  withCompiler(async () => {
    const full = await recordSession({ synchronous: "FULL", taps: 250, checkpoint: 100, random: random() });
    expect(full.acks.size).toBe(250);
    expect(cutPower(full, 50, random())).toMatchObject({ cuts: 50, lost: 0, corrupt: [] });
    const how = { synchronous: "FULL", checkpoint: 40, thread: true } as const;
    const threaded = await recordSession({ ...how, taps: 250, random: random() });
    expect(cutPower(threaded, 50, random())).toMatchObject({ cuts: 50, lost: 0, corrupt: [] });
    const normal = await recordSession({ synchronous: "NORMAL", taps: 250, random: random() });
    const cut = cutPower(normal, 25, random());
    expect(cut.lost).toBeGreaterThan(0);
  }));

test("control: a disk that lies about syncing leaves damage, and it is seen", () =>
  withCompiler(async () => {
    const honest = await recordSession({ synchronous: "FULL", taps: 250, checkpoint: 40, random: random() });
    const operations = honest.operations.filter(({ kind }) => kind !== "sync");
    expect(cutPower({ operations, acks: new Map() }, 40, random()).corrupt.length).toBeGreaterThan(0);
  }));

test("a disk that is full, broken or cannot sync refuses, keeps the books, and is recovered from", () =>
  withCompiler(async () => {
    const result = await proveDiskFaults(random(), 1);
    expect(result.wrong).toEqual([]);
    expect(result.refused).toBe(16 * 10);
    expect(countFindings(result.findings)).toBe(0);
  }));
