/** Plays seeds one after the other and says what was wrong with which. */
import { randomFrom } from "../crash/random.ts";
import { faultsOf } from "./checks.ts";
import { openShop } from "./shop.ts";
import { play, type Sabotage } from "./world.ts";

export type SeedResult = {
  seed: number;
  taps: number;
  retries: number;
  accepted: number;
  restarts: number;
  cutOff: number;
  entries: number;
  faults: string[];
};

/** Yields each seed's result as soon as it is known; whoever stops asking stops the run. */
export const playSeeds = async function* (
  from: number,
  count: number,
  sabotage: Sabotage = null,
): AsyncGenerator<SeedResult> {
  const shop = await openShop();
  try {
    for (let seed = from; seed < from + count; seed += 1) {
      const random = randomFrom(seed);
      const opened = await shop.open(seed, random);
      try {
        const { intents, reported, ...counts } = await play(opened, random, sabotage);
        const faults = [...reported, ...(await faultsOf(opened.kernel(), intents))];
        const accepted = intents.filter(
          ({ answers }) => answers.includes("done") || answers.includes("again"),
        );
        const entries = opened.kernel().headSeq();
        yield { seed, taps: intents.length, accepted: accepted.length, entries, faults, ...counts };
      } finally {
        opened.close();
      }
    }
  } finally {
    shop.remove();
  }
};
