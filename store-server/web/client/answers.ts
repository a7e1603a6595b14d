/** What the box's answers to taps mean for the store, so that a screen is right even before the live frames come. */
import type { Order } from "@tillbox/shared/contract/order.ts";
import type { Api } from "./api.ts";
import type { Store } from "./store.ts";
import type { Entry } from "./tap.ts";

type Answered = { entry: Entry; answer: unknown };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

/** An order, `{ payment, order }`, a table, a drawer, a party. */
const apply = (store: Store, answer: Record<string, unknown>): void => {
  // Of a refusal that was applied after all.
  if ("item" in answer && isObject(answer.answer)) return apply(store, answer.answer);
  if ("reservation" in answer) store.applyChange("reservation", answer.reservation, false);
  if ("entry" in answer) store.applyChange("waitlist-entry", answer.entry, false);
  if ("order" in answer) store.applyChange("order", answer.order, false);
  else if ("items" in answer && "number" in answer) store.applyChange("order", answer, false);
  else if ("durationMinutes" in answer) store.applyChange("reservation", answer, false);
  else if ("quotedMinutes" in answer) store.applyChange("waitlist-entry", answer, false);
  else if ("overShort" in answer) store.applyChange("drawer", answer, false);
  else if ("areaId" in answer) store.applyChange("table", answer, false);
};

/** The order that a tap was about; null when it was about something else. */
const orderOf = ({ change, path }: Entry): string | null => {
  if (change) return change.entityType === "order" ? change.entityId : null;
  const found = /^\/api\/orders\/([^/]+)/.exec(path)?.[1];
  return found === undefined ? null : decodeURIComponent(found);
};

/** Orders whose answer is not at hand (it was given before, or is none) are read once each. What cannot be read comes by the socket. */
export const applyAnswers = async (api: Api, store: Store, answered: readonly Answered[]): Promise<void> => {
  const unknown = new Set<string>();
  for (const { entry, answer } of answered) {
    const order = orderOf(entry);
    if (isObject(answer)) apply(store, answer);
    else if (order !== null) unknown.add(order);
  }
  const reads = [...unknown].map(async (id) => {
    store.orders.put(await api.get<Order>(`/api/orders/${encodeURIComponent(id)}`));
  });
  await Promise.allSettled(reads);
};
