/** What one finalised sale adds to the roll-ups. Pure: the same journal gives the same sales, on a live hub or rebuilt. */
import { FinalisedSale } from "@tillbox/shared/contract/order.ts";
import { allocate } from "@tillbox/shared/money.ts";
import type { z } from "zod";

export const salesKinds = ["day", "hour", "item", "method"] as const;
export type SalesKind = (typeof salesKinds)[number];

/** One row of the roll-ups, or what is to be added to it. Amounts in minor units of `currency`. */
export type SalesDelta = {
  businessDay: string;
  kind: SalesKind;
  /** The day, the hour ("00" to "23"), the menu item's id (`open:<name>` without one), the method. */
  key: string;
  currency: string;
  /** Of an item, as it was called last. */
  name: string | null;
  orders: number;
  gross: number;
  net: number;
  tax: number;
  discounts: number;
  /** Part of discounts; not told by item. */
  comps: number;
  tips: number;
  quantityMilli: number;
};

/** More than any shop sells at once; keeps the sums of many years far from the limits of a number. */
const MAX_AMOUNT = 100_000_000_000;
/** Characters; a name can be part of a key, and keys have limits. */
const MAX_NAME = 500;

/** The sale in an event's data, or why it cannot be read. */
export const readSale = (v: number, data: unknown): { sale: FinalisedSale } | { unreadable: string } => {
  if (v !== 1) return { unreadable: `version ${v} of OrderFinalised is newer than this hub` };
  const parsed = FinalisedSale.safeParse(data);
  if (!parsed.success) return { unreadable: unreadableOf(parsed.error, "not a sale") };
  const problem = improbable(parsed.data);
  return problem === null ? { sale: parsed.data } : { unreadable: problem };
};

/** Why data of an event does not fit its schema, in a sentence. */
export const unreadableOf = (error: z.ZodError, otherwise: string): string => {
  const issue = error.issues[0];
  return `${issue?.path.join(".") || "data"}: ${issue?.message ?? otherwise}`.slice(0, 300);
};

function improbable(sale: FinalisedSale): string | null {
  return improbableDay(sale) ?? improbableName(sale.items) ?? improbableAmount(amountsOf(sale));
}

type When = Pick<FinalisedSale, "businessDay" | "hour" | "currency">;
export const improbableDay = ({ businessDay, hour, currency }: When): string | null => {
  if (!isDay(businessDay)) return `businessDay: "${businessDay.slice(0, 40)}" is no day`;
  if (hour < 0 || hour > 23) return `hour: ${hour} is not from 0 to 23`;
  return /^[A-Z]{3}$/.test(currency) ? null : `currency: "${currency.slice(0, 40)}" is no currency`;
};

export const improbableName = (
  items: readonly Pick<FinalisedSale["items"][number], "menuItemId" | "name">[],
): string | null =>
  items.some((item) => unusable(item.menuItemId ?? "") || unusable(item.name))
    ? "items: a name or id holds a zero byte or is too long"
    : null;

export const improbableAmount = (amounts: readonly number[]): string | null => {
  const wild = amounts.find((amount) => Math.abs(amount) > MAX_AMOUNT);
  return wild === undefined ? null : `the amount ${wild} is beyond what a sale can be`;
};

function amountsOf(sale: FinalisedSale): number[] {
  return [
    sale.total,
    sale.net,
    sale.taxTotal,
    sale.discountTotal,
    sale.compTotal ?? 0,
    sale.tipTotal,
    ...sale.items.flatMap((item) => [item.gross, item.net, item.tax, item.discount, item.quantityMilli]),
    ...sale.payments.flatMap((payment) => [payment.amount, payment.tip]),
  ];
}

const unusable = (text: string): boolean => text.length > MAX_NAME || text.includes("\0");

function isDay(day: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return false;
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day) && day > "1970" && day < "2200";
}

/** Everything that a sale adds. By method the sale's net, tax and discounts go by what each payment paid of it. */
export const salesOf = (sale: FinalisedSale): SalesDelta[] => {
  const total = {
    businessDay: sale.businessDay,
    currency: sale.currency,
    name: null,
    orders: 1,
    gross: sale.total,
    net: sale.net,
    tax: sale.taxTotal,
    discounts: sale.discountTotal,
    comps: sale.compTotal ?? 0,
    tips: sale.tipTotal,
    quantityMilli: 0,
  };
  return [
    { ...total, kind: "day", key: sale.businessDay },
    { ...total, kind: "hour", key: String(sale.hour).padStart(2, "0") },
    ...oncePerSale(sale.items.map((item) => itemDelta(sale, item))),
    ...oncePerSale(methodDeltas(sale)),
  ];
};

const itemDelta = (sale: FinalisedSale, item: FinalisedSale["items"][number]): SalesDelta => ({
  businessDay: sale.businessDay,
  kind: "item",
  key: item.menuItemId ?? `open:${item.name}`,
  currency: sale.currency,
  name: item.name,
  orders: 1,
  gross: item.gross,
  net: item.net,
  tax: item.tax,
  discounts: item.discount,
  comps: 0,
  tips: 0,
  quantityMilli: item.quantityMilli,
});

const methodDeltas = (sale: FinalisedSale): SalesDelta[] => {
  if (sale.payments.length === 0) return [];
  const amounts = sale.payments.map((payment) => payment.amount);
  const [net, tax, discounts, comps] = [sale.net, sale.taxTotal, sale.discountTotal, sale.compTotal ?? 0].map(
    (sum) => allocate(sum, amounts),
  );
  return sale.payments.map((payment, index) => ({
    businessDay: sale.businessDay,
    kind: "method",
    key: payment.method,
    currency: sale.currency,
    name: null,
    orders: 1,
    gross: payment.amount,
    net: net?.[index] ?? 0,
    tax: tax?.[index] ?? 0,
    discounts: discounts?.[index] ?? 0,
    comps: comps?.[index] ?? 0,
    tips: payment.tip,
    quantityMilli: 0,
  }));
};

/** Two lines of one item, or two card payments, are one order of that item, one order paid by card. */
const oncePerSale = (deltas: SalesDelta[]): SalesDelta[] => {
  const merged = new Map<string, SalesDelta>();
  for (const delta of deltas) {
    const sum = merged.get(delta.key);
    if (sum === undefined) merged.set(delta.key, delta);
    else {
      addTo(sum, delta);
      sum.orders = 1;
    }
  }
  return [...merged.values()];
};

/** One row per day, kind, key and currency, in that order; sums are checked to be exact. */
export const sumSales = (deltas: Iterable<SalesDelta>): SalesDelta[] => {
  const sums = new Map<string, SalesDelta>();
  for (const delta of deltas) {
    const key = salesKey(delta);
    const sum = sums.get(key);
    if (sum === undefined) sums.set(key, { ...delta });
    else addTo(sum, delta);
  }
  return [...sums.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
};

/** What makes a row one row (within a store). */
export const salesKey = ({ businessDay, kind, key, currency }: SalesDelta): string =>
  `${kind}\n${businessDay}\n${key}\n${currency}`;

function addTo(sum: SalesDelta, delta: SalesDelta): void {
  if (delta.name !== null) sum.name = delta.name;
  for (const field of [
    "orders",
    "gross",
    "net",
    "tax",
    "discounts",
    "comps",
    "tips",
    "quantityMilli",
  ] as const) {
    sum[field] += delta[field];
    if (!Number.isSafeInteger(sum[field]))
      throw new RangeError(`The sum of ${field} is beyond the safe integers`);
  }
}
