/** What a person may do with a customer, as intents for the outbox. */
import type { CustomerChange, CustomerInput } from "@tillbox/shared/contract/customer.ts";
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

export const giveReward = (order: Ids, rewardId: string): OrderIntent => ({
  label: "Give a reward",
  chain: order.id,
  method: "POST",
  path: `/api/orders/${encodeURIComponent(order.id)}/rewards`,
  body: { rewardId },
});

export const takeRewardOff = (order: Ids, discountId: string): OrderIntent => ({
  label: "Take a reward off",
  chain: order.id,
  method: "DELETE",
  path: `/api/orders/${encodeURIComponent(order.id)}/discounts/${encodeURIComponent(discountId)}`,
});
