/**
 * Paying with money that the store holds for a guest: a gift card. What a command did to an order's payments is taken off the card or
 * put back onto it in the same transaction: a payment, its tip afterwards, its void. An order names a card by its id; the code that
 * a guest shows is looked up here and goes no further.
 */
import type { PaymentInput } from "@tillbox/shared/contract/order.ts";
import type { Context, EventDraft } from "../../../kernel/types.ts";
import { type CardMovement, cardEvents, spendableCard } from "../../gift-card/rows.ts";
import { setting } from "../../settings/rows.ts";
import type { OrderPayment, OrderState } from "../order.ts";
import type { StoredValue } from "../payment.ts";

/** Where the money of this payment comes from; null where it is no stored money. Throws `Refusal` where it cannot be spent. */
export const storedValueFor = (
  context: Context,
  { method, reference }: Pick<PaymentInput, "method" | "reference">,
): StoredValue | null => {
  if (method !== "gift_card") return null;
  const { id, ...card } = spendableCard(context, reference);
  return { ...card, reference: id, takesTips: setting(context.reads, "gift_card.tips") };
};

type Changed = { before: OrderState | undefined; after: OrderState };
type Taken = { orderId: string; payment: OrderPayment };

/** What a payment holds of its card: all of it while it is captured, nothing once it is voided. */
const heldBy = ({ status, amount, tip }: OrderPayment): number =>
  status === "captured" || status === "refunded" ? amount + tip : 0;

const paymentsOf = (orders: readonly (OrderState | undefined)[]): Map<string, Taken> =>
  new Map(
    orders.flatMap((order) =>
      (order?.payments ?? [])
        .filter(({ method }) => method === "gift_card")
        .map((payment) => [payment.id, { orderId: order?.id ?? "", payment }] as const),
    ),
  );

const cardMovements = (changes: readonly Changed[]): CardMovement[] => {
  const [old, now] = [
    paymentsOf(changes.map(({ before }) => before)),
    paymentsOf(changes.map(({ after }) => after)),
  ];
  return [...now].flatMap(([paymentId, { orderId, payment }]) => {
    const was = old.get(paymentId);
    const amount = (was ? heldBy(was.payment) : 0) - heldBy(payment);
    return amount === 0 ? [] : [{ cardId: payment.reference ?? "", amount, orderId, paymentId }];
  });
};

/** The effect of a command's orders on the cards that pay for them. */
export const storedValueEvents = (changes: readonly Changed[], context: Context): EventDraft[] =>
  cardEvents(context, cardMovements(changes));
