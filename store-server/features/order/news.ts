/** What the kitchen has to hear because of an event: the difference to what it was told, by line. Pure. */
import type { Line, MovedFrom, OrderEvents, OrderEventType, OrderState } from "./order.ts";
import type { TicketLine } from "./paper.ts";

/** Nothing of `moved` lines is cooked again; they come from another check or table. */
export type KitchenNews = { lines: TicketLine[]; movedFrom: Pick<MovedFrom, "number" | "tableId"> | null };
type Moment = { old: ReadonlyMap<string, Line>; before: OrderState | undefined; after: OrderState };
type Tell<T extends OrderEventType> = (data: OrderEvents[T], moment: Moment) => TicketLine[];

export const kitchenNews = (
  event: { type: string; data: unknown },
  before: OrderState | undefined,
  after: OrderState,
): KitchenNews => {
  const tell = tells[event.type as OrderEventType] as Tell<never> | undefined;
  if (!tell) return { lines: [], movedFrom: null };
  const old = new Map(before?.lines.map((line) => [line.id, line]));
  const lines = tell(event.data as never, { old, before, after });
  return {
    lines,
    movedFrom: lines.some(({ change }) => change === "moved") ? originOf(event, before) : null,
  };
};

const originOf = (
  event: { type: string; data: unknown },
  before: OrderState | undefined,
): KitchenNews["movedFrom"] =>
  event.type === "LinesReceived"
    ? (event.data as OrderEvents["LinesReceived"]).from
    : { number: before?.number ?? 0, tableId: before?.tableId ?? null };

const byId = (order: OrderState, id: string): Line | undefined => order.lines.find((line) => line.id === id);

/** A cook still thinks of it: it is not served, and it is where nobody looks for it now. */
const inHands = (line: Line): boolean =>
  line.status === "sent" ||
  line.status === "preparing" ||
  line.status === "ready" ||
  (line.heldMilli ?? 0) > 0;
const told = (line: Line): number => line.sentMilli + (line.heldMilli ?? 0);
const moved = (lines: readonly Line[]): TicketLine[] =>
  lines.filter(inHands).map((line) => ({ line, change: "moved", quantityMilli: told(line) }));

const changeOf = (line: Line | undefined): TicketLine["change"] => {
  if ((line?.heldMilli ?? 0) > 0) return "fire";
  return (line?.sentMilli ?? 0) > 0 ? "more" : "new";
};

const takenBack = (lineId: string, { old, after }: Moment): TicketLine[] => {
  const line = old.get(lineId);
  const now = byId(after, lineId);
  const stillTold = now && now.status !== "voided" ? told(now) : 0;
  return line && told(line) > stillTold
    ? [{ line, change: "void", quantityMilli: told(line) - stillTold }]
    : [];
};

const sameOptions = ({ modifiers: one }: Line, { modifiers: other }: Line): boolean =>
  one.length === other.length &&
  one.every(
    ({ optionId, quantity }, index) =>
      optionId === other[index]?.optionId && quantity === other[index]?.quantity,
  );

/** How a dish is wanted, said anew while it is being made. */
const saidAnew = ({ lineId }: OrderEvents["LineChanged"], { old, after }: Moment): TicketLine[] => {
  const [line, now] = [old.get(lineId), byId(after, lineId)];
  const isAnew = line && now && (now.notes !== line.notes || !sameOptions(now, line));
  return isAnew && told(now) > 0 && inHands(now)
    ? [{ line: now, change: "changed", quantityMilli: told(now) }]
    : [];
};

const tells: { [T in OrderEventType]?: Tell<T> } = {
  LinesSent: ({ lines }, { old, after }) => {
    const sent = new Map(lines.map((line) => [line.lineId, line.quantityMilli]));
    return after.lines.flatMap((line) => {
      const quantityMilli = sent.get(line.id);
      return quantityMilli === undefined ? [] : [{ line, change: changeOf(old.get(line.id)), quantityMilli }];
    });
  },
  HeldShown: ({ lines }, { old, after }) => {
    const shown = new Map(lines.map((line) => [line.lineId, line.quantityMilli]));
    return after.lines.flatMap((line) => {
      const more = (shown.get(line.id) ?? 0) - (old.get(line.id)?.heldMilli ?? 0);
      return more > 0 ? [{ line, change: "held" as const, quantityMilli: more }] : [];
    });
  },
  LineVoided: ({ lineId }, moment) => takenBack(lineId, moment),
  LineChanged: (data, moment) => [...takenBack(data.lineId, moment), ...saidAnew(data, moment)],
  OrderTransferred: ({ fromTableId, toTableId }, { after }) =>
    fromTableId === toTableId ? [] : moved(after.lines),
  LinesReceived: ({ lines, from }, { after }) =>
    from.tableId === after.tableId && after.tableId !== null ? [] : moved(lines),
  StatusChanged: ({ to }, { after }) =>
    to === "cancelled"
      ? after.lines.flatMap((line) =>
          line.status !== "voided" && told(line) > 0
            ? [{ line, change: "void" as const, quantityMilli: told(line) }]
            : [],
        )
      : [],
};
