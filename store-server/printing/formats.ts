/** Amounts, quantities, rates and times as a person reads them on paper. A wrong zone or locale never stops a print. */
import { formatMinor, minorDigits } from "@tillbox/shared/money.ts";

/** Making a formatter costs more than using it a hundred times; a store needs a handful. */
const FORMATTER_LIMIT = 100;
const formatters = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

function remembered<F extends Intl.NumberFormat | Intl.DateTimeFormat>(key: string, make: () => F): F {
  const known = formatters.get(key);
  if (known) return known as F;
  if (formatters.size >= FORMATTER_LIMIT) formatters.clear();
  const made = make();
  formatters.set(key, made);
  return made;
}

/** A locale that Intl takes, with western digits, which every printer has. */
function knownLocale(locale: string): Intl.Locale {
  try {
    return new Intl.Locale(locale, { numberingSystem: "latn" });
  } catch {
    return new Intl.Locale("en", { numberingSystem: "latn" });
  }
}

const numberFormat = (locale: string, style: Intl.NumberFormatOptions): Intl.NumberFormat =>
  remembered(
    `number ${locale} ${JSON.stringify(style)}`,
    () => new Intl.NumberFormat(knownLocale(locale), style),
  );

const dateFormat = (locale: string, style: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  remembered(
    `date ${locale} ${JSON.stringify(style)}`,
    () => new Intl.DateTimeFormat(knownLocale(locale), { ...style, calendar: "gregory" }),
  );

const decimal = (value: string): Intl.StringNumericLiteral => value as Intl.StringNumericLiteral;

export type MoneyFormat = {
  /** "1,234.50": for columns of amounts. */
  plain: (minor: number) => string;
  /** "€1,234.50": for totals. */
  withCurrency: (minor: number) => string;
};

/** Formats minor units exactly, through their decimal text, never through a float. `currency` is an ISO 4217 code. */
export function moneyFormat(currency: string, locale: string): MoneyFormat {
  const digits = minorDigits(currency);
  const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const plain = numberFormat(locale, fraction);
  const plainText = (minor: number) => plain.format(decimal(formatMinor(minor, currency)));
  if (!/^[A-Z]{3}$/.test(currency)) return { plain: plainText, withCurrency: plainText };
  const full = numberFormat(locale, { style: "currency", currency, ...fraction });
  return {
    plain: plainText,
    withCurrency: (minor) => full.format(decimal(formatMinor(minor, currency))),
  };
}

/** 2 → "2", 0.35 → "0.35" or "0,35"; at most three decimals. */
export function quantityText(quantity: number, locale: string): string {
  return numberFormat(locale, { maximumFractionDigits: 3 }).format(quantity);
}

/** "0.19" → "19%" as the locale writes it. */
export function rateText(rate: string, locale: string): string {
  return numberFormat(locale, { style: "percent", maximumFractionDigits: 4 }).format(decimal(rate));
}

function inZone(at: string, timeZone: string, locale: string, style: Intl.DateTimeFormatOptions): string {
  const instant = new Date(at);
  if (Number.isNaN(instant.getTime())) return at;
  try {
    return dateFormat(locale, { ...style, timeZone }).format(instant);
  } catch {
    // A zone that the box does not know: rather UTC, and said so, than no ticket.
    return `${dateFormat(locale, { ...style, timeZone: "UTC" }).format(instant)} UTC`;
  }
}

/** Date and time of an RFC 3339 instant in the store's zone, as the locale writes them: "12 Mar 2026, 19:42". */
export function dateTimeText(at: string, timeZone: string, locale: string): string {
  return inZone(at, timeZone, locale, { dateStyle: "medium", timeStyle: "short" });
}

/** A day, "2026-03-12", as the locale writes it: "12 Mar 2026". */
export function dayText(day: string, locale: string): string {
  return inZone(`${day}T00:00:00Z`, "UTC", locale, { dateStyle: "medium" });
}

/** The time of day in the store's zone, "19:42". */
export function clockText(at: string, timeZone: string): string {
  return inZone(at, timeZone, "en-GB", { hour: "2-digit", minute: "2-digit" });
}
