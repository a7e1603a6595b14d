/** What a person may do with single lines and with the terms of a check, as intents for the outbox. */
import type { OrderLine } from "@tillbox/shared/contract/order.ts";
import type { TermsInput } from "@tillbox/shared/contract/terms.ts";
import type { OrderIntent } from "./intents.ts";

type Ids = { id: string };
const to = (order: Ids, rest: string) => ({
  chain: order.id,
  path: `/api/orders/${encodeURIComponent(order.id)}${rest}`,
});

/** Only what is named changes; null takes it back. */
export const setTerms = (order: Ids, terms: TermsInput): OrderIntent => ({
  label: "Change tax or service",
  ...to(order, "/terms"),
  method: "PUT",
  body: terms,
  effect: { kind: "terms", terms },
});

export const holdLine = (order: Ids, line: Pick<OrderLine, "id" | "name">): OrderIntent => ({
  label: `Hold ${line.name}`,
  ...to(order, "/hold"),
  method: "POST",
  body: { itemIds: [line.id] },
  effect: { kind: "hold-lines", itemIds: [line.id] },
});

export const fireLines = (order: Ids, itemIds: readonly string[], name = "what waits"): OrderIntent => ({
  label: `Fire ${name}`,
  ...to(order, "/fire"),
  method: "POST",
  body: { itemIds },
  effect: { kind: "fire-lines", itemIds },
});

/** Hands the check to another person. */
export const handOver = (order: Ids, userId: string): OrderIntent => ({
  label: "Hand the check over",
  ...to(order, "/transfer"),
  method: "POST",
  body: { userId },
  effect: { kind: "details", fields: { openedBy: userId } },
});
