/** What a device may send as intents of customers: guests give their number at the table, with or without the box. */
import { Id } from "@tillbox/shared/contract/common.ts";
import { CustomerChange, CustomerInput, EraseInput } from "@tillbox/shared/contract/customer.ts";
import { z } from "zod";
import { intentsOf } from "../../kernel/intent.ts";
import type { Command, Intent } from "../../kernel/types.ts";
import { changeCustomer, createCustomer, removeCustomer } from "./commands.ts";
import { eraseCustomer, eraseGuest, eraseReservationGuest, eraseWaitGuest } from "./erasing/commands.ts";

const intent = intentsOf("customer");
const Nothing = z.strictObject({ commandId: Id.optional() });
const guestOf = (entityType: string, command: Command<{ id: string }>): Intent =>
  intentsOf(entityType)("erase-guest", Nothing, command, (id) => ({ id }));

export const customerIntents: readonly Intent[] = [
  intent("create", CustomerInput, createCustomer, (id, { id: _id, commandId: _commandId, ...words }) => ({
    id,
    words,
  })),
  intent("update", CustomerChange, changeCustomer, (id, { commandId: _commandId, ...words }) => ({
    id,
    words,
  })),
  intent("delete", Nothing, removeCustomer, (id) => ({ id })),
  intent("erase", EraseInput, eraseCustomer, (id, { reason }) => ({ id, reason: reason ?? null })),
  guestOf("order", eraseGuest),
  guestOf("reservation", eraseReservationGuest),
  guestOf("waitlist-entry", eraseWaitGuest),
];
