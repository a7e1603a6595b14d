/** Web Locks of one device: one page at a time, in order of asking; a page that is gone lets go. */
import type { Locks } from "@tillbox/store-server/web/client/locks.ts";
import type { Life, Time } from "./time.ts";

export type PageLocks = {
  of(life: Life): Locks;
  /** A page ended. */
  letGo(): void;
};

type Turn = { life: Life; start(): void };

export const openPageLocks = (time: Time): PageLocks => {
  /** The first of each name holds it. */
  const queues = new Map<string, Turn[]>();
  const begin = (turn: Turn | undefined): void => {
    if (turn) time.after(0, turn.life, turn.start);
  };
  const over = (name: string, turn: Turn): void => {
    const queue = queues.get(name) ?? [];
    const isHolder = queue[0] === turn;
    const left = queue.filter((each) => each !== turn && !each.life.isOver);
    queues.set(name, left);
    if (isHolder) begin(left[0]);
  };
  return {
    of: (life) => ({
      run: (name, work) =>
        new Promise((done) => {
          const start = (): void => done(work().finally(() => over(name, turn)));
          const turn: Turn = { life, start };
          const queue = queues.get(name) ?? [];
          queues.set(name, [...queue, turn]);
          if (queue.length === 0) begin(turn);
        }),
    }),
    letGo: () => {
      for (const [name, [holder]] of queues) if (holder?.life.isOver) over(name, holder);
    },
  };
};
