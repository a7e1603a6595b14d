/**
 * Cash that was taken is in the books, once and to the cent, or was given back on the spot: whoever took it was told no, there and then.
 * It never ends as a mere refusal that somebody finds in the inbox. Counted by the id of the payment, which the tap brought, and by
 * what it says was taken.
 */
import type { OrderPayment } from "@tillbox/store-server/features/order/rows.ts";
import type { TapRecord } from "../world.ts";
import { type Books, isDone, statesOf } from "./books.ts";

type Cash = { id: string; amount: number | undefined; hand: number };
/** What a tap says of cash; null where it is none, or does not say how much of it stays in the drawer. */
const cashOf = ({ change: { entityType, action, data, taken } }: TapRecord): Cash | null => {
  const { method, id, amount } = data as { method?: string; id?: string; amount?: number };
  const isCash = entityType === "order" && action === "pay" && method === "cash";
  return isCash && id !== undefined && taken !== undefined ? { id, amount, hand: taken } : null;
};

type Booked = { amount: number; hand: number; isAsMeant: boolean };
/** By the id of the payment. */
const bookedIn = ({ journal }: Books): Map<string, Booked[]> => {
  const booked = journal.flatMap(({ type, data, command }): [string, Booked][] => {
    if (type === "PaymentCaptured") {
      const { id, amount, tip } = (data as { payment: OrderPayment }).payment;
      return [[id, { amount, hand: amount + tip, isAsMeant: !command.startsWith("instead:") }]];
    }
    if (type !== "UnallocatedTaken") return [];
    const { paymentId, tender } = data as { paymentId: string; tender: { amount: number; tip: number } };
    const { amount, tip } = tender;
    return [[paymentId, { amount, hand: amount + tip, isAsMeant: false }]];
  });
  return new Map([...Map.groupBy(booked, ([id]) => id)].map(([id, all]) => [id, all.map(([, one]) => one)]));
};

const handOf = (all: readonly Booked[]): number => all.reduce((sum, { hand }) => sum + hand, 0);

export const cashFaults = (books: Books, taps: ReadonlyMap<string, TapRecord>): string[] => {
  const booked = bookedIn(books);
  const inbox = statesOf<{ kind: string; changeId: string | null }>(books.kernel, "refused_changes");
  const kept = new Set(inbox.flatMap(({ kind, changeId }) => (kind === "overwritten" ? [] : [changeId])));
  return [...taps.values()].flatMap((tap) => {
    const cash = cashOf(tap);
    if (cash === null) return [];
    const { changeId } = tap.change;
    const what = `cash ${cash.hand} of payment ${cash.id} (${changeId} on ${tap.deviceId})`;
    const all = booked.get(cash.id) ?? [];
    const [first] = all;
    const isTaken = kept.has(changeId) || tap.answers.some(isDone);
    if (!first) return isTaken ? [`${what} was taken, and lies in no books`] : [];
    // What is due then is for the box to say, where the tap does not.
    const isRight =
      all.length === 1 && first.isAsMeant
        ? first.amount === (cash.amount ?? first.amount)
        : handOf(all) === cash.hand;
    return isRight ? [] : [`${what} stands in the books as ${handOf(all)}`];
  });
};
