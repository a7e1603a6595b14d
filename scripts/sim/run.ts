/** One process of a run: plays its seeds from where it was, keeps what it did, and says each seed that does not hold. */
import { addSeed, keepProgress, noSums, type Progress, readProgress } from "./progress.ts";
import { playSeed, type SeedOptions } from "./seeds.ts";
import { makeShop } from "./shop.ts";

export type Share = {
  run: string;
  file: string;
  from: number;
  count: number;
  /** Plays `from + worker`, and every `workers`-th after it. */
  worker: number;
  workers: number;
  /** Stops at this many seeds that do not hold. */
  mostFailures: number;
};

export type Tell = (text: string) => void;

const tellFaults = (seed: number, faults: readonly string[], tell: Tell): void => {
  tell(
    `seed ${seed} does not hold (${faults.length} faults); play it again with --from ${seed} --seeds 1 --trace`,
  );
  for (const fault of faults.slice(0, 8)) tell(`    ${fault.slice(0, 600)}`);
};

/** What a life left behind and nobody caught belongs to the seed that is played. */
const openStray = (): { take(): string[]; close(): void } => {
  let faults: string[] = [];
  const note = (error: unknown): void =>
    void faults.push(`nobody caught: ${error instanceof Error ? error.stack : String(error)}`);
  process.on("unhandledRejection", note);
  process.on("uncaughtException", note);
  return {
    take: () => faults.splice(0),
    close: () => {
      process.off("unhandledRejection", note);
      process.off("uncaughtException", note);
    },
  };
};

export const playShare = async (share: Share, options: SeedOptions, tell: Tell): Promise<Progress> => {
  const { run, file, from, count, worker, workers, mostFailures } = share;
  const progress = readProgress(file, run) ?? { run, next: from + worker, sums: noSums(), failed: [] };
  const shop = await makeShop();
  const stray = openStray();
  const playNext = async (): Promise<void> => {
    const seed = progress.next;
    const began = performance.now();
    const result = await playSeed(shop, seed, options);
    const faults = [...result.faults, ...stray.take()];
    addSeed(progress.sums, result, (performance.now() - began) / 1000);
    if (faults.length > 0) {
      progress.failed.push({ seed, faults: faults.slice(0, 20) });
      tellFaults(seed, faults, tell);
    }
    progress.next += workers;
    keepProgress(file, progress);
  };
  try {
    while (progress.next < from + count && progress.failed.length < mostFailures) await playNext();
  } finally {
    stray.close();
  }
  return progress;
};
