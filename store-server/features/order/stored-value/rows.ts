/**
 * Paying by gift card or house account. What a command did to the payments and refunds of its orders is taken off the card or charged to
 * the account, or put back, in the same transaction: a payment, its tip afterwards, its void, a refund. An order names a card by its id;
 * the code that a guest shows is looked up here and goes no further.
 */
import type { PaymentInput } from "@tillbox/shared/contract/order.ts";
import type { PaymentMethod } from "@tillbox/shared/contract/order-words.ts";
import type { RefundInput } from "@tillbox/shared/contract/refund.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { Context, EventDraft } from "../../../kernel/types.ts";
import { accountEvents, chargeableAccount, findAccount } from "../../account/rows.ts";
import { cardByCode, cardEvents, spendableCard } from "../../gift-card/rows.ts";
import { setting } from "../../settings/rows.ts";
import type { OrderPayment, OrderState } from "../order.ts";
import { type StoredValue, wantedBy } from "../payment.ts";

type Way = { method: PaymentMethod; reference?: string | null | undefined };

/** What an account may be charged: up to its limit, beyond it by permission. Throws `forbidden` where nothing is. */
const chargeable = (context: Context, available: number, asked: string | null): number | null => {
  const { permissions } = context.actor;
  if (asked === "account.over-limit") return null;
  if (asked !== "account.charge" && !permissions.has("account.charge"))
    throw new Refusal("forbidden", "This needs the permission account.charge. Ask a manager.", {
      permission: "account.charge",
    });
  return permissions.has("account.over-limit") ? null : available;
};

/**
 * Where the money of this payment comes from; null where it is handed over. Throws `Refusal` where it cannot be had. `asked`: the
 * permission that the command has asked for, and maybe a manager; any other than those of accounts says nothing about an account.
 */
export const storedValueFor = (
  context: Context,
  { method, reference }: Pick<PaymentInput, "method" | "reference">,
  asked: string | null = null,
): StoredValue | null => {
  if (method === "gift_card") {
    const { id, ...card } = spendableCard(context, reference);
    return { ...card, reference: id, takesTips: setting(context.reads, "gift_card.tips") };
  }
  if (method !== "house_account") return null;
  const { id, available, current } = chargeableAccount(context, reference);
  return { reference: id, available: chargeable(context, available, asked), current, takesTips: true };
};

/** A part of a refund, as its plan says: positive. */
export type Returned = { reference: string | null; amount: number; tip: number; rounding: number };

/** What can be had when `back` has come back first. */
export const withReturned = (stored: StoredValue | null, back: readonly Returned[]): StoredValue | null => {
  if (stored === null || stored.available === null) return stored;
  const returned = back.filter(({ reference }) => reference === stored.reference);
  const more = returned.reduce((sum, { amount, tip, rounding }) => sum + amount + tip + rounding, 0);
  return { ...stored, available: stored.available + more };
};

/** Whose money it is, for an approval: the account or card by its id, which its code is not; else the way of paying. */
export const payerOf = ({ reads }: Context, { method, reference }: Way): string => {
  if (method === "house_account") return reference ?? method;
  if (method !== "gift_card" || typeof reference !== "string") return method;
  try {
    return cardByCode(reads, reference).id;
  } catch (error) {
    if (error instanceof Refusal) return method;
    throw error;
  }
};

/** What charging an account needs; beyond its limit it is a permission of its own. Throws `Refusal` where nobody may. */
export const chargePermission = (
  context: Context,
  order: OrderState,
  payment: PaymentInput,
): "account.charge" | "account.over-limit" => {
  const wanted = wantedBy(order, payment);
  if (wanted === null) return "account.charge";
  return wanted > chargeableAccount(context, payment.reference).available
    ? "account.over-limit"
    : "account.charge";
};

/** A refund to another card names it by its code, as whoever holds it shows it; inside it is named by its id. */
export const refundTarget = ({ reads }: Pick<Context, "reads">, refund: RefundInput): RefundInput => {
  const { method, reference } = refund;
  if (method === "house_account" && reference !== undefined) findAccount(reads, reference);
  return method === "gift_card" && reference !== undefined
    ? { ...refund, reference: cardByCode(reads, reference).id }
    : refund;
};

/** Money of one payment or refund: what a card gave or an account took for it. */
type Held = Way & { orderId: string; paymentId: string; amount: number };
type Changed = { before: OrderState | undefined; after: OrderState };

export const isStored = ({ method }: Pick<Way, "method">): boolean =>
  method === "gift_card" || method === "house_account";
const heldBy = ({ status, amount, tip }: OrderPayment): number =>
  status === "captured" || status === "refunded" ? amount + tip : 0;

/** All that an order holds of cards and accounts, by a key of each payment, and of each tender of a refund. */
const heldOf = (order: OrderState): [string, Held][] => {
  const orderId = order.id;
  const paid = order.payments
    .filter(isStored)
    .map((payment): [string, Held] => [
      payment.id,
      { ...payment, orderId, paymentId: payment.id, amount: heldBy(payment) },
    ]);
  const back = (order.refunds ?? []).flatMap(({ id, tenders }) =>
    tenders
      .filter(isStored)
      .map(({ amount, tip, rounding, ...tender }, index): [string, Held] => [
        `${id} ${index}`,
        { ...tender, orderId, amount: 0 - (amount + tip + rounding) },
      ]),
  );
  return [...paid, ...back];
};

/** What became more or less; what only moved between two orders of the command cancels out. */
const differences = (changes: readonly Changed[]): Held[] => {
  const old = new Map(changes.flatMap(({ before }) => (before ? heldOf(before) : [])));
  const now = new Map(changes.flatMap(({ after }) => heldOf(after)));
  return [...new Map([...old, ...now])]
    .map(([key, held]) => ({
      ...held,
      amount: (now.get(key)?.amount ?? 0) - (old.get(key)?.amount ?? 0),
    }))
    .filter(({ amount }) => amount !== 0);
};

/** The effect of a command's orders on the cards and accounts that pay for them. */
export const storedValueEvents = (changes: readonly Changed[], context: Context): EventDraft[] => {
  const held = Map.groupBy(differences(changes), ({ method }) => method);
  const cards = held.get("gift_card") ?? [];
  const accounts = held.get("house_account") ?? [];
  return [
    ...cardEvents(
      context,
      cards.map(({ reference, amount, ...of }) => ({ ...of, cardId: reference ?? "", amount: 0 - amount })),
    ),
    ...accountEvents(
      context,
      accounts.map(({ reference, ...of }) => ({ ...of, accountId: reference ?? "" })),
    ),
  ];
};
