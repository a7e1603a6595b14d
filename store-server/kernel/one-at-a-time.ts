/** Work that must not overlap, in the order in which it came: so that a wrong guess is counted before the next is looked at. */
import { Refusal } from "@tillbox/shared/refusal.ts";

export type OneAtATime = <T>(work: () => Promise<T>) => Promise<T>;

/** At most `maxWaiting` may wait; beyond that `rate_limited`, at once. */
export const oneAtATime = (maxWaiting: number): OneAtATime => {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return async (work) => {
    if (waiting >= maxWaiting)
      throw new Refusal("rate_limited", "Too many tries at once. Wait a moment and try again.", {
        retryAfter_s: 2,
      });
    waiting += 1;
    const mine = last.then(work);
    last = mine
      .catch(() => undefined)
      .finally(() => {
        waiting -= 1;
      });
    return mine;
  };
};
