import "./pin-pad.css";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import { Button } from "./button.tsx";
import { formatCountdown } from "./format.ts";
import { Icon } from "./icon.tsx";
import { usePageKeys } from "./keyboard.ts";
import { enterDigits, type PadKey } from "./number-entry.ts";
import { NumberPad } from "./number-pad.tsx";
import { Spinner } from "./spinner.tsx";
import { words } from "./words.ts";

export interface PinPadProps {
  onComplete: (pin: string) => void;
  /** Digits of a PIN, 4 unless told. With a longer `maxLength` a Confirm key ends the PIN. */
  length?: number;
  maxLength?: number;
  title?: string;
  /** The PIN is being checked. */
  busy?: boolean;
  /** The last try failed: cause and next step. A new `attempt` shakes the dots and empties them. */
  failure?: { message: string; attempt: number };
  /** Back-off in seconds, counted down here; `onUnlock` is called at its end. */
  lockedSeconds?: number;
  onUnlock?: () => void;
}

function useCountdown(seconds: number, onEnd?: () => void): number {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    setLeft(seconds);
    if (seconds <= 0) return;
    const end = performance.now() + seconds * 1000;
    const timer = setInterval(() => {
      const rest = Math.max(0, Math.ceil((end - performance.now()) / 1000));
      setLeft(rest);
      if (rest > 0) return;
      clearInterval(timer);
      onEnd?.();
    }, 250);
    return () => clearInterval(timer);
  }, [seconds]);
  return left;
}

function Dots({ filled, count }: { filled: number; count: number }) {
  return (
    <div class="ui-pin-dots" dir="ltr" aria-hidden="true">
      {Array.from({ length: count }, (_, index) => (
        <i key={index} data-filled={index < filled || undefined} />
      ))}
    </div>
  );
}

/** Signs a person in: dots, a pad that the hardware keyboard drives too, and what to do after a wrong PIN. */
export function PinPad(props: PinPadProps) {
  const { length = 4, maxLength = length, busy = false, failure, lockedSeconds = 0 } = props;
  const [pin, setPin] = useState("");
  const left = useCountdown(lockedSeconds, props.onUnlock);
  const locked = left > 0;
  const idle = !busy && !locked;

  useLayoutEffect(() => setPin(""), [failure?.attempt, locked]);

  const press = (key: PadKey) => {
    if (!idle) return;
    const next = enterDigits(pin, key, maxLength);
    setPin(next);
    if (next !== pin && next.length === length && maxLength === length) props.onComplete(next);
  };
  usePageKeys(idle, (event) => {
    if (event.key === "Escape") setPin("");
    if (event.key === "Enter" && maxLength > length && pin.length >= length) props.onComplete(pin);
  });

  const text = locked ? `${words.value.pinLocked} ${formatCountdown(left)}.` : failure?.message;
  return (
    <section
      class="ui-pin-pad"
      aria-label={props.title ?? words.value.pinEnter}
      data-locked={locked || undefined}
    >
      <h2>{props.title ?? words.value.pinEnter}</h2>
      <div class="ui-pin-shake" key={failure?.attempt} data-failed={failure && pin === "" ? "" : undefined}>
        <Dots filled={pin.length} count={maxLength === length ? length : Math.max(length, pin.length)} />
        <span class="visually-hidden" role="status">
          {pin.length} {words.value.pinDigits}
        </span>
      </div>
      <p class="ui-pin-message" role="alert">
        {busy && <Spinner />}
        {text && !busy && <Icon name={locked ? "lock" : "alert"} size={18} />}
        {!busy && text}
      </p>
      <NumberPad corner="clear" onKey={press} disabled={!idle} />
      {maxLength > length && (
        <Button
          kind="primary"
          size="l"
          wide
          disabled={!idle || pin.length < length}
          onClick={() => props.onComplete(pin)}
        >
          {words.value.send}
        </Button>
      )}
    </section>
  );
}
