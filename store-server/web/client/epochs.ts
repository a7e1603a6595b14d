/**
 * The life of the box's journal that this device's taps are made up for. A box that was restored from an earlier state says another one;
 * then, before anything else is sent, what it took in the other life goes back into the outbox, in the place at which it was tapped. So
 * the restored box meets everything in its order: what it still knows is done already, the rest is done now, and nothing twice.
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { SentEntry } from "./database.ts";
import { inTime } from "./in-time.ts";
import type { Keeper } from "./keeper.ts";

/** For the person: the box was restored, and how many earlier taps it is told again. */
export type Restored = { at: Date; again: number };

export type Epochs = {
  /** What calls are made in. Null: not known yet. Throws while taps are being put back: nothing is to be sent then. */
  current(): number | null;
  saw(epoch: number): void;
  /**
   * What an answer told, to a call that was made in `asked`. False: another life was seen while it was on its way, so it is of one that is
   * over or not known yet, and says nothing of what the box has now. Its calls are made again.
   */
  heard(asked: number | null, told: number): boolean;
  /** Whether that is the life that is known. */
  isOfNow(epoch: number): boolean;
  readonly restored: ReadonlySignal<Restored | null>;
  /** Somebody has read it. */
  seen(): void;
};

export type EpochsOptions = {
  keeper: Keeper;
  /** Everything that is known is of another journal. */
  begin(): void;
  /** Taps were put back on the disk. */
  restore(): Promise<void>;
  /** What is thrown at calls that have to wait. */
  wait(): Error;
  now?: () => number;
};

/** A disk that takes longer holds up no call: what it puts back late is sent late. */
const resendWait_ms = 10_000;

export const openEpochs = ({ keeper, begin, restore, wait, now = Date.now }: EpochsOptions): Epochs => {
  const restored = signal<Restored | null>(null);
  let known: number | null = null;
  let moving = 0;
  const moved = async (again: number, isOther: boolean): Promise<void> => {
    if (isOther) restored.value = { at: new Date(now()), again: (restored.peek()?.again ?? 0) + again };
    if (isOther || again > 0) await restore();
  };
  const move = async (isLost: (epoch: number) => boolean, isOther: boolean): Promise<void> => {
    moving += 1;
    // A disk that cannot be read has nothing that could be sent again.
    const work = keeper.resend(isLost).catch(() => 0);
    const again = await inTime(work, resendWait_ms).catch(() => null);
    moving -= 1;
    if (again === null) void work.then((late) => moved(late, isOther && late > 0));
    await moved(again ?? 0, isOther);
  };
  const saw = (epoch: number): void => {
    const before = known;
    known = epoch;
    if (before === epoch) return;
    if (before !== null) begin();
    void move((of) => (before === null ? of < epoch : of !== epoch), before !== null);
  };
  return {
    restored,
    seen: () => {
      restored.value = null;
    },
    current: () => {
      if (moving > 0) throw wait();
      return known;
    },
    saw,
    isOfNow: (epoch) => known === epoch,
    heard: (asked, told) => {
      if (known !== asked && known !== told) return false;
      saw(told);
      return true;
    },
  };
};

/** What a restore from the hub would bring back. */
export const followReplicated = () => {
  /** `seq` null: there is no hub. */
  let told: { epoch: number; seq: number | null } | null = null;
  return {
    saw: (epoch: number, seq: number | null): void => {
      told = { epoch, seq };
    },
    /** Of another life than the box's, whatever was lost has been put back already. */
    isSafe: ({ epoch, version }: Pick<SentEntry, "epoch" | "version">): boolean => {
      if (told === null) return false;
      return told.seq === null || told.epoch !== epoch || version <= told.seq;
    },
  };
};
