/** What a device may send as intents of an order, and the commands they stand for. */
import { Id } from "@tillbox/shared/contract/common.ts";
import { InvoiceInput } from "@tillbox/shared/contract/invoice.ts";
import { RewardUseInput } from "@tillbox/shared/contract/loyalty.ts";
import {
  DiscountInput,
  LineChangeInput,
  LinesAddInput,
  OrderChangeInput,
  OrderOpenInput,
  PaymentInput,
  ReasonInput,
  SendInput,
  StatusInput,
  TransferInput,
} from "@tillbox/shared/contract/order.ts";
import {
  CompInput,
  CoursesInput,
  DiscountChangeInput,
  MergeInput,
  MoveItemsInput,
  OrderSplitInput,
} from "@tillbox/shared/contract/order-moves.ts";
import { lineStatuses } from "@tillbox/shared/contract/order-words.ts";
import { PaymentVoidInput, TipInput } from "@tillbox/shared/contract/payment.ts";
import { RefundInput } from "@tillbox/shared/contract/refund.ts";
import { ExchangeInput, SaleInput } from "@tillbox/shared/contract/sale.ts";
import { TermsInput } from "@tillbox/shared/contract/terms.ts";
import { newId } from "@tillbox/shared/id.ts";
import { z } from "zod";
import { intentsOf } from "../../kernel/intent.ts";
import type { Intent } from "../../kernel/types.ts";
import { changeOrder, openOrder, toOpenOrder, transferOrder } from "./commands.ts";
import { toComp, toDiscountChange } from "./discount-routes.ts";
import { changeDiscount, giveComp, giveDiscount } from "./discounts/commands.ts";
import { writeInvoice } from "./invoices/commands.ts";
import { cashInstead, saleCashInstead } from "./late-cash/commands.ts";
import { addLines, changeLine, voidLine } from "./lines/commands.ts";
import { payOrder } from "./money/commands.ts";
import { toPortions, toSplit } from "./move-routes.ts";
import { mergeOrders, moveItems, splitOrder } from "./moves/commands.ts";
import { addTip, voidPayment } from "./payments/commands.ts";
import { complete } from "./pricing.ts";
import { refundOrder } from "./refunds/commands.ts";
import { giveReward, removeDiscount } from "./rewards/commands.ts";
import { exchangeGoods, sell } from "./sales/commands.ts";
import { setTerms } from "./terms/commands.ts";
import { fireOrder, holdOrder, moveLines, moveOrder, sendOrder } from "./workflow/commands.ts";

const intent = intentsOf("order");
const withItem = { itemId: Id };
/** As over HTTP, or wrapped. */
const GivenDiscount = z.union([DiscountInput, z.strictObject({ discount: DiscountInput })]);

export const orderIntents: readonly Intent[] = [
  // Who opened a check before the box knew of the table's other one gets one of their own; who waits for the answer is asked.
  intent("create", OrderOpenInput, openOrder, (id, body, attended) =>
    toOpenOrder(id, attended ? body : { ...body, newCheck: true }),
  ),
  intent("update", OrderChangeInput, changeOrder, (id, { commandId: _commandId, ...fields }) => ({
    id,
    ...fields,
  })),
  intent("delete", ReasonInput, moveOrder, (id, body) => ({
    id,
    status: "cancelled" as const,
    reason: body.reason ?? null,
  })),
  intent("cancel", ReasonInput, moveOrder, (id, body) => ({
    id,
    status: "cancelled" as const,
    reason: body.reason ?? null,
  })),
  intent("status", StatusInput, moveOrder, (id, body) => ({
    id,
    status: body.status,
    reason: body.reason ?? null,
  })),
  intent("add-items", LinesAddInput, addLines, (id, body) => ({
    id,
    items: complete(body.items),
    send: body.send ?? false,
  })),
  intent(
    "change-item",
    LineChangeInput.extend(withItem),
    changeLine,
    (id, { itemId, commandId: _commandId, ...change }) => ({ id, itemId, change }),
  ),
  intent("void-item", ReasonInput.extend(withItem), voidLine, (id, body) => ({
    id,
    itemId: body.itemId,
    reason: body.reason ?? null,
  })),
  intent("send", SendInput, sendOrder, (id, body) => ({ id, courses: body.courses })),
  intent("hold", CoursesInput, holdOrder, (id, { courses, itemIds }) => ({ id, courses, itemIds })),
  intent("fire", CoursesInput, fireOrder, (id, { courses, itemIds }) => ({ id, courses, itemIds })),
  intent("split", OrderSplitInput, splitOrder, toSplit),
  intent("move-items", MoveItemsInput, moveItems, (id, body) => ({
    id,
    toOrderId: body.toOrderId,
    items: toPortions(body.items),
  })),
  intent("merge", MergeInput, mergeOrders, (id, { fromOrderId }) => ({ id, fromOrderId })),
  intent("discount", GivenDiscount, giveDiscount, (id, body) => {
    const discount = "discount" in body ? body.discount : body;
    return { id, discountId: discount.id ?? newId(), discount };
  }),
  intent("reward", RewardUseInput, giveReward, (id, { rewardId, itemId, id: discountId = newId() }) => ({
    id,
    discountId,
    rewardId,
    itemId,
  })),
  intent("remove-discount", z.strictObject({ discountId: Id }), removeDiscount, (id, { discountId }) => ({
    id,
    discountId,
  })),
  intent("change-discount", DiscountChangeInput.extend({ discountId: Id }), changeDiscount, toDiscountChange),
  intent("comp", CompInput, giveComp, toComp),
  intent("transfer", TransferInput, transferOrder, (id, body) => ({
    id,
    tableId: body.tableId,
    userId: body.userId,
  })),
  {
    ...intent("pay", PaymentInput, payOrder, (id, body, attended, taken) => ({
      id,
      paymentId: body.id ?? newId(),
      payment: body,
      // Whoever waits for a share of a split is told what the box made of it, and gives change by that.
      taken: attended && body.split ? undefined : taken,
    })),
    instead: cashInstead,
  },
  intent("void-payment", PaymentVoidInput.extend({ paymentId: Id }), voidPayment, (id, body) => ({
    id,
    paymentId: body.paymentId,
    reason: body.reason,
  })),
  intent("add-tip", TipInput.extend({ paymentId: Id }), addTip, (id, body) => ({
    id,
    paymentId: body.paymentId,
    tipId: body.id ?? newId(),
    amount: body.amount,
  })),
  {
    ...intent(
      "sell",
      SaleInput.omit({ id: true }),
      sell,
      (id, { commandId: _commandId, payment, ...sale }, attended, taken) => ({
        id,
        paymentId: payment.id ?? newId(),
        sale,
        payment,
        taken: attended ? undefined : taken,
      }),
    ),
    instead: saleCashInstead,
  },
  intent("exchange", ExchangeInput, exchangeGoods, (id, body) => ({
    id,
    refundId: body.refundId ?? newId(),
    saleId: body.sale.id ?? newId(),
    paymentId: body.sale.paymentId ?? newId(),
    exchange: body,
  })),
  intent("set-terms", TermsInput, setTerms, (id, { commandId: _commandId, ...terms }) => ({ id, terms })),
  intent("invoice", InvoiceInput, writeInvoice, (id, body) => ({
    id,
    invoiceId: body.id ?? newId(),
    invoice: body,
  })),
  intent("refund", RefundInput, refundOrder, (id, body) => ({
    id,
    refundId: body.id ?? newId(),
    refund: body,
  })),
  intent(
    "kitchen",
    z.strictObject({ itemIds: z.array(Id).min(1).max(500), status: z.enum(lineStatuses) }),
    moveLines,
    (id, body) => ({ id, ...body }),
  ),
];
