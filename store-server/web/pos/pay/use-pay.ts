import { cashPayment } from "@tillbox/shared/cash.ts";
import type { Order, Payment, PaymentInput } from "@tillbox/shared/contract/order.ts";
import type { PaymentMethod } from "@tillbox/shared/contract/order-words.ts";
import { newId } from "@tillbox/shared/id.ts";
import { useState } from "preact/hooks";
import { billFacts } from "../../client/bill-facts.ts";
import { billOf, type OrderEffect, type ShownOrder } from "../../client/effects.ts";
import { type OrderIntent, payOrder } from "../../client/intents.ts";
import { type ApiProblem, unreachable } from "../../client/problem.ts";
import { usePos } from "../pos.ts";
import { methodOf } from "./methods.ts";
import {
  chosenPart,
  equalCountOf,
  equalParts,
  itemParts,
  type Part,
  type PartFacts,
  type SplitKind,
  seatParts,
  wholePart,
} from "./parts.ts";
import { balanceIn, type Source, shareOf, storedFields } from "./stored.ts";
import { cashFigures, tipOf } from "./tender.ts";

export type Tip = { kind: "none" } | { kind: "rate"; ratePpm: number } | { kind: "amount"; amount: number };
export type Taken = { payment: Payment; order: Order };

const leastCount = 2;

const isOpenPart = ({ state, amount }: Part): boolean => state === "open" && amount > 0;

type PayEffect = Extract<OrderEffect, { kind: "pay" }>;

/** How it is sent; a sale without a check is paid in full, with one payment. */
export type Paying = {
  settlesOnly: boolean;
  /** `shown`: how cash looks on the check until the box has booked it. */
  intentOf(payment: PaymentInput, shown: PayEffect | null): OrderIntent;
  /** Of the intent, by which it is known while it is on its way. */
  action: "pay" | "sell";
};
const ofCheck = (order: ShownOrder): Paying => ({
  settlesOnly: false,
  intentOf: (payment, shown) => payOrder(order, payment, shown),
  action: "pay",
});

/** The parts of the chosen way, and the one that is being paid. */
function useParts(order: ShownOrder, settlesOnly: boolean) {
  const { client } = usePos();
  const [kind, setKind] = useState<SplitKind>(() => (equalCountOf(order) === null ? "whole" : "equal"));
  const [count, setCount] = useState(
    () => equalCountOf(order) ?? Math.max(leastCount, order.guests ?? leastCount),
  );
  const [wanted, setWanted] = useState<string | null>(null);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const facts: PartFacts = {
    order,
    bill: billOf(order, billFacts(client.store)),
    methodName: ({ method }) => methodOf(method).label,
  };
  const list = kind === "equal" ? equalParts(facts, count) : kind === "seat" ? seatParts(facts) : [];
  const items = itemParts(facts);
  const openIds = new Set(items.open.map(({ id }) => id));
  const ids = chosen.filter((id) => openIds.has(id));
  const inList =
    list.find((part) => part.key === wanted && isOpenPart(part)) ?? list.find(isOpenPart) ?? null;
  const current =
    kind === "whole" || order.due === 0
      ? wholePart(facts)
      : kind === "item"
        ? chosenPart(facts, ids)
        : inList;
  const way = { kind, setKind, count, setCount, setWanted, chosen: ids, setChosen };
  return { ...way, list, items, current, settlesOnly };
}
export type Parts = ReturnType<typeof useParts>;

/** Figures of what is about to be taken; `handed` is what the guest gives at least, tip and coins included. */
function useTender(order: ShownOrder, part: Part | null, settlesOnly: boolean) {
  const { client } = usePos();
  const [method, setMethod] = useState<PaymentMethod>("cash");
  const [tip, setTip] = useState<Tip>({ kind: "none" });
  const [given, setGiven] = useState<number | null>(null);
  const [chosen, setSource] = useState<Source | null>(null);
  const source = chosen?.method === method ? chosen : null;
  const takesTips = method !== "gift_card" || client.store.setting("gift_card.tips", false);
  const amount = part?.amount ?? 0;
  const asked =
    tip.kind === "rate" ? tipOf(tip.ratePpm, amount, order) : tip.kind === "amount" ? tip.amount : 0;
  const tipAmount = takesTips ? asked : 0;
  const share =
    source && part
      ? shareOf(source, { amount, isSplit: part.split !== null || settlesOnly }, tipAmount)
      : null;
  const exact = cashPayment({
    due: order.due,
    amount,
    tip: tipAmount,
    settles: method === "cash" && amount === order.due,
    stepMinor: method === "cash" ? client.store.setting("rounding.cash", 1) : 1,
  });
  const handed = exact.ok ? exact.tendered : amount + tipAmount;
  /** Somebody spent of the same card meanwhile: the box said what is left. */
  const correct = (current: unknown): void => {
    const balance = balanceIn(current);
    if (source?.method === "gift_card" && balance !== null) setSource({ ...source, available: balance });
  };
  const stored = { source, setSource, share, takesTips, correct };
  return { method, setMethod, tip, setTip, given, setGiven, amount, tipAmount, handed, ...stored };
}
export type Tender = ReturnType<typeof useTender>;

/** Less than is due, of the whole: that much is taken, and the rest stays. */
export const isPartial = ({ kind, settlesOnly }: Parts, { given, handed, tipAmount }: Tender): boolean =>
  !settlesOnly && kind === "whole" && tipAmount === 0 && given !== null && given > 0 && given < handed;

/** `isAway`: without the box what is taken is what was shown, whatever is due by the time it knows. */
export const paymentOf = (part: Part, parts: Parts, tender: Tender, isAway = false): PaymentInput => {
  const { method, given, tipAmount, handed, source, share } = tender;
  const partial = isPartial(parts, tender) && given !== null;
  return {
    id: newId(),
    method,
    ...(part.split ? { split: part.split } : {}),
    ...(partial
      ? { amount: given }
      : isAway && !part.split && part.amount > 0
        ? { amount: part.amount }
        : {}),
    ...(source && share ? storedFields(source, share) : {}),
    ...(method === "cash" ? { tendered: given ?? handed } : {}),
    ...(tipAmount > 0 ? { tip: tipAmount } : {}),
  };
};

/** Cash that was taken while the box is away: this device tells it later. */
/** `isSafe`: on the disk of this device; else in its page only. */
export type Kept = { change: number; isSafe: boolean };
/** Whether a payment of this check is on its way. Cash that waits for the box holds up no other; anything else is awaited. */
export const usePaying = (
  orderId: string,
  action: Paying["action"] = "pay",
): { isHeldUp: boolean; isWaiting: boolean } => {
  const { client } = usePos();
  const onTheWay = client.outbox.entries.value.findLast(
    ({ chain, change, state }) => chain === orderId && change?.action === action && state !== "refused",
  );
  if (!onTheWay) return { isHeldUp: false, isWaiting: false };
  const { asksOnce = false, isReady, state } = onTheWay;
  const isWaiting = state === "waiting" || client.isAway.value;
  return { isHeldUp: asksOnce || !isReady || !isWaiting, isWaiting };
};

/** Cash as it looks until the box has booked it; null for what only the box can take. */
const useShownCash = (order: ShownOrder) => {
  const { client, figures } = usePos();
  return (part: Part, input: PaymentInput): { payment: Payment; completes: boolean } | null => {
    const stepMinor = client.store.setting("rounding.cash", 1);
    const money = cashFigures(input, { due: order.due, partAmount: part.amount, stepMinor });
    if (money === null) return null;
    const now_ms = Date.now() + client.clock.skew_ms.peek();
    const rule = client.store.setting("order.complete_on_payment", ["dine-in"]);
    const fixed = {
      method: "cash",
      status: "captured",
      reference: null,
      drawerId: null,
      refunded: 0,
    } as const;
    return {
      completes: Array.isArray(rule) ? rule.includes(order.type) : rule,
      payment: {
        ...fixed,
        ...money,
        id: input.id ?? "",
        orderId: order.id,
        split: input.split ?? null,
        businessDay: figures.value.businessDay(now_ms),
        takenBy: client.session.person.value?.id ?? "",
        createdAt: new Date(now_ms).toISOString(),
      },
    };
  };
};

type Refusal = { problem: ApiProblem; again(approval: string): void };

/** Everything about paying one check. */
export const usePay = (order: ShownOrder, paying: Paying = ofCheck(order)) => {
  const { client } = usePos();
  const { settlesOnly, intentOf, action } = paying;
  const parts = useParts(order, settlesOnly);
  const tender = useTender(order, parts.current, settlesOnly);
  const [taken, setTaken] = useState<Taken | null>(null);
  const [kept, setKept] = useState<Kept | null>(null);
  const [refused, setRefused] = useState<Refusal | null>(null);
  const { isHeldUp, isWaiting } = usePaying(order.id, action);
  const shownCash = useShownCash(order);
  const send = async (intent: OrderIntent, change: number): Promise<void> => {
    setRefused(null);
    if (intent.asksOnce && client.isAway.peek())
      return setRefused({ problem: unreachable(), again: () => void send(intent, change) });
    const outcome = await client.outbox.submit<Taken>(intent);
    if (!outcome.ok) {
      tender.correct(outcome.problem.details.current);
      return setRefused({
        problem: outcome.problem,
        again: (approval) => void send({ ...intent, approval }, change),
      });
    }
    const shown = intent.effect?.kind === "pay" ? intent.effect.payment : null;
    // Without an answer (the box is away, or said it once already) what the guest was told is what there is to show.
    if (outcome.answer !== undefined) setTaken(outcome.answer);
    else if (shown) setTaken({ payment: shown, order: client.order(order.id).peek() ?? order });
    else setKept({ change, isSafe: !outcome.isLater || outcome.isKept });
    tender.setGiven(null);
    tender.setSource(null);
    tender.setTip({ kind: "none" });
    parts.setChosen([]);
    parts.setWanted(null);
  };
  const take = (): void => {
    const part = parts.current;
    if (!part || isHeldUp) return;
    // A sale is paid in full with its one payment, and says no amount.
    const input = paymentOf(part, parts, tender, client.isAway.peek() && !settlesOnly);
    const cash = shownCash(part, input);
    void send(intentOf(input, cash && { kind: "pay", ...cash }), cash?.payment.change ?? 0);
  };
  return {
    parts,
    tender,
    taken,
    kept,
    next: () => setTaken(null),
    problem: refused?.problem ?? null,
    onApproved: refused?.again,
    isBusy: isHeldUp,
    isWaiting,
    take,
  };
};
export type Pay = ReturnType<typeof usePay>;
