/**
 * One tab at a time sends, as long as the others let go. A page that its browser froze may hold its lock for hours; then this one sends
 * without: what both send is done once, by its key.
 */
import type { Locks } from "./locks.ts";

const lockWait_ms = 30_000;

export const openTurns = (locks: Locks): Locks => {
  /** What was waited for in vain and has not come yet. */
  const late = new Set<string>();
  return {
    run: <T>(name: string, work: () => Promise<T>): Promise<T> => {
      if (late.has(name)) return work();
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      let hasBegun = false;
      const begin = async (): Promise<void> => {
        clearTimeout(timer);
        if (hasBegun) return void late.delete(name);
        hasBegun = true;
        await work().then(resolve, reject);
      };
      const timer = setTimeout(() => {
        late.add(name);
        void begin();
      }, lockWait_ms);
      // A browser that gives no locks at all is one without other tabs.
      locks.run(name, begin).catch(begin);
      return promise;
    },
  };
};
