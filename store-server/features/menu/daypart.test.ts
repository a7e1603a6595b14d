import { newId } from "@tillbox/shared/id.ts";
import { wallClock } from "@tillbox/shared/time.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { furnish, line, opening, peopleOf } from "../../testing/bistro.ts";
import { actorOf, openTestStore, type TestStore } from "../../testing.ts";
import { openOrder } from "../order/commands.ts";
import { isWithin, ruledPrice } from "./daypart.ts";
import { categories, dayparts, menuItems, priceRules } from "./rows.ts";

let store: TestStore;
let time: number;
const { set, open } = peopleOf(() => store);
/** Monday, 2 March 2026, by the wall clock of Berlin in winter. */
const at = (clock: string, day = "2026-03-02"): void => {
  time = Date.parse(`${day}T${clock}:00+01:00`);
};
beforeEach(async () => {
  at("12:00");
  store = openTestStore({ wall: () => time });
  await furnish(store);
  await set("store.time_zone", "Europe/Berlin");
});

describe("a daypart", () => {
  const clock = (weekday: number, time: string) => ({
    weekday,
    minute: Number(time.slice(0, 2)) * 60 + Number(time.slice(3)),
  });
  const evening = { days: ["fri" as const], from: "22:00", to: "02:00" };
  it("begins with its first minute and is over at its last", () => {
    const lunch = { days: ["mon" as const, "sun" as const], from: "11:30", to: "14:00" };
    expect(["11:29", "11:30", "13:59", "14:00"].map((time) => isWithin(lunch, clock(1, time)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect([2, 7].map((day) => isWithin(lunch, clock(day, "12:00")))).toEqual([false, true]);
  });
  it("that goes over midnight belongs to the day on which it began", () => {
    const inside = [clock(5, "22:00"), clock(5, "23:59"), clock(6, "00:00"), clock(6, "01:59")];
    const outside = [clock(5, "01:00"), clock(5, "21:59"), clock(6, "02:00"), clock(6, "22:30")];
    expect(inside.map((one) => isWithin(evening, one))).toEqual([true, true, true, true]);
    expect(outside.map((one) => isWithin(evening, one))).toEqual([false, false, false, false]);
    const sunday = { ...evening, days: ["sun" as const] };
    expect(isWithin(sunday, clock(1, "01:00"))).toBe(true);
    expect(isWithin({ days: ["mon"], from: "06:00", to: "06:00" }, clock(2, "05:59"))).toBe(true);
  });
  it("goes by the wall clock, also in the nights when the clocks change", () => {
    const night = { days: ["sun" as const], from: "02:00", to: "03:00" };
    const within = (utc: string) => isWithin(night, wallClock(utc, "Europe/Berlin"));
    // 2:00 to 3:00 comes twice in October and not at all in March.
    expect(["00:30", "01:30", "02:30"].map((time) => within(`2026-10-25T${time}:00Z`))).toEqual([
      true,
      true,
      false,
    ]);
    expect(["00:30", "01:30"].map((time) => within(`2026-03-29T${time}:00Z`))).toEqual([false, false]);
  });
});

describe("what is limited", () => {
  beforeEach(async () => {
    const days = ["mon", "tue", "wed", "thu", "fri"];
    await store.done(dayparts.create, {
      id: "lunch",
      fields: { name: "Lunch", days, from: "11:30", to: "14:00" } as never,
    });
  });
  it("to a daypart is sold only then, and the refusal says when", async () => {
    await store.done(menuItems.change, { id: "soup", fields: { dayparts: ["lunch"] } });
    await open([line("soup")]);
    at("14:00");
    const answer = await store.submit(openOrder, opening([line("soup")]), "waiter");
    expect(answer).toMatchObject({
      ok: false,
      refusal: { code: "conflict", message: "Soup is sold only at Lunch (11:30 to 14:00)." },
    });
    at("12:00", "2026-03-07");
    expect(await store.refused(openOrder, opening([line("soup")]))).toBe("conflict");
  });
  it("to types of order is sold only in those, by the item or by a category above it", async () => {
    await store.done(categories.create, { id: "hot", fields: { name: "Hot", parentId: "food" } });
    await store.done(menuItems.change, { id: "soup", fields: { categoryId: "hot" } });
    await store.done(categories.change, { id: "food", fields: { orderTypes: ["dine-in"] } });
    await open([line("soup")]);
    expect(await store.refused(openOrder, opening([line("soup")], { type: "delivery" }))).toBe("conflict");
    await store.done(categories.change, { id: "food", fields: { orderTypes: [] } });
    await open([line("soup")], { type: "delivery" });
  });
  it("names a daypart that there is, which stays as long as something goes by it", async () => {
    expect(await store.refused(menuItems.change, { id: "soup", fields: { dayparts: ["tea"] } })).toBe(
      "invalid",
    );
    await store.done(categories.change, { id: "food", fields: { dayparts: ["lunch"] } });
    expect(await store.refused(dayparts.remove, { id: "lunch" })).toBe("conflict");
    await store.done(categories.change, { id: "food", fields: { dayparts: null as never } });
    await store.done(dayparts.remove, { id: "lunch" });
  });
});

describe("happy hour", () => {
  beforeEach(async () => {
    const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    await store.done(dayparts.create, {
      id: "happy",
      fields: { name: "Happy hour", days, from: "17:00", to: "19:00" } as never,
    });
    await store.done(priceRules.create, {
      id: "half",
      fields: { name: "Happy hour", dayparts: ["happy"], categories: ["food"], percentOff: "50" },
    });
    at("17:00");
  });
  const priceOf = async (extra: object = {}) => (await open([line("wine", 1, extra)])).items[0]?.unitPrice;
  it("changes the price of the hour, variants included, and the line says so", async () => {
    const order = await open([line("wine"), line("wine", 1, { variantId: "bottle" })]);
    expect(order.items.map((item) => [item.unitPrice, item.priceRule])).toEqual([
      [350, { id: "half", name: "Happy hour" }],
      [1600, { id: "half", name: "Happy hour" }],
    ]);
    at("19:00");
    const later = await open([line("wine")]);
    expect(later.items[0]).toMatchObject({ unitPrice: 700 });
    expect(later.items[0]?.priceRule).toBeUndefined();
  });
  it("leaves options at their price, and what was ordered at its own", async () => {
    const order = await open([
      line("steak", 1, { modifiers: [{ optionId: "rare" }, { optionId: "pepper" }] }),
    ]);
    expect(order.items[0]?.unitPrice).toBe(1700 + 200);
    await store.done(priceRules.change, { id: "half", fields: { active: false } });
    expect(await priceOf()).toBe(700);
    expect((await open([line("soup")])).total).toBe(850);
  });
  it("of an item goes before that of its category", async () => {
    await store.done(priceRules.create, {
      id: "wine",
      fields: { name: "Wine", dayparts: ["happy"], menuItems: ["wine"], price: 500, sort: 9 },
    });
    expect([await priceOf(), await priceOf({ variantId: "bottle" })]).toEqual([500, 3200]);
    expect(ruledPrice(999, false, { price: null, percentOff: "33.3" })).toBe(666);
  });
  it("counts for a tablet that was alone: the guest pays what the screen showed, not what it was when it came back", async () => {
    const late = async (deviceAt: string) => {
      const answer = await store.kernel.execute({
        command: openOrder,
        input: opening([line("wine")]),
        commandId: newId(),
        fingerprint: "",
        actor: actorOf("waiter"),
        deviceAt,
      });
      return answer.ok ? (JSON.parse(answer.body ?? "") as { total: number }).total : answer.refusal.code;
    };
    at("21:30");
    expect(await late("2026-03-02T16:30:00Z")).toBe(350);
    expect(await late("2026-03-02T20:29:00Z")).toBe(700);
    // Neither a day ago nor in the future: then the box's own time counts.
    expect(await late("2026-03-01T16:30:00Z")).toBe(700);
    at("16:30", "2026-03-03");
    expect(await late("2026-03-03T16:30:00Z")).toBe(700);
  });
  it("is the one that the device showed, whatever became of the rule and its daypart", async () => {
    const shown = store.kernel.headSeq();
    await store.done(priceRules.change, { id: "half", fields: { percentOff: "10" } });
    await store.done(dayparts.change, { id: "happy", fields: { from: "18:00" } });
    expect(await priceOf({ menuVersion: shown })).toBe(350);
    expect(await priceOf()).toBe(700);
  });
  it("is either a price or a percentage of at most a hundred, and is off before it goes", async () => {
    const fields = { name: "Both", dayparts: ["happy"], price: 1, percentOff: "1" };
    expect(await store.refused(priceRules.create, { id: "both", fields })).toBe("invalid");
    expect(await store.refused(priceRules.change, { id: "half", fields: { percentOff: "101" } })).toBe(
      "invalid",
    );
    expect(await store.refused(priceRules.change, { id: "half", fields: { menuItems: ["no"] } })).toBe(
      "invalid",
    );
    expect(await store.refused(priceRules.remove, { id: "half" })).toBe("conflict");
    await store.done(priceRules.change, { id: "half", fields: { active: false } });
    await store.done(priceRules.remove, { id: "half" });
  });
});
