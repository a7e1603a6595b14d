/**
 * `npm run test:week`: a bistro trades a week, about 3,000 orders, and its books have to be right to the cent. Options: --days 7,
 * --seed bistro. Prints the equation of each day; ends with code 1 when something is wrong.
 */
import { parseArgs } from "node:util";
import { bookFaults, equationsOf, rebuildFaults } from "./checks.ts";
import { runBistro } from "./week.ts";

const { values } = parseArgs({
  options: { days: { type: "string", default: "7" }, seed: { type: "string", default: "bistro" } },
});
const days = Number(values.days);
if (!Number.isInteger(days) || days < 1 || days > 400) {
  console.error("Options: --days <1 to 400> --seed <text>");
  process.exit(2);
}
const began = performance.now();
const { kernel, orders } = await runBistro(days, { seed: values.seed });
for (const line of equationsOf(kernel)) console.log(line);
const faults = [...bookFaults(kernel), ...rebuildFaults(kernel)];
for (const fault of faults.slice(0, 30)) console.error(`  ${fault}`);
const told = `${orders} orders on ${days} days, ${kernel.headSeq()} journal entries, ${((performance.now() - began) / 1000).toFixed(0)} s, seed ${values.seed}`;
console.log(faults.length === 0 ? `held  week: ${told}` : `FAILED  week: ${faults.length} faults; ${told}`);
kernel.close();
process.exitCode = faults.length === 0 ? 0 : 1;
