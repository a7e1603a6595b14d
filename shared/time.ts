/**
 * The business day and the local hour of an instant, in any IANA zone, across every change of the clocks. A day
 * once begun is never left again: where the clocks go back over the cutover, the repeated minutes stay in the
 * new day. Intl is asked a few times per zone and six hours; every other answer is arithmetic on the remembered
 * offset. The caches hold no clock and no answer that could differ, so these functions stay pure.
 */

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Since 1970 no zone changed its clocks twice within 167 hours, so equal offsets at both ends hold in between. */
const SPAN_MS = 21_600_000;
/** More than every name of the IANA database; beyond it (names come in any case) the cache starts anew. */
const ZONE_LIMIT = 1_000;

/**
 * From `from` until before `until` (epoch ms), local time is UTC + offset. `reached`: the local time that was
 * shown right before the clocks last changed, if that was within a day; it is ahead only where they went back.
 */
type Span = { from: number; until: number; offset: number; reached: number };

type Zone = { format: Intl.DateTimeFormat; span: Span; dayNumber: number; dayText: string };

const zones = new Map<string, Zone>();

/**
 * The business day ("YYYY-MM-DD") of an instant: the local date, where the time before `cutover` belongs to the
 * day before. `at` is RFC 3339 in UTC ("…Z"), `timeZone` an IANA name, `cutover` "HH:MM". Throws RangeError for
 * anything else.
 */
export function businessDay(at: string, timeZone: string, cutover: string): string {
  return businessDayOf(parseUtc(at), timeZone, cutover);
}

/** businessDay for an instant in milliseconds since the epoch. */
export function businessDayOf(at_ms: number, timeZone: string, cutover: string): string {
  const zone = zoneOf(timeZone);
  const { offset, reached } = spanOf(zone, at_ms);
  const local = Math.max(at_ms + offset, reached);
  const dayNumber = Math.floor((local - cutoverMs(cutover)) / DAY_MS);
  if (zone.dayNumber !== dayNumber) {
    zone.dayText = new Date(dayNumber * DAY_MS).toISOString().slice(0, 10);
    zone.dayNumber = dayNumber;
  }
  return zone.dayText;
}

/** Longer than the longest business day: 25 hours, and what a change of the clocks puts off at the cutover itself. */
const LONGEST_DAY_MS = 30 * 3_600_000;

/** The first instant of the business day after the one of `at_ms`, in milliseconds since the epoch. */
export function nextBusinessDayAt(at_ms: number, timeZone: string, cutover: string): number {
  const today = businessDayOf(at_ms, timeZone, cutover);
  let before = at_ms;
  let after = at_ms + LONGEST_DAY_MS;
  while (after - before > 1) {
    const middle = before + Math.floor((after - before) / 2);
    if (businessDayOf(middle, timeZone, cutover) > today) after = middle;
    else before = middle;
  }
  return after;
}

/** The hour of the local clock, 0 to 23. `at` is RFC 3339 in UTC. Throws RangeError like businessDay. */
export function localHour(at: string, timeZone: string): number {
  const at_ms = parseUtc(at);
  const local = at_ms + spanOf(zoneOf(timeZone), at_ms).offset;
  return new Date(local).getUTCHours();
}

/** Milliseconds since the epoch of an RFC 3339 instant in UTC, years 1000 to 2999. Throws RangeError otherwise. */
export function parseUtc(at: string): number {
  // Without the Z, Date.parse would read the machine's own zone.
  const at_ms =
    at.length <= 40 && /^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(at) ? Date.parse(at) : NaN;
  if (Number.isNaN(at_ms))
    throw new RangeError(`Not an RFC 3339 time in UTC: ${JSON.stringify(at.slice(0, 40))}`);
  return at_ms;
}

function cutoverMs(cutover: string): number {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(cutover);
  if (!match)
    throw new RangeError(`A cutover is a time like "04:00", not ${JSON.stringify(cutover.slice(0, 40))}`);
  return (Number(match[1]) * 60 + Number(match[2])) * MINUTE_MS;
}

function zoneOf(timeZone: string): Zone {
  const known = zones.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  if (zones.size >= ZONE_LIMIT) zones.clear();
  const zone = {
    format,
    span: { from: 0, until: 0, offset: 0, reached: 0 },
    dayNumber: Number.NaN,
    dayText: "",
  };
  zones.set(timeZone, zone);
  return zone;
}

function spanOf(zone: Zone, at_ms: number): Span {
  if (at_ms < zone.span.from || at_ms >= zone.span.until) zone.span = findSpan(zone.format, at_ms);
  return zone.span;
}

function findSpan(format: Intl.DateTimeFormat, at_ms: number): Span {
  const start = Math.floor(at_ms / SPAN_MS) * SPAN_MS;
  const end = start + SPAN_MS;
  const offset = offsetAt(format, start);
  const before = findChange(format, start - DAY_MS, start);
  const change = findChange(format, start, end);
  if (!change) return { from: start, until: end, offset, reached: reachedAt(before) };
  if (at_ms < change.at) return { from: start, until: change.at, offset, reached: reachedAt(before) };
  return { from: change.at, until: end, offset: change.to, reached: reachedAt(change) };
}

type Change = { at: number; from: number; to: number };

/** The instant after `low`, up to `high`, from which the offset of `high` holds, if it differs from low's. */
function findChange(format: Intl.DateTimeFormat, low: number, high: number): Change | null {
  const from = offsetAt(format, low);
  const to = offsetAt(format, high);
  if (from === to) return null;
  let before = low;
  let at = high;
  while (at - before > SECOND_MS) {
    const middle = before + Math.floor((at - before) / 2 / SECOND_MS) * SECOND_MS;
    if (offsetAt(format, middle) === to) at = middle;
    else before = middle;
  }
  return { at, from, to };
}

function reachedAt(change: Change | null): number {
  return change ? change.at + change.from - 1 : -Infinity;
}

/** Local time minus UTC, in ms, at a full second. */
function offsetAt(format: Intl.DateTimeFormat, at_ms: number): number {
  const match = /^(\d\d)\/(\d\d)\/(\d+), (\d\d):(\d\d):(\d\d)$/.exec(format.format(at_ms));
  if (!match) throw new RangeError(`No local time for ${at_ms}`);
  const [month = 0, day = 0, year = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) - at_ms;
}

/** What the clock on the wall shows: `weekday` 1 (Monday) to 7, `minute` of the day, 0 to 1439. Throws RangeError like businessDay. */
export function wallClock(at: string, timeZone: string): { weekday: number; minute: number } {
  const at_ms = parseUtc(at);
  const local = new Date(at_ms + spanOf(zoneOf(timeZone), at_ms).offset);
  return { weekday: local.getUTCDay() || 7, minute: local.getUTCHours() * 60 + local.getUTCMinutes() };
}
