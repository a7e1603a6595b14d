/**
 * Numbers, money and times as people of the store read them. All amounts come in as integers of minor units, and no
 * float ever touches them: Intl gets exact decimal strings. Formatters are made once per locale and options, because
 * making one costs a thousand times what using it does.
 */

const formatters = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `n${locale}${JSON.stringify(options)}`;
  const known = formatters.get(key) as Intl.NumberFormat | undefined;
  if (known) return known;
  const made = new Intl.NumberFormat(locale, options);
  formatters.set(key, made);
  return made;
}

function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `d${locale}${JSON.stringify(options)}`;
  const known = formatters.get(key) as Intl.DateTimeFormat | undefined;
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, options);
  formatters.set(key, made);
  return made;
}

/** How many decimals the currency has: 2 for EUR, 0 for JPY, 3 for KWD (ISO 4217 through Intl). */
export function currencyDigits(currency: string): number {
  return numberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** 173.34 as "173.34" from 17334 and two digits; exact, with a point, for Intl and the wire. */
export function decimalOf(amountMinor: number, digits: number): Intl.StringNumericLiteral {
  const sign = amountMinor < 0 ? "-" : "";
  const padded = String(Math.abs(amountMinor)).padStart(digits + 1, "0");
  const whole = padded.slice(0, padded.length - digits);
  return `${sign}${whole}${digits > 0 ? `.${padded.slice(-digits)}` : ""}` as Intl.StringNumericLiteral;
}

/** An amount without the currency sign, as on lines and tiles: "14.50". */
export function formatAmount(amountMinor: number, currency: string, locale = "en"): string {
  const digits = currencyDigits(currency);
  const format = numberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return format.format(decimalOf(amountMinor, digits)).replace("-", "−");
}

/** An amount without sign and decimals, rounded half-up, for columns of figures: "12,480". */
export function formatAmountWhole(amountMinor: number, currency: string, locale = "en"): string {
  const format = numberFormat(locale, { maximumFractionDigits: 0 });
  return format.format(decimalOf(amountMinor, currencyDigits(currency))).replace("-", "−");
}

/** An amount with the currency sign, for totals: "$173.34". */
export function formatMoney(amountMinor: number, currency: string, locale = "en"): string {
  const format = numberFormat(locale, { style: "currency", currency, currencyDisplay: "narrowSymbol" });
  return format.format(decimalOf(amountMinor, currencyDigits(currency))).replace("-", "−");
}

/** An amount with the sign and no decimals, rounded half-up, for figures read from afar: "$39,374". */
export function formatMoneyWhole(amountMinor: number, currency: string, locale = "en"): string {
  const format = numberFormat(locale, {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    maximumFractionDigits: 0,
  });
  return format.format(decimalOf(amountMinor, currencyDigits(currency))).replace("-", "−");
}

/** A count with its thousands: "1,286". */
export function formatCount(count: number, locale = "en"): string {
  return numberFormat(locale, {}).format(count);
}

/** A short figure for an axis: 6,000 as "6K". Not for money that has to be exact. */
export function formatCompact(value: number, locale = "en"): string {
  return numberFormat(locale, { notation: "compact", maximumFractionDigits: 1 }).format(value);
}

/** A rate in parts per million as a percentage: 190000 as "19 %". */
export function formatRate(ratePpm: number, locale = "en"): string {
  const exact = decimalOf(ratePpm, 4);
  return `${numberFormat(locale, { maximumFractionDigits: 4 }).format(exact)} %`;
}

/** A change against another time, always with its sign: 42000 ppm as "+4.2 %". */
export function formatChange(ratePpm: number, locale = "en"): string {
  const format = numberFormat(locale, { maximumFractionDigits: 1, signDisplay: "exceptZero" });
  return `${format.format(decimalOf(ratePpm, 4)).replace("-", "−")} %`;
}

/** A quantity in thousandths: 1000 as "1", 1250 as "1.25". */
export function formatQuantity(quantityMilli: number, locale = "en"): string {
  return numberFormat(locale, { maximumFractionDigits: 3 }).format(decimalOf(quantityMilli, 3));
}

/** Minutes as on a table: "12 m", "1 h 12". */
export function formatElapsed(minutes: number): string {
  const whole = Math.max(0, Math.floor(minutes));
  if (whole < 60) return `${whole} m`;
  return `${Math.floor(whole / 60)} h ${String(whole % 60).padStart(2, "0")}`;
}

/** Seconds as on a ticket: "08:55"; from an hour on "1:12:05". */
export function formatStopwatch(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const tail = `${String(m).padStart(2, "0")}:${String(s).padStart(2, "0")}`;
  return h > 0 ? `${h}:${tail}` : tail;
}

/** Seconds that run down, as in a sentence: "45 s", "2:05 min". */
export function formatCountdown(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")} min`;
}

/** Whole minutes from one moment to another, both in epoch milliseconds; never below zero. */
export function minutesBetween(fromMs: number, toMs: number): number {
  return Math.max(0, Math.floor((toMs - fromMs) / 60_000));
}

/** The time of day in the store's zone: "19:58". */
export function formatTime(atMs: number, timeZone: string, locale = "en"): string {
  return dateFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone }).format(atMs);
}

/** Weekday and time: "Friday, 19:58". */
export function formatDayTime(atMs: number, timeZone: string, locale = "en"): string {
  const day = dateFormat(locale, { weekday: "long", timeZone }).format(atMs);
  return `${day}, ${formatTime(atMs, timeZone, locale)}`;
}

/** A business day given as "2026-11-20": "Fri 20 Nov". */
export function formatBusinessDay(day: string, locale = "en"): string {
  const atMs = Date.parse(`${day}T12:00:00Z`);
  const options = { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" } as const;
  return dateFormat(locale === "en" ? "en-GB" : locale, options)
    .format(atMs)
    .replace(",", "");
}

/** What a person typed as an amount in minor units: "12.5" is 1250. Undefined when it is none or has too many decimals. */
export function parseAmount(text: string, currency: string): number | undefined {
  const digits = currencyDigits(currency);
  const match = /^(\d{1,9})(?:[.,](\d*))?$/.exec(text.trim().replaceAll(/[\s'’]/g, ""));
  const [whole, fraction = ""] = [match?.[1], match?.[2]];
  if (whole === undefined || fraction.length > digits) return undefined;
  return Number(whole + fraction.padEnd(digits, "0"));
}

/** What a person typed as a percentage in parts per million: "12.5" is 125000. Undefined above 100 or when it is none. */
export function parseRate(text: string): number | undefined {
  const match = /^(\d{1,3})(?:[.,](\d{0,4}))?\s*%?$/.exec(text.trim());
  if (!match?.[1]) return undefined;
  const ratePpm = Number(match[1] + (match[2] ?? "").padEnd(4, "0"));
  return ratePpm > 1_000_000 ? undefined : ratePpm;
}
