/** Random orders for the two calculators: everything that a bill knows, with odd prices, and often with what is hard to round. */
import type { BillDiscount, BillInput, BillLine, BillTaxClass } from "@tillbox/shared/bill.ts";
import type { Random } from "../crash/random.ts";

const rates = [0, 25_000, 26_000, 38_000, 55_000, 70_000, 81_000, 88_750, 100_000, 190_000, 200_000, 255_000];

const taxClassOf = (random: Random, id: string): BillTaxClass => ({
  id,
  name: `Class ${id}`,
  inclusive: random.chance(0.5),
  rates: Array.from({ length: random.pick([0, 1, 1, 1, 2, 3]) }, (_, index) => ({
    name: `Rate ${index}`,
    ratePpm: random.chance(0.8) ? random.pick(rates) : random.between(0, 300_000),
  })),
});

const priceOf = (random: Random): number =>
  random.pick([
    random.between(0, 20),
    random.between(1, 2_000),
    random.between(1, 10_000),
    random.between(1, 3_000_000),
  ]);
const quantityOf = (random: Random): number =>
  random.chance(0.8) ? random.between(1, 12) * 1_000 : random.between(1, 5_000);

const comboOf = (random: Random, id: string, taxClasses: readonly BillTaxClass[]): BillLine[] => {
  const quantityMilli = random.between(1, 5) * 1_000;
  const unitPrice = priceOf(random);
  return Array.from({ length: random.between(2, 4) }, (_, index) => ({
    id: `${id}-${index}`,
    unitPrice: random.chance(0.3) ? random.between(1, 400) : 0,
    quantityMilli,
    taxClass: random.pick(taxClasses),
    combo: { id, unitPrice, singlePrice: priceOf(random) + 1 },
  }));
};

const linesOf = (random: Random, taxClasses: readonly BillTaxClass[]): BillLine[] =>
  Array.from({ length: random.between(1, 9) }, (_, index): BillLine[] =>
    random.chance(0.12)
      ? comboOf(random, `c${index}`, taxClasses)
      : [
          {
            id: `l${index}`,
            unitPrice: priceOf(random),
            quantityMilli: quantityOf(random),
            taxClass: random.pick(taxClasses),
          },
        ],
  ).flat();

const discountOf = (random: Random, lines: readonly BillLine[]): BillDiscount => {
  const line = random.pick(lines);
  const where = random.chance(0.5)
    ? { scope: "order" as const }
    : { scope: "item" as const, itemId: line.combo?.id ?? (random.chance(0.05) ? "gone" : line.id) };
  return random.chance(0.6)
    ? {
        ...where,
        kind: "percent",
        value: random.pick([50_000, 100_000, 333_333, 500_000, 1_000_000, random.between(1, 1_000_000)]),
      }
    : { ...where, kind: "amount", value: random.between(1, 3_000) };
};

export const randomOrder = (random: Random): BillInput => {
  const taxClasses = Array.from({ length: random.between(1, 3) }, (_, index) =>
    taxClassOf(random, String.fromCharCode(65 + index)),
  );
  const lines = linesOf(random, taxClasses);
  return {
    lines,
    discounts: Array.from({ length: random.pick([0, 0, 1, 1, 2, 4]) }, () => discountOf(random, lines)),
    service: random.chance(0.4)
      ? {
          ratePpm: random.pick([50_000, 100_000, 125_000, 150_000, random.between(1, 250_000)]),
          taxClass: random.chance(0.5) ? random.pick(taxClasses) : null,
        }
      : null,
    taxRounding: random.chance(0.5) ? "group" : "line",
  };
};
