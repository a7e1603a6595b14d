import { describe, expect, test } from "vitest";
import { type BillDiscount, type BillInput, type BillLine, type BillTaxClass, computeBill } from "./bill.ts";
import { mulDiv } from "./money.ts";

function taxClass(id: string, inclusive: boolean, ...ppms: number[]): BillTaxClass {
  return {
    id,
    name: `Class ${id}`,
    inclusive,
    rates: ppms.map((ratePpm, i) => ({ name: `${id}${i + 1}`, ratePpm })),
  };
}

function line(id: string, unitPrice: number, quantity: number, of: BillTaxClass): BillLine {
  return { id, unitPrice, quantityMilli: quantity * 1_000, taxClass: of };
}

function bill(lines: BillLine[], rest: Partial<BillInput> = {}) {
  return computeBill({ lines, discounts: [], service: null, taxRounding: "group", ...rest });
}

function percentOff(percent: number, itemId?: string): BillDiscount {
  return { scope: itemId ? "item" : "order", itemId, kind: "percent", value: percent * 10_000 };
}

function amountOff(value: number, itemId?: string): BillDiscount {
  return { scope: itemId ? "item" : "order", itemId, kind: "amount", value };
}

/** 3 × 3.33 in class A (19 %) and 2 × 4.45 in class B (7 %), 10 % off, 10 % service. */
function workedExample(inclusive: boolean) {
  return bill(
    [
      line("a", 333, 3, taxClass("A", inclusive, 190_000)),
      line("b", 445, 2, taxClass("B", inclusive, 70_000)),
    ],
    { discounts: [percentOff(10)], service: { ratePpm: 100_000, taxClass: null } },
  );
}

describe("the worked examples", () => {
  test("taxes on top come to 20.97", () => {
    const result = workedExample(false);
    expect(result).toMatchObject({
      subtotal: 1889,
      discountTotal: 189,
      serviceCharge: 170,
      taxTotal: 227,
      total: 2097,
    });
    expect(result.lines).toMatchObject([
      { id: "a", lineTotal: 999, discountAmount: 100, discounted: 899, net: 899, tax: 171, gross: 1070 },
      { id: "b", lineTotal: 890, discountAmount: 89, discounted: 801, net: 801, tax: 56, gross: 857 },
    ]);
    expect(result.taxes).toEqual([
      { taxClassId: "A", name: "A1", rate: "0.19", inclusive: false, net: 899, tax: 171, gross: 1070 },
      { taxClassId: "B", name: "B1", rate: "0.07", inclusive: false, net: 801, tax: 56, gross: 857 },
    ]);
    expect(result.discounts).toEqual([189]);
  });

  test("taxes within the prices come to 18.70", () => {
    const result = workedExample(true);
    expect(result).toMatchObject({
      subtotal: 1889,
      discountTotal: 189,
      serviceCharge: 170,
      taxTotal: 196,
      total: 1870,
    });
    expect(result.lines).toMatchObject([
      { discounted: 899, net: 755, tax: 144, gross: 899 },
      { discounted: 801, net: 749, tax: 52, gross: 801 },
    ]);
    expect(result.taxes).toMatchObject([
      { net: 755, tax: 144, gross: 899 },
      { net: 749, tax: 52, gross: 801 },
    ]);
  });

  test("two rates of 2.5 % on 10.10 share one rounded tax of 0.51", () => {
    const result = bill([line("a", 1010, 1, taxClass("S", false, 25_000, 25_000))]);
    expect(result.taxTotal).toBe(51);
    expect(result.total).toBe(1061);
    expect(result.taxes).toMatchObject([
      { name: "S1", rate: "0.025", net: 1010, tax: 26, gross: 1036 },
      { name: "S2", rate: "0.025", net: 1010, tax: 25, gross: 1035 },
    ]);
  });

  test("9.99 with 20 % within holds 1.67 of tax, 52.50 with 12 % holds 5.63", () => {
    expect(bill([line("a", 999, 1, taxClass("V", true, 200_000))]).taxes).toMatchObject([
      { tax: 167, net: 832, gross: 999 },
    ]);
    expect(bill([line("a", 5250, 1, taxClass("V", true, 120_000))]).taxes).toMatchObject([
      { tax: 563, net: 4687, gross: 5250 },
    ]);
  });
});

test("the example of docs/bill.md comes to what stands there", () => {
  const example = (inclusive: boolean) => {
    const [food, drinks] = [taxClass("food", inclusive, 70_000), taxClass("drinks", inclusive, 190_000)];
    const cheese: BillLine = { id: "cheese", unitPrice: 2990, quantityMilli: 185, taxClass: food };
    const result = bill([line("soup", 475, 2, food), cheese, line("wine", 620, 3, drinks)], {
      discounts: [percentOff(5), amountOff(300, "wine")],
      service: { ratePpm: 125_000, taxClass: null },
    });
    return [result.subtotal, result.discounts, result.taxes.map(({ tax }) => tax), result.total];
  };
  expect(example(false)).toEqual([3363, [153, 300], [100, 282], 3656]);
  expect(example(true)).toEqual([3363, [153, 300], [93, 237], 3274]);
});

describe("line totals", () => {
  test("of goods by weight are rounded once, half-up", () => {
    const of = taxClass("A", false);
    expect(bill([{ id: "a", unitPrice: 1999, quantityMilli: 375, taxClass: of }]).subtotal).toBe(750);
    expect(bill([{ id: "a", unitPrice: 100, quantityMilli: 5, taxClass: of }]).subtotal).toBe(1);
    expect(bill([{ id: "a", unitPrice: 100, quantityMilli: 4, taxClass: of }]).subtotal).toBe(0);
  });

  test("of no lines make an empty bill", () => {
    expect(bill([], { discounts: [percentOff(10)], service: { ratePpm: 100_000, taxClass: null } })).toEqual({
      subtotal: 0,
      discountTotal: 0,
      serviceCharge: 0,
      taxTotal: 0,
      total: 0,
      taxes: [],
      lines: [],
      discounts: [0],
    });
  });

  test("may be negative, and then no discount takes from them", () => {
    const of = taxClass("A", true, 190_000);
    const result = bill([line("beer", 1000, 1, of), line("deposit back", -150, 1, of)], {
      discounts: [percentOff(50)],
    });
    expect(result).toMatchObject({ subtotal: 850, discountTotal: 425, total: 425, discounts: [425] });
    expect(result.lines.map((one) => one.discounted)).toEqual([575, -150]);
    expect(bill([line("deposit back", -119, 1, of)]).taxes).toMatchObject([
      { net: -100, tax: -19, gross: -119 },
    ]);
  });

  test("beyond the safe integers are refused, not guessed", () => {
    const of = taxClass("A", false, 190_000);
    expect(() => bill([line("a", Number.MAX_SAFE_INTEGER, 2, of)])).toThrow(RangeError);
    expect(() => bill([line("a", 2 ** 52, 1, of), line("b", 2 ** 52, 1, of)])).toThrow(RangeError);
    expect(() => bill([line("a", 9.99, 1, of)])).toThrow(RangeError);
  });
});

describe("discounts", () => {
  const of = taxClass("A", false);

  test("of items come first wherever they stand, each on what is left of its line", () => {
    const result = bill([line("a", 1000, 1, of), line("b", 1000, 1, of)], {
      discounts: [percentOff(10), percentOff(50, "a"), amountOff(100, "a")],
    });
    expect(result.discounts).toEqual([140, 500, 100]);
    expect(result.lines.map((one) => one.discounted)).toEqual([360, 900]);
  });

  test("of the order are taken one after the other from what is left", () => {
    const result = bill([line("a", 1000, 1, of)], {
      discounts: [amountOff(200), percentOff(25), percentOff(50)],
    });
    expect(result.discounts).toEqual([200, 200, 300]);
    expect(result.total).toBe(300);
  });

  test("are cut to what is left, and the cut is what they report", () => {
    const result = bill([line("a", 300, 1, of), line("b", 200, 1, of)], {
      discounts: [amountOff(1000, "a"), percentOff(150), amountOff(50)],
    });
    expect(result.discounts).toEqual([300, 200, 0]);
    expect(result).toMatchObject({ discountTotal: 500, total: 0 });
  });

  test("on a line that is not there, or below zero, take nothing", () => {
    const discounts = [
      amountOff(100, "gone"),
      { ...amountOff(100), scope: "item" as const },
      amountOff(-100),
    ];
    expect(bill([line("a", 300, 1, of)], { discounts })).toMatchObject({ discounts: [0, 0, 0], total: 300 });
  });
});

describe("groups", () => {
  test("hold all lines of one class, taxed once on their sum", () => {
    const of = taxClass("A", false, 190_000);
    const lines = [line("a", 13, 1, of), line("b", 13, 1, structuredClone(of)), line("c", 13, 1, of)];
    expect(bill(lines).taxes).toMatchObject([{ net: 39, tax: 7, gross: 46 }]);
    expect(bill(lines).lines.map((one) => one.tax)).toEqual([3, 2, 2]);
    expect(bill(lines, { taxRounding: "line" }).taxes).toMatchObject([{ net: 39, tax: 6, gross: 45 }]);
  });

  test("are told apart by id, rates, names of rates, and whether prices include the tax", () => {
    const base = taxClass("A", false, 190_000);
    const others: BillTaxClass[] = [
      { ...base, id: "B" },
      { ...base, inclusive: true },
      taxClass("A", false, 70_000),
      taxClass("A", false, 190_000, 0),
      { ...base, rates: [{ name: "other", ratePpm: 190_000 }] },
    ];
    for (const other of others) {
      const { taxes } = bill([line("a", 100, 1, base), line("b", 100, 1, other)]);
      expect(taxes).toHaveLength(1 + other.rates.length);
      expect(taxes[0]).toMatchObject({ net: 100, tax: 19 });
    }
    const renamed = bill([line("a", 100, 1, base), line("b", 100, 1, { ...base, name: "Renamed" })]);
    expect(renamed.taxes).toMatchObject([{ net: 200, tax: 38 }]);
  });

  test("without any tax have their row too", () => {
    const exempt = bill([line("a", 100, 1, taxClass("E", false))]);
    expect(exempt.taxes).toEqual([
      { taxClassId: "E", name: "Class E", rate: "0", inclusive: false, net: 100, tax: 0, gross: 100 },
    ]);
    expect(bill([line("a", 100, 1, taxClass("Z", true, 0))]).taxes).toMatchObject([
      { name: "Z1", rate: "0", net: 100, tax: 0, gross: 100 },
    ]);
  });

  test("of mixed kinds stand side by side: only exclusive tax is added", () => {
    const result = bill([
      line("a", 1190, 1, taxClass("I", true, 190_000)),
      line("b", 1000, 1, taxClass("E", false, 100_000)),
    ]);
    expect(result).toMatchObject({ subtotal: 2190, taxTotal: 290, total: 2290 });
  });
});

describe("the service charge", () => {
  const of = taxClass("A", false, 190_000);

  test("with the class of the lines joins their group and is taxed with it", () => {
    const result = bill([line("a", 1000, 1, of)], { service: { ratePpm: 100_000, taxClass: of } });
    expect(result).toMatchObject({ serviceCharge: 100, taxTotal: 209, total: 1309 });
    expect(result.taxes).toMatchObject([{ net: 1100, tax: 209, gross: 1309 }]);
    expect(result.lines).toMatchObject([{ net: 1000, tax: 190, gross: 1190 }]);
  });

  test("with a class of its own has its own row, inclusive without adding to the total", () => {
    const service = taxClass("S", true, 250_000);
    const result = bill([line("a", 1000, 1, of)], { service: { ratePpm: 100_000, taxClass: service } });
    expect(result).toMatchObject({ serviceCharge: 100, taxTotal: 210, total: 1290 });
    expect(result.taxes).toMatchObject([
      { taxClassId: "A" },
      { taxClassId: "S", net: 80, tax: 20, gross: 100 },
    ]);
  });

  test("is a line of its own where tax is rounded by line", () => {
    const lines = [line("a", 13, 1, of), line("b", 13, 1, of)];
    const service = { ratePpm: 500_000, taxClass: of };
    expect(bill(lines, { service, taxRounding: "line" }).taxes).toMatchObject([{ net: 39, tax: 6 }]);
    expect(bill(lines, { service }).taxes).toMatchObject([{ net: 39, tax: 7 }]);
  });

  test("of nothing has no row", () => {
    const service = { ratePpm: 0, taxClass: taxClass("S", true, 250_000) };
    expect(bill([line("a", 1000, 1, of)], { service }).taxes).toHaveLength(1);
  });
});

test("inclusive 8.01 becomes 8.02: it stays 8.01, whatever the rate, alone or among others", () => {
  // The naive way: net = round(8.01 / 1.095) = 7.32, and 7.32 × 1.095 = 8.02.
  expect(mulDiv(mulDiv(801, 1_000_000, 1_095_000), 1_095_000, 1_000_000)).toBe(802);
  for (const ratePpm of [95_000, 70_000, 81_000, 190_000, 210_000]) {
    const taxClass = { id: "a", name: "A", inclusive: true, rates: [{ name: "VAT", ratePpm }] };
    const priced = (id: string) => ({ id, unitPrice: 801, quantityMilli: 1_000, taxClass });
    for (const lines of [[priced("a")], [priced("a"), priced("b"), priced("c")]]) {
      const bill = computeBill({ lines, discounts: [], service: null, taxRounding: "group" });
      expect(bill.total).toBe(801 * lines.length);
      expect(bill.taxes.map(({ gross }) => gross)).toEqual([801 * lines.length]);
    }
  }
});
