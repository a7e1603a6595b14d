import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DayReport } from "@tillbox/shared/contract/day.ts";
import { newId } from "@tillbox/shared/id.ts";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { furnish, line, peopleOf } from "../../../testing/bistro.ts";
import { openTestStore, type TestStore } from "../../../testing.ts";
import { closeDay } from "../commands.ts";
import { closePastDays, keepDays, sleepUntilNextDay } from "./commands.ts";

let now = 0;
let folder = "";
let store: TestStore;
const { open, pay, set } = peopleOf(() => store);
const openBox = (): void => {
  store = openTestStore({ path: join(folder, "box.db"), wall: () => now });
};
const reports = (): DayReport[] =>
  store.kernel.db
    .prepare<[], string>("SELECT state FROM day_reports ORDER BY to_seq")
    .pluck()
    .all()
    .map((state) => JSON.parse(state) as DayReport);
const days = (): string[] => reports().map(({ businessDay }) => businessDay);
const sell = async () => pay(await open([line("wine")]));
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "tillbox-day-"));
  now = Date.parse("2026-06-10T10:00:00Z");
  openBox();
  await furnish(store);
  await set("day.auto_close", true);
});
afterEach(() => {
  store.kernel.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a day is closed by itself once it is over, not before, and only where the setting says so", async () => {
  await sell();
  expect(await closePastDays(store.kernel)).toBe(0);
  now = Date.parse("2026-06-11T04:00:00Z");
  await set("day.auto_close", false);
  expect(await closePastDays(store.kernel)).toBe(0);
  await set("day.auto_close", true);
  expect(await closePastDays(store.kernel)).toBe(1);
  expect(reports()).toMatchObject([{ businessDay: "2026-06-10", automatic: true, closedBy: null }]);
});

test("a box that was off over several cutovers closes each day, and two rounds at once close none twice", async () => {
  await sell();
  now = Date.parse("2026-06-11T10:00:00Z");
  await sell();
  store.kernel.close();
  now = Date.parse("2026-06-14T10:00:00Z");
  openBox();
  const closed = await Promise.all([closePastDays(store.kernel), closePastDays(store.kernel)]);
  expect(days()).toEqual(["2026-06-10", "2026-06-11"]);
  expect(closed.every((count) => count <= 2)).toBe(true);
  expect(reports().map(({ number }) => number)).toEqual(["Z1-0001", "Z1-0002"]);
  expect(await closePastDays(store.kernel)).toBe(0);
});

test("a day that somebody closed by hand is not closed again", async () => {
  await sell();
  await store.done(closeDay, { id: newId(), businessDay: null, automatic: false });
  now = Date.parse("2026-06-11T10:00:00Z");
  expect(await closePastDays(store.kernel)).toBe(0);
  expect(days()).toEqual(["2026-06-10"]);
});

test("it sleeps until the cutover, never longer than ten minutes, and stops when the box does", async () => {
  now = Date.parse("2026-06-11T03:59:00Z");
  expect(sleepUntilNextDay(store.kernel)).toBe(60_000);
  now = Date.parse("2026-06-11T04:00:00Z");
  expect(sleepUntilNextDay(store.kernel)).toBe(600_000);
  await sell();
  now = Date.parse("2026-06-12T03:59:59.980Z");
  const stop = keepDays(store.kernel, { error: (_details, message) => expect.unreachable(message) });
  expect(days()).toEqual([]);
  now += 20;
  await vi.waitFor(() => expect(days()).toEqual(["2026-06-11"]), 10_000);
  stop();
});
