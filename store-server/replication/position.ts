/** How far the hub is known to hold the journal, and from where the next batch is read. */
import type { Kernel } from "../kernel/kernel.ts";
import { overtaken } from "./stuck.ts";

export type Position = {
  /** The hub holds everything up to here. */
  acked(): number;
  next(): number;
  /** A batch up to `seq` is on the way. */
  sent(seq: number): void;
  /** What is on the way does not count any more. */
  rewind(): void;
  /** The hub says how far it holds the journal; never takes anything back. */
  acknowledge(seq: number): void;
  /** The hub stands here, even if that is less than it once said: its own restore may have taken it back. Throws `Stuck`. */
  standAt(seq: number): void;
};

export const openPosition = (
  kernel: Pick<Kernel, "headSeq">,
  start: number,
  moved: (seq: number) => void,
): Position => {
  let acked = Math.min(start, kernel.headSeq());
  let next = acked + 1;
  const standAt = (seq: number): void => {
    if (seq > kernel.headSeq()) throw overtaken(seq, kernel.headSeq());
    acked = seq;
    next = seq + 1;
    moved(acked);
  };
  return {
    acked: () => acked,
    next: () => next,
    sent: (seq) => {
      next = seq + 1;
    },
    rewind: () => {
      next = acked + 1;
    },
    acknowledge: (seq) => {
      if (seq > kernel.headSeq()) throw overtaken(seq, kernel.headSeq());
      if (seq <= acked) return;
      acked = seq;
      next = Math.max(next, acked + 1);
      moved(acked);
    },
    standAt,
  };
};
