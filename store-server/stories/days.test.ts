/** Known failures of other systems: days that are too short, too long, or never end. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type House, line, openHouse } from "./house.ts";

let now = Date.parse("2026-03-27T12:00:00Z");
const at = async (text: string | number): Promise<void> => {
  now = typeof text === "number" ? text : Date.parse(text);
  await house.signIn("waiter");
};
let house: House;
let dish: string;
beforeAll(async () => {
  house = await openHouse({ wall: () => now });
  dish = await house.dish(1000);
});
afterAll(() => house.close());

const sell = async (): Promise<string> => {
  const order = await house.open([line(dish)]);
  await house.pay(order.word("id"));
  return order.word("businessDay");
};
const close = async () => {
  await house.signIn("manager");
  return house.post("/api/day-reports", {}, house.as.manager);
};
const asManager = async (path: string) => {
  await house.signIn("manager");
  return house.get(path);
};
const salesBy = async (groupBy: string, day: string): Promise<[string, unknown][]> =>
  (await asManager(`/api/analytics/sales?from=${day}&to=${day}&groupBy=${groupBy}`))
    .list()
    .map(({ key, orders }) => [String(key), orders]);
const hour = 3_600_000;

test("DST night has 23 and 25 hours: every hour of it is sold into one business day, and its Z has them all", async () => {
  const nights = [
    { day: "2026-03-28", from: "2026-03-28T03:00:00Z", hours: 23, next: "2026-03-29", atTwo: 0 },
    { day: "2026-10-24", from: "2026-10-24T02:00:00Z", hours: 25, next: "2026-10-25", atTwo: 2 },
  ];
  await house.set("store.time_zone", "Europe/Zurich");
  for (const { day, from, hours, next, atTwo } of nights) {
    const start = Date.parse(from);
    await at(start - 1);
    expect(await sell()).not.toBe(day);
    await close();
    for (let time = start; time < start + hours * hour; time += hour) {
      await at(time);
      expect(await sell()).toBe(day);
    }
    await at(start + hours * hour - 1);
    expect(await sell()).toBe(day);
    await at(start + hours * hour);
    expect(await sell()).toBe(next);
    expect(await salesBy("day", day)).toEqual([[day, hours + 1]]);
    const byHour = new Map(await salesBy("hour", day));
    expect([byHour.get("2") ?? 0, byHour.get("1"), byHour.get("3")]).toEqual([atTwo, 1, 2]);
    const z = await close();
    expect([z.at("businessDay"), z.at("sales.receipts"), z.at("sales.gross")]).toEqual([
      day,
      hours + 1,
      (hours + 1) * 1000,
    ]);
    expect([(await close()).at("businessDay"), z.at("equation.difference")]).toEqual([next, 0]);
  }
});

test("evening sales land on the next day because the report thinks in UTC: here they stay on their evening, in every figure", async () => {
  await house.set("store.time_zone", "America/New_York");
  await at("2026-12-11T17:00:00Z");
  expect(await sell()).toBe("2026-12-11");
  // Half past nine in the evening, and one in the night: the next day by UTC, the same evening to the guests.
  for (const late of ["2026-12-12T02:30:00Z", "2026-12-12T06:00:00Z"]) {
    await at(late);
    expect(await sell()).toBe("2026-12-11");
  }
  expect(await salesBy("day", "2026-12-11")).toEqual([["2026-12-11", 3]]);
  expect(await salesBy("day", "2026-12-12")).toEqual([]);
  expect(new Set(await salesBy("hour", "2026-12-11"))).toEqual(
    new Set([
      ["12", 1],
      ["21", 1],
      ["1", 1],
    ]),
  );
  const list = async (day: string) => (await asManager(`/api/orders?from=${day}&to=${day}`)).list().length;
  expect([await list("2026-12-11"), await list("2026-12-12")]).toEqual([3, 0]);
  const z = await close();
  expect([z.at("businessDay"), z.at("sales.receipts")]).toEqual(["2026-12-11", 3]);
});

test("closing blocked by an open order: the day is closed, the order is named with what is due, and is paid on the next", async () => {
  await at("2026-12-14T18:00:00Z");
  await house.signIn("manager");
  const tableId = await house.table();
  const opened = await house.open([line(dish, 3)], { type: "dine-in", tableId });
  await house.pay(opened.word("id"), { amount: 500 });
  await sell();
  const first = await close();
  expect(first.status).toBe(201);
  expect(first.list("openChecks")).toMatchObject([
    { id: opened.at("id"), tableId, total: 3000, paid: 500, due: 2500 },
  ]);
  expect(first.at("equation")).toMatchObject({ receipts: 1000, tenders: 1500, difference: 0 });
  await at("2026-12-15T18:00:00Z");
  const paid = await house.pay(opened.word("id"));
  expect([paid.status, paid.at("order.due")]).toEqual([201, 0]);
  const second = await close();
  expect(second.at("openChecks")).toEqual([]);
  expect(second.at("equation")).toMatchObject({ receipts: 3000, tenders: 2500, difference: 0 });
  expect(second.at("fromSeq")).toBe(Number(first.at("toSeq")) + 1);
});
