/** The box's time on this device. Minutes and lateness are counted by the box's clock; the device's own may be wrong. */
import { type ReadonlySignal, signal } from "@preact/signals";

export type Clock = {
  /** Epoch milliseconds by the box's clock, moved every `tick_ms`. */
  readonly now: ReadonlySignal<number>;
  /** How far this device is behind the box, in milliseconds. */
  readonly skew_ms: ReadonlySignal<number>;
  /** The box has just said its time. */
  set(serverTime: string): void;
  stop(): void;
};

export const openClock = (tick_ms: number): Clock => {
  const skew_ms = signal(0);
  const now = signal(Date.now());
  const tick = (): void => {
    now.value = Date.now() + skew_ms.value;
  };
  const timer = setInterval(tick, tick_ms);
  return {
    now,
    skew_ms,
    set: (serverTime) => {
      const said = Date.parse(serverTime);
      if (Number.isNaN(said)) return;
      skew_ms.value = said - Date.now();
      tick();
    },
    stop: () => clearInterval(timer),
  };
};
