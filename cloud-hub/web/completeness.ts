/**
 * Up to when the hub knows a store, in words beside every total. A box sends each entry at once and is silent while nothing happens, so a
 * long silence means that the shop is quiet or that its box cannot reach the hub; the hub cannot tell, and says just that. Pure.
 */
import type { HubStore } from "@tillbox/shared/contract/hub.ts";
import { businessDayOf, localHour } from "@tillbox/shared/time.ts";
import { formatBusinessDay, formatElapsed, formatTime, minutesBetween } from "@tillbox/shared/ui/format.ts";
import type { Tone } from "@tillbox/shared/ui/tone.ts";
import { cutover, hoursInDay, placeOfHour } from "./business-day.ts";

type Known = Pick<HubStore, "name" | "timeZone" | "lastEntryAt" | "lastContactAt" | "unreadable">;

export type StoreState =
  /** Enrolled, but nothing came yet. */
  | { kind: "waiting" }
  /** Everything up to now, as far as the hub can know. */
  | { kind: "complete"; until_ms: number }
  /** It is sending what it kept while it was away. */
  | { kind: "behind"; until_ms: number }
  | { kind: "silent"; until_ms: number; minutes: number };

/** Shorter silences happen in every shop. */
const silentAfter_ms = 10 * 60_000;
/** What is sent is older than this: it comes from a store that was away. */
const behindFrom_ms = 2 * 60_000;

export const stateOf = ({ lastEntryAt, lastContactAt }: Known, now_ms: number): StoreState => {
  if (lastEntryAt === null || lastContactAt === null) return { kind: "waiting" };
  const [entry_ms, contact_ms] = [Date.parse(lastEntryAt), Date.parse(lastContactAt)];
  if (now_ms - contact_ms > silentAfter_ms)
    return { kind: "silent", until_ms: entry_ms, minutes: minutesBetween(contact_ms, now_ms) };
  return { kind: contact_ms - entry_ms > behindFrom_ms ? "behind" : "complete", until_ms: entry_ms };
};

/** How many hours of the business day are over and known to be complete at this store: 0 to 24. */
export const completeHours = (store: Known, day: string, now_ms: number): number => {
  const state = stateOf(store, now_ms);
  if (state.kind === "waiting") return 0;
  const until_ms = state.kind === "complete" ? now_ms : state.until_ms;
  const untilDay = businessDayOf(until_ms, store.timeZone, cutover);
  if (untilDay !== day) return untilDay > day ? hoursInDay : 0;
  return placeOfHour(localHour(new Date(until_ms).toISOString(), store.timeZone));
};

/** "19:58", with the day when it belongs to another business day than now. */
export const momentText = (at_ms: number, timeZone: string, now_ms: number): string => {
  const [day, today] = [at_ms, now_ms].map((time) => businessDayOf(time, timeZone, cutover));
  const time = formatTime(at_ms, timeZone);
  return day === today ? time : `${formatBusinessDay(day ?? "")}, ${time}`;
};

/** `short` is for where there is little room: "to 19:58". */
export type Say = { tone: Tone; text: string; short?: string };

/** A day that was over before the store fell silent lacks nothing. */
const isOver = (store: Known, lastDay: string, now_ms: number): boolean =>
  completeHours(store, lastDay, now_ms) === hoursInDay;

/** `lastDay`: the last business day that the figures count. */
export const sayStore = (store: Known, lastDay: string, now_ms: number): Say => {
  const state = stateOf(store, now_ms);
  if (state.kind === "waiting") return { tone: "plain", text: "nothing received yet" };
  if (isOver(store, lastDay, now_ms)) return { tone: "good", text: "complete" };
  const short = `to ${momentText(state.until_ms, store.timeZone, now_ms)}`;
  const until = `complete ${short}`;
  if (state.kind === "complete") return { tone: "good", text: until, short };
  const why = state.kind === "behind" ? "catching up" : `silent ${formatElapsed(state.minutes)}`;
  return { tone: "attention", text: `${until}, ${why}`, short };
};

type Begun = { store: Known; until_ms: number; kind: "complete" | "behind" | "silent" };

const sayLacking = (lacking: readonly Begun[], now_ms: number): Say => {
  const [one] = lacking;
  if (!one || lacking.length > 1)
    return { tone: "attention", text: `${lacking.length} stores are behind: figures may be low` };
  const since = momentText(one.until_ms, one.store.timeZone, now_ms);
  const how = one.kind === "silent" ? `is silent since ${since}` : `is catching up from ${since}`;
  return { tone: "attention", text: `${one.store.name} ${how}: figures may be low` };
};

/** What holds for a total over all these stores up to `lastDay`. */
export const sayAll = (stores: readonly Known[], lastDay: string, now_ms: number): Say => {
  const begun = stores.flatMap((store): Begun[] => {
    const state = stateOf(store, now_ms);
    return state.kind === "waiting" ? [] : [{ store, until_ms: state.until_ms, kind: state.kind }];
  });
  if (begun.length === 0) return { tone: "plain", text: "nothing received yet" };
  const open = begun.filter(({ store }) => !isOver(store, lastDay, now_ms));
  const lacking = open.filter(({ kind }) => kind !== "complete");
  if (lacking.length > 0) return sayLacking(lacking, now_ms);
  const earliest = open.toSorted((a, b) => a.until_ms - b.until_ms)[0];
  if (!earliest) return { tone: "good", text: "complete" };
  return {
    tone: "good",
    text: `complete to ${momentText(earliest.until_ms, earliest.store.timeZone, now_ms)}`,
  };
};

/** How many of the stores are heard. */
export const sayHeard = (stores: readonly Known[], now_ms: number): Say => {
  const kinds = stores.map((store) => stateOf(store, now_ms).kind);
  const lacking = kinds.filter((kind) => kind === "silent" || kind === "behind").length;
  if (lacking > 0) return { tone: "attention", text: `${lacking} of ${stores.length} behind` };
  const waiting = kinds.filter((kind) => kind === "waiting").length;
  if (waiting > 0) return { tone: "plain", text: `${waiting} of ${stores.length} not heard yet` };
  return { tone: "good", text: stores.length === 1 ? "up to date" : `all ${stores.length} up to date` };
};

/** Sales that the hub holds but could not read are in no figure. Null when there are none. */
export const sayUnreadable = (stores: readonly Known[]): string | null => {
  const count = stores.reduce((sum, { unreadable }) => sum + unreadable, 0);
  if (count === 0) return null;
  return `${count === 1 ? "1 sale" : `${count} sales`} could not be read and ${count === 1 ? "is" : "are"} in no figure. Update the hub, then run rebuild.`;
};
