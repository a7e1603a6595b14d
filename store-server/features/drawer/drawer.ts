/** A drawer session: its state, how each event changes it, and what may be done with it. Pure. */
import type {
  CountInput,
  Denomination,
  Drawer,
  DrawerCount,
  DrawerMove,
  RefusedPaidOut,
} from "@tillbox/shared/contract/drawer.ts";
import type { Tender } from "@tillbox/shared/contract/tender.ts";
import { conflict, type Refusal } from "@tillbox/shared/refusal.ts";
import { handedOf } from "@tillbox/shared/tender.ts";
import type { BaseState, EventDraft, StoredEvent } from "../../kernel/types.ts";

/** `moves` counts the cash movements that a count knew of; when there are more, the count is out of date. */
type Counted = Pick<DrawerCount, "id" | "denominations" | "counted"> & {
  expected: number;
  overShort: number;
  moves: number;
};
type Closed = { counted: number; expected: number; overShort: number; note: string | null };
export type DrawerState = BaseState & {
  deviceId: string | null;
  userId: string | null;
  float: number;
  businessDay: string;
  openedBy: string | null;
  moves: DrawerMove[];
  /** Paid-outs that were refused to people who may not know what should be in it; absent before the first. */
  refused?: RefusedPaidOut[];
  counts: (Counted & Pick<DrawerCount, "by" | "at">)[];
  closed: (Closed & { by: string | null; at: string }) | null;
};
export type DrawerOpened = Pick<DrawerState, "deviceId" | "userId" | "float" | "businessDay">;

const moved = (drawer: DrawerState, event: StoredEvent, kind: DrawerMove["kind"]): DrawerState => {
  const { moveId, reason, tender } = event.data as {
    moveId: string;
    reason: string | null;
    tender?: Tender;
  };
  const amount = tender ? handedOf(tender) : 0;
  const move: DrawerMove = { id: moveId, kind, amount, reason, by: event.actor, at: event.at };
  return { ...drawer, moves: [...drawer.moves, move] };
};

const refusedOut = (drawer: DrawerState, { data, actor, at }: StoredEvent): DrawerState => {
  const { moveId: id, amount, reason } = data as CashMove;
  return { ...drawer, refused: [...(drawer.refused ?? []), { id, amount, reason, by: actor, at }] };
};

type Fold = (drawer: DrawerState, event: StoredEvent) => DrawerState;
const folds: Readonly<Record<string, Fold>> = {
  PaidIn: (drawer, event) => moved(drawer, event, "paid_in"),
  PaidOut: (drawer, event) => moved(drawer, event, "paid_out"),
  PaidOutRefused: refusedOut,
  NoSale: (drawer, event) => moved(drawer, event, "no_sale"),
  Counted: (drawer, event) => ({
    ...drawer,
    counts: [...drawer.counts, { ...(event.data as unknown as Counted), by: event.actor, at: event.at }],
  }),
  Closed: (drawer, event) => ({
    ...drawer,
    closed: { ...(event.data as unknown as Closed), by: event.actor, at: event.at },
  }),
};

export const evolveDrawer = (drawer: DrawerState | undefined, event: StoredEvent): DrawerState => {
  const stamp = { version: event.seq, updatedAt: event.at };
  if (event.type === "Opened")
    return {
      ...(event.data as unknown as DrawerOpened),
      id: event.id,
      createdAt: event.at,
      openedBy: event.actor,
      moves: [],
      counts: [],
      closed: null,
      ...stamp,
    };
  const fold = folds[event.type];
  if (!drawer || !fold) throw new Error(`a drawer cannot fold ${event.type}`);
  return { ...fold(drawer, event), ...stamp };
};

export const isOpenDrawer = (drawer: DrawerState): boolean => drawer.closed === null;

export type DrawerReader = "anybody" | "who may know";
/** While a session is open every count is blind, also the second: what should be there is told to those only who may know it. */
export const drawerView = (drawer: DrawerState, reader: DrawerReader = "anybody"): Drawer => {
  const { closed, counts, moves, refused, ...rest } = drawer;
  const last = counts.at(-1);
  const isBlind = closed === null && reader === "anybody";
  const blind = isBlind ? { expected: null, overShort: null } : {};
  return {
    ...rest,
    status: closed === null ? "open" : "closed",
    moves,
    ...(reader === "who may know" ? { refused: refused ?? [] } : {}),
    counts: counts.map(({ moves: _moves, ...count }) => ({ ...count, ...blind })),
    counted: last?.counted ?? null,
    expected: last?.expected ?? null,
    overShort: last?.overShort ?? null,
    ...blind,
    closedAt: closed?.at ?? null,
    closedBy: closed?.by ?? null,
    note: closed?.note ?? null,
  };
};

const event = (drawer: DrawerState, type: string, data: Record<string, unknown>): EventDraft => ({
  entity: "drawer",
  id: drawer.id,
  type,
  data,
});

export const checkOpenDrawer = (drawer: DrawerState): void => {
  if (!isOpenDrawer(drawer))
    throw conflict("This drawer session is closed. Open a new one.", drawerView(drawer));
};

const checkNewMove = (drawer: DrawerState, moveId: string): void => {
  if (drawer.moves.some(({ id }) => id === moveId))
    throw conflict("There is a movement with this id already.", drawerView(drawer));
};

/** To be told that there is less is to learn something; so often nobody has to be asked. */
const freeRefusals = 2;
export const asksTooMuch = ({ refused = [] }: DrawerState, userId: string | null): boolean =>
  refused.filter(({ by }) => by === userId).length >= freeRefusals;

const tooMuch = (drawer: DrawerState): Refusal =>
  conflict(
    "There is not so much in this drawer. Note first what was put in (paid in), then take it out.",
    drawerView(drawer),
  );

export type CashMove = { moveId: string; amount: number; reason: string };
export type CashMoveFacts = {
  /** Of now. */
  businessDay: string;
  cash: DrawerCash;
  /** What a refusal that tells something leaves behind: a row of amounts that go up would count the drawer for whoever may not know. */
  leaving(refusal: Refusal, events: EventDraft[]): Refusal;
};
/** Cash that comes into the drawer, or goes out of it, and is no sale. */
export const decideCashMove = (
  drawer: DrawerState,
  kind: "paid_in" | "paid_out",
  move: CashMove,
  { businessDay, cash, leaving }: CashMoveFacts,
): EventDraft[] => {
  const { moveId, amount, reason } = move;
  checkOpenDrawer(drawer);
  checkNewMove(drawer, moveId);
  if (kind === "paid_out" && amount > expectedIn(drawer, cash))
    throw leaving(tooMuch(drawer), [event(drawer, "PaidOutRefused", { moveId, amount, reason })]);
  const tender: Tender = {
    purpose: kind,
    method: "cash",
    amount: kind === "paid_in" ? amount : 0 - amount,
    tip: 0,
    rounding: 0,
    tendered: null,
    change: 0,
    reference: null,
    businessDay,
    drawerId: drawer.id,
  };
  return [event(drawer, kind === "paid_in" ? "PaidIn" : "PaidOut", { moveId, reason, tender })];
};

export const decideNoSale = (drawer: DrawerState, moveId: string, reason: string | null): EventDraft[] => {
  checkOpenDrawer(drawer);
  checkNewMove(drawer, moveId);
  return [event(drawer, "NoSale", { moveId, reason })];
};

/** Cash since the session was opened: what came in less what went out, and how many times. */
export type DrawerCash = { moves: number; given: number };
export const expectedIn = (drawer: DrawerState, cash: DrawerCash): number => drawer.float + cash.given;

const sumOf = (denominations: readonly Denomination[]): number =>
  denominations.reduce((sum, { value, count }) => sum + value * count, 0);

export const decideCount = (
  drawer: DrawerState,
  { id, denominations = [], total }: CountInput & { id: string },
  cash: DrawerCash,
): EventDraft[] => {
  checkOpenDrawer(drawer);
  if (drawer.counts.some((count) => count.id === id))
    throw conflict("There is a count with this id already.", drawerView(drawer));
  const counted = total ?? sumOf(denominations);
  const expected = expectedIn(drawer, cash);
  const data: Counted = {
    id,
    denominations: denominations.filter(({ count }) => count > 0),
    counted,
    expected,
    overShort: counted - expected,
    moves: cash.moves,
  };
  return [event(drawer, "Counted", data)];
};

/** A session ends with its last count, if no cash moved since. */
export const decideClose = (drawer: DrawerState, note: string | null, cash: DrawerCash): EventDraft[] => {
  checkOpenDrawer(drawer);
  const last = drawer.counts.at(-1);
  if (!last) throw conflict("Count the drawer first, then close it.", drawerView(drawer));
  if (last.moves !== cash.moves)
    throw conflict("Cash moved since this count. Count the drawer again, then close it.", drawerView(drawer));
  const { counted, expected, overShort } = last;
  return [event(drawer, "Closed", { counted, expected, overShort, note } satisfies Closed)];
};
