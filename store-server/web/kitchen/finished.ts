/** The last tickets that left the rail because they were done, by whichever screen: for recall, and for the average. Pure. */
import type { Order } from "@tillbox/shared/contract/order.ts";
import type { KitchenTicket } from "./tickets.ts";

export type FinishedTicket = Pick<KitchenTicket, "key" | "orderId" | "title" | "subtitle" | "sentAt"> & {
  itemIds: string[];
  /** "2 × Gnocchi", "Ribeye". */
  dishes: string[];
  doneAt: string;
};

const kept = 40;

const finishedOf = (ticket: KitchenTicket, order: Order | undefined, doneAt: string): FinishedTicket[] => {
  const ready = new Set(order?.items.flatMap(({ id, status }) => (status === "ready" ? [id] : [])));
  const lines = ticket.lines.filter(({ id }) => ready.has(id));
  if (lines.length === 0) return [];
  const { key, orderId, title, subtitle, sentAt } = ticket;
  const dishes = lines.map(({ quantity, name }) => (quantity === 1 ? name : `${quantity} × ${name}`));
  return [{ key, orderId, title, subtitle, sentAt, itemIds: lines.map(({ id }) => id), dishes, doneAt }];
};

/** The newest first. The same list comes back when nothing changed. */
export const finish = (
  finished: readonly FinishedTicket[],
  before: readonly KitchenTicket[],
  now: readonly KitchenTicket[],
  orderOf: (id: string) => Order | undefined,
  doneAt: string,
): readonly FinishedTicket[] => {
  const hanging = new Set(now.map(({ key }) => key));
  const left = before.filter(({ key }) => !hanging.has(key));
  const added = left.flatMap((ticket) => finishedOf(ticket, orderOf(ticket.orderId), doneAt));
  const addedKeys = new Set(added.map(({ key }) => key));
  const rest = finished.filter(({ key }) => !hanging.has(key) && !addedKeys.has(key));
  if (added.length === 0 && rest.length === finished.length) return finished;
  return [...added, ...rest].slice(0, kept);
};
