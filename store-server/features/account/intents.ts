/** What a device may send as intents of a house account. Charging one is a payment of the order. */
import {
  AccountAdjustInput,
  AccountBlockInput,
  AccountChange,
  AccountInput,
  AccountInvoiceInput,
  AccountSettleInput,
} from "@tillbox/shared/contract/account.ts";
import { newId } from "@tillbox/shared/id.ts";
import { intentsOf } from "../../kernel/intent.ts";
import type { Intent } from "../../kernel/types.ts";
import {
  adjustAccount,
  blockAccount,
  changeAccount,
  invoiceAccount,
  openAccount,
  settleAccount,
} from "./commands.ts";

const intent = intentsOf("account");

export const accountIntents: readonly Intent[] = [
  intent("create", AccountInput, openAccount, (id, { commandId: _commandId, ...body }) => ({ ...body, id })),
  intent("update", AccountChange, changeAccount, (id, { commandId: _commandId, ...fields }) => ({
    id,
    fields,
  })),
  intent("block", AccountBlockInput, blockAccount, (id, { blocked, reason }) => ({ id, blocked, reason })),
  intent("settle", AccountSettleInput, settleAccount, (id, { amount, tender }) => ({ id, amount, tender })),
  intent("adjust", AccountAdjustInput, adjustAccount, (id, { amount, reason }) => ({ id, amount, reason })),
  intent("invoice", AccountInvoiceInput, invoiceAccount, (id, body) => ({
    id,
    invoiceId: body.id ?? newId(),
  })),
];
