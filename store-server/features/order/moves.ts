/**
 * Moving lines between checks: split, move, merge. A move never changes what anything costs, and tells the kitchen of nothing twice:
 * a discount stays with the lines that it was given for, and what was sent of a line goes with it. Pure.
 */
import { conflict, invalid } from "@tillbox/shared/refusal.ts";
import type { EventDraft } from "../../kernel/types.ts";
import {
  checkNothingInFlight,
  checkPaidStays,
  type Division,
  divide,
  divideAll,
  type MakeId,
  narrowed,
  orderAmounts,
  orderPercents,
  type Portion,
  samePercents,
} from "./division.ts";
import { checkNewLines } from "./lines.ts";
import { comingFrom, type MoveEvents, type MoveWay } from "./moved.ts";
import {
  activeLines,
  type Discount,
  evolve,
  isInKitchen,
  type Line,
  type OrderLink,
  type OrderOpened,
  type OrderState,
} from "./order.ts";
import { checkChangeable, followKitchen, orderEvent, statusChanged } from "./status.ts";
import { orderView } from "./view.ts";

export type MoveFacts = { at: string; makeId: MakeId };
export type MergeFacts = MoveFacts & {
  /** Two notes as one, for the check that remains. */
  joinNotes(one: string, other: string): string;
};

const linkOf = ({ id, number }: OrderLink): OrderLink => ({ id, number });

/** A new check with some lines of this one. `opened` is what the new check starts as, without lines. */
export const decideSplit = (
  order: OrderState,
  opened: OrderOpened & { id: string },
  portions: readonly Portion[],
  facts: MoveFacts,
): EventDraft[] => {
  const division = takeOut(order, portions, facts);
  const { id, ...fields } = opened;
  const target = newCheck(id, fields, facts.at);
  const copied = orderPercents(order.discounts).map((discount) => ({ ...discount, id: facts.makeId() }));
  return [
    orderEvent(id, "OrderOpened", fields),
    ...received(target, order, "split", division.lines, [...division.gone, ...copied], facts),
    ...given(order, linkOf(target), "split", division),
  ];
};

/** Lines of one check go onto another that is open already. */
export const decideMoveItems = (
  order: OrderState,
  target: OrderState,
  portions: readonly Portion[],
  facts: MoveFacts,
): EventDraft[] => {
  checkPair(order, target, "toOrderId");
  const division = takeOut(order, portions, facts);
  const discounts = joined(order, target, division, facts.makeId);
  return [
    ...received(target, order, "move", division.lines, discounts, facts),
    ...given(order, linkOf(target), "move", division),
  ];
};

/** All of `source` goes onto `target`, and `source` is closed: it is no cancelled sale. */
export const decideMerge = (target: OrderState, source: OrderState, facts: MergeFacts): EventDraft[] => {
  checkPair(source, target, "fromOrderId");
  checkNothingInFlight(source);
  if (source.payments.some(({ status }) => status === "captured"))
    throw conflict(
      `A part of check ${source.number} is paid. Merge the other check into it, or void that payment first.`,
      orderView(source),
    );
  const division = divideAll(source, facts.makeId);
  const discounts = [...joined(source, target, division, facts.makeId), ...orderAmounts(source.discounts)];
  return [
    ...received(
      target,
      source,
      "merge",
      division.lines,
      discounts,
      facts,
      mergedGuests(target, source, facts),
    ),
    orderEvent(source.id, "LinesGiven", {
      way: "merge",
      to: linkOf(target),
      lines: division.given,
      stations: stationsOf(division),
      discounts: division.kept.filter((discount) => discount.scope === "item"),
    }),
    orderEvent(source.id, "OrderMerged", { into: linkOf(target) }),
  ];
};

const checkPair = (from: OrderState, to: OrderState, path: string): void => {
  if (from.id === to.id) throw invalid(path, "is the same check");
  checkChangeable(to);
  checkChangeable(from);
  if (from.type !== to.type || from.policy.currency !== to.policy.currency)
    throw conflict(
      `Check ${from.number} is ${from.type}, check ${to.number} is ${to.type}: they are taxed apart and cannot share lines.`,
      orderView(from),
    );
  if (Boolean(from.taxExemption) !== Boolean(to.taxExemption))
    throw conflict(
      `Only one of the checks ${from.number} and ${to.number} is exempt from tax: they cannot share lines.`,
      orderView(from),
    );
  if (Boolean(from.serviceWaiver) !== Boolean(to.serviceWaiver))
    throw conflict(
      `Only one of the checks ${from.number} and ${to.number} is without service charge: they cannot share lines. Waive it on both first, or on neither.`,
      orderView(from),
    );
};

const takeOut = (order: OrderState, portions: readonly Portion[], { makeId }: MoveFacts): Division => {
  checkChangeable(order);
  checkNothingInFlight(order);
  const division = divide(order, portions, makeId);
  const rest = afterGiving(order, division);
  if (activeLines(rest).length === 0)
    throw conflict("Nothing would be left on this check. Transfer or merge it instead.", orderView(order));
  checkPaidStays(order, rest, division.given);
  return division;
};

const afterGiving = (order: OrderState, { given: lines, kept }: Division): OrderState => {
  const goes = new Map(lines.map((part) => [part.lineId, part.quantityMilli]));
  return {
    ...order,
    discounts: kept,
    lines: order.lines.flatMap((line) => {
      const left = line.quantityMilli - (goes.get(line.id) ?? 0);
      return left > 0 ? [{ ...line, quantityMilli: left }] : [];
    }),
  };
};

const stationsOf = ({ lines }: Division): string[] => [...new Set(lines.flatMap((line) => line.stations))];

const given = (order: OrderState, to: OrderLink, way: MoveWay, division: Division): EventDraft[] => {
  const event = orderEvent(order.id, "LinesGiven", {
    way,
    to,
    lines: division.given,
    stations: stationsOf(division),
    discounts: division.kept,
  });
  return [event, ...follow(order, event)];
};

/** The status goes with the lines that are there now. */
const follow = (order: OrderState, event: EventDraft): EventDraft[] => {
  const after = evolve(order, { ...event, at: order.updatedAt, seq: order.version } as never);
  return statusChanged(order, followKitchen(startedStatus(after), after.lines));
};
const startedStatus = ({ status, lines }: OrderState): OrderState["status"] => {
  if (status === "served" && lines.some(isInKitchen)) return "preparing";
  return status === "pending" && lines.some((line) => line.sentMilli > 0) ? "confirmed" : status;
};

/** What `target` has of discounts once the lines of `source` have joined it. */
const joined = (source: OrderState, target: OrderState, division: Division, makeId: MakeId): Discount[] => {
  if (samePercents(source.discounts, target.discounts)) return [...target.discounts, ...division.gone];
  const own = target.discounts.filter((discount) => !orderPercents(target.discounts).includes(discount));
  return [
    ...own.filter(({ scope }) => scope === "item"),
    ...narrowed(target, activeLines(target), makeId),
    ...division.gone,
    ...narrowed(source, division.lines, makeId),
    ...own.filter(({ scope }) => scope === "order"),
  ];
};

const received = (
  target: OrderState,
  source: OrderState,
  way: MoveWay,
  lines: readonly Line[],
  discounts: Discount[],
  { at }: MoveFacts,
  guests: Pick<MoveEvents["LinesReceived"], "guests" | "customerId" | "customerName" | "notes"> = {},
): EventDraft[] => {
  checkNewLines(target.lines, lines);
  const moves = source.tableId !== target.tableId || target.tableId === null;
  const data: MoveEvents["LinesReceived"] = {
    way,
    from: { orderId: source.id, number: source.number, tableId: source.tableId, at },
    lines: moves ? comingFrom(lines, source, at) : [...lines],
    discounts,
    proformaAt: source.proformaAt,
    ...guests,
  };
  const event = orderEvent(target.id, "LinesReceived", data);
  return [event, ...follow(target, event)];
};

/** Two parties are one now. What was said of either, an allergy above all, is said of both. */
const mergedGuests = (
  target: OrderState,
  source: OrderState,
  { joinNotes }: MergeFacts,
): Pick<MoveEvents["LinesReceived"], "guests" | "customerId" | "customerName" | "notes"> => ({
  guests: source.guests === null ? target.guests : Math.min(999, (target.guests ?? 0) + source.guests),
  ...(source.customerId && !target.customerId ? { customerId: source.customerId } : {}),
  customerName: target.customerName ?? source.customerName,
  notes:
    target.notes !== null && source.notes !== null
      ? joinNotes(target.notes, source.notes)
      : (target.notes ?? source.notes),
});

const newCheck = (id: string, data: OrderOpened, at: string): OrderState =>
  evolve(undefined, { id, type: "OrderOpened", data, at, seq: 0, actor: null } as never);
