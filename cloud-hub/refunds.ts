/**
 * What one refund takes off the roll-ups, on its own business day; the day of the sale stays as it was reported. Pure, and so the same
 * on a live hub or rebuilt.
 */
import { RefundIssued } from "@tillbox/shared/contract/refund.ts";
import { allocate } from "@tillbox/shared/money.ts";
import { improbableAmount, improbableDay, improbableName, type SalesDelta, unreadableOf } from "./sales.ts";

/** The refund in an event's data, or why it cannot be read. */
export const readRefund = (v: number, data: unknown): { refund: RefundIssued } | { unreadable: string } => {
  if (v !== 1) return { unreadable: `version ${v} of RefundIssued is newer than this hub` };
  const parsed = RefundIssued.safeParse(data);
  if (!parsed.success) return { unreadable: unreadableOf(parsed.error, "not a refund") };
  const refund = parsed.data;
  const problem =
    improbableDay(refund) ??
    improbableName(refund.items) ??
    improbableAmount([
      refund.total,
      refund.net,
      refund.taxTotal,
      refund.tip,
      ...refund.items.flatMap((item) => [item.gross, item.net, item.tax, item.quantityMilli]),
      ...refund.tenders.flatMap((tender) => [tender.amount, tender.tip]),
    ]);
  return problem === null ? { refund } : { unreadable: problem };
};

const minus = (amount: number): number => 0 - amount;

/** Everything that a refund takes off. No order is undone: `orders` stay; `discounts` were given, and stay too. */
export const salesOfRefund = (refund: RefundIssued): SalesDelta[] => {
  const { businessDay, currency } = refund;
  const common = {
    businessDay,
    currency,
    name: null,
    orders: 0,
    discounts: 0,
    comps: 0,
    tips: 0,
    quantityMilli: 0,
  };
  const total = {
    ...common,
    gross: minus(refund.total),
    net: minus(refund.net),
    tax: minus(refund.taxTotal),
    tips: minus(refund.tip),
  };
  return [
    { ...total, kind: "day", key: businessDay },
    { ...total, kind: "hour", key: String(refund.hour).padStart(2, "0") },
    ...refund.items.map((item) => ({
      ...common,
      kind: "item" as const,
      key: item.menuItemId ?? `open:${item.name}`,
      name: item.name,
      gross: minus(item.gross),
      net: minus(item.net),
      tax: minus(item.tax),
      quantityMilli: minus(item.quantityMilli),
    })),
    ...methodDeltas(refund, common),
  ];
};

/** Tenders are money out, and negative already. */
const methodDeltas = (
  refund: RefundIssued,
  common: Omit<SalesDelta, "kind" | "key" | "gross" | "net" | "tax">,
): SalesDelta[] => {
  if (refund.tenders.length === 0) return [];
  const amounts = refund.tenders.map(({ amount }) => amount);
  const nets = allocate(minus(refund.net), amounts);
  const taxes = allocate(minus(refund.taxTotal), amounts);
  return refund.tenders.map((tender, index) => ({
    ...common,
    kind: "method" as const,
    key: tender.method,
    gross: tender.amount,
    net: nets[index] ?? 0,
    tax: taxes[index] ?? 0,
    tips: tender.tip,
  }));
};
