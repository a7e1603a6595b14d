/** One piece of heavy work a turn of the event loop, so that two hundred tablets that come back together do not hold up an order. */
export type Turns = { add(work: () => void): void; clear(): void };

export const openTurns = (failed: (error: unknown) => void): Turns => {
  let queue: (() => void)[] = [];
  const next = (): void => {
    const work = queue.shift();
    try {
      work?.();
    } catch (error) {
      failed(error);
    }
    if (queue.length > 0) setImmediate(next);
  };
  return {
    add: (work) => {
      queue.push(work);
      if (queue.length === 1) setImmediate(next);
    },
    clear: () => {
      queue = [];
    },
  };
};
