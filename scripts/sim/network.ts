/** The air between devices and box: taps come late, twice, out of order; answers get lost. Pure: chance is given. */
import type { SyncChange } from "@tillbox/shared/protocol/sync.ts";
import type { Actor } from "@tillbox/store-server/kernel/types.ts";
import type { Random } from "../crash/random.ts";

export type Intent = {
  change: SyncChange & { changeId: string };
  deviceId: string;
  /** Who tapped. */
  actor: Actor;
  /** Every answer that the box gave, in order. */
  answers: string[];
  /** How often it was sent and not answered. */
  cutOff: number;
};
export type Parcel = { intent: Intent; due: number; isRetry: boolean };
export type Network = {
  /** One tap: delivered once or several times, each after a delay. */
  tap(intent: Intent, now: number): void;
  /** What arrives now, by device; each device's parcels as one call, sometimes shuffled. */
  arriving(now: number): Parcel[][];
  /** A call that was cut off: all of it is sent again. Throws when a tap never gets through. */
  again(parcels: readonly Parcel[], now: number): void;
  waiting(): number;
};

const longestDelay = 6;
const mostCuts = 50;

const shuffled = <T>(all: readonly T[], random: Random): T[] =>
  all
    .map((one) => [random.next(), one] as const)
    .toSorted(([left], [right]) => left - right)
    .map(([, one]) => one);

export const openNetwork = (random: Random): Network => {
  let parcels: Parcel[] = [];
  return {
    tap: (intent, now) => {
      const first = now + (random.chance(0.7) ? 0 : random.between(1, longestDelay));
      parcels.push({ intent, due: first, isRetry: false });
      while (random.chance(0.35))
        parcels.push({ intent, due: now + random.between(0, 2 * longestDelay), isRetry: true });
    },
    arriving: (now) => {
      const here = parcels.filter(({ due }) => due <= now);
      parcels = parcels.filter(({ due }) => due > now);
      const calls = Map.groupBy(here, ({ intent }) => intent.deviceId);
      return [...calls.values()].map((call) => (random.chance(0.3) ? shuffled(call, random) : call));
    },
    again: (cut, now) => {
      for (const { intent } of cut) {
        intent.cutOff += 1;
        if (intent.cutOff > mostCuts)
          throw new Error(`a tap never gets an answer: ${JSON.stringify(intent.change)}`);
        parcels.push({ intent, due: now + 1, isRetry: true });
      }
    },
    waiting: () => parcels.length,
  };
};
