/** What a refund of an order takes and whom it pays: checked against what is left of the order. Pure. */
import type { RefundInput, RefundIssued } from "@tillbox/shared/contract/refund.ts";
import {
  type RefundSums,
  sumsOf,
  type TakenLine,
  takeAll,
  takeAmount,
  takeItems,
  totalOf,
} from "@tillbox/shared/refund.ts";
import { type RefundTender, refundTenders } from "@tillbox/shared/refund-tender.ts";
import { conflict, invalid, Refusal } from "@tillbox/shared/refusal.ts";
import { reversed } from "@tillbox/shared/tender.ts";
import { orderMoney } from "./bill.ts";
import { isFinal, type Line, type OrderState, type RefundOfOrder, together } from "./order.ts";
import { quantityMilli } from "./pricing.ts";
import { paidTenders, refundable, worthOf } from "./refunded.ts";
import { orderView } from "./view.ts";

export type RefundPlan = {
  kind: RefundIssued["kind"];
  taken: TakenLine[];
  sums: RefundSums;
  tip: number;
  tenders: RefundTender[];
  /** Money goes out by another method than it came in by. */
  isOther: boolean;
  /** Ids of the lines that go back on the shelf. */
  restock: string[];
};
export type RefundFacts = {
  refundId: string;
  number: string;
  userId: string | null;
  at: string;
  businessDay: string;
  hour: number;
  drawerId: string | null;
  /** Of the order's invoice, where one was written. */
  invoiceNumber: string | null;
};

/** Throws `invalid` for what never fits this order, and `conflict` for what was there and is refunded already. */
export const planRefund = (order: OrderState, input: RefundInput, cashStep: number): RefundPlan => {
  if (!isFinal(order))
    throw conflict("This order is not paid yet. Void its payment, or take lines off it.", orderView(order));
  const kind = input.items ? "items" : input.amount === undefined ? "all" : "amount";
  const tip = input.tip ?? 0;
  const taken = takenBy(order, input);
  if (taken.length === 0 && tip === 0)
    throw conflict("Everything on this order is refunded already.", orderView(order));
  checkTip(order, tip);
  const sums = sumsOf(worthOf(order), taken);
  const { method, reference } = input;
  const paid = refundTenders(paidTenders(order), { amount: sums.total, tip, method, reference, cashStep });
  if (!paid) throw conflict("Less than that was paid for this order and not refunded yet.", orderView(order));
  paid.tenders.forEach(checkTarget);
  return { kind, taken, sums, tip, restock: restockedBy(order, input), ...paid };
};

/** Ids of the lines that go back on the shelf; of a combo all its parts. */
const restockedBy = (order: OrderState, { items = [] }: RefundInput): string[] =>
  items
    .filter(({ restock }) => restock === true)
    .flatMap(({ itemId }) => together(order.lines, itemId).map(({ id }) => id));
const restocked = (plan: RefundPlan, lineId: string) =>
  plan.restock.includes(lineId) ? { restocked: true } : {};

const takenBy = (order: OrderState, input: RefundInput): TakenLine[] => {
  const left = refundable(order);
  if (input.items) return takeItems(left, checkedItems(order, input.items));
  if (input.amount === undefined) return takeAll(left);
  const { total } = orderMoney(order).bill;
  if (input.amount > total) throw invalid("amount", `is more than the ${total} of this receipt`);
  const rest = totalOf(left);
  if (input.amount > rest)
    throw conflict(`Only ${rest} of this receipt are not refunded yet.`, orderView(order));
  return takeAmount(left, input.amount);
};

/** What is asked for by line; a part of a combo stands for the whole combo, as its id does. */
const checkedItems = (
  order: OrderState,
  items: NonNullable<RefundInput["items"]>,
): { lineId: string; quantityMilli: number }[] => {
  const left = new Map(refundable(order).lines.map((line) => [line.id, line.quantityMilli]));
  const wanted = new Map<string, number>();
  items.forEach(({ itemId, quantity }, index) => {
    const lines = together(order.lines, itemId).filter(({ id }) => left.has(id));
    if (lines.length === 0) throw invalid(`items.${index}.itemId`, "is not on this receipt");
    for (const line of lines) {
      const milli = checkedQuantity(order, line, quantity, left.get(line.id) ?? 0, `items.${index}.quantity`);
      if (wanted.has(line.id) && !(line.combo && wanted.get(line.id) === milli))
        throw invalid(`items.${index}.itemId`, "is named twice");
      wanted.set(line.id, milli);
    }
  });
  return [...wanted].map(([lineId, milli]) => ({ lineId, quantityMilli: milli }));
};

const checkedQuantity = (
  order: OrderState,
  line: Line,
  quantity: number,
  open: number,
  path: string,
): number => {
  const milli = quantityMilli(quantity);
  if (line.quantityMilli % 1000 === 0 && milli % 1000 !== 0)
    throw invalid(path, "must be a whole number for this item");
  if (milli > line.quantityMilli)
    throw invalid(path, `is more than the ${line.quantityMilli / 1000} that were sold`);
  if (milli > open)
    throw conflict(`Of ${line.name} only ${open / 1000} are not refunded yet.`, orderView(order));
  return milli;
};

const checkTip = (order: OrderState, tip: number): void => {
  const paid = paidTenders(order);
  const all = paid.reduce((sum, payment) => sum + payment.tip, 0);
  const left = paid.reduce((sum, payment) => sum - payment.refunded.tip, all);
  if (tip > all) throw invalid("tip", `is more than the ${all} that were given`);
  if (tip > left) throw conflict(`Only ${left} of the tips are not given back yet.`, orderView(order));
};

/** Cash and slips need nothing, a card or an account has to be named. */
const checkTarget = ({ method, reference }: RefundTender): void => {
  const isStored = method === "gift_card" || method === "house_account";
  if (isStored && reference === null)
    throw invalid("reference", "name the gift card or the account that the money goes to");
  if (!isStored && method !== "cash" && method !== "external")
    throw new Refusal(
      "unavailable",
      `Refunds by ${method.replace("_", " ")} are not set up in this store. Choose cash or the terminal.`,
    );
};

/** The order's side of the refund. */
export const refundOfOrder = (plan: RefundPlan, reason: string, facts: RefundFacts): RefundOfOrder => {
  const amounts = new Map(plan.sums.lines.map(({ id, amount }) => [id, amount]));
  return {
    id: facts.refundId,
    number: facts.number,
    reason,
    businessDay: facts.businessDay,
    by: facts.userId,
    at: facts.at,
    total: plan.sums.total,
    tip: plan.tip,
    lines: plan.taken.map((line) => ({
      ...line,
      amount: amounts.get(line.lineId) ?? 0,
      ...restocked(plan, line.lineId),
    })),
    tenders: plan.tenders,
  };
};

/** The document. */
export const refundDocument = (
  order: OrderState,
  plan: RefundPlan,
  reason: string,
  facts: RefundFacts,
): RefundIssued => {
  const { lines, ...sums } = plan.sums;
  const sold = new Map(order.lines.map((line) => [line.id, line]));
  return {
    number: facts.number,
    orderId: order.id,
    orderNumber: order.number,
    orderType: order.type,
    receiptNumber: order.receiptNumber ?? "",
    invoiceNumber: facts.invoiceNumber,
    soldBy: sellerOf(order),
    businessDay: facts.businessDay,
    hour: facts.hour,
    userId: facts.userId ?? "system",
    reason,
    currency: order.policy.currency,
    kind: plan.kind,
    items: lines.map(({ id, amount: _amount, ...line }) => ({
      itemId: id,
      menuItemId: sold.get(id)?.menuItemId ?? null,
      categoryId: sold.get(id)?.categoryId ?? null,
      name: sold.get(id)?.name ?? "",
      taxClassId: sold.get(id)?.taxClass.id ?? "",
      ...line,
      ...restocked(plan, id),
    })),
    ...sums,
    tip: plan.tip,
    tenders: plan.tenders.map(({ paymentId, ...tender }) => ({
      ...reversed({
        ...tender,
        purpose: "refund",
        tendered: null,
        change: 0,
        businessDay: facts.businessDay,
        drawerId: facts.drawerId,
      }),
      paymentId,
    })),
  };
};

/** Who finalised the sale: it counts as theirs, and so does what comes back of it. */
const sellerOf = (order: OrderState): string =>
  order.payments.findLast((payment) => payment.status === "captured")?.takenBy ?? order.openedBy ?? "system";
