/**
 * `npm run test:load`: a real box, many tablets on the live socket, orders opened, changed, sent and paid over HTTP at a steady rate.
 * Every tablet has to end with the last state of every order, in order, as the box itself answers it, while one more socket never
 * reads. Options: --tablets 200 --seconds 60 --rate 40 (commands a second) --seed N. Ends with code 1 on any loss or disorder.
 */
import { parseArgs } from "node:util";
import { percentile } from "../bench/figure.ts";
import type { ProcessorTime } from "../bench/processor.ts";
import { startServer } from "../server-process.ts";
import { type LoadOptions, type LoadResult, runLoad } from "./run.ts";

const readOptions = (): LoadOptions => {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ options: { tablets: text, seconds: text, rate: text, seed: text } });
  return {
    tablets: Number(values.tablets ?? 200),
    seconds: Number(values.seconds ?? 60),
    rate: Number(values.rate ?? 40),
    seed: Number(values.seed ?? Date.now() % 1_000_000),
  };
};

const at = (times: readonly number[], share: number): string => `${percentile(times, share).toFixed(1)} ms`;
const both = (times: readonly number[]): string => `p50 ${at(times, 0.5)}, p99 ${at(times, 0.99)}`;

/** Of the time that it took; who waits much shares the machine, and answers late for that. */
const shareOf = ({ ran_s, waited_s }: ProcessorTime, took_s: number): string =>
  `ran ${((ran_s / took_s) * 100).toFixed(0)} %, waited for its turn ${((waited_s / took_s) * 100).toFixed(0)} %`;

const figuresOf = (result: LoadResult, { tablets, rate }: LoadOptions): string[] => {
  const { traffic, took_s, deliveries, delays_ms, silent, rss_mb, processor } = result;
  const parted = silent.code === null ? "still connected" : `closed with ${silent.code}`;
  const aSecond = (count: number): string => (count / took_s).toFixed(1);
  return [
    `commands     ${traffic.commands} in ${took_s.toFixed(1)} s, ${aSecond(traffic.commands)} a second of ${rate} asked, ${traffic.late} held back`,
    `answers      ${both(traffic.answers_ms)}`,
    `deliveries   ${deliveries} frames to ${tablets} tablets, ${aSecond(deliveries)} a second`,
    `last tablet  ${both(delays_ms)} after the answer, over ${delays_ms.length} states that reached all`,
    `silent one   ${parted}; what it read was ${silent.inOrder ? "in order" : "NOT in order"}`,
    `processor    box ${shareOf(processor.box, took_s)}; tablets ${shareOf(processor.tablets, took_s)}`,
    `box memory   ${rss_mb.start.toFixed(0)} MB at start, ${rss_mb.end.toFixed(0)} MB at end`,
  ];
};

const options = readOptions();
const box = await startServer("store-server", { DEMO: "1", RATE_LIMIT_MAX: "0" });
try {
  const result = await runLoad(box, options);
  const { orders, missing, faults, silent } = result;
  console.log(figuresOf(result, options).join("\n"));
  for (const fault of faults.slice(0, 10)) console.error(`  ${fault}`);
  const held = orders > 0 && missing === 0 && faults.length === 0 && silent.inOrder;
  const verdict = `${orders} orders on ${options.tablets} tablets, ${missing} last states missing, ${faults.length} faults`;
  console.log(`${held ? "held" : "FAILED"}  load: ${verdict} (seed ${options.seed})`);
  process.exitCode = held ? 0 : 1;
} finally {
  await box.close();
}
