/**
 * Up to when the hub knows a store, in words beside every total. A box sends each entry at once and is silent while nothing happens, so a
 * long silence means that the shop is quiet or that its box cannot reach the hub; the hub cannot tell, and says just that. Pure.
 */
import type { HubStore } from "@tillbox/shared/contract/hub.ts";
import { businessDayOf } from "@tillbox/shared/time.ts";
import { formatBusinessDay, formatElapsed, formatTime, minutesBetween } from "@tillbox/shared/ui/format.ts";
import type { Tone } from "@tillbox/shared/ui/tone.ts";

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

/** "19:58", with the day when it is another than today's in that store. */
export const momentText = (at_ms: number, timeZone: string, now_ms: number): string => {
  const [day, today] = [at_ms, now_ms].map((time) => businessDayOf(time, timeZone, "00:00"));
  const time = formatTime(at_ms, timeZone);
  return day === today ? time : `${formatBusinessDay(day ?? "")}, ${time}`;
};

export type Say = { tone: Tone; text: string };

export const sayStore = (store: Known, now_ms: number): Say => {
  const state = stateOf(store, now_ms);
  if (state.kind === "waiting") return { tone: "plain", text: "nothing received yet" };
  const until = `complete to ${momentText(state.until_ms, store.timeZone, now_ms)}`;
  if (state.kind === "behind") return { tone: "attention", text: `${until}, catching up` };
  if (state.kind === "silent")
    return { tone: "attention", text: `${until}, silent ${formatElapsed(state.minutes)}` };
  return { tone: "good", text: until };
};

/** What holds for a total over all these stores. */
export const sayAll = (stores: readonly Known[], now_ms: number): Say => {
  const states = stores.map((store) => ({ store, state: stateOf(store, now_ms) }));
  const lacking = states.filter(({ state }) => state.kind === "silent" || state.kind === "behind");
  const complete = states.flatMap(({ store, state }) =>
    state.kind === "complete" ? [{ store, until_ms: state.until_ms }] : [],
  );
  const [one] = lacking;
  if (one && one.state.kind !== "waiting") {
    const since = momentText(one.state.until_ms, one.store.timeZone, now_ms);
    const who =
      lacking.length === 1
        ? `${one.store.name} is not heard since ${since}`
        : `${lacking.length} stores are not heard`;
    return { tone: "attention", text: `${who}: figures are a lower bound` };
  }
  const earliest = complete.reduce<(typeof complete)[number] | null>(
    (first, next) => (first && first.until_ms <= next.until_ms ? first : next),
    null,
  );
  if (!earliest) return { tone: "plain", text: "no store has sent anything yet" };
  return {
    tone: "good",
    text: `complete to ${momentText(earliest.until_ms, earliest.store.timeZone, now_ms)}`,
  };
};

/** Sales that the hub holds but could not read are in no figure. Null when there are none. */
export const sayUnreadable = (stores: readonly Known[]): string | null => {
  const count = stores.reduce((sum, { unreadable }) => sum + unreadable, 0);
  if (count === 0) return null;
  return `${count === 1 ? "1 sale" : `${count} sales`} could not be read and ${count === 1 ? "is" : "are"} in no figure. Update the hub, then run rebuild.`;
};
