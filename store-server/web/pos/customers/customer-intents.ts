/** What a person may do with a customer, as intents for the outbox. */
import type { CustomerChange, CustomerInput } from "@tillbox/shared/contract/customer.ts";
import type { Reward } from "@tillbox/shared/contract/loyalty.ts";
import type { Order, OrderDiscount, OrderLine } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";
import type { OrderIntent } from "../../client/intents.ts";

type Ids = { id: string };

const pathOf = ({ id }: Ids, rest = ""): string => `/api/customers/${encodeURIComponent(id)}${rest}`;

export const addCustomer = (words: CustomerInput & Ids): OrderIntent => ({
  label: "Add a customer",
  chain: words.id,
  method: "POST",
  path: "/api/customers",
  body: words,
});

export const changeCustomer = (customer: Ids, words: CustomerChange): OrderIntent => ({
  label: "Change a customer",
  chain: customer.id,
  method: "PUT",
  path: pathOf(customer),
  body: words,
});

export const eraseCustomer = (customer: Ids, reason: string): OrderIntent => ({
  label: "Erase a customer",
  chain: customer.id,
  method: "POST",
  path: pathOf(customer, "/erase"),
  body: reason.trim() === "" ? {} : { reason: reason.trim() },
});

/** Corrects by hand; negative takes points away. */
export const correctPoints = (customer: Ids, points: number, reason: string): OrderIntent => ({
  label: "Correct points",
  chain: customer.id,
  method: "POST",
  path: pathOf(customer, "/points"),
  body: { points, reason },
});

/** The line whose portion is free; null: the box finds none either, and says so. */
const freeLine = (order: Order, menuItemId: string): OrderLine | null => {
  const given = ({ id }: OrderLine): number =>
    order.discounts.filter(({ reward, itemId }) => reward !== null && itemId === id).length;
  const fits = (line: OrderLine): boolean =>
    line.menuItemId === menuItemId && line.status !== "voided" && line.quantity - given(line) >= 1;
  return order.items.find(fits) ?? null;
};

const shownReward = (order: Order, id: string, reward: Reward): OrderDiscount | null => {
  const common = { id, kind: "amount" as const, reason: reward.name, amount: 0, comp: false };
  const whose = { reward: { id: reward.id, points: reward.points } };
  if (reward.kind === "amount")
    return { ...common, ...whose, scope: "order", itemId: null, value: reward.amount };
  const line = freeLine(order, reward.menuItemId);
  return line && { ...common, ...whose, scope: "item", itemId: line.id, value: line.unitPrice };
};

export const giveReward = (order: Order, reward: Reward): OrderIntent => {
  const id = newId();
  const shown = shownReward(order, id, reward);
  const itemId = shown?.itemId ?? null;
  return {
    label: `Give ${reward.name}`,
    chain: order.id,
    method: "POST",
    path: `/api/orders/${encodeURIComponent(order.id)}/rewards`,
    body: { id, rewardId: reward.id, ...(itemId === null ? {} : { itemId }) },
    ...(shown ? { effect: { kind: "discount", discount: shown } } : {}),
  };
};

export const takeRewardOff = (order: Ids, discountId: string): OrderIntent => ({
  label: "Take a reward off",
  chain: order.id,
  method: "DELETE",
  path: `/api/orders/${encodeURIComponent(order.id)}/discounts/${encodeURIComponent(discountId)}`,
  effect: { kind: "discount-off", discountId },
});
