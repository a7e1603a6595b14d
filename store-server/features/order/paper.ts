/** From an order to what stands on paper: facts only, no layout. Pure. */
import type { KitchenTicket, Receipt } from "@tillbox/shared/contract/printer.ts";
import { orderMoney } from "./bill.ts";
import type { Line, OrderState } from "./order.ts";

export type TicketLine = {
  line: Line;
  change: KitchenTicket["lines"][number]["change"];
  quantityMilli: number;
};
export type PaperFacts = { tableName: string | null; waiter: string; timeZone: string; at: string };

export const kitchenTicket = (
  order: OrderState,
  lines: readonly TicketLine[],
  stationName: string,
  facts: PaperFacts & { movedFrom?: KitchenTicket["movedFrom"] },
): KitchenTicket => ({
  kind: "kitchen",
  ...(facts.movedFrom ? { movedFrom: facts.movedFrom } : {}),
  orderId: order.id,
  orderNumber: order.number,
  orderType: order.type,
  tableName: facts.tableName,
  guests: order.guests,
  customerName: order.customerName,
  notes: order.notes,
  waiter: facts.waiter,
  at: facts.at,
  stationName,
  timeZone: facts.timeZone,
  lines: lines.map(({ line, change, quantityMilli }) => ({
    name: nameOf(line),
    quantity: quantityMilli / 1000,
    modifiers: modifierNames(line),
    notes: line.notes,
    seat: line.seat,
    change,
    course: line.course,
    allergens: line.allergens,
  })),
});

const nameOf = (line: Line): string =>
  line.variantName === null ? line.name : `${line.name}, ${line.variantName}`;
/** What is inside another option stands after it, with a dash. */
const modifierNames = (line: Line): string[] =>
  line.modifiers.map(({ quantity, name, parentOptionId }) => {
    const text = quantity > 1 ? `${quantity} × ${name}` : name;
    return parentOptionId === undefined ? text : `- ${text}`;
  });

/** A letter for each tax class on the receipt, in the order of their first line. */
const taxMarks = (order: OrderState): Map<string, string> => {
  const ids = [
    ...new Set(order.lines.filter((line) => line.status !== "voided").map((line) => line.taxClass.id)),
  ];
  return new Map(ids.map((id, index) => [id, String.fromCharCode(65 + (index % 26))]));
};

export const receipt = (
  order: OrderState,
  letterhead: Receipt["letterhead"],
  facts: PaperFacts,
  proforma: boolean,
): Receipt => {
  const { bill } = orderMoney(order);
  const marks = taxMarks(order);
  const lines = new Map(order.lines.map((line) => [line.id, line]));
  return {
    kind: "receipt",
    letterhead,
    orderId: order.id,
    orderNumber: order.number,
    orderType: order.type,
    receiptNumber: proforma ? null : order.receiptNumber,
    ...(order.taxExemption
      ? {
          taxExemption: [order.taxExemption.reason, order.taxExemption.reference]
            .filter((part) => part !== null)
            .join(", "),
        }
      : {}),
    proforma,
    tableName: facts.tableName,
    guests: order.guests,
    waiter: facts.waiter,
    at: facts.at,
    lines: bill.lines.flatMap((amounts) => {
      const line = lines.get(amounts.id);
      if (!line) return [];
      const { combo, notes, seat } = line;
      return [
        {
          name: nameOf(line),
          quantity: line.quantityMilli / 1000,
          modifiers: combo ? [combo.name, ...modifierNames(line)] : modifierNames(line),
          notes,
          seat,
          unitPrice: combo ? null : line.unitPrice,
          lineTotal: amounts.lineTotal,
          discountAmount: amounts.discountAmount,
          taxMark: marks.get(line.taxClass.id) ?? "",
        },
      ];
    }),
    discounts: order.discounts.map((discount, index) => ({
      reason: discount.reason,
      amount: bill.discounts[index] ?? 0,
    })),
    subtotal: bill.subtotal,
    discountTotal: bill.discountTotal,
    serviceCharge: bill.serviceCharge,
    taxTotal: bill.taxTotal,
    total: bill.total,
    taxes: bill.taxes,
    payments: order.payments
      .filter((payment) => payment.status === "captured")
      .map(({ method, amount, tip, rounding, tendered, change }) => ({
        method,
        amount,
        tip,
        rounding,
        tendered,
        change,
      })),
  };
};
