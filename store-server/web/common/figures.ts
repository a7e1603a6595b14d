/** Money, times and days as this store writes them: its currency, locale and time zone. */
import { minorDigits } from "@tillbox/shared/money.ts";
import { businessDayOf } from "@tillbox/shared/time.ts";
import {
  formatAmount,
  formatBusinessDay,
  formatDayTime,
  formatElapsed,
  formatMoney,
  formatMoneyWhole,
  formatTime,
  minutesBetween,
} from "@tillbox/shared/ui/format.ts";
import type { Store } from "../client/store.ts";

export type Figures = {
  currency: string;
  locale: string;
  timeZone: string;
  /** "14.50" */
  amount(minor: number): string;
  /** "$14.50" */
  money(minor: number): string;
  /** "$15" */
  moneyWhole(minor: number): string;
  /** "$55", and "$52.28" where there are cents. */
  moneyShort(minor: number): string;
  /** "19:24", of an RFC 3339 time or epoch milliseconds. */
  time(at: string | number): string;
  /** "Friday, 19:58" */
  dayTime(at_ms: number): string;
  /** "Friday 20 November" */
  longDay(at_ms: number): string;
  /** "Fri 20 Nov" */
  day(day: string): string;
  businessDay(at_ms: number): string;
};

/** Until the store's settings are known. */
const ownZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;

const longDay = (at_ms: number, timeZone: string, locale: string): string =>
  new Intl.DateTimeFormat(locale === "en" ? "en-GB" : locale, {
    weekday: "long",
    day: "numeric",
    month: "long",
    timeZone,
  }).format(at_ms);

const toMs = (at: string | number): number => (typeof at === "number" ? at : Date.parse(at));

export const figuresOf = (store: Store): Figures => {
  const currency = store.setting("currency.code", "USD");
  const locale = store.setting("store.locale", "en");
  const timeZone = store.setting("store.time_zone", ownZone);
  const cutover = store.setting("business_day.cutover", "04:00");
  const unit = 10 ** minorDigits(currency);
  return {
    currency,
    locale,
    timeZone,
    amount: (minor) => formatAmount(minor, currency, locale),
    money: (minor) => formatMoney(minor, currency, locale),
    moneyWhole: (minor) => formatMoneyWhole(minor, currency, locale),
    moneyShort: (minor) =>
      minor % unit === 0 ? formatMoneyWhole(minor, currency, locale) : formatMoney(minor, currency, locale),
    time: (at) => formatTime(toMs(at), timeZone, locale),
    dayTime: (at_ms) => formatDayTime(at_ms, timeZone, locale),
    longDay: (at_ms) => longDay(at_ms, timeZone, locale),
    day: (day) => formatBusinessDay(day, locale),
    businessDay: (at_ms) => businessDayOf(at_ms, timeZone, cutover),
  };
};

/** "12 m", from an RFC 3339 time to now. */
export const elapsed = (since: string, now_ms: number): string =>
  formatElapsed(minutesBetween(Date.parse(since), now_ms));
export const minutesSince = (since: string, now_ms: number): number =>
  minutesBetween(Date.parse(since), now_ms);

/** Minutes in a sentence: "just now", "9 min", "1 h 12". */
export const minutesText = (minutes: number): string => {
  if (minutes < 1) return "just now";
  return minutes < 60 ? `${minutes} min` : formatElapsed(minutes);
};
