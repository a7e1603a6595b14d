import { beforeEach, describe, expect, it } from "vitest";
import { furnish, line, peopleOf } from "../../../testing/bistro.ts";
import { openTestStore, type TestStore } from "../../../testing.ts";
import { dayparts, menuItems, priceRules, taxClasses } from "../rows.ts";

const hour_ms = 3_600_000;
let store: TestStore;
let time: number;
const { set, open } = peopleOf(() => store);
const pass = (hours: number): void => {
  time += hours * hour_ms;
};
const priceAt = async (menuVersion: number, itemId = "soup") =>
  (await open([line(itemId, 1, { menuVersion })])).items[0]?.unitPrice;

beforeEach(async () => {
  time = Date.parse("2026-03-02T12:00:00Z");
  store = openTestStore({ wall: () => time });
  await furnish(store);
});

describe("a menu version that a client names", () => {
  it("holds its price for as long as a device may be alone, and no longer, whichever it is", async () => {
    const shown = store.kernel.headSeq();
    await store.done(menuItems.change, { id: "soup", fields: { price: 9900 } });
    pass(71);
    expect([await priceAt(shown), await priceAt(0)]).toEqual([850, 850]);
    pass(2);
    expect([await priceAt(shown), await priceAt(0)]).toEqual([9900, 9900]);
  });
  it("that is older counts as the oldest that a device may still show", async () => {
    await store.done(menuItems.change, { id: "soup", fields: { price: 1000 } });
    pass(24);
    await store.done(menuItems.change, { id: "soup", fields: { price: 1100 } });
    pass(24);
    await store.done(menuItems.change, { id: "soup", fields: { price: 1200 } });
    pass(72 - 24 - 1);
    expect(await priceAt(0)).toBe(1000);
    pass(2);
    expect(await priceAt(0)).toBe(1100);
    pass(22);
    expect(await priceAt(0)).toBe(1100);
    pass(2);
    expect(await priceAt(0)).toBe(1200);
  });
  it("goes by the store's setting, and never by less than the day for which a device's clock is believed", async () => {
    await set("offline.grant_hours", 0);
    await store.done(menuItems.change, { id: "soup", fields: { price: 9900 } });
    pass(23);
    expect(await priceAt(0)).toBe(850);
    pass(2);
    expect(await priceAt(0)).toBe(9900);
    await set("offline.grant_hours", 168);
    expect(await priceAt(0)).toBe(850);
  });
  it("brings back no rule that was switched off before, and no rate of a tax", async () => {
    const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    const whole = { name: "All day", days, from: "00:00", to: "00:00" };
    await store.done(dayparts.create, { id: "day", fields: whole as never });
    const half = { name: "Half", dayparts: ["day"], categories: ["food"], percentOff: "50" };
    await store.done(priceRules.create, { id: "half", fields: half });
    await store.done(priceRules.change, { id: "half", fields: { active: false } });
    const old = await open([line("wine", 1, { menuVersion: 0 })]);
    expect(old.items[0]).toMatchObject({ unitPrice: 350, priceRule: { id: "half" } });
    const taxClassId = old.items[0]?.taxClassId ?? "";
    const rates = [{ name: "VAT", rate: "0.5" }];
    await store.done(taxClasses.change, { id: taxClassId, fields: { rates, byOrderType: {} } });
    pass(73);
    const late = await open([line("wine", 1, { menuVersion: 0 })]);
    expect(late.items[0]).toMatchObject({ unitPrice: 700 });
    expect(late.items[0]?.priceRule).toBeUndefined();
    expect(late.taxes.map(({ rate }) => rate)).toEqual(["0.5"]);
  });
});
