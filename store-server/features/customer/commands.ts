/** Commands of customers: added, changed, and removed again where it was a mistake. */
import type { CustomerChange, CustomerInput } from "@tillbox/shared/contract/customer.ts";
import { conflict } from "@tillbox/shared/refusal.ts";
import { erasePerson, seal, unseal } from "../../kernel/personal.ts";
import type { Command, Reads } from "../../kernel/types.ts";
import { decideChange, decideCreate, decideRemove, type Seals } from "./customer.ts";
import { hasFootprint } from "./footprint/rows.ts";
import { customers, findCustomer } from "./rows.ts";

type Words = Omit<CustomerInput, "id" | "commandId">;
type Changes = Omit<CustomerChange, "commandId">;

const sealsOf = ({ db }: Reads, person: string): Seals => ({
  seal: (text) => seal(db, person, text),
  open: (text) => unseal(db, text),
});
const target = ({ id }: { id: string }) => ({ entity: "customer", id });
const answer = target;

export const createCustomer: Command<{ id: string; words: Words }> = {
  name: "customer.create",
  permission: "customer.edit",
  decide: ({ id, words }, { reads }) => {
    const taken = reads.get(customers, id);
    if (taken) throw conflict("There is a customer with this id already.", { id, version: taken.version });
    return { events: decideCreate(id, words, sealsOf(reads, id)), answer: answer({ id }) };
  },
};

export const changeCustomer: Command<{ id: string; words: Changes }> = {
  name: "customer.change",
  permission: "customer.edit",
  target,
  decide: ({ id, words }, { reads }) => ({
    events: decideChange(findCustomer(reads, id), words, sealsOf(reads, id)),
    answer: answer({ id }),
  }),
};

/** Somebody who was added by mistake: gone with their key. Whoever has orders is erased instead. */
export const removeCustomer: Command<{ id: string }> = {
  name: "customer.remove",
  permission: "customer.erase",
  target,
  decide: ({ id }, { reads }) => ({
    events: decideRemove(findCustomer(reads, id), hasFootprint(reads, id)),
    answer: () => "null",
    alongside: (db) => erasePerson(db, id),
  }),
};
