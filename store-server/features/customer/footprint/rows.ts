/**
 * Where a customer left words in the store: orders, reservations, the waitlist, accounts, gift cards. What is handed out about a person
 * and what is erased with them is found in one place, so that the one cannot forget what the other knows.
 */
import { conflict } from "@tillbox/shared/refusal.ts";
import { query } from "../../../kernel/database.ts";
import { peopleIn } from "../../../kernel/personal.ts";
import type { BaseState, Entity, EventDraft, Reads } from "../../../kernel/types.ts";
import { accounts } from "../../account/rows.ts";
import { giftCards } from "../../gift-card/rows.ts";
import { inbox } from "../../inbox/rows.ts";
import { isOpen, orders } from "../../order/rows.ts";
import { reservations, waitlist } from "../../reservation/rows.ts";
import { customers } from "../rows.ts";

type Row = { state: string };
type Source = {
  entity: Entity;
  of: ReturnType<typeof query<[string], Row>>;
  /** The event after which the thing says nothing of its guest any more, where screens still show it. */
  forgetting?(state: BaseState): EventDraft[];
};

const words = { name: null, phone: null, notes: null };
const event = (entity: string, id: string, type: string, data: Record<string, unknown>): EventDraft[] => [
  { entity, id, type, data },
];
const sourceOf = <S extends BaseState>(
  entity: Entity<S>,
  where: string,
  forgetting?: (state: S) => EventDraft[],
): Source => ({
  entity,
  of: query<[string], Row>(`SELECT state FROM ${entity.table} WHERE ${where} = ? ORDER BY version`),
  ...(forgetting ? { forgetting } : {}),
});
const inState = "json_extract(state, '$.customerId')";

const sources = {
  orders: sourceOf(orders, "customer_id", (order) =>
    isOpen(order) ? event("order", order.id, "GuestErased", {}) : [],
  ),
  reservations: sourceOf(reservations, inState, ({ id, held }) =>
    event("reservation", id, "ReservationChanged", { ...words, held }),
  ),
  waitlist: sourceOf(waitlist, inState, ({ id }) => event("waitlist-entry", id, "WaitlistChanged", words)),
  accounts: sourceOf(accounts, "customer_id"),
  giftCards: sourceOf(giftCards, "customer_id"),
  inbox: sourceOf(inbox, "COALESCE(json_extract(state, '$.data.customerId'), entity_id)"),
} as const satisfies Record<string, Source>;
export type Footprint = keyof typeof sources;
const names = Object.keys(sources) as Footprint[];

const statesOf = (source: Source, reads: Reads, customerId: string): BaseState[] =>
  source.of.all(reads.db, customerId).map(({ state }) => JSON.parse(state) as BaseState);

/** JSON texts of all views, still sealed, by kind. */
export const footprintOf = (reads: Reads, customerId: string): Record<Footprint, string[]> =>
  Object.fromEntries(
    names.map((name) => {
      const source: Source = sources[name];
      return [name, statesOf(source, reads, customerId).map((state) => source.entity.view(state, reads))];
    }),
  ) as Record<Footprint, string[]>;

export const hasFootprint = (reads: Reads, customerId: string): boolean =>
  names.some((name) => sources[name].of.get(reads.db, customerId) !== undefined);

/** Whose keys the words of a thing are sealed with: its own, and others that it took over; never another customer's. */
export const keysOf = (reads: Reads, state: BaseState): string[] =>
  [...new Set([state.id, ...peopleIn(JSON.stringify(state))])].filter(
    (person) => reads.get(customers, person) === undefined,
  );

/** The inbox's own keys for words about a thing that were kept before there was one. */
export const keptKeysOf = (reads: Reads, id: string): string[] =>
  statesOf(sources.inbox, reads, id).map((item) => item.id);

/** What erasing a customer takes along: the keys of their words, and the events after which no screen shows them. */
export const tracesOf = (reads: Reads, customerId: string): { keys: string[]; events: EventDraft[] } => {
  const found = names.flatMap((name) => {
    const source: Source = sources[name];
    return statesOf(source, reads, customerId).map((state) => ({ source, state }));
  });
  return {
    keys: [...new Set([customerId, ...found.flatMap(({ state }) => keysOf(reads, state))])],
    events: found.flatMap(({ source, state }) => source.forgetting?.(state) ?? []),
  };
};

/** Who owes is known until they paid: the name is what the claim stands on. */
export const checkOwesNothing = (reads: Reads, customerId: string): void => {
  for (const account of statesOf(sources.accounts, reads, customerId)) {
    const { balance } = account as BaseState & { balance: number };
    if (balance !== 0)
      throw conflict("This customer has an unsettled house account. Settle it first, then erase.", {
        accountId: account.id,
        balance,
      });
  }
};
