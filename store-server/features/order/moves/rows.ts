/** What became of lines that are no longer on a check: whoever was away meanwhile is told, and where to go on. */
import { conflict, Refusal } from "@tillbox/shared/refusal.ts";
import { query } from "../../../kernel/database.ts";
import type { Reads, StoredEvent } from "../../../kernel/types.ts";
import { findOrder } from "../facts/rows.ts";
import type { MoveEvents } from "../moved.ts";
import { type OrderLink, type OrderState, together } from "../order.ts";
import { orders } from "../rows.ts";
import { orderView } from "../view.ts";

const maxHops = 50;

/** A check may have a thousand entries, and somebody may ask five hundred times: the database looks, and few are read. */
const ofType = query<[string, string, string], { bytes: string }>(
  "SELECT bytes FROM journal WHERE id = ? AND entity = 'order' AND instr(bytes, ?) > 0 AND instr(bytes, ?) > 0 ORDER BY seq",
);
const entriesAbout = (
  reads: Reads,
  orderId: string,
  type: string,
  lineId: string,
): Record<string, unknown>[] =>
  ofType
    .all(reads.db, orderId, `"type":"${type}"`, JSON.stringify(lineId))
    .map(({ bytes }) => JSON.parse(bytes) as StoredEvent)
    .filter((event) => event.type === type)
    .map(({ data }) => data);

/** The check that a whole line left this one for last. */
const nextStop = (reads: Reads, orderId: string, lineId: string): OrderLink | null => {
  const left = entriesAbout(reads, orderId, "LinesGiven", lineId) as MoveEvents["LinesGiven"][];
  const went = left.findLast(({ lines }) =>
    lines.some((line) => line.lineId === lineId && line.toLineId === lineId),
  );
  return went?.to ?? null;
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
  entriesAbout(reads, orderId, "LineVoided", lineId).some((data) => data.lineId === lineId);

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
