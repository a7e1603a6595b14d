/**
 * `npm run test:sim`: devices, a box and a hub in a world made from a seed; after each seed everything has to be right. Options:
 *   --seeds 1000 --from 1      which seeds
 *   --workers 2                processes that share them
 *   --postgres 50              so many seeds with the real hub on a real Postgres instead of its ingest on memory
 *   --trace                    tells everything that happens, for one seed that is played again
 *   --fresh                    begins anew, as is right after a change of the code; otherwise a run that was stopped goes on
 *   --sabotage no-versions     something is broken on purpose: must fail
 *   --failures 10              goes on until so many seeds did not hold
 * Ends with code 1 when a seed did not hold, and says which.
 */
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { addSums, noSums, type Progress, readProgress, told } from "./progress.ts";
import { playShare, type Share } from "./run.ts";
import { nothing, sabotages } from "./sabotage.ts";

const text = { type: "string" } as const;
const yes = { type: "boolean" } as const;
const { values } = parseArgs({
  options: {
    seeds: text,
    from: text,
    workers: text,
    worker: text,
    sabotage: text,
    failures: text,
    postgres: text,
    trace: yes,
    fresh: yes,
  },
});
const number = (value: string | undefined, otherwise: number): number => Number(value ?? otherwise);
const from = number(values.from, 1);
const count = number(values.postgres ?? values.seeds, 1000);
const workers = number(values.workers, 1);
const worker = number(values.worker, 0);
const mostFailures = number(values.failures, 1);
const sabotage = values.sabotage === undefined ? nothing : sabotages[values.sabotage];
const areNumbers = [from, count, workers, worker, mostFailures].every((value) => Number.isInteger(value));
if (sabotage === undefined || !areNumbers || count < 1 || workers < 1 || workers > 64) {
  console.error(
    `Options: --seeds --from --workers --failures <number> --trace --fresh --sabotage ${Object.keys(sabotages).join("|")}`,
  );
  process.exit(2);
}

const folder = join(process.env.TILLBOX_ROOT ?? join(import.meta.dirname, "../.."), "tmp", "sim");
const run = `${values.postgres === undefined ? (values.sabotage ?? "plain") : "postgres"}-${from}-${count}-${workers}`;
const fileOf = (one: number): string => join(folder, `${run}-${one}.json`);
const shareOf = (one: number): Share => ({
  run,
  from,
  count,
  workers,
  mostFailures,
  file: fileOf(one),
  worker: one,
});

const otherWorker = (one: number): Promise<void> =>
  new Promise((done, failed) => {
    const args = process.argv.slice(2).filter((arg) => arg !== "--fresh");
    const child = spawn(process.execPath, [import.meta.filename, ...args, "--worker", String(one)], {
      stdio: "inherit",
    });
    for (const signal of ["SIGINT", "SIGTERM"] as const)
      process.on(signal, () => {
        child.kill(signal);
        // What was played is kept; the same command goes on from there.
        process.exit(1);
      });
    child.on("error", failed);
    child.on("exit", () => done());
  });

/** Everything that all processes did, so far and before. */
const together = (): Progress => {
  const all = Array.from({ length: workers }, (_, one) => readProgress(fileOf(one), run)).filter(
    (one) => one !== null,
  );
  return {
    run,
    next: Math.min(...all.map(({ next }) => next)),
    sums: all.length > 0 ? addSums(all.map(({ sums }) => sums)) : noSums(),
    failed: all.flatMap(({ failed }) => failed),
  };
};

const isOther = values.worker !== undefined;
/** What was played to its end says nothing of the code of today. */
const isOver = (): boolean => {
  const { sums, failed } = together();
  return sums.seeds >= count || failed.length >= mostFailures;
};
if (!isOther && (values.fresh || values.trace || isOver()))
  for (let one = 0; one < workers; one += 1) rmSync(fileOf(one), { force: true });
const before = together().sums;
if (!isOther && before.seconds > 0)
  console.error(`  goes on after ${before.seeds} seeds; --fresh begins anew`);
const began = performance.now();
const passed = (): number => (performance.now() - began) / 1000;
const trace = values.trace ? (line: string): void => console.log(line) : undefined;
const pulse = setInterval(() => {
  if (!isOther) console.error(`  ${told(together().sums, before.seconds / workers + passed())}`);
}, 60_000);
const others = isOther ? [] : Array.from({ length: workers - 1 }, (_, one) => otherWorker(one + 1));
const hubFor =
  values.postgres === undefined ? undefined : (await import("./hub-postgres.ts")).openPostgresHub;
const options = { sabotage, trace, ...(hubFor ? { hubFor } : {}) };
await playShare(shareOf(worker), options, (line) => console.log(line));
await Promise.all(others);
clearInterval(pulse);
// A Postgres that is left running would keep it.
if (isOther) process.exit(0);
else {
  const { sums, failed } = together();
  const seeds = failed.map(({ seed }) => seed).join(", ");
  const figures = told(sums, before.seconds / workers + passed());
  const isWhole = sums.seeds === count;
  if (failed.length > 0) console.log(`FAILED  sim: seeds ${seeds} do not hold; ${figures}`);
  else console.log(isWhole ? `held  sim: ${figures}` : `STOPPED  sim: not all of ${count} seeds; ${figures}`);
  process.exit(failed.length === 0 && isWhole ? 0 : 1);
}
