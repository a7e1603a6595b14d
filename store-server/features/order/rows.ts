/** Orders as rows: the saved fold, the queries, and who sits at which table. */
import { query } from "../../kernel/database.ts";
import type { Announcement, Change, Entity, Glance, Projection, Reads } from "../../kernel/types.ts";
import { seatOrder, tableAnnouncements, unseatOrder } from "../floor/rows.ts";
import { waitingSince } from "./delay.ts";
import { evolve, isInKitchen, isOpen, type Line, type OrderEvents, type OrderState } from "./order.ts";
import { orderText, paymentView } from "./view.ts";

export { orderMoney } from "./bill.ts";
export { type KitchenNews, kitchenNews } from "./news.ts";
export {
  earnerOf,
  isFinal,
  isOpen,
  type Line,
  type OrderEvents,
  type OrderPayment,
  type OrderState,
  type RefundOfOrder,
  tipOf,
} from "./order.ts";
export { kitchenTicket, type PaperFacts, receipt, type TicketLine } from "./paper.ts";
export { decideProforma } from "./payment.ts";

const counter = query<[string], { value: number }>("SELECT value FROM counters WHERE series = ?");
const count = query<[string, number]>(
  "INSERT INTO counters (series, value) VALUES (?, ?) ON CONFLICT (series) DO UPDATE SET value = MAX(value, excluded.value)",
);

/** The next number of a series; it is given only by the event that holds it. */
const nextOf = (reads: Reads, series: string): number => (counter.get(reads.db, series)?.value ?? 0) + 1;
export const nextOrderNumber = (reads: Reads): number => nextOf(reads, "order");
const receiptSeries = (epoch: number): string => `receipt-${epoch}`;
const receiptText = (series: string, number: number): string =>
  `${series}-${String(number).padStart(6, "0")}`;
export const nextReceiptNumber = (reads: Reads): string =>
  receiptText(`R${reads.epoch}`, nextOf(reads, receiptSeries(reads.epoch)));
/** The receipts that "42" or "r1-42" may mean: without a series one of each that there was. */
export const receiptsMeant = ({ epoch }: Pick<Reads, "epoch">, asked: string): string[] => {
  const [digits = "", series] = asked.toUpperCase().split("-").reverse();
  const all = Array.from({ length: epoch }, (_, index) => `R${index + 1}`);
  return (series === undefined ? all : [series]).map((one) => receiptText(one, Number(digits)));
};

export const orders: Entity<OrderState> = {
  name: "order",
  table: "orders",
  evolve,
  // More than are open at once in a large house; a long order is 28 kB in memory.
  cached: 1000,
  columns: {
    number: (order) => order.number,
    status: (order) => order.status,
    type: (order) => order.type,
    table_id: (order) => order.tableId,
    business_day: (order) => order.businessDay,
    customer_id: (order) => order.customerId ?? null,
    receipt_number: (order) => order.receiptNumber,
    open: (order) => Number(isOpen(order)),
    in_kitchen: (order) => Number(order.status !== "cancelled" && order.lines.some(isKitchens)),
    waiting_since: (order) => (order.delay === undefined ? waitingSince(order) : null),
  },
  view: orderText,
  viewOfStateAlone: true,
  announce: (event, order, reads) => (order ? announcements(event, order, reads) : []),
};

/** Cooked now, or seen as what will come. */
const isKitchens = (line: Line): boolean => isInKitchen(line) || (line.heldMilli ?? 0) > 0;

const touchesTable = new Set(["OrderOpened", "OrderTransferred", "OrderMerged", "StatusChanged"]);

const rooms = new WeakMap<OrderState, string[]>();
/** The rooms of an order as it stands; a device that was away asks for them with every entry. */
const roomsOf = (order: OrderState): string[] => {
  const known = rooms.get(order);
  if (known) return known;
  const stations = new Set(order.lines.flatMap((line) => line.stations));
  const made = ["orders", `order:${order.id}`, ...[...stations].map((station) => `station:${station}`)];
  rooms.set(order, made);
  return made;
};

/** The stations that lines went away from have to hear of it too. */
const roomsAfter = (event: Glance, order: OrderState): string[] => {
  const own = roomsOf(order);
  if (event.type !== "LinesGiven") return own;
  const { stations = [] } = event.data as OrderEvents["LinesGiven"];
  return [...new Set([...own, ...stations.map((station) => `station:${station}`)])];
};

const announcements = (event: Glance, order: OrderState, reads: Reads): Announcement[] => {
  const told: Announcement[] = [
    { event: "order:update", rooms: roomsAfter(event, order), data: orderText(order) },
  ];
  const about = paymentsOf(event);
  for (const payment of order.payments)
    if (about.has(payment.id))
      told.push({
        event: "payment:update",
        rooms: ["orders", `order:${order.id}`],
        data: JSON.stringify(paymentView(order, payment)),
      });
  if (!touchesTable.has(event.type)) return told;
  const left =
    event.type === "OrderTransferred" ? (event.data as OrderEvents["OrderTransferred"]).fromTableId : null;
  return [...told, ...tableAnnouncements(reads, [left, order.tableId])];
};

/** Most of what happens to an order; what it holds of it is not even read. */
const withoutPayment: ReadonlySet<string> = new Set<keyof OrderEvents>([
  "OrderOpened",
  "LinesAdded",
  "LinesSent",
  "StatusChanged",
  "OrderFinalised",
]);
const noPayments: ReadonlySet<string> = new Set();

/** The payments that an event is about. */
const paymentsOf = (event: Glance): ReadonlySet<string> => {
  if (withoutPayment.has(event.type)) return noPayments;
  const { payment, paymentId, refund, tip } = event.data as Partial<
    OrderEvents["PaymentCaptured"] &
      OrderEvents["PaymentVoided"] &
      OrderEvents["OrderRefunded"] &
      OrderEvents["TipAdded"]
  >;
  return new Set([
    ...(paymentId ? [paymentId] : []),
    ...(tip ? [tip.paymentId] : []),
    ...(payment ? [payment.id] : []),
    ...(refund ? refund.tenders.map(({ paymentId }) => paymentId) : []),
  ]);
};

/** Keeps the numbers and the tables' occupancy as the events say. */
export const orderProjection: Projection = {
  entity: "order",
  project: ({ event, before, after }: Change, reads) => {
    const was = before as OrderState | undefined;
    const is = after as OrderState;
    if (event.type === "OrderOpened") count.run(reads.db, "order", is.number);
    if (event.type === "OrderFinalised" && is.receiptNumber)
      count.run(reads.db, receiptSeries(event.epoch), Number(is.receiptNumber.split("-")[1]));
    const left = was && isOpen(was) ? was.tableId : null;
    const sits = isOpen(is) ? is.tableId : null;
    if (left === sits) return;
    if (left !== null) unseatOrder(reads.db, left, is.id, event.seq);
    if (sits !== null) seatOrder(reads.db, sits, is.id, event.seq);
  },
};
