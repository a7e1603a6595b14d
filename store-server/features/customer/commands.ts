/** Commands of customers, and of erasing people: a customer with all their orders' words, or the guest of one order. */
import type { CustomerChange, CustomerInput } from "@tillbox/shared/contract/customer.ts";
import { conflict, notFound } from "@tillbox/shared/refusal.ts";
import { query } from "../../kernel/database.ts";
import { erasePerson, personOf, seal, unseal } from "../../kernel/personal.ts";
import type { Command, EventDraft, Reads } from "../../kernel/types.ts";
import { type OrderState, orders } from "../order/rows.ts";
import { decideChange, decideCreate, decideErase, decideRemove, type Seals } from "./customer.ts";
import { customers, findCustomer } from "./rows.ts";

type Words = Omit<CustomerInput, "id" | "commandId">;
type Changes = Omit<CustomerChange, "commandId">;

const sealsOf = ({ db }: Reads, person: string): Seals => ({
  seal: (text) => seal(db, person, text),
  open: (text) => unseal(db, text),
});
const ordersOf = query<[string], { id: string; open: number }>(
  "SELECT id, open FROM orders WHERE customer_id = ? ORDER BY number",
);
const findOrder = (reads: Reads, id: string): OrderState => {
  const order = reads.get(orders, id);
  if (!order) throw notFound("order", id);
  return order;
};
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
    events: decideRemove(findCustomer(reads, id), ordersOf.get(reads.db, id) !== undefined),
    answer: () => "null",
    alongside: (db) => erasePerson(db, id),
  }),
};

/** The order, and others whose words it took over in a split or merge; never a customer, who has a key of their own. */
const peopleOf = (reads: Reads, { id, customerName, notes }: OrderState): string[] => {
  const named = [customerName, notes].map((text) => (text === null ? null : personOf(text)));
  return [id, ...named].filter((person) => person !== null && !reads.get(customers, person)) as string[];
};

const guestErased = (id: string): EventDraft => ({ entity: "order", id, type: "GuestErased", data: {} });

/** The keys of the person and of the words on all their orders go; open orders forget the name, so that every screen does. */
export const eraseCustomer: Command<{ id: string; reason: string | null }> = {
  name: "customer.erase",
  permission: "customer.erase",
  target,
  decide: ({ id, reason }, { reads }) => {
    const events = decideErase(findCustomer(reads, id), reason);
    const theirs = ordersOf.all(reads.db, id);
    const words = theirs.flatMap((order) => peopleOf(reads, findOrder(reads, order.id)));
    return {
      events: [...events, ...theirs.filter(({ open }) => open === 1).map((order) => guestErased(order.id))],
      answer: answer({ id }),
      alongside: (db) => {
        for (const person of new Set([id, ...words])) erasePerson(db, person);
      },
    };
  },
};

/** A guest who is nobody's customer: the name and note of one order. */
export const eraseGuest: Command<{ id: string }> = {
  name: "order.erase-guest",
  permission: "customer.erase",
  target: ({ id }) => ({ entity: "order", id }),
  decide: ({ id }, { reads }) => {
    const order = findOrder(reads, id);
    const people = peopleOf(reads, order);
    if (order.customerId)
      throw conflict("This order belongs to a customer. Erase the customer instead.", {
        customerId: order.customerId,
      });
    return {
      events: [guestErased(id)],
      answer: { entity: "order", id },
      alongside: (db) => {
        for (const person of people) erasePerson(db, person);
      },
    };
  },
};
