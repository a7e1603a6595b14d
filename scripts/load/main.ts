/**
 * `npm run test:load`: a real box and its tablets on real sockets, in three parts. Every tablet has to end with the last state of every order,
 * in order, as the box itself answers it; from the decision of a change to the last tablet it may take so long and no longer; the box's
 * memory stays flat; clients that never read harm nobody. Options: --part working|idle|silent (all), --seconds N (each part's own),
 * --seed N, --sabotage lose|reorder|slow|leak|unbounded (a run that has to fail). Ends with code 1 when something does not hold.
 */
import { parseArgs } from "node:util";
import { isPart, type PartName, partNames, parts } from "./parts.ts";
import { linesOf, verdict } from "./report.ts";
import { isSabotage, sabotages } from "./sabotage.ts";

const text = { type: "string" } as const;
const { values } = parseArgs({ options: { part: text, seconds: text, seed: text, sabotage: text } });

const wrong = (sentence: string): never => {
  console.error(sentence);
  process.exit(2);
};
const chosen: PartName[] =
  values.part === undefined
    ? partNames
    : [isPart(values.part) ? values.part : wrong(`--part is one of ${partNames.join(", ")}`)];
const sabotage =
  values.sabotage === undefined
    ? null
    : isSabotage(values.sabotage)
      ? values.sabotage
      : wrong(`--sabotage is one of ${sabotages.join(", ")}`);
const seed = Number(values.seed ?? Date.now() % 1_000_000);

for (const name of chosen) {
  const { seconds: usual, limits, run } = parts[name];
  const seconds = Number(values.seconds ?? usual);
  console.log(`== ${name}, ${seconds} s (seed ${seed})${sabotage ? `, sabotaged: ${sabotage}` : ""}`);
  const outcome = await run({ seconds, seed, sabotage });
  console.log(linesOf(outcome).join("\n"));
  const failures = verdict(outcome, limits);
  for (const failure of failures.slice(0, 10)) console.error(`  ${failure}`);
  console.log(failures.length === 0 ? "held" : `FAILED: ${failures.length} faults`);
  if (failures.length > 0) process.exitCode = 1;
}
