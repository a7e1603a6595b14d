/**
 * How lines go from check to check. What one check gives the other receives, in one command; a line takes along what the kitchen was
 * told of it, so nothing of it is told again. Each event holds all that its own check needs to fold. Pure.
 */
import type { Discount, Line, MovedFrom, OrderLink, OrderState } from "./order.ts";

export type MoveWay = "move" | "split" | "merge";
/** What goes of one line; a part of it goes on under `toLineId`, a whole line keeps its id. */
export type GivenLine = {
  lineId: string;
  toLineId: string;
  /** The combo that a part of a combo's quantity becomes. */
  toComboId?: string;
  quantityMilli: number;
  sentMilli: number;
  heldMilli?: number;
};
export type MoveEvents = {
  LinesGiven: {
    way: MoveWay;
    to: OrderLink;
    lines: GivenLine[];
    /** Where the lines are made: those who look after them hear that they are gone from here. */
    stations?: string[];
    /** All that the check still has of discounts. */
    discounts: Discount[];
  };
  LinesReceived: {
    way: MoveWay;
    from: MovedFrom;
    lines: Line[];
    /** All that the check has of discounts from now on. */
    discounts: Discount[];
    /** When a guest was shown the check that the lines stood on. */
    proformaAt: string | null;
    /** Of a merge: who sits here now, and what was said of them. */
    guests?: number | null;
    customerId?: string;
    customerName?: string | null;
    notes?: string | null;
  };
  /** The check is closed: all that was on it stands on another. It is no cancelled sale. */
  OrderMerged: { into: OrderLink };
};

type Folds = {
  [T in keyof MoveEvents]: (order: OrderState, data: MoveEvents[T], at: string) => OrderState;
};

/** What remains of a line after a part of it went; null when all of it went. */
export const remainder = (line: Line, given: Quantities): Line | null => {
  const quantityMilli = line.quantityMilli - given.quantityMilli;
  if (quantityMilli <= 0) return null;
  return portion(line, line.id, {
    quantityMilli,
    sentMilli: line.sentMilli - given.sentMilli,
    heldMilli: (line.heldMilli ?? 0) - (given.heldMilli ?? 0),
  });
};

type Quantities = { quantityMilli: number; sentMilli: number; heldMilli?: number };
/** A part of a line under `id`. What was not sent is as if it had just been ordered. */
export const portion = (
  line: Line,
  id: string,
  { quantityMilli, sentMilli, heldMilli = 0 }: Quantities,
): Line => {
  const { heldMilli: _all, ...rest } = line;
  const shown = heldMilli > 0 ? { heldMilli } : {};
  const part: Line = { ...rest, ...shown, id, quantityMilli, sentMilli };
  return sentMilli > 0 ? part : { ...part, status: "pending", sentAt: null, readyAt: null };
};

/** Lines that the kitchen knows remember where it believes them to be. */
export const comingFrom = (
  lines: readonly Line[],
  order: Pick<OrderState, "id" | "number" | "tableId">,
  at: string,
): Line[] =>
  lines.map((line) =>
    line.sentMilli > 0 && line.status !== "voided"
      ? { ...line, movedFrom: { orderId: order.id, number: order.number, tableId: order.tableId, at } }
      : line,
  );

const linked = (links: readonly OrderLink[] | undefined, link: OrderLink): OrderLink[] => [
  ...(links ?? []).filter(({ id }) => id !== link.id),
  link,
];

export const moveFolds: Folds = {
  LinesGiven: (order, { way, to, lines, discounts }) => {
    const given = new Map(lines.map((line) => [line.lineId, line]));
    return {
      ...order,
      discounts,
      ...(way === "split" ? { splitInto: linked(order.splitInto, to) } : {}),
      lines: order.lines.flatMap((line) => {
        const part = given.get(line.id);
        return part ? (remainder(line, part) ?? []) : [line];
      }),
    };
  },
  LinesReceived: (
    order,
    { way, from, lines, discounts, proformaAt, guests, customerId, customerName, notes },
  ) => ({
    ...order,
    discounts,
    lines: [...order.lines, ...lines],
    proformaAt: order.proformaAt ?? proformaAt,
    ...(way === "merge"
      ? { mergedFrom: linked(order.mergedFrom, { id: from.orderId, number: from.number }) }
      : {}),
    ...(guests === undefined ? {} : { guests }),
    ...(customerId === undefined ? {} : { customerId }),
    ...(customerName === undefined ? {} : { customerName }),
    ...(notes === undefined ? {} : { notes }),
    sentAt: order.sentAt ?? earliestSent(lines),
  }),
  OrderMerged: (order, { into }, at) => ({ ...order, status: "cancelled", mergedInto: into, closedAt: at }),
};

const earliestSent = (lines: readonly Line[]): string | null =>
  lines.reduce<string | null>(
    (first, { sentAt }) => (sentAt !== null && (first === null || sentAt < first) ? sentAt : first),
    null,
  );
