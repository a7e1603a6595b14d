/**
 * A connection that keeps order, as TCP does: what was sent arrives in order, late, or not at all because the connection broke; and
 * each end learns in its own time that it broke. What waits on the way is what a slow reader has not taken yet.
 */

import type { Link } from "./air.ts";
import type { Life, Time } from "./time.ts";

/** Longer than this without the network, and the connection is given up. */
const patience_ms = 20_000;

export type End = {
  life: Life;
  received(text: string): void;
  closed(): void;
  /** What was sent to this end has arrived, so whoever sends may go on. */
  drained?(): void;
};
/** `near` is the device, `far` is the box. */
export type Side = "near" | "far";
export type Pipe = {
  /** To the other end, in order. */
  send(from: Side, text: string, bytes?: number): void;
  /** Bytes on the way to that end. */
  waiting(to: Side): number;
  /** That end closed it and hears no more; the other learns after all that was sent. */
  close(by: Side): void;
  /** Nobody closed it; both learn by themselves, much later. */
  breakOff(): void;
  isOpen(side: Side): boolean;
};

const other = { near: "far", far: "near" } as const;

type Parcel = { text: string; bytes: number } | "goodbye";

export const openPipe = (time: Time, link: Link, ends: Record<Side, End>): Pipe => {
  const open = { near: true, far: true };
  const queue: Record<Side, Parcel[]> = { near: [], far: [] };
  const last = { near: 0, far: 0 };
  const bytesTo = { near: 0, far: 0 };
  let isBroken = false;
  const closeEnd = (side: Side): void => {
    if (!open[side]) return;
    open[side] = false;
    time.within(ends[side].life, () => ends[side].closed());
  };
  const breakOff = (): void => {
    if (isBroken) return;
    isBroken = true;
    for (const side of ["near", "far"] as const)
      time.after(patience_ms + link.delay_ms() * 10, time.world, () => closeEnd(side));
  };
  const hand = (to: Side, parcel: Parcel): void => {
    if (parcel === "goodbye") return closeEnd(to);
    bytesTo[to] -= parcel.bytes;
    if (open[to]) time.within(ends[to].life, () => ends[to].received(parcel.text));
    const from = other[to];
    if (bytesTo[to] === 0 && open[from]) time.within(ends[from].life, () => ends[from].drained?.());
  };
  /** Whatever is first in line arrives, so order is kept however long one of them took. */
  const arrive = (to: Side): void => {
    const down_ms = link.untilUp_ms();
    if (isBroken || down_ms > patience_ms || link.breaks()) return breakOff();
    if (down_ms > 0) return time.after(down_ms, time.world, () => arrive(to));
    const parcel = queue[to].shift();
    if (parcel !== undefined) hand(to, parcel);
  };
  const put = (to: Side, parcel: Parcel): void => {
    queue[to].push(parcel);
    last[to] = Math.max(time.now() + link.delay_ms(), last[to]);
    time.after(last[to] - time.now(), time.world, () => arrive(to));
  };
  return {
    send: (from, text, bytes = 0) => {
      if (!open[from] || isBroken) return;
      bytesTo[other[from]] += bytes;
      put(other[from], { text, bytes });
    },
    waiting: (to) => bytesTo[to],
    close: (by) => {
      if (!open[by]) return;
      open[by] = false;
      put(other[by], "goodbye");
    },
    breakOff,
    isOpen: (side) => open[side],
  };
};
