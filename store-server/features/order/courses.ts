/** Hold and fire: what of a check waits, what of it the kitchen sees, and when it is told to cook. Pure. */
import { conflict, invalid } from "@tillbox/shared/refusal.ts";
import type { EventDraft } from "../../kernel/types.ts";
import { isHeld, isOpen, type Line, type OrderState, unsentMilli } from "./order.ts";
import {
  checkChangeable,
  checkNotCancelled,
  orderEvent,
  sendLines,
  sendUnsent,
  statusAfterSending,
  statusChanged,
} from "./status.ts";
import { orderView } from "./view.ts";

/** Whole courses, single lines, or both. */
export type Chosen = { courses?: readonly number[] | undefined; itemIds?: readonly string[] | undefined };

const isChosen =
  ({ courses = [], itemIds = [] }: Chosen) =>
  (line: Line): boolean =>
    itemIds.includes(line.id) || (line.course !== null && courses.includes(line.course));

/** Sends all but what is held; where the kitchen wants to see what waits, it is shown that too. */
export const decideSend = (order: OrderState, showHeld: boolean): EventDraft[] => {
  checkChangeable(order);
  return withStatus(order, [...sendUnsent(order), ...(showHeld ? shownAsHeld(order) : [])]);
};

const withStatus = (order: OrderState, told: EventDraft[]): EventDraft[] =>
  told.length === 0 ? [] : [...told, ...statusChanged(order, statusWhenTold(order, told))];
/** A course that only waits brings nobody back to work. */
const statusWhenTold = (order: OrderState, told: readonly EventDraft[]): OrderState["status"] =>
  told.some((event) => event.type === "LinesSent") || order.status === "pending"
    ? statusAfterSending(order.status)
    : order.status;

const shownAsHeld = (order: OrderState): EventDraft[] => {
  const lines = order.lines
    .filter((line) => isHeld(order, line) && unsentMilli(line) > (line.heldMilli ?? 0))
    .map((line) => ({ lineId: line.id, quantityMilli: unsentMilli(line) }));
  return lines.length === 0 ? [] : [orderEvent(order.id, "HeldShown", { lines })];
};

/** Keeps courses or lines back. A course stays held for what is added to it later. */
export const decideHold = (order: OrderState, chosen: Chosen): EventDraft[] => {
  checkChangeable(order);
  const { courses = [], itemIds = [] } = chosen;
  if (courses.length === 0 && itemIds.length === 0) throw invalid("courses", "give courses or lines to hold");
  const lines = linesOf(order, itemIds);
  const gone = lines.find((line) => unsentMilli(line) === 0);
  if (gone)
    throw conflict(
      gone.status === "voided" ? `${gone.name} was voided.` : `The kitchen has ${gone.name} already.`,
      orderView(order),
    );
  const known = order.heldCourses ?? [];
  const held = {
    courses: [...new Set(courses)].filter((course) => !known.includes(course)),
    lineIds: lines.filter((line) => line.held !== true).map((line) => line.id),
  };
  return held.courses.length + held.lineIds.length === 0 ? [] : [orderEvent(order.id, "CoursesHeld", held)];
};

const linesOf = (order: OrderState, itemIds: readonly string[]): Line[] =>
  [...new Set(itemIds)].map((id, index) => {
    const line = order.lines.find((candidate) => candidate.id === id);
    if (!line) throw invalid(`itemIds.${index}`, `the order has no line ${id}`);
    return line;
  });

/** Cook it now. Without courses and lines: all that is held. Goes on after payment, which the kitchen does not care about. */
export const decideFire = (order: OrderState, chosen: Chosen): EventDraft[] => {
  checkNotCancelled(order);
  if (!isOpen(order)) throw conflict("This order is completed. Open a new one.", orderView(order));
  linesOf(order, chosen.itemIds ?? []);
  const everything = chosen.courses === undefined && chosen.itemIds === undefined;
  const isFired = everything ? (line: Line) => isHeld(order, line) : isChosen(chosen);
  const freed = {
    courses: (order.heldCourses ?? []).filter((course) => everything || chosen.courses?.includes(course)),
    lineIds: order.lines.filter((line) => line.held === true && isFired(line)).map((line) => line.id),
  };
  const lifts =
    freed.courses.length + freed.lineIds.length > 0 ? [orderEvent(order.id, "CoursesFired", freed)] : [];
  return [...lifts, ...withStatus(order, sendLines(order, isFired))];
};
