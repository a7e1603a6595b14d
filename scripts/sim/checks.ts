/**
 * What has to be true at the end of every seed, each told as sentences that name what is not. The books are read from the journal and
 * from the tables, by queries of their own, never through the code that wrote them.
 */

import type { FinalisedSale } from "@tillbox/shared/contract/order.ts";
import type { RefundIssued } from "@tillbox/shared/contract/refund.ts";
import { orderMoney } from "@tillbox/store-server/features/order/bill.ts";
import type { OrderEvents } from "@tillbox/store-server/features/order/order.ts";
import type { OrderPayment, OrderState } from "@tillbox/store-server/features/order/rows.ts";
import { features } from "@tillbox/store-server/features.ts";
import { openDatabase } from "@tillbox/store-server/kernel/database.ts";
import { parseEntry, readSince } from "@tillbox/store-server/kernel/journal.ts";
import type { Kernel } from "@tillbox/store-server/kernel/kernel.ts";
import { migrate } from "@tillbox/store-server/kernel/migrate.ts";
import {
  businessTables,
  compareTables,
  replay,
  verifyJournal,
} from "@tillbox/store-server/kernel/rebuild.ts";
import type { StoredEvent } from "@tillbox/store-server/kernel/types.ts";
import { processChanges } from "@tillbox/store-server/sync/process.ts";
import { migrations } from "@tillbox/store-server/testing.ts";
import type { Intent } from "./network.ts";
import { wordOf } from "./world.ts";

const journalOf = (kernel: Kernel): StoredEvent[] => {
  const all: StoredEvent[] = [];
  for (
    let rows = readSince(kernel.db, 0, 5000);
    rows.length > 0;
    rows = readSince(kernel.db, all.length, 5000)
  )
    all.push(...rows.map(parseEntry));
  return all;
};

const chain = (kernel: Kernel): string[] => {
  const { error } = verifyJournal(kernel.db);
  return error === null ? [] : [`the chain is broken: ${error}`];
};

const rebuilt = (kernel: Kernel): string[] => {
  const into = openDatabase(":memory:");
  migrate(into, migrations, () => undefined);
  const { storeId, epoch } = kernel;
  replay(kernel.db, into, features, { storeId, epoch });
  const differences = compareTables(kernel.db, into, businessTables(features), 5);
  into.close();
  return differences.map(
    ({ table, key, live, rebuilt: again }) => `${table} ${key}: live ${live}, rebuilt ${again}`,
  );
};

/** Says something of the box at that moment, not of the tap: never stored, so it may be another answer later. */
const isPassing = (word: string): boolean => word.startsWith("rejected unavailable");

/** Done once and "again" ever after; or refused, every time in the same words. */
const oneAnswer = (intents: readonly Intent[]): string[] =>
  intents.flatMap(({ change, answers: given }) => {
    const answers = given.filter((word) => !isPassing(word));
    if (answers.length === 0) return [];
    const done = answers.filter((word) => word === "done").length;
    const kinds = new Set(answers);
    kinds.delete("done");
    const good = done === 1 ? [...kinds].every((word) => word === "again") : done === 0 && kinds.size === 1;
    const lostFirst = done === 0 && kinds.has("again") && kinds.size === 1;
    if (good || lostFirst) return [];
    return [`${change.action} ${change.changeId} of ${change.entityId} was answered: ${answers.join(" | ")}`];
  });

/** What one tap wrote stands together: a second time would stand elsewhere. */
const oneEffect = (journal: readonly StoredEvent[]): string[] => {
  const last = new Map<string, StoredEvent>();
  return journal.flatMap((event) => {
    const before = last.get(event.command);
    last.set(event.command, event);
    const together = !before || (before.seq === event.seq - 1 && before.at === event.at);
    return together || event.command === ""
      ? []
      : [`${event.type} ${event.seq}: its tap had its effect at ${before.seq}`];
  });
};

const moneyEvents = new Set([
  "LinesAdded",
  "LineChanged",
  "LineVoided",
  "DiscountGiven",
  "PaymentCaptured",
  "OrderFinalised",
]);

/** After it was finalised an order's money rests, and what was written then is what its bill says to the end. */
const frozen = (journal: readonly StoredEvent[], orders: ReadonlyMap<string, OrderState>): string[] => {
  const sales = new Map<string, FinalisedSale>();
  const refunds = new Map<string, number>();
  for (const { type, data } of journal)
    if (type === "RefundIssued") {
      const { orderId, total } = data as RefundIssued;
      refunds.set(orderId, (refunds.get(orderId) ?? 0) + total);
    }
  const late = journal.flatMap((event) => {
    if (event.entity !== "order") return [];
    const isLate = sales.has(event.id) && moneyEvents.has(event.type);
    if (event.type === "OrderFinalised") sales.set(event.id, event.data as FinalisedSale);
    return isLate ? [`order ${event.id} had ${event.type} after its money was final`] : [];
  });
  const wrong = [...sales].flatMap(([id, sale]) => {
    const order = orders.get(id);
    const paid = sale.payments.reduce((sum, { amount }) => sum + amount, 0);
    const says = order ? orderMoney(order) : null;
    const refunded = refunds.get(id) ?? 0;
    if (says?.bill.total === sale.total && says.due === refunded && paid === sale.total) return [];
    return [
      `order ${id} was finalised at ${sale.total}, paid ${paid}, and now says ${says?.bill.total}, due ${says?.due}`,
    ];
  });
  return [...late, ...wrong];
};

const ordersOf = (kernel: Kernel): Map<string, OrderState> => {
  const rows = kernel.db.prepare<[], { state: string }>("SELECT state FROM orders").all();
  const states = rows.map(({ state }) => JSON.parse(state) as OrderState);
  return new Map(states.map((state) => [state.id, state]));
};

const occupancy = (kernel: Kernel, orders: ReadonlyMap<string, OrderState>): string[] => {
  const rows = kernel.db
    .prepare<[], { table_id: string; order_ids: string }>("SELECT table_id, order_ids FROM table_occupancy")
    .all();
  const sit = rows.flatMap(({ table_id, order_ids }) =>
    (JSON.parse(order_ids) as string[]).map((id) => `${table_id} ${id}`),
  );
  const open = [...orders.values()].flatMap(({ id, status, tableId }) =>
    tableId === null || status === "completed" || status === "cancelled" ? [] : [`${tableId} ${id}`],
  );
  const [has, wants] = [sit.toSorted().join(", "), open.toSorted().join(", ")];
  return has === wants ? [] : [`tables hold ${has}, open orders sit at ${wants}`];
};

const add = (
  sums: Map<string, number>,
  { method, amount, tip }: Pick<OrderPayment, "method" | "amount" | "tip">,
): void => {
  sums.set(method, (sums.get(method) ?? 0) + amount);
  sums.set(`${method} tips`, (sums.get(`${method} tips`) ?? 0) + tip);
};
const textOf = (sums: ReadonlyMap<string, number>): string =>
  [...sums]
    .filter(([, sum]) => sum !== 0)
    .toSorted()
    .map(([name, sum]) => `${name} ${sum}`)
    .join(", ");

type Money = Pick<OrderPayment, "method" | "amount" | "tip">;
/** What an event moved between hands: taken, given back, taken back, or given on top. */
const moneyOf = (
  { type, id, data }: StoredEvent,
  orders: ReadonlyMap<string, OrderState>,
): readonly Money[] => {
  if (type === "PaymentCaptured") return [(data as { payment: OrderPayment }).payment];
  if (type === "RefundIssued") return (data as RefundIssued).tenders;
  const { paymentId } = data as { paymentId?: string };
  const payment = orders.get(id)?.payments.find((known) => known.id === paymentId);
  if (type === "PaymentVoided" && payment)
    return [{ method: payment.method, amount: -payment.amount, tip: -payment.tip }];
  if (type !== "TipAdded") return [];
  const { tip, method } = data as Pick<OrderEvents["TipAdded"], "tip" | "method">;
  return [{ method, amount: 0, tip: tip.amount }];
};

/** What a check that is not final holds: captured payments, and tips that were given on top of them. */
const openMoney = ({ payments: all, tips = [] }: OrderState): Money[] => {
  const captured = all.filter(({ status }) => status === "captured");
  const later = tips.flatMap(({ paymentId, amount }) => {
    const payment = all.find(({ id }) => id === paymentId);
    return payment ? [{ method: payment.method, amount: 0, tip: amount }] : [];
  });
  return [...captured, ...later];
};

/** Every captured payment is in the roll-up of its method, or on an order that is not final yet. */
const payments = (
  kernel: Kernel,
  journal: readonly StoredEvent[],
  orders: ReadonlyMap<string, OrderState>,
): string[] => {
  const taken = new Map<string, number>();
  for (const event of journal) for (const money of moneyOf(event, orders)) add(taken, money);
  const booked = new Map<string, number>();
  const rows = kernel.db
    .prepare<[], { method: OrderPayment["method"]; amount: number; tip: number }>(
      "SELECT method, amount, tips AS tip FROM sales_by_method",
    )
    .all();
  for (const row of rows) add(booked, row);
  for (const order of orders.values())
    if (order.receiptNumber === null) for (const money of openMoney(order)) add(booked, money);
  const [has, wants] = [textOf(booked), textOf(taken)];
  return has === wants ? [] : [`payments in the journal: ${wants}; in the books: ${has}`];
};

/** Receipts in the order in which they were given, none left out. */
const receipts = (journal: readonly StoredEvent[]): string[] => {
  const numbers = journal.flatMap(({ type, data }) =>
    type === "OrderFinalised" ? [Number((data as FinalisedSale).receiptNumber.split("-")[1])] : [],
  );
  const gap = numbers.findIndex((number, index) => number !== index + 1);
  return gap === -1 ? [] : [`receipt ${gap + 1} is missing or doubled`];
};

const fingerprint = (kernel: Kernel): string => {
  const answers = kernel.db.prepare("SELECT * FROM answers ORDER BY command").all();
  return `${kernel.headSeq()} ${JSON.stringify(answers)}`;
};

/** All taps once more, at the very end: the same answers, and not a byte is written. */
const silent = async (kernel: Kernel, intents: readonly Intent[]): Promise<string[]> => {
  const quiet = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
  };
  const before = fingerprint(kernel);
  for (const { change, deviceId, actor, answers } of intents) {
    if (answers.some(isPassing)) continue;
    const [result] = await processChanges(kernel, [change], { deviceId, actor }, quiet);
    if (result) answers.push(wordOf(result));
  }
  return fingerprint(kernel) === before
    ? []
    : ["taps that were answered before changed something when they came again"];
};

/** Everything that is wrong with this world; nothing, if all holds. */
export const faultsOf = async (kernel: Kernel, intents: readonly Intent[]): Promise<string[]> => {
  const again = await silent(kernel, intents);
  const journal = journalOf(kernel);
  const orders = ordersOf(kernel);
  return [
    ...again,
    ...chain(kernel),
    ...oneAnswer(intents),
    ...oneEffect(journal),
    ...frozen(journal, orders),
    ...occupancy(kernel, orders),
    ...payments(kernel, journal, orders),
    ...receipts(journal),
    ...rebuilt(kernel),
  ];
};
