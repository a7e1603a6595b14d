import { beforeEach, describe, expect, it } from "vitest";
import { furnish, line, peopleOf } from "../../testing/bistro.ts";
import { openTestStore, type TestStore } from "../../testing.ts";
import { isEan13, labelMilli, readLabel } from "./barcode.ts";
import { itemsWithCode, scan } from "./codes/rows.ts";
import { menuItems } from "./rows.ts";

let store: TestStore;
const { set, open } = peopleOf(() => store);
beforeEach(async () => {
  store = openTestStore();
  await furnish(store);
  await store.done(menuItems.change, { id: "ham", fields: { barcode: "2112345", sku: "HAM" } });
  await store.done(menuItems.change, {
    id: "wine",
    fields: {
      barcode: "4006381333931",
      variants: [{ id: "bottle", name: "Bottle", price: 3200, barcode: "4006381333948", sku: "WB" }],
    },
  });
  await set("barcode.embedded", [
    { prefix: "21", holds: "weight" },
    { prefix: "22", holds: "price" },
  ]);
});
const scanned = (code: string) => {
  const { item, variantId, quantity } = scan(store.kernel, code);
  return [item.id, variantId, quantity];
};
const withDigit = (twelve: string): string =>
  Array.from({ length: 10 }, (_, digit) => `${twelve}${digit}`).find(isEan13) ?? "";

describe("a scanned code", () => {
  it("finds the item, or the variant that has it", () => {
    expect(scanned("4006381333931")).toEqual(["wine", null, 1]);
    expect(scanned("4006381333948")).toEqual(["wine", "bottle", 1]);
    expect(scanned("HAM")).toEqual(["ham", null, 1]);
    expect(() => scan(store.kernel, "4006381333955")).toThrow("4006381333955");
  });
  it("of the shop's scale says how much: the weight that it holds, or the one that its price is for", async () => {
    const label = withDigit("211234500375");
    expect(scanned(label)).toEqual(["ham", null, 0.375]);
    expect(itemsWithCode(store.kernel, "barcode", label)).toEqual(["ham"]);
    expect((await open([line("ham", 0.375)])).total).toBe(900);
    await store.done(menuItems.change, { id: "ham", fields: { barcode: "2254321" } });
    expect(scanned(withDigit("225432100900"))).toEqual(["ham", null, 0.375]);
  });
  it("with a wrong digit, an unknown prefix or nothing on the scale is nobody's", () => {
    const label = withDigit("211234500375");
    const wrong = `${label.slice(0, 12)}${(Number(label[12]) + 1) % 10}`;
    for (const code of [
      wrong,
      withDigit("231234500375"),
      withDigit("211234500000"),
      withDigit("219999900375"),
    ])
      expect(() => scan(store.kernel, code)).toThrow(/code|quantity/);
  });
  it("follows the item: an old code is forgotten, a removed item is not found", async () => {
    await store.done(menuItems.change, { id: "ham", fields: { sku: "HAM-2" } });
    expect(() => scan(store.kernel, "HAM")).toThrow("HAM");
    expect(scanned("HAM-2")).toEqual(["ham", null, 1]);
    await store.done(menuItems.remove, { id: "ham" });
    expect(() => scan(store.kernel, "HAM-2")).toThrow("HAM-2");
  });
  it("leads to one thing: no other item may have it, nor the item twice", async () => {
    const refused = (fields: object) => store.submit(menuItems.change, { id: "soup", fields });
    expect(await refused({ sku: "HAM" })).toMatchObject({
      refusal: {
        code: "invalid",
        details: { errors: [{ path: "sku", message: "Ham has this code already" }] },
      },
    });
    const twice = { id: "v", name: "Large", price: 1, barcode: "1" };
    expect(await refused({ barcode: "1", variants: [twice] })).toMatchObject({
      refusal: { details: { errors: [{ path: "variants.0.barcode", message: "is given twice" }] } },
    });
    await store.done(menuItems.change, { id: "ham", fields: { sku: "HAM", price: 1 } });
  });
});

describe("a label", () => {
  it("is read by its check digit and prefix", () => {
    expect(isEan13("4006381333931")).toBe(true);
    expect(isEan13("4006381333932")).toBe(false);
    expect(readLabel(withDigit("211234501250"), [{ prefix: "21", holds: "weight" }])).toEqual({
      goods: "2112345",
      holds: "weight",
      value: 1250,
    });
  });
  it("of a price is the nearest weight, and none where the goods cost nothing", () => {
    const label = { goods: "", holds: "price", value: 999 } as const;
    expect(labelMilli(label, "kg", 2400)).toBe(416);
    expect(labelMilli(label, "kg", 0)).toBeNull();
    expect(labelMilli({ ...label, holds: "weight" }, "g", 3)).toBe(999_000);
  });
});
