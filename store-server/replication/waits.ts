/** Everything that replication waits for, ended at once when it is stopped. */
export type Waits = {
  sleep(delay_ms: number): Promise<void>;
  /** Until `has` is true, looked at after each `wake`; then a little longer, for what comes right behind. */
  news(has: () => boolean, linger_ms: number): Promise<void>;
  wake(): void;
  stop(): void;
  stopped(): boolean;
  /** Aborted by `stop`. */
  readonly signal: AbortSignal;
};

export const openWaits = (): Waits => {
  const ending = new AbortController();
  let look: (() => void) | null = null;
  const sleep = (delay_ms: number): Promise<void> =>
    new Promise((done) => {
      if (ending.signal.aborted) return done();
      const end = (): void => {
        clearTimeout(timer);
        ending.signal.removeEventListener("abort", end);
        done();
      };
      const timer = setTimeout(end, delay_ms);
      ending.signal.addEventListener("abort", end);
    });
  const woken = (has: () => boolean): Promise<void> =>
    new Promise((done) => {
      look = () => {
        if (!has() && !ending.signal.aborted) return;
        look = null;
        done();
      };
      look();
    });
  return {
    sleep,
    news: async (has, linger_ms) => {
      await woken(has);
      await sleep(linger_ms);
    },
    wake: () => look?.(),
    stop: () => {
      ending.abort();
      look?.();
    },
    stopped: () => ending.signal.aborted,
    signal: ending.signal,
  };
};
