/** What the box's answers to taps mean for the store, so that a screen is right even before the live frames come. */
import type { Order } from "@tillbox/shared/contract/order.ts";
import type { Api } from "./api.ts";
import type { Versioned } from "./records.ts";
import type { Store } from "./store.ts";
import type { Entry } from "./tap.ts";

type Answered = { entry: Entry; answer: unknown };

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

const isVersioned = (view: unknown): view is Versioned =>
  isObject(view) && typeof view.id === "string" && typeof view.version === "number";

type Tell = (entityType: string, view: unknown) => void;
/** An order, `{ payment, order }`, a table, a drawer, a party. */
const apply = (answer: Record<string, unknown>, tell: Tell): void => {
  // Of a refusal that was applied after all.
  if ("item" in answer && isObject(answer.answer)) return apply(answer.answer, tell);
  if ("reservation" in answer) tell("reservation", answer.reservation);
  if ("entry" in answer) tell("waitlist-entry", answer.entry);
  if ("order" in answer) tell("order", answer.order);
  else if ("items" in answer && "number" in answer) tell("order", answer);
  else if ("durationMinutes" in answer) tell("reservation", answer);
  else if ("quotedMinutes" in answer) tell("waitlist-entry", answer);
  else if ("overShort" in answer) tell("drawer", answer);
  else if ("areaId" in answer) tell("table", answer);
};

/** The order that a tap was about; null when it was about something else. */
const orderOf = ({ change, path }: Entry): string | null => {
  if (change) return change.entityType === "order" ? change.entityId : null;
  const found = /^\/api\/orders\/([^/]+)/.exec(path)?.[1];
  return found === undefined ? null : decodeURIComponent(found);
};

/**
 * Orders whose answer is not at hand (it is none, or shows what is over by now: an answer that was lost is given again as it was) are
 * read once each. What cannot be read comes by the socket.
 */
export const applyAnswers = async (api: Api, store: Store, answered: readonly Answered[]): Promise<void> => {
  const unknown = new Set<string>();
  const tell: Tell = (entityType, view) => {
    const isPast = isVersioned(view) && (store.byType[entityType]?.isPast(view) ?? false);
    if (!isPast) store.applyChange(entityType, view, false);
    else if (entityType === "order") unknown.add(view.id);
  };
  for (const { entry, answer } of answered) {
    const order = orderOf(entry);
    if (isObject(answer)) apply(answer, tell);
    else if (order !== null) unknown.add(order);
  }
  const reads = [...unknown].map(async (id) => {
    store.orders.put(await api.get<Order>(`/api/orders/${encodeURIComponent(id)}`));
  });
  await Promise.allSettled(reads);
};
