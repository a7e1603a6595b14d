/** A disk and its tabs for tests of the outbox, without a browser: what is put is there for every keeper of the same disk. */
import type { Keeper, Spot } from "./keeper.ts";
import type { News, Tabs } from "./tabs.ts";
import type { KeptEntry } from "./tap.ts";

export type Disk = {
  readonly rows: Map<number, KeptEntry>;
  readonly sent: string[];
  /** What the next writes throw. */
  fault: Error | null;
  /** How long tabs wait for news of each other. */
  news_ms: number;
  keeper(): Keeper;
  tabs(): Tabs;
};

export const openDisk = (): Disk => {
  const rows = new Map<number, KeptEntry>();
  const sent: string[] = [];
  const hearers = new Set<(news: News) => void>();
  let last = 0;
  const disk: Disk = {
    rows,
    sent,
    fault: null,
    news_ms: 0,
    keeper: () => ({
      isShared: true,
      all: async () => [...rows.values()].toSorted((a, b) => (a.place ?? 0) - (b.place ?? 0)),
      put: async (kept) => {
        await Promise.resolve();
        if (disk.fault) throw disk.fault;
        last += kept.place === undefined ? 1 : 0;
        const place = kept.place ?? last;
        rows.set(place, structuredClone({ ...kept, place }));
        return place;
      },
      putBack: async (kept) => {
        for (const each of kept) if (!rows.has(each.place ?? 0)) rows.set(each.place ?? 0, each);
      },
      settle: async ({ gone, changed, sent: taken }) => {
        const holds = ({ place, key }: Spot): boolean => key === undefined || rows.get(place)?.key === key;
        for (const spot of gone) if (holds(spot)) rows.delete(spot.place);
        for (const kept of changed) {
          const { place, key } = kept;
          if (place !== undefined && holds({ place, key })) rows.set(place, structuredClone(kept));
        }
        sent.push(...taken.map(({ key }) => key));
      },
      resend: () => Promise.resolve(0),
    }),
    tabs: () => {
      let own: ((news: News) => void) | null = null;
      return {
        tell: (news) => {
          const copy = structuredClone(news);
          const tell = (): void => {
            for (const hear of hearers) if (hear !== own) hear(copy);
          };
          if (disk.news_ms === 0) queueMicrotask(tell);
          else setTimeout(tell, disk.news_ms);
        },
        listen: (hear) => {
          own = hear;
          hearers.add(hear);
        },
      };
    },
  };
  return disk;
};
