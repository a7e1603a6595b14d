/** What a check is called. */
import type { OrderType } from "@tillbox/shared/contract/order-words.ts";
import type { ShownOrder } from "../../client/effects.ts";
import { usePos } from "../pos.ts";

const typeNames: Readonly<Record<OrderType, string>> = {
  "dine-in": "For here",
  takeaway: "Takeaway",
  delivery: "Delivery",
  kiosk: "Kiosk",
};
export const counterTypes = (["takeaway", "dine-in", "delivery"] as const).map((id) => ({
  id,
  label: typeNames[id],
}));

/** "Table 12", "Takeaway". */
export const useTitleOf = () => {
  const tables = usePos().client.store.tables.all.value;
  return (order: Pick<ShownOrder, "tableId" | "type" | "customerName">): string => {
    const table = order.tableId === null ? undefined : tables.get(order.tableId);
    return table ? `Table ${table.name}` : (order.customerName ?? typeNames[order.type]);
  };
};

/** The box numbers checks: one that it does not know yet has none. */
export const checkName = ({ number }: Pick<ShownOrder, "number">): string =>
  number > 0 ? `Check ${number}` : "New check";
