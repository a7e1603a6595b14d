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
import { usePos } from "./pos.ts";

const codeLength = 6;

function Digits({ code }: { code: string }) {
  return (
    <div class="pos-code" dir="ltr" role="img" aria-label={`${code.length} of ${codeLength} digits: ${code}`}>
      {Array.from({ length: codeLength }, (_, index) => (
        <span key={index} data-next={index === code.length || undefined}>
          {code[index] ?? ""}
        </span>
      ))}
    </div>
  );
}

const deviceName = (): string => {
  const isPhone = Math.min(screen.width, screen.height) < 600;
  const tail = Math.floor(performance.timeOrigin % 900) + 100;
  return `${isPhone ? "Phone" : "Tablet"} ${tail}`;
};

function CodeEntry() {
  const { client } = usePos();
  const [code, setCode] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState("");
  const pair = async (complete: string): Promise<void> => {
    setBusy(true);
    const result = await client.pair(complete, deviceName());
    setBusy(false);
    if (result.ok) return;
    setFailure(result.problem.message);
    setCode("");
  };
  const press = (key: PadKey): void => {
    const next = enterDigits(code, key, codeLength);
    setCode(next);
    if (next !== code) setFailure("");
    if (next.length === codeLength && next !== code) void pair(next);
  };
  usePageKeys(!isBusy, (event) => {
    if (event.key === "Escape") setCode("");
  });
  useEffect(() => {
    const carried = takeCarriedCode();
    if (carried === null) return;
    setCode(carried);
    void pair(carried);
  }, []);
  return (
    <section class="pos-pairing" aria-label="Pairing code">
      <h2>Enter the pairing code</h2>
      <Digits code={code} />
      <p class="pos-pairing-message" role="alert">
        {isBusy && <Spinner />}
        {failure !== "" && <Icon name="alert" size={18} />}
        {failure}
      </p>
      <NumberPad corner="clear" onKey={press} disabled={isBusy} />
    </section>
  );
}

/** The first time on this device: a manager's code makes it one of the store's. */
export function PairingPage() {
  const { client, figures } = usePos();
  const isDemo = useDemo();
  const now = client.clock.now.value;
  return (
    <SignInFrame
      store="Pair this device"
      day={figures.value.longDay(now)}
      time={figures.value.time(now)}
      foot={<span>Once only. Afterwards a PIN is enough.</span>}
    >
      <div class="pos-pairing-side">
        <CodeEntry />
        {isDemo ? (
          <Banner tone="printed" icon="key">
            This is a demo: the code <b>000000</b> always works.
          </Banner>
        ) : (
          <p class="pos-pairing-help">
            Ask a manager for the code: on a paired device they sign in, tap their initials and press Add a
            device. It works once, for ten minutes.
          </p>
        )}
      </div>
    </SignInFrame>
  );
}
