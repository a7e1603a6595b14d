/**
 * From orders to what hangs on the rail: one ticket for each order and send round, with the lines of the chosen stations. What the screen
 * told before (`told.ts`) decides what is marked as new, and how long a void stays. Pure.
 */
import type { Order, OrderLine } from "@tillbox/shared/contract/order.ts";
import { allergensIn, allergyOfModifier, wishesIn } from "./allergy-words.ts";
import { courseWord, placeWord, typeWord } from "./order-words.ts";
import { isAwaited, openQuantity, type Told } from "./told.ts";

export type LineState = "open" | "done" | "void";
export type KitchenLine = {
  id: string;
  name: string;
  quantity: number;
  modifiers: string[];
  allergies: string[];
  note: string | null;
  state: LineState;
  isNew: boolean;
};
export type KitchenTicket = {
  /** Order and round; stays the same as long as the ticket hangs. */
  key: string;
  orderId: string;
  number: number;
  title: string;
  subtitle: string;
  customer: string | null;
  sentAt: string;
  lines: KitchenLine[];
  /** "was Table 4": the guests moved after it was sent. */
  from: string | null;
  /** What is held of the order; it stands on the youngest ticket. */
  later: string[];
  /** Of the whole table. */
  allergies: string[];
  note: string | null;
  isDelayed: boolean;
  isOldest: boolean;
  /** All that it says is what will come. */
  isHeld: boolean;
};
export type TicketFacts = {
  /** null: all stations. */
  station: string | null;
  tableName: (id: string) => string | null;
  told: Told;
};

const isOpen = ({ status }: OrderLine): boolean => status === "sent" || status === "preparing";

/** What the kitchen has to think of a line; undefined when it has nothing to do with it any more. */
const stateOf = (order: Order, line: OrderLine, told: Told): LineState | undefined => {
  const isTaken = line.status === "voided" || (order.status === "cancelled" && isOpen(line));
  if (isTaken) return told[line.id]?.seen ? undefined : "void";
  if (isOpen(line)) return "open";
  return line.status === "ready" || line.status === "served" ? "done" : undefined;
};

const nameOf = (line: OrderLine): string =>
  line.variantName === null ? line.name : `${line.name}, ${line.variantName}`;

const counted = (quantity: number, name: string): string => (quantity > 1 ? `${quantity} × ${name}` : name);

/** What stands under the name: options and note, and in red what the guest must not eat. */
const details = (line: OrderLine, tableAllergens: readonly string[]) => {
  const { allergies, rest } = wishesIn(line.notes);
  const modifiers: string[] = [];
  for (const { groupName, name, quantity } of line.modifiers) {
    const allergy = allergyOfModifier(groupName, name);
    if (allergy === null) modifiers.push(counted(quantity, name));
    else allergies.push(allergy);
  }
  const contained = [...new Set(tableAllergens)].filter((allergen) => line.allergens.includes(allergen));
  if (contained.length > 0) allergies.push(`contains ${contained.join(", ")}`);
  return { modifiers, allergies, note: rest };
};

/** Of a dish that was taken back nothing matters any more but which. */
const nothing = { modifiers: [], allergies: [], note: null };

type Round = { order: Order; sentAt: string; lines: { line: OrderLine; state: LineState }[] };

const roundsOf = (order: Order, { station, told }: TicketFacts): Round[] => {
  const rounds = new Map<string, Round>();
  for (const line of order.items) {
    if (line.sentAt === null || (station !== null && line.station !== station)) continue;
    const state = stateOf(order, line, told);
    if (state === undefined) continue;
    const round = rounds.get(line.sentAt) ?? { order, sentAt: line.sentAt, lines: [] };
    rounds.set(line.sentAt, round);
    round.lines.push({ line, state });
  }
  return [...rounds.values()].sort((a, b) => (a.sentAt < b.sentAt ? -1 : 1));
};

/** A round hangs while something is to be cooked, or a dish that this screen showed was taken back. */
const hangs = ({ lines }: Round, told: Told): boolean =>
  lines.some(({ line, state }) => state === "open" || (state === "void" && isAwaited(told[line.id])));

/** A dish that joins a course which is being cooked already; what came together by a merge was told before. */
const joins = (line: OrderLine, earlier: readonly Round[]): boolean =>
  line.movedFrom === null &&
  earlier.some(({ lines }) =>
    lines.some(
      (other) => other.state === "open" && other.line.movedFrom === null && other.line.course === line.course,
    ),
  );

const changesOf = (line: OrderLine, told: Told): string[] => {
  const known = told[line.id];
  if (!known || known.done !== undefined || known.quantity === line.sentQuantity) return [];
  return [`was ${known.quantity}`];
};

const isChanged = (line: OrderLine, told: Told): boolean => {
  const known = told[line.id];
  if (!known) return false;
  return known.quantity !== line.sentQuantity || known.notes !== line.notes;
};

const subtitleOf = (
  order: Order,
  lines: readonly KitchenLine[],
  courses: readonly (number | null)[],
  isFired: boolean,
): string => {
  if (lines.every(({ state }) => state === "void"))
    return order.status === "cancelled" ? "Cancelled" : "Taken back";
  const words = [...new Set(courses)].filter((course) => course !== null).sort((a, b) => a - b);
  if (words.length > 0) return `${isFired ? "Fire: " : ""}${words.map(courseWord).join(", ")}`;
  if (order.type !== "dine-in" || order.tableId === null) return typeWord(order.type);
  return order.guests === null ? "" : `${order.guests} ${order.guests === 1 ? "guest" : "guests"}`;
};

/** Where the round was before it moved. */
const movedFrom = ({ lines }: Round, { tableName }: TicketFacts): string | null => {
  const from = lines.find(({ line, state }) => state === "open" && line.movedFrom !== null)?.line.movedFrom;
  if (!from) return null;
  return `was ${placeWord(from, tableName)}`;
};

/** What waits to be fired: nobody cooks it yet, everybody knows that it comes. */
const heldOf = (order: Order, station: string | null): string[] =>
  order.items
    .filter((line) => line.heldQuantity > 0 && (station === null || line.station === station))
    .map((line) => counted(line.heldQuantity, nameOf(line)));

const ticketOf = (round: Round, earlier: readonly Round[], facts: TicketFacts): KitchenTicket => {
  const { order, sentAt } = round;
  const table = wishesIn(order.notes);
  const tableAllergens = table.allergies.flatMap(allergensIn);
  const ordered = [...round.lines].sort((a, b) => (a.line.course ?? 0) - (b.line.course ?? 0));
  const lines = ordered.map(({ line, state }): KitchenLine => {
    const { modifiers, allergies, note } = state === "void" ? nothing : details(line, tableAllergens);
    return {
      id: line.id,
      name: nameOf(line),
      quantity: state === "open" ? openQuantity(line, facts.told) : line.sentQuantity,
      modifiers: [...(state === "open" ? changesOf(line, facts.told) : []), ...modifiers],
      allergies,
      note,
      state,
      isNew: state === "open" && (isChanged(line, facts.told) || joins(line, earlier)),
    };
  });
  const isOver = lines.every(({ state }) => state === "void");
  return {
    key: `${order.id} ${sentAt}`,
    orderId: order.id,
    number: order.number,
    title: placeWord(order, facts.tableName),
    subtitle: subtitleOf(
      order,
      lines,
      ordered.map(({ line }) => line.course),
      ordered.some(({ line, state }) => state === "open" && line.fired === true),
    ),
    from: movedFrom(round, facts),
    later: [],
    customer: order.customerName,
    sentAt,
    lines,
    allergies: isOver ? [] : table.allergies,
    note: isOver ? null : table.rest,
    isDelayed: order.delayed,
    isOldest: sentAt === oldestOpen(order),
    isHeld: false,
  };
};

/** When what waits longest for the kitchen was sent, at whichever station. */
const oldestOpen = (order: Order): string | null =>
  order.items
    .filter(isOpen)
    .flatMap(({ sentAt }) => sentAt ?? [])
    .sort()[0] ?? null;

/** The oldest first, which is how they are to be cooked. */
export const byAge = (a: KitchenTicket, b: KitchenTicket): number =>
  a.sentAt === b.sentAt ? a.number - b.number || (a.key < b.key ? -1 : 1) : a.sentAt < b.sentAt ? -1 : 1;

export const ticketsOf = (orders: Iterable<Order>, facts: TicketFacts): KitchenTicket[] => {
  const tickets: KitchenTicket[] = [];
  for (const order of orders) {
    const rounds = roundsOf(order, facts);
    const hanging = rounds.flatMap((round, index) =>
      hangs(round, facts.told) ? [ticketOf(round, rounds.slice(0, index), facts)] : [],
    );
    const youngest = hanging.at(-1);
    if (youngest) youngest.later = heldOf(order, facts.station);
    tickets.push(...hanging);
  }
  return tickets.sort(byAge);
};

/** Orders of which the kitchen has nothing to cook yet, and knows what will come; after all that is to be cooked. */
export const heldTicketsOf = (orders: Iterable<Order>, facts: TicketFacts): KitchenTicket[] =>
  [...orders]
    .filter((order) => order.status !== "cancelled" && order.status !== "completed")
    .filter((order) => !roundsOf(order, facts).some((round) => hangs(round, facts.told)))
    .flatMap((order): KitchenTicket[] => {
      const later = heldOf(order, facts.station);
      if (later.length === 0) return [];
      const table = wishesIn(order.notes);
      return [
        {
          key: `${order.id} held`,
          orderId: order.id,
          number: order.number,
          title: placeWord(order, facts.tableName),
          subtitle: "Nothing to cook yet",
          customer: order.customerName,
          sentAt: order.createdAt,
          lines: [],
          from: null,
          later,
          allergies: table.allergies,
          note: table.rest,
          isDelayed: false,
          isOldest: false,
          isHeld: true,
        },
      ];
    })
    .sort(byAge);

export const idsIn = (ticket: KitchenTicket, state: LineState): string[] =>
  ticket.lines.filter((line) => line.state === state).map(({ id }) => id);
