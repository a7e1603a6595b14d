/** The parts of the load, as they are meant to be run, and what each has to hold. */
import type { Limits, Outcome } from "./report.ts";
import type { Sabotage } from "./sabotage.ts";
import { runSilent } from "./silent.ts";
import { runWork } from "./working.ts";

export type Given = { seconds: number; seed: number; sabotage: Sabotage | null };
export type Part = { seconds: number; limits: Limits; run(given: Given): Promise<Outcome> };

/** Short runs say nothing of memory. */
const memory = { growth_mb: 24, counts_from_s: 45 };
const long_s = 120;
/** As many orders as the box keeps in memory (`cached` of the entity). */
const remembered = 1000;

export const parts = {
  /** Two hundred tablets, each with a waiter; one intent a second for every five. */
  working: {
    seconds: 600,
    limits: { p99_ms: 50, ...memory, counts_from_s: long_s },
    run: (given) => {
      const earlier = given.seconds < long_s ? 0 : remembered;
      return runWork({ part: "working", tablets: 200, staffed: 200, rate: 40, earlier, ...given });
    },
  },
  /** A thousand that hang on the wall, ten of them worked on. */
  idle: {
    seconds: 120,
    limits: { p99_ms: 150, ...memory },
    run: (given) => runWork({ part: "idle", tablets: 1000, staffed: 10, rate: 10, ...given }),
  },
  /** Ten that work on long orders, and three clients that never read. */
  silent: {
    seconds: 60,
    limits: { p99_ms: 150, ...memory },
    run: (given) => runSilent({ tablets: 10, rate: 100, ...given }),
  },
} as const satisfies Record<string, Part>;
export type PartName = keyof typeof parts;
export const partNames = Object.keys(parts) as PartName[];
export const isPart = (name: string): name is PartName => Object.hasOwn(parts, name);
