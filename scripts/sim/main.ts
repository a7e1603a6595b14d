/**
 * `npm run test:sim`: devices tap at random, in a world made from a seed, and after each seed the books have to be right. Options:
 * --seeds 1000, --from 1 (to go on, or to play one seed again), --sabotage no-idempotency (must fail). Ends with code 1 at the first
 * seed that does not hold, and says which.
 */
import { parseArgs } from "node:util";
import { playSeeds } from "./seeds.ts";
import type { Sabotage } from "./world.ts";

const text = { type: "string" } as const;
const { values } = parseArgs({ options: { seeds: text, from: text, sabotage: text } });
const from = Number(values.from ?? 1);
const count = Number(values.seeds ?? 1000);
const known: readonly Sabotage[] = ["no-idempotency", null];
const sabotage = known.find((one) => one === (values.sabotage ?? null));
if (sabotage === undefined || !Number.isInteger(from) || !Number.isInteger(count) || count < 1) {
  console.error("Options: --seeds <number> --from <number> --sabotage no-idempotency");
  process.exit(2);
}

const began = performance.now();
const sums = { seeds: 0, taps: 0, retries: 0, accepted: 0, restarts: 0, cutOff: 0, entries: 0 };
const told = (): string =>
  `${sums.seeds} seeds, ${sums.taps} taps (${sums.accepted} accepted, ${sums.retries} sent again, ${sums.cutOff} cut off), ${sums.restarts} restarts, ${sums.entries} journal entries, ${((performance.now() - began) / 1000).toFixed(1)} s`;

for await (const { seed, faults, ...counts } of playSeeds(from, count, sabotage)) {
  sums.seeds += 1;
  for (const name of ["taps", "retries", "accepted", "restarts", "cutOff", "entries"] as const)
    sums[name] += counts[name];
  if (process.stderr.isTTY && seed % 20 === 0) process.stderr.write(`  seed ${seed}\n`);
  if (faults.length === 0) continue;
  for (const fault of faults.slice(0, 20)) console.error(`  ${fault.slice(0, 800)}`);
  console.log(
    `FAILED  sim: seed ${seed} has ${faults.length} faults; play it again with --from ${seed} --seeds 1 (${told()})`,
  );
  process.exit(1);
}
console.log(`held  sim: ${told()}`);
