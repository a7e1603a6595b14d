/** What a part of the load has to hold, and how it is told. */
import { percentile } from "../bench/figure.ts";
import type { ProcessorTime } from "../bench/processor.ts";
import type { Memory } from "./memory.ts";

export type Limits = {
  /** From the decision to the last tablet, 99 of 100. */
  p99_ms: number;
  /** What the box may hold on to more in the last third of a run than in the one before; of no concern in a short run. */
  growth_mb: number;
  /** Shorter than this, memory is only told. */
  counts_from_s: number;
};
export type Outcome = {
  part: string;
  delays_ms: readonly number[];
  memory: Memory;
  /** What was lost, out of order, refused: sentences. */
  faults: readonly string[];
  /** Lines for people. */
  told: readonly string[];
};

const at = (times: readonly number[], share: number): string => `${percentile(times, share).toFixed(1)} ms`;
export const times = (all: readonly number[]): string =>
  all.length === 0
    ? "none"
    : `p50 ${at(all, 0.5)}, p99 ${at(all, 0.99)}, most ${Math.max(...all).toFixed(1)} ms`;
/** Of the time that it took; who waits much shares the machine, and answers late for that. */
export const shareOf = ({ ran_s, waited_s }: ProcessorTime, took_s: number): string =>
  `ran ${((ran_s / took_s) * 100).toFixed(0)} %, waited for its turn ${((waited_s / took_s) * 100).toFixed(0)} %`;

/** What does not hold, in sentences; empty when all does. */
export const verdict = ({ delays_ms, memory, faults }: Outcome, limits: Limits): string[] => {
  const p99 = percentile(delays_ms, 0.99);
  const isLong = memory.took_s >= limits.counts_from_s;
  return [
    ...faults,
    ...(delays_ms.length === 0 ? ["no state reached all tablets"] : []),
    ...(p99 > limits.p99_ms ? [`p99 to the last tablet is ${p99.toFixed(1)} ms, over ${limits.p99_ms}`] : []),
    ...(isLong && memory.growth_mb > limits.growth_mb
      ? [`the box holds ${memory.growth_mb.toFixed(1)} MB more at the end, over ${limits.growth_mb}`]
      : []),
  ];
};

export const linesOf = ({ delays_ms, memory, told }: Outcome): string[] => [
  ...told,
  `last tablet  ${times(delays_ms)} after the decision, over ${delays_ms.length} states that reached all`,
  `box memory   resident ${memory.rss_mb.first.toFixed(0)} MB at start, ${memory.rss_mb.most.toFixed(0)} at most, ${memory.rss_mb.last.toFixed(0)} at end; held, by thirds: ${memory.held_mb.map((held) => held.toFixed(1)).join(", ")} MB`,
];
