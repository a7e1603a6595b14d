/**
 * What an order's events do to other things. Every command of an order answers through `orderDecision`: it folds the command's events
 * once, holds each order as it was against what it becomes, and appends what follows for tables, stock, cards and points, as events of
 * theirs in the same transaction. An effect looks at the difference, never at the name of a command, so it is right for each of them.
 */
import type { Context, Decision, EventDraft, StoredEvent } from "../../../kernel/types.ts";
import { stockEvents } from "../../menu/rows.ts";
import { partyEvents } from "../../reservation/rows.ts";
import { evolve, isOpen, type OrderState } from "../order.ts";
import { pointsEvents } from "../points/rows.ts";
import { returnedOf } from "../restock.ts";
import { orders } from "../rows.ts";
import { leavingEvents } from "../seating/rows.ts";
import { demandOf } from "../stock-demand.ts";
import { storedValueEvents } from "../stored-value/rows.ts";

/** One order of a command. `before` is undefined for an order that is opened by it. */
export type OrderChange = {
  before: OrderState | undefined;
  after: OrderState;
  /** Its own events, in order. */
  events: readonly EventDraft[];
};
/** All orders that one command changes, so that what only moves between two of them cancels out. */
type OrderEffect = (changes: readonly OrderChange[], context: Context) => EventDraft[];

const seatOf = (order: OrderState | undefined): string | null =>
  order && isOpen(order) ? order.tableId : null;

const leaving: OrderEffect = (changes, { reads }) =>
  leavingEvents(
    reads,
    changes.map(({ before, after }) => ({
      orderId: after.id,
      from: seatOf(before),
      to: seatOf(after),
      ends: !isOpen(after),
    })),
  );

const stock: OrderEffect = (changes, { reads }) =>
  stockEvents(reads, [...demandOf(changes), ...returnedOf(changes)]);

/** A party that was expected, or waited, goes with its order. */
const parties: OrderEffect = (changes, context) =>
  partyEvents(
    context,
    changes.flatMap(({ before, after }) =>
      before && isOpen(before) && !isOpen(after)
        ? [
            {
              orderId: after.id,
              cancelled: after.status === "cancelled",
              goesOnAs: after.mergedInto?.id ?? null,
            },
          ]
        : [],
    ),
  );
const effects: readonly OrderEffect[] = [leaving, parties, stock, pointsEvents, storedValueEvents];

const changesOf = (events: readonly EventDraft[], { reads, at, actor }: Context): OrderChange[] => {
  const own = Map.groupBy(
    events.filter((event) => event.entity === orders.name),
    (event) => event.id,
  );
  return [...own].map(([id, drafts]) => {
    const before = reads.get(orders, id);
    const fold = (order: OrderState | undefined, draft: EventDraft): OrderState =>
      evolve(order, { ...draft, at, actor: actor.userId, seq: before?.version ?? 0 } as StoredEvent);
    return { before, after: drafts.reduce(fold, before) as OrderState, events: drafts };
  });
};

/** The events of a command with all that follows from them. Throws `Refusal` where something else says no (stock, a card). */
export const withEffects = (events: readonly EventDraft[], context: Context): EventDraft[] => {
  const changes = changesOf(events, context);
  return [...events, ...effects.flatMap((effect) => effect(changes, context))];
};

/** Answers with the order `id`, or as `answer` says. */
export const orderDecision = (
  context: Context,
  id: string,
  events: readonly EventDraft[],
  answer: Decision["answer"] = { entity: orders.name, id },
): Decision => ({ events: withEffects(events, context), answer });
