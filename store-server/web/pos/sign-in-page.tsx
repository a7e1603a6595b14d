import { Button } from "@tillbox/shared/ui/button.tsx";
import { PinPad } from "@tillbox/shared/ui/pin-pad.tsx";
import { SignInFrame } from "@tillbox/shared/ui/sign-in-frame.tsx";
import { useState } from "preact/hooks";
import { useDemo } from "../common/demo.ts";
import { Connection } from "./connection.tsx";
import { usePos } from "./pos.ts";

/** Most PINs have four digits and need no Confirm; who has a longer one says so once on this device. */
const longPinKey = "tillbox.long-pin";
const shortest = 4;
const longest = 8;

type Failure = { message: string; attempt: number };

function usePin() {
  const { client, router } = usePos();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const [lockedSeconds, setLocked] = useState(0);
  const enter = async (pin: string): Promise<void> => {
    setBusy(true);
    const result = await client.signIn(pin);
    setBusy(false);
    if (result.ok) return router.go({ page: "floor" }, "replace");
    const { code, message, details } = result.problem;
    if (code === "rate_limited") setLocked(details.retryAfter_s ?? 5);
    setFailure({ message, attempt: (failure?.attempt ?? 0) + 1 });
  };
  return { enter, isBusy, failure, lockedSeconds, unlock: () => setLocked(0) };
}

/** Who works now: one PIN, whoever it is. */
export function SignInPage() {
  const { client, figures } = usePos();
  const isDemo = useDemo();
  const { enter, isBusy, failure, lockedSeconds, unlock } = usePin();
  const [isLong, setLong] = useState(localStorage.getItem(longPinKey) !== null);
  const now = client.clock.now.value;
  const device = client.session.device.value;
  const choose = (long: boolean): void => {
    if (long) localStorage.setItem(longPinKey, "1");
    else localStorage.removeItem(longPinKey);
    setLong(long);
  };
  const foot = (
    <>
      <Connection />
      <span>{device?.name}</span>
    </>
  );
  return (
    <SignInFrame
      store={device?.storeName ?? "Tillbox"}
      day={figures.value.longDay(now)}
      time={figures.value.time(now)}
      foot={foot}
    >
      <div class="pos-pin">
        <PinPad
          key={String(isLong)}
          onComplete={(pin) => void enter(pin)}
          length={shortest}
          {...(isLong ? { maxLength: longest } : {})}
          busy={isBusy}
          lockedSeconds={lockedSeconds}
          onUnlock={unlock}
          {...(failure ? { failure } : {})}
        />
        <Button kind="quiet" onClick={() => choose(!isLong)}>
          {isLong ? "My PIN has four digits" : "My PIN is longer"}
        </Button>
        {isDemo && <p class="pos-pairing-help">Demo: waiter 3333, cashier 4444, manager 2222, owner 1111.</p>}
      </div>
    </SignInFrame>
  );
}
