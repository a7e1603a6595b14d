/** Taking money for an order, and what full payment does: the money freezes, the receipt gets its number. Pure. */
import { cashPayment } from "@tillbox/shared/cash.ts";
import type { FinalisedSale, PaymentInput, SplitInput } from "@tillbox/shared/contract/order.ts";
import { formatMinor } from "@tillbox/shared/money.ts";
import { conflict, invalid, Refusal } from "@tillbox/shared/refusal.ts";
import { partsOverlap, type SplitPart, splitPart } from "@tillbox/shared/split.ts";
import { handedOf } from "@tillbox/shared/tender.ts";
import type { EventDraft } from "../../kernel/types.ts";
import { orderMoney } from "./bill.ts";
import { activeLines, isOpenAttempt, type OrderPayment, type OrderState, tipOf, together } from "./order.ts";
import {
  checkChangeable,
  orderEvent,
  sendLines,
  sendUnsent,
  statusAfterSending,
  statusChanged,
} from "./status.ts";
import { orderView } from "./view.ts";

/** A gift card or a house account: what a payment can take of it. */
export type StoredValue = {
  /** The id by which the order names it; never a code. */
  reference: string;
  /** Null: the command that asks has looked whether it may have as much. */
  available: number | null;
  /** How it stands, for whoever wants more than there is. */
  current: { balance: number; currency: string };
  takesTips: boolean;
};

export type PaymentFacts = {
  paymentId: string;
  /** The drawer session that takes it; null without an open one. */
  drawerId: string | null;
  userId: string | null;
  at: string;
  businessDay: string;
  /** Local hour, 0 to 23. */
  hour: number;
  cashStep: number;
  /** The number that the receipt gets if this payment settles the order. */
  receiptNumber: string;
  /** Full payment completes an order of this type. */
  completes: boolean;
  /** Where the money comes from, unless it is handed over. */
  stored: StoredValue | null;
};

type Part = { amount: number; split: SplitInput | null };

export const decidePay = (order: OrderState, input: PaymentInput, facts: PaymentFacts): EventDraft[] => {
  checkChangeable(order);
  checkMethod(input, facts.stored);
  const { due, bill } = orderMoney(order);
  if (bill.lines.length === 0) throw conflict("There is nothing to pay on this order.", orderView(order));
  const part = paidPart(order, input);
  if (part.amount > due)
    throw invalid("amount", `is more than the ${due} that are due; give what was handed over as tendered`);
  checkNoneOpen(order, part.amount, input.force === true);
  if (facts.stored) checkStored(facts.stored, part.amount, input.tip ?? 0);
  const payment = capture(order, input, part, facts);
  const captured = orderEvent(order.id, "PaymentCaptured", { payment });
  if (part.amount < due) return [captured];
  return [captured, ...decideFinalise({ ...order, payments: [...order.payments, payment] }, facts)];
};

/** What a payment takes, tip included; null for one that is refused anyway. */
export const wantedBy = (order: OrderState, input: PaymentInput): number | null => {
  try {
    return paidPart(order, input).amount + (input.tip ?? 0);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
};

/** What the payment among them hands over; 0 where there is none. */
export const handedBy = (events: readonly EventDraft[]): number =>
  events
    .filter(({ type }) => type === "PaymentCaptured")
    .reduce((sum, { data }) => sum + handedOf(data.payment as OrderPayment), 0);

/**
 * `taken`: what a device says lies in its drawer for it. A payment that hands over another sum is not the one that the guest was told of:
 * the check changed, and the change that was given is not the change that would be booked.
 */
export const checkTaken = (
  events: readonly EventDraft[],
  taken: number | undefined,
  { policy: { currency } }: Pick<OrderState, "policy">,
  current: unknown,
): EventDraft[] => {
  const handed = handedBy(events);
  if (taken !== undefined && handed !== taken)
    throw conflict(
      `This comes to ${formatMinor(handed, currency)} now, not to the ${formatMinor(taken, currency)} that were taken for it.`,
      current,
    );
  return [...events];
};

/** Refuses money that would pay twice what an open attempt may have paid already. */
export const checkNoneOpen = (order: OrderState, amount: number, forced: boolean): void => {
  const open = order.payments.filter(isOpenAttempt);
  const maybe = open.reduce((sum, payment) => sum + payment.amount, 0);
  if (open.length === 0 || forced || amount + maybe <= orderMoney(order).due) return;
  throw conflict(
    "The outcome of another payment of this order is not known yet. Wait for it or ask for it again; a manager can take this one all the same.",
    orderView(order),
  );
};

const checkMethod = (input: PaymentInput, stored: StoredValue | null): void => {
  if (input.method !== "cash" && input.method !== "external" && stored === null)
    throw new Refusal(
      "unavailable",
      `Payment by ${input.method.replace("_", " ")} is not set up in this store. Take cash or use the terminal.`,
    );
  if (input.method !== "cash" && input.tendered !== undefined)
    throw invalid("tendered", "goes with cash only");
  if (input.split && input.amount !== undefined)
    throw invalid("amount", "the box computes the amount of a split; leave it out");
};

/** Without an amount a payment is for what is due; whoever has less is told how much, and can pay that. */
const checkStored = ({ available, current, takesTips }: StoredValue, amount: number, tip: number): void => {
  if (tip > 0 && !takesTips) throw invalid("tip", "cannot be paid in this way here. Take it in cash");
  if (available !== null && amount + tip > available)
    throw conflict(
      `There are only ${formatMinor(available, current.currency)} for the ${formatMinor(amount + tip, current.currency)} that are wanted. Take that much, and the rest in another way.`,
      current,
    );
};

const paidPart = (order: OrderState, input: PaymentInput): Part => {
  const { due, bill } = orderMoney(order);
  if (!input.split) return { amount: input.amount ?? due, split: null };
  const seats = new Map(
    activeLines(order).flatMap((line) => (line.seat === null ? [] : [[line.id, line.seat] as const])),
  );
  const paidParts = order.payments.flatMap((payment) =>
    payment.status === "captured" && payment.split ? [payment.split as SplitPart] : [],
  );
  const wanted = withWholeCombos(order, input.split);
  if (paidParts.some((paid) => partsOverlap(paid, wanted, seats)))
    throw conflict("This part of the bill is paid already.", orderView(order));
  const result = splitPart({ bill, part: wanted, seats, due, paidParts });
  if (!result.ok) throw splitProblems[result.problem]();
  if (result.amount === 0) throw conflict("Nothing is left to pay for this part.", orderView(order));
  const pinned: SplitInput =
    input.split.splitType === "seat"
      ? {
          splitType: "item",
          splitDetails: { itemIds: result.itemIds, customerName: `Seat ${input.split.splitDetails.seat}` },
        }
      : wanted;
  return { amount: result.amount, split: pinned };
};

/** Who pays for a part of a combo pays for the combo. */
const withWholeCombos = (order: OrderState, part: SplitInput): SplitInput => {
  if (part.splitType !== "item") return part;
  const lines = activeLines(order);
  const ids = part.splitDetails.itemIds.flatMap((id) => {
    const all = together(lines, id).map((line) => line.id);
    return all.length > 0 ? all : [id];
  });
  return { ...part, splitDetails: { ...part.splitDetails, itemIds: [...new Set(ids)] } };
};

const splitProblems = {
  unknown_item: () => invalid("split.splitDetails.itemIds", "names a line that is not on the bill"),
  empty_seat: () => invalid("split.splitDetails.seat", "nobody ordered at this seat"),
  bad_share: () => invalid("split.splitDetails.splitIndex", "must be between 1 and splitCount"),
  bad_amount: () => invalid("split.splitDetails.splitAmount", "is more than what is due"),
};

const capture = (order: OrderState, input: PaymentInput, part: Part, facts: PaymentFacts): OrderPayment => {
  const { due } = orderMoney(order);
  const tip = input.tip ?? 0;
  const common = {
    id: facts.paymentId,
    method: input.method,
    status: "captured" as const,
    reference: facts.stored?.reference ?? input.reference ?? null,
    split: part.split,
    businessDay: facts.businessDay,
    takenBy: facts.userId,
    drawerId: facts.drawerId,
    at: facts.at,
  };
  if (input.method !== "cash")
    return { ...common, amount: part.amount, tip, rounding: 0, tendered: null, change: 0 };
  const cash = cashPayment({
    due,
    amount: part.amount,
    tip,
    tendered: input.tendered,
    settles: part.amount === due,
    stepMinor: facts.cashStep,
  });
  if (!cash.ok)
    throw invalid(
      "tendered",
      cash.problem === "too_little_tendered"
        ? `is less than the ${cash.handed} to hand over`
        : "must not be negative",
    );
  return {
    ...common,
    amount: cash.amount,
    tip: cash.tip,
    rounding: cash.rounding,
    tendered: cash.tendered,
    change: cash.change,
  };
};

/** The check was shown to the guest: from now on it is known what they were told. */
export const decideProforma = (order: OrderState): EventDraft[] => {
  checkChangeable(order);
  if (activeLines(order).length === 0)
    throw conflict("There is nothing on this order yet.", orderView(order));
  return [orderEvent(order.id, "ProformaPrinted", {})];
};

/** Nothing is due any more: number the receipt, freeze the sale, tell the kitchen the rest, move on. */
export const decideFinalise = (
  order: OrderState,
  facts: Pick<PaymentFacts, "receiptNumber" | "businessDay" | "hour" | "userId" | "completes">,
): EventDraft[] => {
  const sale = orderEvent(order.id, "OrderFinalised", finalisedSale(order, facts));
  const closes = order.status === "served" || facts.completes;
  // Nothing is fired any more on a check that is over: what guests paid for is cooked now.
  const sent = closes ? sendLines(order, () => true) : sendUnsent(order);
  const status = closes ? "completed" : sent.length > 0 ? statusAfterSending(order.status) : order.status;
  return [sale, ...sent, ...statusChanged(order, status)];
};

const compsOf = (order: OrderState): Pick<FinalisedSale, "compTotal"> => {
  const { discounts } = orderMoney(order).bill;
  const compTotal = order.discounts.reduce(
    (sum, { comp }, index) => sum + (comp === true ? (discounts[index] ?? 0) : 0),
    0,
  );
  return compTotal === 0 ? {} : { compTotal };
};

const finalisedSale = (
  order: OrderState,
  facts: Pick<PaymentFacts, "receiptNumber" | "businessDay" | "hour" | "userId">,
): FinalisedSale => {
  const { bill, tips } = orderMoney(order);
  const lines = new Map(order.lines.map((line) => [line.id, line]));
  return {
    receiptNumber: facts.receiptNumber,
    businessDay: facts.businessDay,
    hour: facts.hour,
    type: order.type,
    guests: order.guests,
    userId: facts.userId ?? "system",
    currency: order.policy.currency,
    subtotal: bill.subtotal,
    discountTotal: bill.discountTotal,
    ...compsOf(order),
    serviceCharge: bill.serviceCharge,
    taxTotal: bill.taxTotal,
    total: bill.total,
    net: bill.total - bill.taxTotal,
    tipTotal: tips,
    taxes: bill.taxes,
    items: bill.lines.map((amounts) => {
      const line = lines.get(amounts.id);
      return {
        menuItemId: line?.menuItemId ?? null,
        categoryId: line?.categoryId ?? null,
        name: line?.name ?? "",
        quantityMilli: line?.quantityMilli ?? 0,
        net: amounts.net,
        tax: amounts.tax,
        gross: amounts.gross,
        discount: amounts.discountAmount,
      };
    }),
    payments: order.payments
      .filter((payment) => payment.status === "captured")
      .map((payment) => ({
        method: payment.method,
        amount: payment.amount,
        tip: tipOf(order, payment),
        rounding: payment.rounding,
      })),
  };
};
