/** Box time. It never runs backwards, also across restarts: it starts from the last time in the journal. */
export type Clock = {
  /** RFC 3339 UTC with milliseconds. */
  now(): string;
};

export const boxClock = (last: string | null, wall: () => number = Date.now): Clock => {
  let floor = last === null ? 0 : Date.parse(last);
  let floorText = "";
  return {
    now: () => {
      const time = wall();
      if (time > floor || floorText === "") {
        floor = Math.max(floor, time);
        floorText = new Date(floor).toISOString();
      }
      return floorText;
    },
  };
};
