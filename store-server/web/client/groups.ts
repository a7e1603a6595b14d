/**
 * Writes what waits together in one transaction: while one runs, the next ones gather. A burst of taps costs two of them, not one each.
 * When a group fails its members are tried one by one, so that only what finds no room fails.
 */
import { diskWait_ms, inTime } from "./in-time.ts";

type Waiting<T, R> = { one: T; done(result: R): void; failed(error: unknown): void };

/** `write`: one transaction, with a result for each in their order. */
export const openGroups = <T, R>(write: (group: readonly T[]) => Promise<readonly R[]>) => {
  let waiting: Waiting<T, R>[] = [];
  let isRunning = false;
  const commit = async (group: readonly Waiting<T, R>[]): Promise<void> => {
    try {
      const results = await write(group.map(({ one }) => one));
      for (const [index, result] of results.entries()) group[index]?.done(result);
    } catch (error) {
      if (group.length === 1) group[0]?.failed(error);
      else for (const each of group) await commit([each]);
    }
  };
  const run = async (): Promise<void> => {
    isRunning = true;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      // One that does not end holds up no other: the connection may be dead, and the next one finds that out.
      await inTime(commit(group), diskWait_ms).catch(() => undefined);
    }
    isRunning = false;
  };
  return (one: T): Promise<R> =>
    new Promise((done, failed) => {
      waiting.push({ one, done, failed });
      if (!isRunning) void run();
    });
};
