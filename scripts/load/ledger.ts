/**
 * What every tablet has heard, and what is wrong with it. Per tablet: seq never goes back, a seq that was ended is not heard again, and of
 * each order the last state is kept. At the end every order of the box has to be with every tablet in exactly that state. Pure.
 */
import type { Order } from "@tillbox/shared/contract/order.ts";

type Frame = { event: string; seq?: number; last?: boolean; data?: unknown };
type Tablet = { seq: number; completed: number; orders: (Order | undefined)[] };

export type Ledger = {
  /** A frame as text, and when it came (milliseconds since the epoch, of the machine's clock that the box has too). */
  heard(tablet: number, text: string, at: number): void;
  /** seq up to which a tablet has everything. */
  completed(tablet: number): number;
  /** How many (tablet, order) pairs are not in the state of `orders`. */
  missing(orders: readonly Order[]): number;
  /** Sentences; empty when nothing was lost and nothing was out of order. */
  faults(orders: readonly Order[]): string[];
  deliveries(): number;
  /**
   * From the moment at which the box decided a change, just before it committed, to the last tablet that heard of it; milliseconds. Of
   * states that reached all: one that was skipped for a later one is timed with that.
   */
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

/** Each state on its way to all: how many have it, and when the last of these got it. */
const openWays = (tabletCount: number) => {
  const ways = new Map<string, { tablets: number; last: number }>();
  const delays: number[] = [];
  return {
    delays,
    heard: ({ id, version, updatedAt }: Order, at: number): void => {
      const key = `${id} ${version}`;
      const { tablets = 0, last = 0 } = ways.get(key) ?? {};
      const way = { tablets: tablets + 1, last: Math.max(last, at) };
      ways.set(key, way);
      if (way.tablets < tabletCount) return;
      delays.push(way.last - Date.parse(updatedAt));
      ways.delete(key);
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
    if (order.version > before) ways.heard(order, at);
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
    completed: (index) => tablets[index]?.completed ?? 0,
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
