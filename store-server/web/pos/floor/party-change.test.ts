import type { Reservation } from "@tillbox/shared/contract/reservation.ts";
import { describe, expect, test } from "vitest";
import { bookingChange, waitChange, wordsOf } from "./party-change.ts";

const booking = {
  guests: 4,
  name: "Guest A",
  phone: "030 555 0101",
  notes: null,
  at: "2026-11-26T19:30:00.000Z",
  durationMinutes: 90,
  tableIds: ["t1", "t2"],
} as unknown as Reservation;
const asIs = { words: wordsOf(booking), at: booking.at, durationMinutes: 90, tableIds: null };

describe("what is changed of a booking", () => {
  test("is only what was touched", () => {
    expect(bookingChange(booking, asIs)).toEqual({});
    expect(
      bookingChange(booking, { ...asIs, words: { ...asIs.words, guests: 6 }, at: "2026-11-26T20:00:00Z" }),
    ).toEqual({ guests: 6, at: "2026-11-26T20:00:00Z" });
  });
  test("names tables only where others were chosen", () => {
    expect(bookingChange(booking, { ...asIs, tableIds: ["t1", "t2"] })).toEqual({});
    expect(bookingChange(booking, { ...asIs, tableIds: ["t5"] })).toEqual({ tableIds: ["t5"] });
  });
  test("clears a telephone and a note, and never a name", () => {
    expect(waitChange(booking, { guests: 4, name: " ", phone: " ", notes: "by the window" })).toEqual({
      phone: null,
      notes: "by the window",
    });
  });
});
