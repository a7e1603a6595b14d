import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readRefund, salesOfRefund } from "./refunds.ts";
import { reportedBy } from "./reported.ts";
import { readSale, type SalesDelta, type SalesKind, salesOf, sumSales } from "./sales.ts";
import { refundOf, saleOf } from "./testing-journal.ts";

const ofKind = (deltas: SalesDelta[], kind: SalesKind) => deltas.filter((delta) => delta.kind === kind);
const sum = (deltas: SalesDelta[], field: "gross" | "net" | "tax" | "discounts" | "comps" | "tips") =>
  deltas.reduce((total, delta) => total + delta[field], 0);

describe("what a sale adds to the reports", () => {
  it("is one order in its day, its hour, each of its items and each of its methods of payment", () => {
    const sale = saleOf(2380, {
      hour: 9,
      tipTotal: 200,
      payments: [
        { method: "card", amount: 1000, tip: 200, rounding: 0 },
        { method: "cash", amount: 380, tip: 0, rounding: 0 },
        { method: "card", amount: 1000, tip: 0, rounding: 0 },
      ],
    });
    const deltas = salesOf(sale);
    expect(ofKind(deltas, "day")).toMatchObject([
      { key: "2026-05-04", orders: 1, gross: 2380, net: 2000, tax: 380 },
    ]);
    expect(ofKind(deltas, "hour")).toMatchObject([{ key: "09", orders: 1, gross: 2380, tips: 200 }]);
    expect(ofKind(deltas, "method")).toMatchObject([
      { key: "card", orders: 1, gross: 2000, tips: 200 },
      { key: "cash", orders: 1, gross: 380, tips: 0 },
    ]);
    expect(ofKind(deltas, "item")).toMatchObject([
      { key: "soup", name: "Soup", orders: 1, quantityMilli: 1000 },
    ]);
  });

  it("by method adds up to exactly the sale's net, tax and discounts", () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 6 });
    const methods = fc.constantFrom("cash", "card", "wallet", "gift_card");
    fc.assert(
      fc.property(
        amounts,
        fc.array(methods, { minLength: 6, maxLength: 6 }),
        fc.nat(5000),
        (parts, names, discount) => {
          const payments = parts.map((amount, index) => ({
            method: names[index] ?? "cash",
            amount,
            tip: 0,
            rounding: 0,
          }));
          const total = parts.reduce((a, b) => a + b, 0);
          const compTotal = Math.floor(discount / 2);
          const sale = saleOf(total, { payments, discountTotal: discount, compTotal });
          const byMethod = ofKind(salesOf(sale), "method");
          expect(sum(byMethod, "gross")).toBe(sale.total);
          expect(sum(byMethod, "net")).toBe(sale.net);
          expect(sum(byMethod, "tax")).toBe(sale.taxTotal);
          expect(sum(byMethod, "discounts")).toBe(discount);
          expect(sum(byMethod, "comps")).toBe(compTotal);
        },
      ),
    );
  });

  it("tells what was given away apart, and nothing of it for a sale from before", () => {
    const sale = readSale(1, saleOf(1000, { discountTotal: 400, compTotal: 300 }));
    if (!("sale" in sale)) throw new Error("the sale cannot be read");
    expect(ofKind(salesOf(sale.sale), "day")).toMatchObject([{ discounts: 400, comps: 300 }]);
    expect(ofKind(salesOf(saleOf(1000, { discountTotal: 400 })), "day")).toMatchObject([{ comps: 0 }]);
  });

  it("never adds one currency to another", () => {
    const rows = sumSales([...salesOf(saleOf(100)), ...salesOf(saleOf(200, { currency: "CHF" }))]);
    expect(ofKind(rows, "day").map((row) => [row.currency, row.gross])).toEqual([
      ["CHF", 200],
      ["EUR", 100],
    ]);
  });

  it("keeps an open item apart by its name, and an item under its last name", () => {
    const item = { categoryId: null, quantityMilli: 1500, net: 100, tax: 0, gross: 100, discount: 0 };
    const items = [
      { ...item, menuItemId: null, name: "Cake" },
      { ...item, menuItemId: "tea", name: "Tea" },
      { ...item, menuItemId: "tea", name: "Green tea" },
    ];
    const rows = ofKind(salesOf(saleOf(300, { items })), "item");
    expect(rows.map((row) => [row.key, row.name, row.orders, row.quantityMilli])).toEqual([
      ["open:Cake", "Cake", 1, 1500],
      ["tea", "Green tea", 1, 3000],
    ]);
  });
});

describe("a sale that cannot be read", () => {
  const reason = (v: number, change: object) => {
    const read = readSale(v, { ...saleOf(100), ...change });
    return "unreadable" in read ? read.unreadable : "read";
  };

  it("says why", () => {
    expect(reason(1, {})).toBe("read");
    expect(reason(2, {})).toContain("version 2");
    expect(reason(1, { total: 1.5 })).toContain("total");
    expect(reason(1, { businessDay: "2026-02-30" })).toContain("businessDay");
    expect(reason(1, { hour: 24 })).toContain("hour");
    expect(reason(1, { currency: "Euro" })).toContain("currency");
    expect(reason(1, { total: 9_000_000_000_000 })).toContain("beyond");
    const [item] = saleOf(100).items;
    expect(reason(1, { items: [{ ...item, name: "a\0b" }] })).toContain("items");
  });
});

describe("what a refund takes off the reports", () => {
  it("undoes all money and goods of its sale, in every kind of row, and leaves the order counted", () => {
    const sale = saleOf(2380, {
      tipTotal: 200,
      payments: [
        { method: "external", amount: 1000, tip: 200, rounding: 0 },
        { method: "cash", amount: 1380, tip: 0, rounding: 0 },
      ],
    });
    const rows = sumSales([...salesOf(sale), ...salesOfRefund(refundOf(sale))]);
    for (const row of rows)
      expect(row).toMatchObject({ orders: 1, gross: 0, net: 0, tax: 0, tips: 0, quantityMilli: 0 });
    expect(rows.map(({ kind }) => kind).sort()).toEqual(["day", "hour", "item", "method", "method"]);
  });
  it("is not read from a newer version, without its day, or with wild amounts", () => {
    const refund = refundOf(saleOf(100));
    expect(readRefund(2, refund)).toHaveProperty("unreadable");
    expect(readRefund(1, { ...refund, hour: 24 })).toHaveProperty("unreadable");
    expect(readRefund(1, { ...refund, total: 1e12 })).toHaveProperty("unreadable");
    expect(readRefund(1, refund)).toEqual({ refund });
  });
});

describe("a tip that came after its sale", () => {
  const tip = (change: object = {}) => ({
    tip: { amount: 60, businessDay: "2026-05-05" },
    afterwards: true,
    hour: 9,
    currency: "EUR",
    method: "external",
    ...change,
  });
  const read = (data: object, v = 1) => reportedBy({ entity: "order", type: "TipAdded", v }, () => data);
  it("is added on its own day, and one that stands in its sale is not added again", () => {
    expect(read(tip())?.sales?.map(({ kind, key, tips }) => [kind, key, tips])).toEqual([
      ["day", "2026-05-05", 60],
      ["hour", "09", 60],
      ["method", "external", 60],
    ]);
    expect(read(tip({ afterwards: false }))).toBeNull();
    expect(read(tip(), 2)?.unreadable).toMatch(/newer/);
    expect(read(tip({ currency: "?" }))?.unreadable).toMatch(/currency/);
  });
});
