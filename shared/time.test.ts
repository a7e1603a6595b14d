import * as fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { businessDay, localHour, nextBusinessDayAt, parseUtc } from "./time.ts";

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const iso = (at_ms: number) => new Date(at_ms).toISOString();
const formats = new Map<string, Intl.DateTimeFormat>();

/** The local clock of an instant, by Intl alone. */
function wallClock(at_ms: number, timeZone: string) {
  const numeric = {
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  } as const;
  const format =
    formats.get(timeZone) ?? new Intl.DateTimeFormat("en-GB", { timeZone, hourCycle: "h23", ...numeric });
  formats.set(timeZone, format);
  const of = Object.fromEntries(format.formatToParts(at_ms).map(({ type, value }) => [type, Number(value)]));
  return { year: of.year!, month: of.month!, day: of.day!, hour: of.hour!, minute: of.minute! };
}

/** The naive rule: the local date, or the one before it while the local clock is before the cutover. */
function naiveDay(at_ms: number, timeZone: string, cutover: string): string {
  const { year, month, day, hour, minute } = wallClock(at_ms, timeZone);
  const [cutoverHour = 0, cutoverMinute = 0] = cutover.split(":").map(Number);
  const before = hour * 60 + minute < cutoverHour * 60 + cutoverMinute;
  return iso(Date.UTC(year, month - 1, before ? day - 1 : day)).slice(0, 10);
}

/** The law: the latest day that the naive rule has shown by now; it looks back four hours, minute by minute. */
function lawfulDay(at_ms: number, timeZone: string, cutover: string): string {
  const [then, now] = [at_ms - 4 * HOUR_MS, at_ms].map((ms) => {
    const { year, month, day, hour, minute } = wallClock(ms, timeZone);
    return Date.UTC(year, month - 1, day, hour, minute);
  });
  let latest = naiveDay(at_ms, timeZone, cutover);
  if (now! - then! >= 4 * HOUR_MS) return latest;
  for (let back = 1; back <= 240; back += 1) {
    const earlier = naiveDay(at_ms - back * MINUTE_MS, timeZone, cutover);
    if (earlier > latest) latest = earlier;
  }
  return latest;
}

function hoursOfDay(day: string, timeZone: string, cutover: string): number {
  const start = Date.parse(`${day}T00:00:00Z`) - 24 * HOUR_MS;
  const quarters = Array.from({ length: 4 * 96 }, (_, index) => start + (index * HOUR_MS) / 4);
  return quarters.filter((at_ms) => businessDay(iso(at_ms), timeZone, cutover) === day).length / 4;
}

describe("the business day", () => {
  test("begins at the cutover of the local clock", () => {
    expect(businessDay("2026-07-15T01:59:59.999Z", "Europe/Berlin", "04:00")).toBe("2026-07-14");
    expect(businessDay("2026-07-15T02:00:00Z", "Europe/Berlin", "04:00")).toBe("2026-07-15");
    expect(businessDay("2026-01-01T02:59:59Z", "Europe/Berlin", "04:00")).toBe("2025-12-31");
    expect(businessDay("2026-01-01T03:00:00Z", "Europe/Berlin", "04:00")).toBe("2026-01-01");
    expect(businessDay("2026-01-01T00:00:00Z", "UTC", "00:00")).toBe("2026-01-01");
    expect(businessDay("2028-03-01T03:00:00Z", "UTC", "04:00")).toBe("2028-02-29");
  });

  test("has 23 hours when the clocks go forward in its night, 25 when they go back", () => {
    expect(hoursOfDay("2026-03-28", "Europe/Berlin", "04:00")).toBe(23);
    expect(hoursOfDay("2026-03-29", "Europe/Berlin", "04:00")).toBe(24);
    expect(hoursOfDay("2026-10-24", "Europe/Berlin", "04:00")).toBe(25);
    expect(hoursOfDay("2026-03-07", "America/New_York", "04:00")).toBe(23);
    expect(hoursOfDay("2026-10-31", "America/New_York", "04:00")).toBe(25);
    expect(hoursOfDay("2026-04-04", "Australia/Lord_Howe", "04:00")).toBe(24.5);
    expect(hoursOfDay("2026-10-03", "Australia/Lord_Howe", "04:00")).toBe(23.5);
    expect(hoursOfDay("2026-09-26", "Pacific/Chatham", "04:00")).toBe(23);
  });

  test("changes at the right minute around a change of the clocks", () => {
    expect(businessDay("2026-03-29T01:59:00Z", "Europe/Berlin", "04:00")).toBe("2026-03-28");
    expect(businessDay("2026-03-29T02:00:00Z", "Europe/Berlin", "04:00")).toBe("2026-03-29");
    expect(businessDay("2026-10-25T02:59:00Z", "Europe/Berlin", "04:00")).toBe("2026-10-24");
    expect(businessDay("2026-10-25T03:00:00Z", "Europe/Berlin", "04:00")).toBe("2026-10-25");
  });

  test("begins after the gap when the clocks skip the cutover", () => {
    expect(businessDay("2026-03-29T00:59:59Z", "Europe/Berlin", "02:30")).toBe("2026-03-28");
    expect(businessDay("2026-03-29T01:00:00Z", "Europe/Berlin", "02:30")).toBe("2026-03-29");
  });

  test("once begun is not left again when the clocks go back over the cutover", () => {
    const minutes = Array.from(
      { length: 181 },
      (_, index) => Date.parse("2026-10-24T23:00:00Z") + index * MINUTE_MS,
    );
    const days = minutes.map((at_ms) => businessDay(iso(at_ms), "Europe/Berlin", "02:30"));
    expect(days.filter((day) => day === "2026-10-24")).toHaveLength(90);
    expect(days).toEqual(days.toSorted());
    const naive = minutes.map((at_ms) => naiveDay(at_ms, "Europe/Berlin", "02:30"));
    expect(naive).not.toEqual(naive.toSorted());
  });

  test("follows zones with half and quarter hours, and those at the date line", () => {
    expect(businessDay("2026-06-01T22:14:59Z", "Asia/Kathmandu", "04:00")).toBe("2026-06-01");
    expect(businessDay("2026-06-01T22:15:00Z", "Asia/Kathmandu", "04:00")).toBe("2026-06-02");
    expect(businessDay("2026-06-01T22:30:00Z", "Asia/Kolkata", "04:00")).toBe("2026-06-02");
    expect(businessDay("2026-06-01T14:00:00Z", "Pacific/Kiritimati", "04:00")).toBe("2026-06-02");
    expect(businessDay("2026-06-02T14:59:59Z", "Pacific/Pago_Pago", "04:00")).toBe("2026-06-01");
    expect(businessDay("2011-12-30T10:00:00Z", "Pacific/Apia", "00:00")).toBe("2011-12-31");
  });

  test("equals the naive rule made lawful, in every zone, over sixty years", () => {
    const zone = fc.constantFrom(...Intl.supportedValuesOf("timeZone"));
    const cutover = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map(clock);
    const instant = fc.integer({ min: Date.UTC(1980, 0), max: Date.UTC(2040, 0) });
    fc.assert(
      fc.property(zone, instant, fc.oneof(fc.constant("04:00"), cutover), (timeZone, at_ms, at) => {
        expect(businessDay(iso(at_ms), timeZone, at)).toBe(lawfulDay(at_ms, timeZone, at));
        expect(localHour(iso(at_ms), timeZone)).toBe(wallClock(at_ms, timeZone).hour);
      }),
      { numRuns: 4_000 },
    );
  });

  test("equals the naive rule made lawful in the nights when the clocks change", () => {
    const nights: [string, string][] = [
      ["Europe/Berlin", "2026-10-25T01:00:00Z"],
      ["Europe/Berlin", "2026-03-29T01:00:00Z"],
      ["Europe/Istanbul", "2015-11-08T01:00:00Z"],
      ["America/New_York", "2026-11-01T06:00:00Z"],
      ["America/St_Johns", "2010-11-07T02:31:00Z"],
      ["America/Havana", "2026-11-01T05:00:00Z"],
      ["Asia/Beirut", "2026-10-24T21:00:00Z"],
      ["Australia/Lord_Howe", "2026-04-04T15:00:00Z"],
      ["Antarctica/Troll", "2026-10-25T01:00:00Z"],
      ["Pacific/Chatham", "2026-04-04T14:00:00Z"],
    ];
    const minute = fc.integer({ min: -600, max: 1_600 });
    const cutover = fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 59 })).map(clock);
    fc.assert(
      fc.property(fc.constantFrom(...nights), minute, cutover, ([timeZone, change], minutes, at) => {
        const at_ms = Date.parse(change) + minutes * MINUTE_MS;
        expect(businessDay(iso(at_ms), timeZone, at)).toBe(lawfulDay(at_ms, timeZone, at));
        expect(localHour(iso(at_ms), timeZone)).toBe(wallClock(at_ms, timeZone).hour);
      }),
      { numRuns: 3_000 },
    );
  });

  test("is told apart from a day that knows one offset for the whole year", () => {
    const instant = fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2027, 0) });
    const outcome = fc.check(
      fc.property(instant, (at_ms) => {
        expect(iso(at_ms + HOUR_MS - 4 * HOUR_MS).slice(0, 10)).toBe(
          lawfulDay(at_ms, "Europe/Berlin", "04:00"),
        );
      }),
      { numRuns: 10_000 },
    );
    expect(outcome.failed).toBe(true);
  });

  test("asks Intl a few times for a whole evening of orders", () => {
    const getter = Object.getOwnPropertyDescriptor(Intl.DateTimeFormat.prototype, "format")!;
    let asked = 0;
    function counting(this: Intl.DateTimeFormat) {
      asked += 1;
      return getter.get!.call(this);
    }
    Object.defineProperty(Intl.DateTimeFormat.prototype, "format", { ...getter, get: counting });
    onTestFinished(() => void Object.defineProperty(Intl.DateTimeFormat.prototype, "format", getter));
    const start = Date.parse("2026-05-05T18:00:00Z");
    const evening = Array.from({ length: 20_000 }, (_, second) => iso(start + second * 1_000));
    expect(new Set(evening.map((at) => businessDay(at, "Europe/Vienna", "04:00")))).toEqual(
      new Set(["2026-05-05"]),
    );
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThan(15);
  });

  test("refuses what is not an instant in UTC, a zone, or a time of day", () => {
    for (const at of [
      "2026-01-01",
      "2026-01-01T00:00:00",
      "2026-01-01T00:00:00+01:00",
      "2026-13-01T00:00:00Z",
      "now",
      "",
    ]) {
      expect(() => businessDay(at, "UTC", "04:00")).toThrow(RangeError);
    }
    expect(() => businessDay("2026-01-01T00:00:00Z", "Europe/Atlantis", "04:00")).toThrow(RangeError);
    for (const cutover of ["4:00", "24:00", "04:60", "04:00:00", ""]) {
      expect(() => businessDay("2026-01-01T00:00:00Z", "UTC", cutover)).toThrow(RangeError);
    }
  });
});

function clock([hour, minute]: [number, number]): string {
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

describe("the local hour", () => {
  test("is what the clock on the wall shows, twice in the repeated hour", () => {
    expect(localHour("2026-10-25T00:30:00Z", "Europe/Berlin")).toBe(2);
    expect(localHour("2026-10-25T01:30:00Z", "Europe/Berlin")).toBe(2);
    expect(localHour("2026-03-29T01:00:00Z", "Europe/Berlin")).toBe(3);
    expect(localHour("2026-06-01T18:15:00Z", "Asia/Kathmandu")).toBe(0);
    expect(localHour("2026-06-01T18:14:59Z", "Asia/Kathmandu")).toBe(23);
  });
});

test("parseUtc reads RFC 3339 in UTC with any fraction of a second", () => {
  expect(parseUtc("2026-01-01T00:00:00Z")).toBe(Date.UTC(2026, 0));
  expect(parseUtc("2026-01-01T00:00:00.25Z")).toBe(Date.UTC(2026, 0) + 250);
  expect(parseUtc("2026-01-01T00:00:00.123456Z")).toBe(Date.UTC(2026, 0) + 123);
});

describe("the next business day", () => {
  const next = (at: string, zone: string, cutover = "04:00") =>
    iso(nextBusinessDayAt(Date.parse(at), zone, cutover));
  test("begins at the cutover, after 23, 24 or 25 hours", () => {
    expect(next("2026-06-10T02:00:00Z", "Europe/Zurich")).toBe("2026-06-11T02:00:00.000Z");
    expect(next("2026-03-28T03:00:00Z", "Europe/Zurich")).toBe("2026-03-29T02:00:00.000Z");
    expect(next("2026-10-24T02:00:00Z", "Europe/Zurich")).toBe("2026-10-25T03:00:00.000Z");
    expect(next("2026-03-07T09:00:00Z", "America/New_York")).toBe("2026-03-08T08:00:00.000Z");
    expect(next("2026-10-31T08:00:00Z", "America/New_York")).toBe("2026-11-01T09:00:00.000Z");
  });
  test("is the first instant at which the day is another one, in any zone, at any cutover", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.parse("2020-01-01Z"), max: Date.parse("2030-01-01Z") }),
        fc.constantFrom("Europe/Zurich", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"),
        fc.integer({ min: 0, max: 23 }).map((hour) => `${String(hour).padStart(2, "0")}:30`),
        (at, zone, cutover) => {
          const then = nextBusinessDayAt(at, zone, cutover);
          const day = (ms: number) => businessDay(iso(ms), zone, cutover);
          expect(day(then - 1)).toBe(day(at));
          expect(day(then) > day(at)).toBe(true);
        },
      ),
    );
  });
});
