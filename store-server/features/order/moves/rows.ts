/** What became of lines that are no longer on a check: whoever was away meanwhile is told, and where to go on. */
import { conflict, Refusal } from "@tillbox/shared/refusal.ts";
import { parseEntry, readOfEntity } from "../../../kernel/journal.ts";
import type { Reads } from "../../../kernel/types.ts";
import { findOrder } from "../facts/rows.ts";
import type { MoveEvents } from "../moved.ts";
import { type OrderLink, type OrderState, together } from "../order.ts";
import { orders } from "../rows.ts";
import { orderView } from "../view.ts";

const maxHops = 50;

/** The check that a whole line left this one for last. */
const nextStop = (reads: Reads, orderId: string, lineId: string): OrderLink | null => {
  const left = readOfEntity(reads.db, "order", orderId)
    .map(parseEntry)
    .findLast(
      ({ type, data }) =>
        type === "LinesGiven" &&
        (data as MoveEvents["LinesGiven"]).lines.some(
          (line) => line.lineId === lineId && line.toLineId === lineId,
        ),
    );
  return left ? (left.data as MoveEvents["LinesGiven"]).to : null;
};

const whereIs = (reads: Reads, from: string, lineId: string): OrderLink | null => {
  let stop = nextStop(reads, from, lineId);
  for (let hops = 0; stop && hops < maxHops; hops += 1) {
    const order = reads.get(orders, stop.id);
    if (!order || together(order.lines, lineId).length > 0) return stop;
    const next = nextStop(reads, stop.id, lineId);
    if (!next) return stop;
    stop = next;
  }
  return stop;
};

const wasVoided = (reads: Reads, orderId: string, lineId: string): boolean =>
  readOfEntity(reads.db, "order", orderId)
    .map(parseEntry)
    .some(({ type, data }) => type === "LineVoided" && data.lineId === lineId);

/** Throws `conflict` for a line that was voided by now, and with `movedTo` for one that stands on another check. */
const checkHere = (reads: Reads, order: OrderState, lineIds: readonly string[]): void => {
  for (const lineId of lineIds) {
    if (together(order.lines, lineId).length > 0) continue;
    const movedTo = whereIs(reads, order.id, lineId);
    if (movedTo)
      throw new Refusal("conflict", `This line stands on check ${movedTo.number} now. Go on there.`, {
        current: orderView(order),
        movedTo: { id: movedTo.id, number: movedTo.number },
      });
    if (wasVoided(reads, order.id, lineId))
      throw conflict("This line was voided by somebody. Add it again if it is wanted.", orderView(order));
  }
};

/** The order, with these lines on it or unknown to it. */
export const findOrderOf = (reads: Reads, id: string, lineIds: readonly string[]): OrderState => {
  const order = findOrder(reads, id);
  checkHere(reads, order, lineIds);
  return order;
};
