/** What a device may send as intents of customers: guests give their number at the table, with or without the box. */
import { CustomerChange, CustomerInput } from "@tillbox/shared/contract/customer.ts";
import { intentsOf } from "../../kernel/intent.ts";
import type { Intent } from "../../kernel/types.ts";
import { changeCustomer, createCustomer } from "./commands.ts";

const intent = intentsOf("customer");

export const customerIntents: readonly Intent[] = [
  intent("create", CustomerInput, createCustomer, (id, { id: _id, commandId: _commandId, ...words }) => ({
    id,
    words,
  })),
  intent("update", CustomerChange, changeCustomer, (id, { commandId: _commandId, ...words }) => ({
    id,
    words,
  })),
];
