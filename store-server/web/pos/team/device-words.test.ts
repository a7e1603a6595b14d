import type { Device } from "@tillbox/shared/contract/device.ts";
import { expect, test } from "vitest";
import { clockWords, groupsOf, listed, seenWords, whenWords } from "./device-words.ts";

const device = (id: string, more: Partial<Device> = {}): Device => ({
  id,
  type: "tablet",
  name: id,
  capabilities: {},
  revoked: false,
  lastSeenAt: null,
  connected: false,
  connectedSince: null,
  clockSkewSeconds: null,
  person: null,
  version: 1,
  createdAt: "2026-03-01T10:00:00.000Z",
  updatedAt: "2026-03-01T10:00:00.000Z",
  ...more,
});
const time = (at: string): string => at.slice(11, 16);

test("the device in hand stands first, those that are away by when they were seen, the revoked apart", () => {
  const { connected, away, revoked } = groupsOf(
    [
      device("bar", { connected: true }),
      device("lost", { lastSeenAt: "2026-03-01T09:00:00.000Z" }),
      device("never"),
      device("gone", { revoked: true, connected: true }),
      device("till", { connected: true }),
      device("cellar", { lastSeenAt: "2026-03-01T11:00:00.000Z" }),
    ],
    "till",
  );
  expect(connected.map(({ id }) => id)).toEqual(["till", "bar"]);
  expect(away.map(({ id }) => id)).toEqual(["cellar", "lost", "never"]);
  expect(revoked.map(({ id }) => id)).toEqual(["gone"]);
});

test("a device says since when it is here, or when it was last seen", () => {
  const at = "2026-03-01T09:30:00.000Z";
  expect(seenWords(device("a", { connected: true, connectedSince: at }), time)).toBe("Connected since 09:30");
  expect(seenWords(device("a", { lastSeenAt: at }), time)).toBe("Last seen 09:30");
  expect(seenWords(device("a"), time)).toBe("Never seen");
  expect(seenWords(device("a", { revoked: true, connected: true }), time)).toBe("Revoked 10:00");
});

test("a clock is told with its direction, and not at all when it is right", () => {
  expect(clockWords(device("a", { clockSkewSeconds: 3600 }))).toBe("Clock 60 min ahead");
  expect(clockWords(device("a", { clockSkewSeconds: -130 }))).toBe("Clock 2 min behind");
  expect(clockWords(device("a"))).toBeNull();
});

test("names are listed as one says them", () => {
  expect([[], ["Waiter 1"], ["Waiter 1", "Cook 2"], ["Waiter 1", "Cook 2", "Manager"]].map(listed)).toEqual([
    "",
    "Waiter 1",
    "Waiter 1 and Cook 2",
    "Waiter 1, Cook 2 and Manager",
  ]);
});

test("a time of today needs no day, and one of another month is not taken for this week's", () => {
  const figures = {
    time: () => "time",
    dayTime: () => "day and time",
    longDay: () => "date",
    businessDay: (at_ms: number) => new Date(at_ms).toISOString().slice(0, 10),
  };
  const now = Date.parse("2026-03-20T20:00:00Z");
  const words = ["2026-03-20T09:00:00Z", "2026-03-19T09:00:00Z", "2026-02-20T09:00:00Z"].map((at) =>
    whenWords(at, now, figures),
  );
  expect(words).toEqual(["time", "day and time", "date"]);
});
