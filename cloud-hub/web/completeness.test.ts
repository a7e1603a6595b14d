import { describe, expect, test } from "vitest";
import { completeHours, sayAll, sayHeard, sayStore, sayUnreadable, stateOf } from "./completeness.ts";
import { storeOf } from "./testing-stores.ts";

const now = "2026-11-20T19:58:00.000Z";
const now_ms = Date.parse(now);
const friday = "2026-11-20";
const heardAt = (at: string, contact = at) => ({ lastEntryAt: at, lastContactAt: contact });

const altstadt = storeOf("Altstadt", now);
const station = storeOf("Station", now, heardAt("2026-11-20T17:31:00.000Z"));
const harbour = storeOf("Harbour", now, heardAt("2026-11-20T19:50:00.000Z"));
const returning = storeOf("Market Hall", now, heardAt("2026-11-18T11:00:00.000Z", now));
const enrolled = storeOf("Riverside", now, { lastEntryAt: null, lastContactAt: null });

describe("a store", () => {
  test("is complete while it is heard, silent when it is not, behind when it sends what is old", () => {
    expect([altstadt, station, returning, enrolled].map((store) => stateOf(store, now_ms).kind)).toEqual([
      "complete",
      "silent",
      "behind",
      "waiting",
    ]);
    const edge = { ...altstadt, ...heardAt("2026-11-20T19:48:00.000Z") };
    expect([stateOf(edge, now_ms).kind, stateOf(edge, now_ms + 1).kind]).toEqual(["complete", "silent"]);
  });

  test("says up to when it counts", () => {
    expect(
      [altstadt, station, returning, enrolled].map((store) => sayStore(store, friday, now_ms)),
    ).toMatchObject([
      { tone: "good", text: "complete to 19:57", short: "to 19:57" },
      { tone: "attention", text: "complete to 17:31, silent 2 h 27" },
      { tone: "attention", text: "complete to Wed 18 Nov, 11:00, catching up" },
      { tone: "plain", text: "nothing received yet" },
    ]);
  });

  test("lacks nothing of a day that was over before it fell silent", () => {
    expect(sayStore(station, "2026-11-19", now_ms)).toEqual({ tone: "good", text: "complete" });
    expect(sayStore(returning, "2026-11-19", now_ms).tone).toBe("attention");
  });

  test("knows how many hours of a day are complete", () => {
    expect(completeHours(altstadt, friday, now_ms)).toBe(15);
    expect(completeHours(station, friday, now_ms)).toBe(13);
    expect(completeHours(returning, friday, now_ms)).toBe(0);
    expect(completeHours(returning, "2026-11-17", now_ms)).toBe(24);
    expect(completeHours(enrolled, friday, now_ms)).toBe(0);
  });

  test("is told in its own time", () => {
    const berlin = { ...altstadt, timeZone: "Europe/Berlin" };
    expect(sayStore(berlin, friday, now_ms).text).toBe("complete to 20:57");
  });
});

describe("a total", () => {
  test("is complete to the store that is known least far", () => {
    expect(sayAll([altstadt, harbour], friday, now_ms)).toEqual({ tone: "good", text: "complete to 19:50" });
  });

  test("names the store that it lacks, or counts them", () => {
    expect(sayAll([altstadt, station], friday, now_ms)).toEqual({
      tone: "attention",
      text: "Station is silent since 17:31: figures may be low",
    });
    expect(sayAll([altstadt, returning], friday, now_ms).text).toBe(
      "Market Hall is catching up from Wed 18 Nov, 11:00: figures may be low",
    );
    expect(sayAll([altstadt, station, returning], friday, now_ms).text).toBe(
      "2 stores are behind: figures may be low",
    );
  });

  test("of a day that is over is complete, whoever is silent since", () => {
    expect(sayAll([altstadt, station], "2026-11-19", now_ms)).toEqual({ tone: "good", text: "complete" });
  });

  test("says when nothing came, and leaves out who never sent", () => {
    expect(sayAll([enrolled], friday, now_ms)).toEqual({ tone: "plain", text: "nothing received yet" });
    expect(sayAll([enrolled, altstadt], friday, now_ms).text).toBe("complete to 19:57");
  });

  test("tells of sales that could not be read", () => {
    expect(sayUnreadable([altstadt])).toBeNull();
    expect(sayUnreadable([altstadt, { ...station, unreadable: 3 }])).toMatch(/^3 sales could not be read/);
  });
});

describe("the list of stores", () => {
  test("says how many are heard", () => {
    expect(sayHeard([altstadt, harbour], now_ms).text).toBe("all 2 up to date");
    expect(sayHeard([altstadt, station, returning], now_ms).text).toBe("2 of 3 behind");
    expect(sayHeard([altstadt, enrolled], now_ms).text).toBe("1 of 2 not heard yet");
  });
});
