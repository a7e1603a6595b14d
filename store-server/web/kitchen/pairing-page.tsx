import { Banner } from "@tillbox/shared/ui/banner.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { usePageKeys } from "@tillbox/shared/ui/keyboard.ts";
import { enterDigits, type PadKey } from "@tillbox/shared/ui/number-entry.ts";
import { NumberPad } from "@tillbox/shared/ui/number-pad.tsx";
import { SignInFrame } from "@tillbox/shared/ui/sign-in-frame.tsx";
import { Spinner } from "@tillbox/shared/ui/spinner.tsx";
import { useEffect, useState } from "preact/hooks";
import { takeCarriedCode } from "../common/connect/links.ts";
import { useDemo } from "../common/demo.ts";
import { figuresOf } from "../common/figures.ts";
import { useKitchen } from "./kitchen.ts";

const codeLength = 6;

const screenName = (): string => `Kitchen screen ${Math.floor(performance.timeOrigin % 90) + 10}`;

function usePairing() {
  const { client } = useKitchen();
  const [code, setCode] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState("");
  const pair = async (complete: string): Promise<void> => {
    setBusy(true);
    const result = await client.pair(complete, screenName());
    setBusy(false);
    if (result.ok) return;
    setFailure(result.problem.message);
    setCode("");
  };
  const press = (key: PadKey): void => {
    const next = enterDigits(code, key, codeLength);
    if (isBusy || next === code) return;
    setCode(next);
    setFailure("");
    if (next.length === codeLength) void pair(next);
  };
  useEffect(() => {
    const carried = takeCarriedCode();
    if (carried === null) return;
    setCode(carried);
    void pair(carried);
  }, []);
  return { code, isBusy, failure, press, clear: () => setCode("") };
}

function CodeEntry() {
  const { code, isBusy, failure, press, clear } = usePairing();
  usePageKeys(!isBusy, (event) => {
    if (event.key === "Escape") clear();
  });
  return (
    <section class="kitchen-pairing" aria-label="Pairing code">
      <h2>Enter the pairing code</h2>
      <div class="kitchen-code" dir="ltr" role="img" aria-label={`${code.length} of ${codeLength} digits`}>
        {Array.from({ length: codeLength }, (_, index) => (
          <span key={index} data-next={index === code.length || undefined}>
            {code[index] ?? ""}
          </span>
        ))}
      </div>
      <p role="alert">
        {isBusy && <Spinner />}
        {failure !== "" && <Icon name="alert" size={18} />}
        {failure}
      </p>
      <NumberPad corner="clear" onKey={press} disabled={isBusy} />
    </section>
  );
}

/** The first time on this screen: a manager's code makes it the kitchen's. */
export function PairingPage() {
  const { client } = useKitchen();
  const isDemo = useDemo();
  const figures = figuresOf(client.store);
  const now = client.clock.now.value;
  return (
    <SignInFrame
      store="Pair this kitchen screen"
      day={figures.longDay(now)}
      time={figures.time(now)}
      foot={<span>Once only. Afterwards it shows the orders by itself.</span>}
    >
      <div class="kitchen-pairing-side">
        <CodeEntry />
        {isDemo ? (
          <Banner tone="printed" icon="key">
            This is a demo: the code <b>000000</b> always works.
          </Banner>
        ) : (
          <p>
            A manager makes the code: sign in on a paired device, open Devices, press Pair a device. It works
            once, for ten minutes.
          </p>
        )}
      </div>
    </SignInFrame>
  );
}
