/** What a device keeps when its power is cut: what was written whole. Writing takes a while; what was being written then is not there. */
import type { Keeper, Spot } from "@tillbox/store-server/web/client/keeper.ts";
import type { KeyValue } from "@tillbox/store-server/web/client/session.ts";
import type { KeptEntry } from "@tillbox/store-server/web/client/tap.ts";
import type { Random } from "../crash/random.ts";

export type Disk = {
  readonly rows: Map<number, KeptEntry>;
  readonly local: KeyValue;
  keeper(): Keeper;
};

export const memory = (): KeyValue => {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
};

/** `forgets`: nothing of it outlives the page. */
export const openDisk = (random: Random, forgets: boolean): Disk => {
  const rows = new Map<number, KeptEntry>();
  let last = 0;
  const holds = ({ place, key }: Spot): boolean => key === undefined || rows.get(place)?.key === key;
  const writing = (): Promise<void> => new Promise((done) => setTimeout(done, random.between(1, 30)));
  return {
    rows,
    local: memory(),
    keeper: () => {
      if (forgets) rows.clear();
      return {
        isShared: true,
        all: async () => {
          await writing();
          return [...rows.values()].toSorted((a, b) => (a.place ?? 0) - (b.place ?? 0));
        },
        put: async (kept) => {
          await writing();
          last += kept.place === undefined ? 1 : 0;
          const place = kept.place ?? last;
          rows.set(place, structuredClone({ ...kept, place }));
          return place;
        },
        // A restored box is another proof's concern; here its journal has one life.
        resend: () => Promise.resolve(0),
        settle: async ({ gone, changed }) => {
          await writing();
          for (const spot of gone) if (holds(spot)) rows.delete(spot.place);
          for (const kept of changed) {
            const { place, key } = kept;
            if (place !== undefined && holds({ place, key })) rows.set(place, structuredClone(kept));
          }
        },
      };
    },
  };
};
