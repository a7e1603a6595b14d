/** A disk and its tabs for tests of the outbox, without a browser: what is put is there for every keeper of the same disk. */
import type { Keeper } from "./keeper.ts";
import type { News, Tabs } from "./tabs.ts";
import type { KeptEntry } from "./tap.ts";

export type Disk = {
  readonly rows: Map<number, KeptEntry>;
  readonly sent: string[];
  /** What the next writes throw. */
  fault: Error | null;
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
      settle: async ({ gone, changed, sent: taken }) => {
        for (const place of gone) rows.delete(place);
        for (const kept of changed) if (kept.place !== undefined) rows.set(kept.place, structuredClone(kept));
        sent.push(...taken.map(({ key }) => key));
      },
      resend: () => Promise.resolve(),
    }),
    tabs: () => {
      let own: ((news: News) => void) | null = null;
      return {
        tell: (news) => {
          const copy = structuredClone(news);
          for (const hear of hearers) if (hear !== own) queueMicrotask(() => hear(copy));
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
