/**
 * Box time. It never runs backwards, also across restarts: it starts from the last time in the journal. Nor does it stand still: where
 * the wall clock was set back, box time goes on at half its speed until the wall clock has caught up, so that whatever waits for a
 * time (a print job, a block after wrong guesses, the end of a sign-in) still sees it come.
 */
export type Clock = {
  /** RFC 3339 UTC with milliseconds. */
  now(): string;
};

/** `steady` counts milliseconds from anywhere and cannot be set. */
export const boxClock = (
  last: string | null,
  wall: () => number = Date.now,
  steady: () => number = () => performance.now(),
): Clock => {
  let time = last === null ? 0 : Date.parse(last);
  let text = "";
  let behind: { from: number; since: number } | null = null;
  /** What box time is while the wall clock is behind it. */
  const crawl = (): number => {
    behind ??= { from: time, since: steady() };
    return behind.from + Math.floor((steady() - behind.since) / 2);
  };
  return {
    now: () => {
      const wallTime = wall();
      if (wallTime >= time) behind = null;
      const next = wallTime < time ? Math.max(crawl(), wallTime) : wallTime;
      if (next > time || text === "") {
        time = Math.max(time, next);
        text = new Date(time).toISOString();
      }
      return text;
    },
  };
};
