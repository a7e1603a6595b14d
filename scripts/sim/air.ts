/**
 * The network between two ends. A link is up or down; while it is up every message takes its own time, so what was sent first may
 * arrive last, and may be lost or arrive twice. While it is down nothing gets through.
 */
import type { Random } from "../crash/random.ts";
import type { Time } from "./time.ts";

export type Weather = {
  /** Milliseconds that a message takes at least, and on top of it at most. */
  delay_ms: number;
  jitter_ms: number;
  /** Probabilities, of each message. */
  loss: number;
  doubling: number;
  /** Probability that a connection breaks with a message of it. */
  breaking: number;
  /** Milliseconds for which a link is up, or down, on average. */
  up_ms: number;
  down_ms: number;
};

export type Link = {
  isUp(): boolean;
  /** Milliseconds until it is up; 0 when it is. */
  untilUp_ms(): number;
  delay_ms(): number;
  /** Sends one message: calls back after its time, not at all, or twice. False when it did not even leave. */
  carry(deliver: () => void): boolean;
  /** Whether a connection over it breaks with the message that is on its way now. */
  breaks(): boolean;
  /** No disturbance any more. */
  calm(): void;
  /** Down from now on, for so long. */
  cut(for_ms: number): void;
};

export const weatherOf = (random: Random): Weather => {
  const isRough = random.chance(0.5);
  const loss = isRough ? random.pick([0.01, 0.05, 0.15]) : 0;
  return {
    delay_ms: random.between(1, 20),
    jitter_ms: random.pick([5, 40, 400, 4000]),
    loss,
    breaking: loss / 5,
    doubling: isRough ? random.pick([0, 0.02, 0.1]) : 0,
    up_ms: random.pick([4, 15, 60]) * 60_000,
    down_ms: random.pick([0.1, 1, 6, 25]) * 60_000,
  };
};

const around = (mean_ms: number, random: Random): number => Math.ceil(mean_ms * (0.1 + 1.8 * random.next()));

export const openLink = (time: Time, random: Random, weather: Weather): Link => {
  let upAt = 0;
  let isCalm = false;
  const cut = (for_ms: number): void => {
    upAt = Math.max(upAt, time.now() + for_ms);
  };
  const disturb = (): void => {
    if (isCalm) return;
    const down = around(weather.down_ms, random);
    cut(down);
    time.after(down + around(weather.up_ms, random), time.world, disturb);
  };
  time.after(around(weather.up_ms, random), time.world, disturb);
  const isUp = (): boolean => time.now() >= upAt;
  const delay_ms = (): number => weather.delay_ms + random.between(0, isCalm ? 5 : weather.jitter_ms);
  const happens = (probability: number): boolean => !isCalm && random.chance(probability);
  return {
    isUp,
    untilUp_ms: () => Math.max(0, upAt - time.now()),
    delay_ms,
    breaks: () => happens(weather.breaking),
    carry: (deliver) => {
      if (!isUp()) return false;
      const arrive = (): void => {
        if (isUp()) deliver();
      };
      if (!happens(weather.loss)) time.after(delay_ms(), time.world, arrive);
      if (happens(weather.doubling)) time.after(delay_ms() + random.between(0, 20_000), time.world, arrive);
      return true;
    },
    calm: () => {
      isCalm = true;
      upAt = 0;
    },
    cut,
  };
};
