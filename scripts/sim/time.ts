/**
 * Virtual time. Everything in the simulation runs inside a life: that of the box, or of a device, from its start to its end. Code in a
 * life is the real code and asks the real globals for the time, a timer, a random number; here they answer from the seed and from a
 * clock that jumps to whatever is due next. A life's clock may go wrong, and what a life had waiting ends with it, as when the power
 * is cut. Code outside of any life keeps the real globals.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { mintIdsWith } from "@tillbox/shared/id.ts";
import { v7 } from "uuid";
import type { Random } from "../crash/random.ts";
import { openHeap } from "./heap.ts";

export type Life = {
  readonly name: string;
  /** How far its clock is ahead of the world's. */
  skew_ms: number;
  isOver: boolean;
  /** Called before each piece of work that the life put off for a moment; may end the life. */
  beforeTurn?(): void;
};

type Timer = {
  at: number;
  order: number;
  life: Life;
  work: () => void;
  isOff: boolean;
  every_ms: number | null;
};
type Turn = { life: Life; work: () => void; isOff: boolean };

export type Time = {
  /** Milliseconds since the epoch, by nobody's wrong clock. */
  now(): number;
  /** A new life; `skew_ms` for its clock. */
  begin(name: string, skew_ms?: number): Life;
  /** Runs `work` in a life; nothing when it is over. */
  within(life: Life, work: () => void): void;
  /** Runs `work` after a while, in the life; nothing when it is over by then. */
  after(delay_ms: number, life: Life, work: () => void): void;
  /** The world's own life, which never ends. */
  readonly world: Life;
  /** Real work (a database elsewhere) that time waits for. */
  outside<T>(work: () => Promise<T>): Promise<T>;
  /** Plays what is due until that time, or until `isDone`. */
  run(until_ms: number, isDone?: () => boolean): Promise<void>;
  /** Gives the globals back. */
  close(): void;
};

const real = {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
  setImmediate: globalThis.setImmediate,
  clearImmediate: globalThis.clearImmediate,
  dateNow: Date.now,
  performanceNow: performance.now,
  random: Math.random,
  abortAfter: AbortSignal.timeout,
  abortWithAny: AbortSignal.any,
  randomValues: crypto.getRandomValues,
};

/** All promises that can go on have gone on by then. */
const breath = (): Promise<void> => new Promise((done) => real.setImmediate(done));

const handleOf = <T extends object>(inner: T) => {
  const handle = Object.assign(inner, {
    ref: () => handle,
    unref: () => handle,
    hasRef: () => false,
  });
  return handle;
};

const isOurs = (handle: unknown): handle is { isOff: boolean } =>
  typeof handle === "object" && handle !== null && "isOff" in handle;

/** As `AbortSignal.any`, whose signals are kept for as long as somebody listens: for ever where an answer was lost, and with all its world. */
const abortWithAny = (signals: Iterable<AbortSignal>): AbortSignal => {
  const controller = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) controller.abort(signal.reason);
    else signal.addEventListener("abort", () => controller.abort(signal.reason), { once: true });
  }
  return controller.signal;
};

/** Puts functions in the place of the globals; returns what puts the real ones back. */
const takeGlobals = (own: {
  life(): Life | undefined;
  now(): number;
  random: Random;
  timer(delay_ms: number, every: boolean, work: () => void): object;
  turn(work: () => void): object;
}): (() => void) => {
  const { life } = own;
  type Work = (...args: unknown[]) => void;
  const timerOf =
    (every: boolean, otherwise: (work: Work, delay?: number, ...args: unknown[]) => unknown) =>
    (work: Work, delay = 0, ...args: unknown[]): unknown =>
      life() ? own.timer(Number(delay), every, () => work(...args)) : otherwise(work, delay, ...args);
  const clearOf =
    (otherwise: (handle: never) => void) =>
    (handle: unknown): void => {
      if (isOurs(handle)) handle.isOff = true;
      else otherwise(handle as never);
    };
  Object.assign(globalThis, {
    setTimeout: timerOf(false, real.setTimeout),
    setInterval: timerOf(true, real.setInterval),
    setImmediate: (work: Work, ...args: unknown[]) =>
      life() ? own.turn(() => work(...args)) : real.setImmediate(work, ...args),
    clearTimeout: clearOf(real.clearTimeout),
    clearInterval: clearOf(real.clearInterval),
    clearImmediate: clearOf(real.clearImmediate),
  });
  Date.now = () => (life() ? own.now() : real.dateNow());
  performance.now = () => (life() ? own.now() : real.performanceNow.call(performance));
  Math.random = () => (life() ? own.random.next() : real.random());
  AbortSignal.timeout = (delay_ms) => {
    if (!life()) return real.abortAfter.call(AbortSignal, delay_ms);
    const controller = new AbortController();
    own.timer(delay_ms, false, () => controller.abort(new DOMException("too late", "TimeoutError")));
    return controller.signal;
  };
  AbortSignal.any = (signals) =>
    life() ? abortWithAny(signals) : real.abortWithAny.call(AbortSignal, [...signals]);
  crypto.getRandomValues = <T extends ArrayBufferView>(into: T): T => {
    if (!life()) return real.randomValues.call(crypto, into as never) as unknown as T;
    const bytes = new Uint8Array(into.buffer, into.byteOffset, into.byteLength);
    for (let at = 0; at < bytes.length; at += 1) bytes[at] = own.random.between(0, 255);
    return into;
  };
  return () => {
    const { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate } = real;
    Object.assign(globalThis, {
      setTimeout,
      setInterval,
      setImmediate,
      clearTimeout,
      clearInterval,
      clearImmediate,
    });
    Date.now = real.dateNow;
    performance.now = real.performanceNow;
    Math.random = real.random;
    AbortSignal.timeout = real.abortAfter;
    AbortSignal.any = real.abortWithAny;
    crypto.getRandomValues = real.randomValues;
  };
};

/** Ids as devices and box make them: by their own clock, then in order of making. */
const idsFrom = (now: () => number): (() => string) => {
  let made = 0;
  return () => {
    made += 1;
    const random = new Uint8Array(16);
    new DataView(random.buffer).setUint32(10, made);
    return v7({ msecs: Math.max(0, Math.floor(now())), seq: made, random });
  };
};

export const openTime = (start_ms: number, random: Random): Time => {
  const lives = new AsyncLocalStorage<Life>();
  const timers = openHeap<Timer>();
  let turns: Turn[] = [];
  let now = start_ms;
  let order = 0;
  const waiting = new Set<Promise<unknown>>();
  const world: Life = { name: "world", skew_ms: 0, isOver: false };
  const current = (): Life => lives.getStore() ?? world;
  const ownNow = (): number => now + current().skew_ms;

  const schedule = (delay_ms: number, life: Life, work: () => void, every_ms: number | null): Timer => {
    order += 1;
    const timer = { at: now + Math.max(0, delay_ms), order, life, work, isOff: false, every_ms };
    timers.push(timer);
    return timer;
  };
  const giveBack = takeGlobals({
    life: () => lives.getStore(),
    now: ownNow,
    random,
    timer: (delay_ms, every, work) => {
      const delay = Number.isFinite(delay_ms) ? Math.max(1, delay_ms) : 1;
      return handleOf(schedule(delay, current(), work, every ? delay : null));
    },
    turn: (work) => {
      const turn = handleOf({ life: current(), work, isOff: false });
      turns.push(turn);
      return turn;
    },
  });
  const giveBackIds = mintIdsWith(idsFrom(ownNow));

  const runIn = (life: Life, work: () => void): void => {
    if (!life.isOver) lives.run(life, work);
  };
  const settle = async (): Promise<void> => {
    await breath();
    while (turns.length > 0 || waiting.size > 0) {
      if (waiting.size > 0) await Promise.race(waiting);
      const batch = turns;
      turns = [];
      for (const turn of batch) {
        if (turn.isOff || turn.life.isOver) continue;
        turn.life.beforeTurn?.();
        runIn(turn.life, turn.work);
        await breath();
      }
      await breath();
    }
  };
  const fire = (timer: Timer): void => {
    if (timer.isOff || timer.life.isOver) return;
    if (timer.every_ms !== null) {
      order += 1;
      timer.at = now + timer.every_ms;
      timer.order = order;
      timers.push(timer);
    }
    runIn(timer.life, timer.work);
  };
  const run: Time["run"] = async (until_ms, isDone = () => false) => {
    await settle();
    for (let next = timers.peek(); next && next.at <= until_ms && !isDone(); next = timers.peek()) {
      timers.pop();
      if (next.isOff || next.life.isOver) continue;
      now = Math.max(now, next.at);
      fire(next);
      await settle();
    }
    if (!isDone()) now = Math.max(now, until_ms);
  };
  return {
    now: () => now,
    world,
    begin: (name, skew_ms = 0) => ({ name, skew_ms, isOver: false }),
    within: runIn,
    after: (delay_ms, life, work) => void schedule(delay_ms, life, work, null),
    outside: (work) => {
      const done = lives.exit(work);
      const ended: Promise<unknown> = done
        .then(
          () => undefined,
          () => undefined,
        )
        .then(() => waiting.delete(ended));
      waiting.add(ended);
      return done;
    },
    run,
    close: () => {
      giveBack();
      giveBackIds();
    },
  };
};
