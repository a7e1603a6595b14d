/** What the box's answer to a tap means for the store, so that a screen is right even before the live frame comes. */
import type { Order } from "@tillbox/shared/contract/order.ts";
import type { Api } from "./api.ts";
import type { Entry } from "./outbox.ts";
import type { Store } from "./store.ts";

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

/** An order, `{ payment, order }`, a table, a drawer, or nothing: then the order is read, as a 204 does not show it. */
export const applyAnswer = async (api: Api, store: Store, entry: Entry, answer: unknown): Promise<void> => {
  if (!isObject(answer)) {
    const path = /^\/api\/orders\/[^/]+/.exec(entry.path)?.[0];
    if (path !== undefined) store.orders.put(await api.get<Order>(path));
    return;
  }
  if ("reservation" in answer) store.applyChange("reservation", answer.reservation, false);
  if ("entry" in answer) store.applyChange("waitlist-entry", answer.entry, false);
  if ("order" in answer) store.applyChange("order", answer.order, false);
  else if ("items" in answer && "number" in answer) store.applyChange("order", answer, false);
  else if ("durationMinutes" in answer) store.applyChange("reservation", answer, false);
  else if ("quotedMinutes" in answer) store.applyChange("waitlist-entry", answer, false);
  else if ("overShort" in answer) store.applyChange("drawer", answer, false);
  else if ("areaId" in answer) store.applyChange("table", answer, false);
};
