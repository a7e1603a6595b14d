/** What happened to an order, in words that a person reads. Pure. */
import { ppmToPercent } from "@tillbox/shared/decimal.ts";
import { formatMinor } from "@tillbox/shared/money.ts";
import type { Discount, Line, OrderEvents, OrderEventType } from "./order.ts";

export type TimelineFacts = {
  currency: string;
  lineName: (id: string) => string;
  tableName: (id: string) => string;
  personName: (id: string) => string;
};
type Say<T extends OrderEventType> = (data: OrderEvents[T], facts: TimelineFacts) => string;

const figure = (milli: number): string => String(milli / 1000);
const counted = (milli: number, name: string): string =>
  milli === 1000 ? name : `${figure(milli)} × ${name}`;
const dishes = (lines: readonly Line[]): string =>
  lines.map((line) => counted(line.quantityMilli, line.name)).join(", ");
type Told = { lineId: string; quantityMilli: number };
const told = (lines: readonly Told[], { lineName }: TimelineFacts): string =>
  lines.map((line) => counted(line.quantityMilli, lineName(line.lineId))).join(", ");
const because = (reason: string | null | undefined): string => (reason ? `: ${reason}` : "");
const money = (minor: number, { currency }: TimelineFacts): string =>
  `${formatMinor(minor, currency)} ${currency}`;
const courses = (list: readonly number[]): string[] =>
  list.length === 0 ? [] : [`course ${[...list].sort((a, b) => a - b).join(", ")}`];

const offWhat = (discount: Discount, facts: TimelineFacts): string =>
  discount.scope === "order" || discount.itemId === null ? "the check" : facts.lineName(discount.itemId);
const discountWords = (discount: Discount, facts: TimelineFacts): string => {
  const value =
    discount.kind === "percent" ? `${ppmToPercent(discount.value)} %` : money(discount.value, facts);
  return `${value} off ${offWhat(discount, facts)}${because(discount.reason)}`;
};

const lineStates: Record<string, string> = {
  sent: "went back to the kitchen's list",
  preparing: "is being prepared",
  ready: "is ready",
  served: "was served",
};
const statuses: Record<string, string> = {
  pending: "The order is open",
  confirmed: "The kitchen has the order",
  preparing: "The order is being prepared",
  ready: "The order is ready",
  served: "The order was served",
  completed: "The order is completed",
  cancelled: "Cancelled the order",
};

const changedLine: Say<"LineChanged"> = (data, facts) => {
  const said = [
    data.quantityMilli === undefined ? null : `quantity ${figure(data.quantityMilli)}`,
    data.notes === undefined ? null : data.notes ? `note “${data.notes}”` : "no note",
    data.modifiers === undefined
      ? null
      : `with ${data.modifiers.map(({ name }) => name).join(", ") || "no options"}`,
    data.seat === undefined ? null : data.seat === null ? "no seat" : `seat ${data.seat}`,
    data.course === undefined ? null : data.course === null ? "no course" : `course ${data.course}`,
  ].filter((word) => word !== null);
  return `Changed ${facts.lineName(data.lineId)}: ${said.join(", ")}`;
};

const transferred: Say<"OrderTransferred"> = ({ fromTableId, toTableId, toUserId }, facts) => {
  const place = (id: string | null): string => (id === null ? "no table" : `table ${facts.tableName(id)}`);
  const moved = fromTableId === toTableId ? [] : [`moved from ${place(fromTableId)} to ${place(toTableId)}`];
  const handed = toUserId === null ? [] : [`handed to ${facts.personName(toUserId)}`];
  const words = [...moved, ...handed].join(", ");
  return words === "" ? "Transferred" : words.charAt(0).toUpperCase() + words.slice(1);
};

const fieldWords: Record<string, string> = {
  guests: "the number of guests",
  customerId: "the customer",
  customerName: "the name",
  notes: "the note",
};

const taken = (tender: { amount: number; tip: number }, facts: TimelineFacts): string =>
  money(Math.abs(tender.amount + tender.tip), facts);

const says: { [T in OrderEventType]?: Say<T> } = {
  OrderOpened: ({ number, tableId, lines, splitFrom }, facts) => {
    const where = tableId === null ? "" : ` at table ${facts.tableName(tableId)}`;
    const from = splitFrom ? `, split from check ${splitFrom.number}` : "";
    return `Opened check ${number}${where}${from}${lines.length === 0 ? "" : ` with ${dishes(lines)}`}`;
  },
  DetailsChanged: (data) =>
    `Changed ${Object.keys(data)
      .map((field) => fieldWords[field] ?? field)
      .join(", ")}`,
  GuestErased: () => "Erased what was said of the guest",
  LinesAdded: ({ lines }) => `Added ${dishes(lines)}`,
  LineChanged: changedLine,
  LineVoided: ({ lineId, reason }, { lineName }) => `Took ${lineName(lineId)} off${because(reason)}`,
  LinesSent: ({ lines }, facts) => `Sent to the kitchen: ${told(lines, facts)}`,
  HeldShown: ({ lines }, facts) => `Shown to the kitchen as held: ${told(lines, facts)}`,
  CoursesHeld: (data, { lineName }) =>
    `Held ${[...courses(data.courses), ...data.lineIds.map(lineName)].join(", ")}`,
  CoursesFired: (data, { lineName }) =>
    `Fired ${[...courses(data.courses), ...data.lineIds.map(lineName)].join(", ")}`,
  LinesMoved: ({ lineIds, status }, { lineName }) =>
    `${lineIds.map(lineName).join(", ")} ${lineStates[status] ?? status}`,
  StatusChanged: ({ to, reason }) => `${statuses[to] ?? to}${because(reason)}`,
  DiscountGiven: ({ discount }, facts) =>
    discount.comp
      ? `On the house: ${offWhat(discount, facts)}${because(discount.reason)}`
      : `Gave ${discountWords(discount, facts)}`,
  DiscountChanged: ({ discount }, facts) => `Changed a discount to ${discountWords(discount, facts)}`,
  DiscountRemoved: () => "Took a discount off",
  OrderTransferred: transferred,
  ProformaPrinted: () => "Printed the check for the guests",
  PaymentCaptured: ({ payment }, facts) => {
    const tip = payment.tip > 0 ? `, tip ${money(payment.tip, facts)}` : "";
    return `Took ${money(payment.amount, facts)} by ${payment.method.replaceAll("_", " ")}${tip}`;
  },
  PaymentAttempted: ({ payment }, facts) =>
    `Asked for ${money(payment.amount, facts)} by ${payment.method.replaceAll("_", " ")}`,
  PaymentSettled: ({ tender }, facts) =>
    `Took ${taken(tender, facts)} by ${tender.method.replaceAll("_", " ")}`,
  PaymentUnknown: () => "It is not known whether the payment came",
  PaymentFailed: ({ reason }) => `The payment failed${because(reason)}`,
  PaymentVoided: ({ tender, reason }, facts) => `Gave ${taken(tender, facts)} back${because(reason)}`,
  TipAdded: ({ tender }, facts) => `Added a tip of ${money(tender.tip, facts)}`,
  OrderFinalised: ({ receiptNumber }) => `Paid in full, receipt ${receiptNumber}`,
  OrderRefunded: ({ refund }, facts) => `Refunded ${money(refund.total, facts)}${because(refund.reason)}`,
  LinesGiven: ({ way, to, lines }, facts) =>
    way === "merge" ? `Merged into check ${to.number}` : `Moved to check ${to.number}: ${told(lines, facts)}`,
  LinesReceived: ({ way, from, lines }) =>
    `${way === "merge" ? "Took over all of" : "Took over from"} check ${from.number}: ${dishes(lines)}`,
  OrderMerged: ({ into }) => `Closed: all of it is on check ${into.number}`,
  OrderDelayed: () => "Waits for the kitchen too long",
};

/** One sentence for an entry of an order's journal. An event that a later version writes is named as it is. */
export const timelineText = (type: string, data: unknown, facts: TimelineFacts): string => {
  const say = says[type as OrderEventType] as Say<never> | undefined;
  return say ? say(data as never, facts) : type;
};

/** The names of all lines that these events brought, also of those that are gone. */
export const lineNames = (events: readonly { data: unknown }[]): Map<string, string> => {
  const names = new Map<string, string>();
  for (const { data } of events) {
    const { lines } = data as { lines?: Partial<Line>[] };
    for (const { id, name, combo } of Array.isArray(lines) ? lines : []) {
      if (id !== undefined && name !== undefined) names.set(id, name);
      if (combo) names.set(combo.id, combo.name);
    }
  }
  return names;
};
