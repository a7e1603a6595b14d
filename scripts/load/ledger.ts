/**
 * What every tablet has heard, and what is wrong with it. Per tablet: seq never goes back, a seq that was ended is not heard again, and of
 * each order the last state is kept. At the end every order of the box has to be with every tablet in exactly that state. Pure.
 */
import type { Order } from "@tillbox/shared/contract/order.ts";

type Frame = { event: string; seq?: number; last?: boolean; data?: unknown };
type Tablet = { seq: number; completed: number; orders: (Order | undefined)[] };

export type Ledger = {
  /** A frame as text, and when it came (milliseconds of one clock). */
  heard(tablet: number, text: string, at: number): void;
  /** The box answered that the order has this version; the way to the last tablet is timed from here. */
  answered(orderId: string, version: number, at: number): void;
  /** How many (tablet, order) pairs are not in the state of `orders`. */
  missing(orders: readonly Order[]): number;
  /** Sentences; empty when nothing was lost and nothing was out of order. */
  faults(orders: readonly Order[]): string[];
  deliveries(): number;
  /** From the answer to the last tablet, milliseconds; below zero where the tablets heard first. */
  delays(): number[];
};

/** Frames are the same text for all tablets: parsed once, held as long as they may still come. */
const openParser = (kept = 512) => {
  const known = new Map<string, Frame>();
  return (text: string): Frame => {
    const found = known.get(text);
    if (found) return found;
    const frame = JSON.parse(text) as Frame;
    known.set(text, frame);
    if (known.size > kept) for (const oldest of known.keys().take(1)) known.delete(oldest);
    return frame;
  };
};

/** Each state on its way to all: how many have it, when the last came, when the box answered. */
type Way = { tablets: number; last: number; answered: number | null };

const openWays = (tabletCount: number) => {
  const ways = new Map<string, Way>();
  const delays: number[] = [];
  const wayOf = (orderId: string, version: number): [string, Way] => {
    const key = `${orderId} ${version}`;
    const way = ways.get(key) ?? { tablets: 0, last: 0, answered: null };
    ways.set(key, way);
    return [key, way];
  };
  const settle = (key: string, { tablets, last, answered }: Way): void => {
    if (tablets < tabletCount || answered === null) return;
    delays.push(last - answered);
    ways.delete(key);
  };
  return {
    delays,
    heard: (orderId: string, version: number, at: number): void => {
      const [key, way] = wayOf(orderId, version);
      way.tablets += 1;
      way.last = at;
      settle(key, way);
    },
    answered: (orderId: string, version: number, at: number): void => {
      const [key, way] = wayOf(orderId, version);
      way.answered = at;
      settle(key, way);
    },
  };
};

const openFaults = (most = 50) => {
  const found: string[] = [];
  return { found, add: (sentence: string): void => void (found.length < most && found.push(sentence)) };
};

/** What is wrong with the place of this frame in the tablet's sequence; moves the tablet on. */
const follow = (tablet: Tablet, { seq, last, event }: Frame): string | null => {
  if (seq === undefined) return null;
  const before = tablet.seq;
  tablet.seq = Math.max(before, seq);
  if (seq < before) return `heard ${event} of seq ${seq} after ${before}`;
  if (seq <= tablet.completed) return `heard ${event} of seq ${seq} after its last frame`;
  if (last) tablet.completed = seq;
  return null;
};

/** One text for each state, however many tablets hold it. */
const openTexts = () => {
  const texts = new WeakMap<Order, string>();
  return (order: Order): string => {
    const known = texts.get(order) ?? JSON.stringify(order);
    texts.set(order, known);
    return known;
  };
};

export const openLedger = (tabletCount: number): Ledger => {
  const tablets: Tablet[] = Array.from({ length: tabletCount }, () => ({ seq: 0, completed: 0, orders: [] }));
  const places = new Map<string, number>();
  const placeOf = (orderId: string): number => {
    const place = places.get(orderId) ?? places.size;
    places.set(orderId, place);
    return place;
  };
  const parse = openParser();
  const ways = openWays(tabletCount);
  const faults = openFaults();
  const textOf = openTexts();
  let deliveries = 0;
  const hear = (index: number, order: Order, at: number): void => {
    const orders = tablets[index]?.orders ?? [];
    const place = placeOf(order.id);
    const before = orders[place]?.version ?? 0;
    if (order.version < before)
      faults.add(`tablet ${index}: order ${order.id} went from ${before} to ${order.version}`);
    else orders[place] = order;
    if (order.version > before) ways.heard(order.id, order.version, at);
  };
  const wrong = (orders: readonly Order[], say: (index: number, order: Order, has?: Order) => void): void =>
    tablets.forEach(({ orders: seen }, index) => {
      for (const order of orders) {
        const has = seen[placeOf(order.id)];
        if (!has || textOf(has) !== textOf(order)) say(index, order, has);
      }
    });
  return {
    heard: (index, text, at) => {
      const frame = parse(text);
      const tablet = tablets[index];
      if (!tablet || frame.seq === undefined) return;
      deliveries += 1;
      const fault = follow(tablet, frame);
      if (fault) faults.add(`tablet ${index} ${fault}`);
      if (frame.event === "order:update") hear(index, frame.data as Order, at);
    },
    answered: ways.answered,
    missing: (orders) => {
      let count = 0;
      wrong(orders, () => (count += 1));
      return count;
    },
    faults: (orders) => {
      wrong(orders, (index, order, has) =>
        faults.add(
          `tablet ${index} has ${has?.version ?? "nothing"} of order ${order.id}, not ${order.version}`,
        ),
      );
      return faults.found;
    },
    deliveries: () => deliveries,
    delays: () => ways.delays,
  };
};
