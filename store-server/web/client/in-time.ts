/** Limits on what a browser may let wait for minutes, or for ever: a tab that it suspended holds up the database for all others. */

/** How long the disk is waited for where somebody waits. */
export const diskWait_ms = 4_000;

/** Ends with `work`, or throws a `TimeoutError` after that long. The work itself goes on. */
export const inTime = <T>(work: Promise<T>, limit_ms: number): Promise<T> => {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const late = (): void => reject(new DOMException("It takes too long.", "TimeoutError"));
  const timer = setTimeout(late, limit_ms);
  void work.then(resolve, reject).finally(() => clearTimeout(timer));
  return promise;
};
