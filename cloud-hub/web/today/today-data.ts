/**
 * What Today shows, asked for as sparingly as possible: one list of stores every time, and the sales only of those stores whose journal went
 * on since the last time. The week before is read once.
 */
import type { HubStore } from "@tillbox/shared/contract/hub.ts";
import type { SalesReport, SalesRow } from "@tillbox/shared/contract/report.ts";
import { businessDayOf } from "@tillbox/shared/time.ts";
import { currentDay, cutover, shiftDay } from "../business-day.ts";
import type { HubClient } from "../client.ts";
import type { StoreHours } from "../compare.ts";
import { ownZone, readStores } from "../hub.ts";

export type TodayData = {
  /** Business day. */
  day: string;
  isToday: boolean;
  stores: HubStore[];
  hours: StoreHours[];
  items: SalesRow[];
};

/** Requests at a time. */
const abreast = 6;

const inTurns = async <T, R>(things: readonly T[], work: (thing: T) => Promise<R>): Promise<R[]> => {
  const results: R[] = [];
  for (let start = 0; start < things.length; start += abreast)
    results.push(...(await Promise.all(things.slice(start, start + abreast).map(work))));
  return results;
};

const readHours = async (client: HubClient, day: string, storeId: string): Promise<SalesRow[]> => {
  const query = new URLSearchParams({ from: day, to: day, groupBy: "hour", storeId });
  return (await client.get<SalesReport>(`/api/reports/sales?${query}`)).items;
};

const isUnchanged = (known: StoreHours | undefined, { ackedSeq, epoch }: HubStore): boolean =>
  known?.store.ackedSeq === ackedSeq && known.store.epoch === epoch;

/** The journal went beyond that day when its sales were read, so nothing of it is missing. */
const hasPassed = ({ lastEntryAt, timeZone }: HubStore, day: string): boolean =>
  lastEntryAt !== null && businessDayOf(Date.parse(lastEntryAt), timeZone, cutover) > day;

/** `wanted`: a business day, null for the one that most stores are in now. */
export const loadToday = async (
  client: HubClient,
  wanted: string | null,
  before: TodayData | null,
): Promise<TodayData> => {
  const stores = await readStores(client);
  const today = currentDay(stores, client.now(), ownZone);
  const day = wanted ?? today;
  const known = new Map((before?.day === day ? before.hours : []).map((hours) => [hours.store.id, hours]));
  const hours = await inTurns(stores, async (store): Promise<StoreHours> => {
    const old = known.get(store.id);
    if (old && isUnchanged(old, store)) return { ...old, store };
    if (store.lastEntryAt === null) return { store, now: [], before: [] };
    const weekBefore = shiftDay(day, -7);
    const [now, past] = await Promise.all([
      readHours(client, day, store.id),
      old && hasPassed(old.store, weekBefore) ? old.before : readHours(client, weekBefore, store.id),
    ]);
    return { store, now, before: past };
  });
  const isSame =
    before !== null && before.day === day && stores.every((store) => isUnchanged(known.get(store.id), store));
  const query = new URLSearchParams({ from: day, to: day, groupBy: "item" });
  const items = isSame ? before.items : (await client.get<SalesReport>(`/api/reports/sales?${query}`)).items;
  return { day, isToday: day === today, stores, hours, items };
};
