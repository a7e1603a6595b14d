/** Plays seeds one after the other and says what was wrong with which. */
import { randomFrom } from "../crash/random.ts";
import { faultsOf } from "./checks/all.ts";
import { isDone } from "./checks/books.ts";
import type { Hub } from "./hub.ts";
import { nothing, type Sabotage } from "./sabotage.ts";
import { comeToRest, planOf, serveGuests } from "./service.ts";
import { made_ms, makeShop, settleShop } from "./shop.ts";
import { openTime, type Time } from "./time.ts";
import { openWorld, type World } from "./world.ts";

export type SeedResult = {
  seed: number;
  faults: string[];
  taps: number;
  accepted: number;
  refused: number;
  retries: number;
  kills: number;
  devices: number;
  entries: number;
  /** Milliseconds of service. */
  service_ms: number;
};

export type SeedOptions = {
  sabotage?: Sabotage;
  /** Told of everything that happens, with the time since the beginning. */
  trace?: ((text: string) => void) | undefined;
  /** Another hub than the one on memory, for one seed. */
  hubFor?: (shop: Buffer) => Promise<(time: Time) => Hub>;
  /** Shown the world before it is checked. */
  atRest?: (world: World) => void;
};

const countsOf = ({ taps, box, devices }: World) => {
  const records = [...taps.values()];
  const accepted = records.filter(({ answers }) => answers.some(isDone));
  return {
    taps: records.length,
    accepted: accepted.length,
    refused: records.length - accepted.length,
    retries: records.reduce((sum, { answers }) => sum + Math.max(0, answers.length - 1), 0),
    kills: box.kills(),
    devices: devices.length,
    entries: box.kernel().headSeq(),
  };
};

/** `shop`: the bytes of `makeShop`. */
export const playSeed = async (
  shop: Buffer,
  seed: number,
  options: SeedOptions = {},
): Promise<SeedResult> => {
  const random = randomFrom(seed);
  const openHub = await options.hubFor?.(shop);
  const start_ms = made_ms + random.between(2 * 3_600_000, 24 * 3_600_000);
  const time = openTime(start_ms, random);
  const { sabotage = nothing, trace: tell } = options;
  const trace = (text: string): void => tell?.(`${((time.now() - start_ms) / 1000).toFixed(3)} ${text}`);
  try {
    const bytes = await settleShop(shop, random, start_ms);
    const world = openWorld({ time, random, bytes, sabotage, trace, ...(openHub ? { openHub } : {}) });
    const plan = planOf(world);
    await time.run(serveGuests(world, plan));
    await comeToRest(world);
    options.atRest?.(world);
    const faults = [...world.faults, ...(await faultsOf(world))];
    await world.hub.close();
    return { seed, faults, ...countsOf(world), service_ms: time.now() - start_ms };
  } finally {
    time.close();
  }
};

/** Yields each seed's result as soon as it is known; whoever stops asking stops the run. */
export const playSeeds = async function* (
  from: number,
  count: number,
  options: SeedOptions = {},
): AsyncGenerator<SeedResult> {
  const shop = await makeShop();
  for (let seed = from; seed < from + count; seed += 1) yield await playSeed(shop, seed, options);
};
