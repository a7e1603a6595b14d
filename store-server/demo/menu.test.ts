import { CategoryInput, MenuItemInput } from "@tillbox/shared/contract/menu.ts";
import { describe, expect, it } from "vitest";
import { ean13 } from "./menu/parts.ts";
import { demoCategories, demoItems } from "./menu.ts";
import { demoStations } from "./printers.ts";

const items = demoItems();
const item = (id: string) => items.find((candidate) => candidate.id === id)!;

describe("the demo's menu", () => {
  it("has ten categories and about sixty items that fit the contract", () => {
    expect(demoCategories).toHaveLength(10);
    expect(items.length).toBeGreaterThanOrEqual(55);
    expect(items.length).toBeLessThanOrEqual(75);
    for (const category of demoCategories) expect(CategoryInput.safeParse(category).error).toBeUndefined();
    for (const each of items) expect(MenuItemInput.safeParse(each).error).toBeUndefined();
  });

  it("names every item, variant, group and option once, by an id that fits the wire", () => {
    const ids = items.flatMap((each) => [
      each.id,
      ...each.variants.map((variant) => variant.id),
      ...each.modifierGroups.flatMap((group) => [group.id, ...group.options.map((option) => option.id)]),
    ]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9._:-]{1,64}$/);
    expect(new Set(items.map((each) => each.name)).size).toBe(items.length);
  });

  it("asks of every group only what can be chosen", () => {
    for (const each of items)
      for (const group of each.modifierGroups) {
        expect(group.min).toBeLessThanOrEqual(group.max);
        expect(group.options.length).toBeGreaterThanOrEqual(Math.max(group.min, 1));
      }
  });

  it("charges nothing for leaving something out", () => {
    const refusals = items
      .flatMap((each) => each.modifierGroups.flatMap((group) => group.options))
      .filter((option) => option.name.startsWith("no "));
    expect(refusals.length).toBeGreaterThan(20);
    for (const option of refusals) expect(option.price).toBe(0);
  });

  it("prices the first variant like the item itself", () => {
    const withVariants = items.filter((each) => each.variants.length > 0);
    expect(withVariants.length).toBeGreaterThan(10);
    for (const each of withVariants) expect(each.variants[0]?.price).toBe(each.price);
  });

  it("asks how a ribeye is done, and has the octopus sold out and three tomato soups left", () => {
    expect(item("ribeye").modifierGroups[0]).toMatchObject({ name: "Doneness", min: 1, max: 1 });
    expect(item("grilled-octopus").available).toBe(false);
    expect(item("tomato-soup").stock).toBe(3);
    expect(item("fiorentina").unit).toBe("kg");
  });

  it("sends everything to a station that exists, the kitchen among them", () => {
    const stations = demoStations.map((station) => station.id);
    expect(stations).toHaveLength(3);
    const used = new Set(items.flatMap((each) => each.stations));
    expect([...used].sort()).toEqual([...stations].sort());
    expect(stations).toContain("kitchen");
  });

  it("has barcodes whose check digit is right, each once", () => {
    const codes = items.flatMap((each) => (each.barcode === null ? [] : [each.barcode]));
    expect(codes.length).toBeGreaterThanOrEqual(8);
    expect(new Set(codes).size).toBe(codes.length);
    for (const code of codes) {
      const weighted = [...code].reduce((sum, digit, index) => sum + Number(digit) * (index % 2 ? 3 : 1), 0);
      expect(code).toMatch(/^2\d{12}$/);
      expect(weighted % 10).toBe(0);
    }
    // The example of the GS1 General Specifications.
    expect(ean13("629104150021")).toBe("6291041500213");
  });
});
