import type { TimeEntry } from "@tillbox/shared/contract/time-entry.ts";
import { describe, expect, test } from "vitest";
import { changeOf, draftOf, errorsOf } from "./entry-draft.ts";

const zone = "Europe/Vienna";
const entry: TimeEntry = {
  id: "e1",
  userId: "w3",
  businessDay: "2026-11-25",
  startedAt: "2026-11-25T16:02:17.000Z",
  endedAt: "2026-11-26T00:30:41.000Z",
  breaks: [{ startedAt: "2026-11-25T19:00:05.000Z", endedAt: "2026-11-25T19:30:00.000Z" }],
  status: "ended",
  workedSeconds: 0,
  breakSeconds: 0,
  corrections: [],
  version: 4,
  createdAt: "2026-11-25T16:02:17.000Z",
  updatedAt: "2026-11-26T00:30:41.000Z",
};

describe("a working time that is corrected", () => {
  test("shows the store's wall clock, over midnight too", () => {
    expect(draftOf(entry, zone)).toMatchObject({
      startDay: "2026-11-25",
      startTime: "17:02",
      endDay: "2026-11-26",
      endTime: "01:30",
      breaks: [{ from: "20:00", to: "20:30" }],
    });
  });

  test("changes only what was touched, so that the rest keeps its seconds", () => {
    const draft = draftOf(entry, zone);
    expect(changeOf(draft, entry, zone)).toEqual({});
    expect(changeOf({ ...draft, endTime: "01:15" }, entry, zone)).toEqual({
      endedAt: "2026-11-26T00:15:00.000Z",
    });
  });

  test("has breaks after midnight where they come after the start", () => {
    const draft = draftOf(entry, zone);
    const breaks = [...draft.breaks, { id: "x", from: "00:10", to: "00:20" }];
    expect(changeOf({ ...draft, breaks }, entry, zone).breaks?.[1]).toEqual({
      startedAt: "2026-11-25T23:10:00.000Z",
      endedAt: "2026-11-25T23:20:00.000Z",
    });
  });

  test("that nobody ended gets its end, or is opened again", () => {
    const open: TimeEntry = { ...entry, endedAt: null, status: "working", breaks: [] };
    const draft = { ...draftOf(open, zone), isOpen: false, endTime: "23:00" };
    expect(changeOf(draft, open, zone)).toEqual({ endedAt: "2026-11-25T22:00:00.000Z" });
    expect(changeOf({ ...draftOf(entry, zone), isOpen: true }, entry, zone)).toEqual({ endedAt: null });
  });

  test("needs a reason and whole times", () => {
    const draft = draftOf(entry, zone);
    expect([...errorsOf(draft).keys()]).toEqual(["reason"]);
    const half = { ...draft, endTime: "", breaks: [{ id: "0", from: "20:00", to: "" }], reason: "typo" };
    expect([...errorsOf(half).keys()]).toEqual(["endedAt", "breaks.0"]);
  });
});
