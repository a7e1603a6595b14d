import type { Order } from "@tillbox/shared/contract/order.ts";
import { usePos } from "../pos.ts";

/** Open checks that lines of this one can go to: same kind, not paid; those of its own table first. */
export const otherChecks = (orders: Iterable<Order>, order: Order): Order[] =>
  [...orders]
    .filter(
      (other) =>
        other.id !== order.id &&
        other.type === order.type &&
        other.receiptNumber === null &&
        other.status !== "completed" &&
        other.status !== "cancelled",
    )
    .sort(
      (a, b) =>
        Number(b.tableId === order.tableId) - Number(a.tableId === order.tableId) || b.number - a.number,
    );

/** "Table 7 · check 1043". */
export const useCheckName = (): ((order: Order | undefined) => string) => {
  const { client } = usePos();
  return (order) => {
    if (!order) return "the other check";
    const table = order.tableId === null ? undefined : client.store.tables.get(order.tableId)?.name;
    const where = table === undefined ? (order.customerName ?? "No table") : `Table ${table}`;
    return `${where} · check ${order.number}`;
  };
};
