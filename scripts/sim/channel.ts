/** What the pages of one device tell each other: a copy, a moment later, to all that are still there. */
import type { News, Tabs } from "@tillbox/store-server/web/client/tabs.ts";
import type { Life, Time } from "./time.ts";

export type Channel = { of(life: Life): Tabs };

export const openChannel = (time: Time): Channel => {
  const hearers = new Map<Life, (news: News) => void>();
  return {
    of: (life) => ({
      listen: (hear) => void hearers.set(life, hear),
      tell: (news) => {
        for (const [other, hear] of hearers) {
          if (other.isOver) hearers.delete(other);
          else if (other !== life) time.after(1, other, () => hear(structuredClone(news)));
        }
      },
    }),
  };
};
