import { Button } from "@tillbox/shared/ui/button.tsx";
import { PinPad, type PinPadProps } from "@tillbox/shared/ui/pin-pad.tsx";
import { useState } from "preact/hooks";
import { type ApiProblem, asProblem } from "../client/problem.ts";

/** Most PINs have four digits and need no Confirm; who has a longer one says so once on this device. */
const longPinKey = "tillbox.long-pin";
const shortest = 4;
const longest = 8;

/** What stands over the pad after a wrong PIN, and how long the box wants to be left alone. `prove` throws what the box refused. */
function usePin(prove: (pin: string) => Promise<void>) {
  const [isBusy, setBusy] = useState(false);
  const [refused, setRefused] = useState<{ problem: ApiProblem; attempt: number } | null>(null);
  const [lockedSeconds, setLocked] = useState(0);
  const enter = async (pin: string): Promise<void> => {
    setBusy(true);
    try {
      await prove(pin);
    } catch (error) {
      const problem = asProblem(error);
      if (problem.code === "rate_limited") setLocked(problem.details.retryAfter_s ?? 5);
      setRefused({ problem, attempt: (refused?.attempt ?? 0) + 1 });
    }
    setBusy(false);
  };
  const failure = refused && { message: refused.problem.message, attempt: refused.attempt };
  return { enter, isBusy, failure, lockedSeconds, unlock: () => setLocked(0) };
}

type Props = Pick<PinPadProps, "title"> & { prove(pin: string): Promise<void> };

/** Somebody's PIN: the pad, what was wrong, and the choice for whoever has a longer one. */
export function PinEntry({ title, prove }: Props) {
  const { enter, isBusy, failure, lockedSeconds, unlock } = usePin(prove);
  const [isLong, setLong] = useState(localStorage.getItem(longPinKey) !== null);
  const choose = (long: boolean): void => {
    if (long) localStorage.setItem(longPinKey, "1");
    else localStorage.removeItem(longPinKey);
    setLong(long);
  };
  return (
    <>
      <PinPad
        key={String(isLong)}
        {...(title === undefined ? {} : { title })}
        onComplete={(pin) => void enter(pin)}
        length={shortest}
        {...(isLong ? { maxLength: longest } : {})}
        busy={isBusy}
        lockedSeconds={lockedSeconds}
        onUnlock={unlock}
        {...(failure ? { failure } : {})}
      />
      <Button kind="quiet" onClick={() => choose(!isLong)}>
        {isLong ? "The PIN has four digits" : "The PIN is longer"}
      </Button>
    </>
  );
}
