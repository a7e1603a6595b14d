/** Erasing people: a customer with all words that they left, or the guest of one order, reservation or place in the line. */
import { conflict, notFound } from "@tillbox/shared/refusal.ts";
import { erasePerson } from "../../../kernel/personal.ts";
import type { BaseState, Command, Entity, EventDraft } from "../../../kernel/types.ts";
import { orders } from "../../order/rows.ts";
import { reservations, waitlist } from "../../reservation/rows.ts";
import { decideErase } from "../customer.ts";
import { checkOwesNothing, keptKeysOf, keysOf, tracesOf } from "../footprint/rows.ts";
import { findCustomer } from "../rows.ts";

/** The keys of the person and of all their words go, and every screen forgets the name. Amounts stay. */
export const eraseCustomer: Command<{ id: string; reason: string | null }> = {
  name: "customer.erase",
  permission: "customer.erase",
  target: ({ id }) => ({ entity: "customer", id }),
  decide: ({ id, reason }, { reads }) => {
    const events = decideErase(findCustomer(reads, id), reason);
    checkOwesNothing(reads, id);
    const traces = tracesOf(reads, id);
    return {
      events: [...events, ...traces.events],
      answer: { entity: "customer", id },
      alongside: (db) => {
        for (const person of traces.keys) erasePerson(db, person);
      },
    };
  },
};

type Guested = BaseState & { customerId?: string | null };

/** A guest who is nobody's customer, erased from one thing that names them. */
const eraseGuestOf = <S extends Guested>(
  entity: Entity<S>,
  label: string,
  forgetting: (state: S) => Omit<EventDraft, "entity" | "id">,
): Command<{ id: string }> => ({
  name: `${entity.name}.erase-guest`,
  permission: "customer.erase",
  target: ({ id }) => ({ entity: entity.name, id }),
  decide: ({ id }, { reads }) => {
    const state = reads.get(entity, id);
    if (!state) throw notFound(label, id);
    const { customerId } = state;
    if (customerId)
      throw conflict(`This ${label} belongs to a customer. Erase the customer instead.`, { customerId });
    const keys = [...keysOf(reads, state), ...keptKeysOf(reads, id)];
    return {
      events: [{ entity: entity.name, id, ...forgetting(state) }],
      answer: { entity: entity.name, id },
      alongside: (db) => {
        for (const person of keys) erasePerson(db, person);
      },
    };
  },
});

const words = { name: null, phone: null, notes: null };
export const eraseGuest = eraseGuestOf(orders, "order", () => ({ type: "GuestErased", data: {} }));
export const eraseReservationGuest = eraseGuestOf(reservations, "reservation", ({ held }) => ({
  type: "ReservationChanged",
  data: { ...words, held },
}));
export const eraseWaitGuest = eraseGuestOf(waitlist, "waitlist entry", () => ({
  type: "WaitlistChanged",
  data: words,
}));
