/** How old a ticket is, in words, colours and averages. Pure. */

export type Age = "new" | "fine" | "attention" | "late";

/** Shares of the time that a ticket has before it is late. */
const newUntil = 0.2;
const attentionFrom = 0.75;

/** `threshold_minutes` is the store's setting `order.delay_threshold`. */
export const ageOf = (elapsed_ms: number, threshold_minutes: number): Age => {
  const share = elapsed_ms / (threshold_minutes * 60_000);
  if (share >= 1) return "late";
  if (share >= attentionFrom) return "attention";
  return share < newUntil ? "new" : "fine";
};

/** The box says that an order is late within seconds; a screen that hears nothing for so much longer says it by itself. */
export const silence = 1.25;

export type Ageing = {
  sentAt: string;
  /** The box flags its order: something of it waits too long for the kitchen. */
  isDelayed: boolean;
  /** It is what waits longest of its order, so what the flag is about. */
  isOldest: boolean;
};

/** The age of a ticket: late by the box's flag, not by this screen's clock. */
export const ageOfTicket = (
  { sentAt, isDelayed, isOldest }: Ageing,
  now_ms: number,
  threshold_minutes: number,
): Age => {
  if (isDelayed && isOldest) return "late";
  const elapsed_ms = Math.max(0, now_ms - Date.parse(sentAt));
  const age = ageOf(elapsed_ms, threshold_minutes);
  const isHeard = isDelayed || elapsed_ms >= threshold_minutes * 60_000 * silence;
  return age === "late" && !isHeard ? "attention" : age;
};

export type Finished = { sentAt: string; doneAt: string };

/** Tickets of the last hour say how fast the kitchen is now. */
const averageWindow_ms = 60 * 60_000;

/** Mean seconds from send to done; null while nothing was done in the last hour. */
export const averageSeconds = (finished: readonly Finished[], now_ms: number): number | null => {
  const times = finished.flatMap(({ sentAt, doneAt }) => {
    const done = Date.parse(doneAt);
    return now_ms - done > averageWindow_ms ? [] : [Math.max(0, done - Date.parse(sentAt)) / 1000];
  });
  return times.length === 0 ? null : Math.round(times.reduce((sum, time) => sum + time, 0) / times.length);
};
