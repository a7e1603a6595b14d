/**
 * What the screen shows between a tap and the box's answer. Each intent of an order may say what it will do to the order's view; the
 * open ones are laid over the last view that the box gave, and the bill is computed again by the one function that computes bills.
 */
import { type Bill, type BillInput, type BillTaxClass, computeBill, exempt } from "@tillbox/shared/bill.ts";
import type { Order, OrderDiscount, OrderLine, Payment } from "@tillbox/shared/contract/order.ts";
import type { OrderType } from "@tillbox/shared/contract/order-words.ts";
import type { TermsInput } from "@tillbox/shared/contract/terms.ts";
import { percentToPpm } from "@tillbox/shared/decimal.ts";

export type OrderEffect =
  | { kind: "open"; order: Order }
  | { kind: "add"; lines: readonly OrderLine[] }
  | { kind: "change-line"; itemId: string; fields: Partial<Pick<OrderLine, LineField>> }
  | { kind: "void"; itemId: string }
  | { kind: "move-lines"; itemIds: readonly string[]; status: OrderLine["status"] }
  | { kind: "hold"; course: number }
  | { kind: "hold-lines" | "fire-lines"; itemIds: readonly string[] }
  | { kind: "send"; courses?: readonly number[] | undefined }
  /** Given, or in the place of the one with its id. */
  | { kind: "discount"; discount: OrderDiscount }
  | { kind: "discount-off"; discountId: string }
  /** Money in the hand. `completes`: an order of this type is over once it is paid in full. */
  | { kind: "pay"; payment: Payment; completes: boolean }
  | { kind: "cancel" }
  /** Only what is named changes; null takes it back. Another type brings its own taxes and service. */
  | { kind: "terms"; terms: Pick<TermsInput, "type" | "taxExemption" | "serviceWaiver"> }
  | {
      kind: "details";
      fields: Partial<
        Pick<Order, "guests" | "customerId" | "customerName" | "notes" | "tableId" | "openedBy">
      >;
    };
type LineField = "quantity" | "notes" | "seat" | "course" | "modifiers" | "unitPrice";

export type BillFacts = {
  taxClassFor(id: string, type: OrderType): BillTaxClass;
  service(type: OrderType): { ratePpm: number; taxClass: BillTaxClass | null } | null;
  taxRounding: "group" | "line";
};

/** An order as this device shows it. */
export type ShownOrder = Order & {
  /** The lines that the box has not answered for. */
  unconfirmed: ReadonlySet<string>;
  /** The box does not know it yet: it has no number. */
  isProvisional: boolean;
  /** The bill was computed on this device. */
  isEstimated: boolean;
  /** Paid in full with what was taken here: the box gives the receipt its number when it knows. */
  isPaidHere: boolean;
};

const inCourses = (line: OrderLine, courses: readonly number[] | undefined): boolean =>
  courses === undefined || (line.course !== null && courses.includes(line.course));

/** The line itself, or another part of its combo. */
const isTogether = (lines: readonly OrderLine[], line: OrderLine, itemId: string): boolean => {
  const comboId = lines.find(({ id }) => id === itemId)?.combo?.id ?? itemId;
  return line.id === itemId || line.combo?.id === comboId;
};

/** Quantity and seat are those of the whole combo. */
const changedLines = (
  lines: readonly OrderLine[],
  itemId: string,
  fields: Partial<Pick<OrderLine, LineField>>,
): OrderLine[] => {
  const { notes: _notes, course: _course, modifiers: _modifiers, unitPrice: _price, ...ofCombo } = fields;
  return lines.map((line) => {
    if (line.id === itemId) return { ...line, ...fields };
    return isTogether(lines, line, itemId) ? { ...line, ...ofCombo } : line;
  });
};

/** The kitchen knows all of it now. */
const toldLine = (line: OrderLine): OrderLine =>
  line.status === "voided"
    ? line
    : {
        ...line,
        sentQuantity: line.quantity,
        held: false,
        status: line.status === "pending" ? "sent" : line.status,
      };

const linesAfter = (lines: readonly OrderLine[], effect: OrderEffect): OrderLine[] => {
  switch (effect.kind) {
    case "add":
      return [...lines, ...effect.lines.filter((line) => !lines.some(({ id }) => id === line.id))];
    case "change-line":
      return changedLines(lines, effect.itemId, effect.fields);
    case "void":
      // What the kitchen was never told of is gone; the rest stays to be seen.
      return lines.flatMap((line) => {
        if (!isTogether(lines, line, effect.itemId)) return [line];
        return line.sentQuantity > 0 ? [{ ...line, status: "voided" as const }] : [];
      });
    case "move-lines":
      return lines.map((line) =>
        effect.itemIds.includes(line.id) ? { ...line, status: effect.status } : line,
      );
    case "hold":
      return lines.map((line) =>
        line.course === effect.course && line.sentQuantity < line.quantity && line.status !== "voided"
          ? { ...line, held: true }
          : line,
      );
    case "hold-lines":
      return lines.map((line) =>
        effect.itemIds.includes(line.id) && line.status !== "voided" ? { ...line, held: true } : line,
      );
    case "fire-lines":
      return lines.map((line) => (effect.itemIds.includes(line.id) ? toldLine(line) : line));
    case "send":
      return lines.map((line) =>
        !inCourses(line, effect.courses) || (line.held && effect.courses === undefined)
          ? line
          : toldLine(line),
      );
    default:
      return [...lines];
  }
};

const touched = (effect: OrderEffect): readonly string[] => {
  if (effect.kind === "add") return effect.lines.map((line) => line.id);
  if (effect.kind === "move-lines") return effect.itemIds;
  return effect.kind === "change-line" || effect.kind === "void" ? [effect.itemId] : [];
};

const pricing = new Set<OrderEffect["kind"]>([
  "add",
  "change-line",
  "void",
  "discount",
  "discount-off",
  "terms",
]);
const changesMoney = ({ kind }: OrderEffect): boolean => pricing.has(kind);

const withDiscount = (order: Order, discount: OrderDiscount): Order => {
  const isThere = order.discounts.some(({ id }) => id === discount.id);
  return {
    ...order,
    discounts: isThere
      ? order.discounts.map((known) => (known.id === discount.id ? discount : known))
      : [...order.discounts, discount],
  };
};

const withPayment = (order: Order, payment: Payment): Order =>
  order.payments.some(({ id }) => id === payment.id)
    ? order
    : {
        ...order,
        payments: [...order.payments, payment],
        paid: order.paid + payment.amount,
        tipTotal: order.tipTotal + payment.tip,
      };

const withTerms = (order: Order, { type, taxExemption, serviceWaiver }: TermsInput): Order => ({
  ...order,
  type: type ?? order.type,
  taxExemption: taxExemption === undefined ? order.taxExemption : taxExemption,
  serviceWaiver: serviceWaiver === undefined ? order.serviceWaiver : serviceWaiver,
});

/** What an effect does besides its lines. */
const orderAfter = (order: Order, effect: OrderEffect): Order => {
  switch (effect.kind) {
    case "details":
      return { ...order, ...effect.fields };
    case "terms":
      return withTerms(order, effect.terms);
    case "discount":
      return withDiscount(order, effect.discount);
    case "discount-off":
      return { ...order, discounts: order.discounts.filter(({ id }) => id !== effect.discountId) };
    case "pay":
      return withPayment(order, effect.payment);
    case "cancel":
      return { ...order, status: "cancelled" };
    default:
      return order;
  }
};

/** The bill of a view, from the unit prices in it. */
export const billOf = (order: Order, facts: BillFacts): Bill => computeBill(billInputOf(order, facts));

const billInputOf = (order: Order, facts: BillFacts): BillInput => {
  const input = {
    lines: order.items
      .filter((line) => line.status !== "voided")
      .map((line) => ({
        id: line.id,
        unitPrice: line.unitPrice,
        quantityMilli: Math.round(line.quantity * 1000),
        combo: line.combo,
        taxClass: facts.taxClassFor(line.taxClassId, order.type),
      })),
    discounts: order.discounts.map(({ scope, itemId, kind, value }) => ({
      scope,
      kind,
      value: kind === "percent" ? percentToPpm(String(value)) : Number(value),
      ...(itemId === null ? {} : { itemId }),
    })),
    service: order.serviceWaiver ? null : facts.service(order.type),
    taxRounding: facts.taxRounding,
  };
  return order.taxExemption ? exempt(input) : input;
};

const withBill = (order: Order, facts: BillFacts): Order => {
  const bill = billOf(order, facts);
  const amounts = new Map(bill.lines.map((line) => [line.id, line]));
  const { subtotal, discountTotal, serviceCharge, taxTotal, taxes, total } = bill;
  const items = order.items.map((line) => ({
    ...line,
    lineTotal: amounts.get(line.id)?.lineTotal ?? 0,
    discountAmount: amounts.get(line.id)?.discountAmount ?? 0,
  }));
  const discounts = order.discounts.map((discount, index) => ({
    ...discount,
    amount: bill.discounts[index] ?? 0,
  }));
  return {
    ...order,
    items,
    discounts,
    subtotal,
    discountTotal,
    serviceCharge,
    taxTotal,
    taxes,
    total,
    due: total - order.paid,
  };
};

/** The box's view with the open intents of this device laid over it; undefined when there is neither. */
export const showOrder = (
  known: Order | undefined,
  effects: readonly OrderEffect[],
  facts: BillFacts,
): ShownOrder | undefined => {
  const opened = effects.find((effect) => effect.kind === "open");
  const base = known ?? opened?.order;
  if (!base) return undefined;
  const open = effects.filter((effect) => effect.kind !== "open");
  const unconfirmed = new Set(open.flatMap(touched));
  let order: Order = base;
  for (const effect of open) {
    order = orderAfter({ ...order, items: linesAfter(order.items, effect) }, effect);
  }
  const isEstimated = open.some(changesMoney) || (known === undefined && order.items.length > 0);
  const billed = isEstimated ? withBill(order, facts) : { ...order, due: order.total - order.paid };
  const paying = open.filter((effect) => effect.kind === "pay");
  const isPaidHere = paying.length > 0 && billed.due <= 0 && base.receiptNumber === null;
  const shown = isPaidHere ? paidOff(billed, paying) : paying.length > 0 || isEstimated ? billed : order;
  return { ...shown, unconfirmed, isProvisional: known === undefined, isEstimated, isPaidHere };
};

const paidOff = (order: Order, paying: readonly (OrderEffect & { kind: "pay" })[]): Order => {
  const last = paying.at(-1);
  const paidAt = last?.payment.createdAt ?? null;
  return last?.completes ? { ...order, status: "completed", paidAt, closedAt: paidAt } : { ...order, paidAt };
};
