/**
 * Work of one call, a slice at a time: what others ask meanwhile is committed between, and one device never fills the writer's queue. Within a
 * slice all goes to the kernel at once and shares its commits. A slice of which something failed stops those behind it, which may build on it.
 */
const size = 128;

const settled = async <R>(running: readonly Promise<R>[]): Promise<R[]> => {
  // Nothing of a call goes on once it is answered.
  await Promise.allSettled(running);
  return Promise.all(running);
};

/** What `work` makes of each, in order. Rejects with the first failure. */
export const inSlices = async <T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> => {
  const done: R[] = [];
  for (let at = 0; at < items.length; at += size)
    done.push(...(await settled(items.slice(at, at + size).map(work))));
  return done;
};
