/**
 * `npm run test:bill`: random orders through the product's bill and through a reference that was written apart from it. Options:
 * --orders 100000, --from 1 (to play one seed again: --from N --orders 1). Ends with code 1 at the first that they disagree on.
 */
import { parseArgs } from "node:util";
import { randomFrom } from "../crash/random.ts";
import { check } from "./compare.ts";

const text = { type: "string" } as const;
const { values } = parseArgs({ options: { orders: text, from: text } });
const count = Number(values.orders ?? 100_000);
const from = Number(values.from ?? 1);
if (!Number.isInteger(count) || !Number.isInteger(from) || count < 1) {
  console.error("Options: --orders <number> --from <number>");
  process.exit(2);
}
const began = performance.now();
for (let seed = from; seed < from + count; seed += 1) {
  const found = check(randomFrom(seed));
  if (!found) continue;
  for (const fault of found.faults) console.error(`  ${fault}`);
  console.error(`  ${JSON.stringify(found.input)}`);
  console.log(`FAILED  bill: order ${seed}; play it again with --from ${seed} --orders 1`);
  process.exit(1);
}
const seconds = ((performance.now() - began) / 1000).toFixed(1);
console.log(
  `held  bill: ${count} orders from seed ${from}, bill, splits and refunds as the reference says, ${seconds} s`,
);
