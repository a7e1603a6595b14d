/**
 * Selling without a check: items and their payment in one command, one commit. An exchange is that and a refund together: two documents
 * as ever, settled by one method, so that only the difference changes hands and both days' figures tie.
 */
import type { ExchangeInput, SaleInput } from "@tillbox/shared/contract/sale.ts";
import { conflict, invalid, Refusal, within } from "@tillbox/shared/refusal.ts";
import type { Command, Context, EventDraft, StoredEvent } from "../../../kernel/types.ts";
import { refunds } from "../../refund/rows.ts";
import { orderMoney } from "../bill.ts";
import { openingEvents, openOrder, toOpenOrder } from "../commands.ts";
import { orderDecision } from "../effects/rows.ts";
import { findOrder, orderTarget } from "../facts/rows.ts";
import { paymentFacts } from "../money/commands.ts";
import { evolve, type OrderState } from "../order.ts";
import { checkTaken, decidePay, handedBy } from "../payment.ts";
import { findPayment } from "../payment-life.ts";
import { planOf, refundEvents } from "../refunds/commands.ts";
import { isStored, type Returned, storedValueFor, withReturned } from "../stored-value/rows.ts";
import { orderText, orderView, paymentView } from "../view.ts";

export type Goods = Pick<SaleInput, "type" | "customerId" | "customerName" | "notes" | "items">;
export type SaleRequest = {
  id: string;
  paymentId: string;
  sale: Goods;
  payment: SaleInput["payment"];
  /** Minor units of cash in the drawer for it, where the device said. */
  taken?: number | undefined;
};

const opening = (id: string, { type, ...goods }: Goods) =>
  toOpenOrder(id, { ...goods, type: type ?? "takeaway" });

/** The order as its first events make it. */
export const opened = (events: readonly EventDraft[], id: string, { at, actor }: Context): OrderState =>
  events
    .filter((event) => event.entity === "order" && event.id === id)
    .reduce<OrderState | undefined>(
      (order, draft) => evolve(order, { ...draft, at, actor: actor.userId, seq: 0 } as StoredEvent),
      undefined,
    ) as OrderState;

export const goodsEvents = ({ id, sale }: Pick<SaleRequest, "id" | "sale">, context: Context): EventDraft[] =>
  openingEvents(opening(id, sale), context);

/** What no station has to make is over the counter when it is paid: nobody would ever mark it as served. */
export const isHandedOver = ({ lines }: OrderState): boolean =>
  lines.every(({ stations }) => stations.length === 0);

type Paying = Pick<SaleRequest, "id" | "paymentId" | "payment">;
/** `back`: what the same command gives back, which the same card or account can pay with. */
const payEvents = (
  { id, paymentId, payment }: Paying,
  goods: readonly EventDraft[],
  context: Context,
  back: readonly Returned[] = [],
): EventDraft[] => {
  const order = opened(goods, id, context);
  const stored = withReturned(storedValueFor(context, payment), back);
  const paid = paymentFacts(context, paymentId, order);
  const completes = paid.completes || isHandedOver(order);
  const facts = { ...paid, completes, stored };
  if (orderMoney(order).due === 0) throw conflict("There is nothing to pay. Open an order instead.");
  return decidePay(order, payment, facts);
};

const saleEvents = (request: SaleRequest, context: Context): EventDraft[] => {
  const { id, payment, taken } = request;
  const goods = goodsEvents(request, context);
  const paid = within("payment", () => payEvents(request, goods, context));
  const events = [...goods, ...paid];
  return payment.method === "cash"
    ? checkTaken(events, taken, opened(goods, id, context), undefined)
    : events;
};

export const salePermission = (
  { id, sale }: Pick<SaleRequest, "id" | "sale">,
  context: Context,
): string | null => {
  if (!context.actor.permissions.has("payment.take")) return "payment.take";
  const { permission } = openOrder;
  return typeof permission === "function" ? permission(opening(id, sale), context) : permission;
};

export const sell: Command<SaleRequest> = {
  name: "order.sell",
  permission: salePermission,
  decide: (request, context) => {
    const { id, paymentId } = request;
    return orderDecision(context, id, saleEvents(request, context), (reads) => {
      const order = findOrder(reads, id);
      const payment = JSON.stringify(paymentView(order, findPayment(order, paymentId)));
      return `{"order":${orderText(order)},"payment":${payment}}`;
    });
  },
};

export type ExchangeRequest = {
  id: string;
  refundId: string;
  saleId: string;
  paymentId: string;
  exchange: ExchangeInput;
};

/** The card or the account that pays for the new goods is the one that gets back what the old ones were worth. */
const refundRequest = ({ id, refundId, exchange }: ExchangeRequest) => {
  const { items, reason, method, reference } = exchange;
  const to = isStored(exchange) && reference !== undefined ? { reference } : {};
  return { id, refundId, refund: { items, reason, method, ...to } };
};

type Settled = { events: EventDraft[]; isOther: boolean; back: number; handed: number };
/** Cash that comes back stays on the table for the new goods; with what is given it is what was tendered for them. */
const settle = (request: ExchangeRequest, context: Context): Settled => {
  const { exchange, saleId, paymentId } = request;
  const plan = planOf(refundRequest(request), context);
  const back = plan.tenders.reduce((sum, { amount, tip, rounding }) => sum + amount + tip + rounding, 0);
  const { method, tendered, reference } = exchange;
  if (method !== "cash" && tendered !== undefined) throw invalid("tendered", "goes with cash only");
  const goods = within("sale", () => goodsEvents({ id: saleId, sale: exchange.sale }, context));
  const pay = (cash: number | undefined): EventDraft[] => {
    const payment = {
      method,
      ...(reference === undefined ? {} : { reference }),
      ...(cash === undefined ? {} : { tendered: cash }),
    };
    return [...goods, ...payEvents({ id: saleId, paymentId, payment }, goods, context, plan.tenders)];
  };
  const handed = handedBy(pay(undefined));
  if (tendered !== undefined && back + tendered < handed)
    throw invalid("tendered", `is less than the difference of ${handed - back}`);
  const events = method === "cash" ? pay(Math.max(handed, back + (tendered ?? 0))) : pay(undefined);
  return { events, isOther: plan.isOther, back, handed };
};

const settledOrNull = (request: ExchangeRequest, context: Context): Settled | null => {
  try {
    return settle(request, context);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
};

export const exchangeGoods: Command<ExchangeRequest> = {
  name: "order.exchange",
  permission: (request, context) => {
    const lacks = salePermission({ id: request.saleId, sale: request.exchange.sale }, context);
    // A manager's word for selling is none for what goes back, so it is not to be had here.
    if (lacks !== null && !context.actor.permissions.has(lacks))
      throw new Refusal("forbidden", `This needs the permission ${lacks}. Ask a manager.`, {
        permission: lacks,
      });
    const settled = settledOrNull(request, context);
    return settled?.isOther && settled.back > settled.handed ? "payment.refund-other" : "payment.refund";
  },
  approvable: true,
  approvalAmount: (request, context) => settledOrNull(request, context)?.back ?? 0,
  target: orderTarget,
  decide: (request, context) => {
    const { id, saleId } = request;
    if (id === saleId)
      throw conflict("The new sale needs an id of its own.", orderView(findOrder(context.reads, id)));
    const { events, back, handed } = settle(request, context);
    const all = [...refundEvents(refundRequest(request), context), ...events];
    return orderDecision(context, id, all, (reads) => {
      const refund = reads.get(refunds, request.refundId);
      const sale = findOrder(reads, saleId);
      const change = Math.max(0, findPayment(sale, request.paymentId).change);
      const texts = [
        `"refund":${refund ? refunds.view(refund, reads) : "null"}`,
        `"order":${orderText(findOrder(reads, id))}`,
        `"sale":${orderText(sale)}`,
        `"net":${handed - back},"change":${change}`,
      ];
      return `{${texts.join(",")}}`;
    });
  },
};
