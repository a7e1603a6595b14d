/**
 * What a long run has done, kept in a file after every seed, so that it can be stopped at any moment and continued. Several processes
 * share a run: each keeps a file of its own, and its seeds are every n-th.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { SeedResult } from "./seeds.ts";

export type Sums = Omit<SeedResult, "seed" | "faults"> & { seeds: number; seconds: number };
export type Progress = {
  /** What the run is: another one does not go on from here. */
  run: string;
  next: number;
  sums: Sums;
  failed: { seed: number; faults: string[] }[];
};

export const noSums = (): Sums => ({
  seeds: 0,
  seconds: 0,
  taps: 0,
  accepted: 0,
  refused: 0,
  retries: 0,
  kills: 0,
  devices: 0,
  entries: 0,
  service_ms: 0,
});

const names = [
  "taps",
  "accepted",
  "refused",
  "retries",
  "kills",
  "devices",
  "entries",
  "service_ms",
] as const;
export const addSeed = (sums: Sums, result: SeedResult, seconds: number): void => {
  sums.seeds += 1;
  sums.seconds += seconds;
  for (const name of names) sums[name] += result[name];
};
export const addSums = (all: readonly Sums[]): Sums => {
  const sums = noSums();
  for (const one of all) for (const name of [...names, "seeds", "seconds"] as const) sums[name] += one[name];
  return sums;
};

/** Null where there is none, or one of another run. */
export const readProgress = (file: string, run: string): Progress | null => {
  try {
    const known = JSON.parse(readFileSync(file, "utf8")) as Progress;
    return known.run === run ? known : null;
  } catch {
    return null;
  }
};

/** Whole or not at all, whenever the process ends. */
export const keepProgress = (file: string, progress: Progress): void => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(progress));
  renameSync(`${file}.new`, file);
};

export const told = (sums: Sums, seconds: number): string => {
  const hours = Math.round(sums.service_ms / 3_600_000);
  const pace = (sums.seeds / Math.max(0.001, seconds)).toFixed(2);
  return `${sums.seeds} seeds, ${sums.taps} taps (${sums.accepted} taken, ${sums.refused} refused, ${sums.retries} more answers), ${sums.devices} devices, ${sums.kills} kills of the box, ${sums.entries} journal entries, ${hours} hours of service in ${seconds.toFixed(0)} s (${pace} seeds/s)`;
};
