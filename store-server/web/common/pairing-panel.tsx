import "./pairing-panel.css";
import { Banner } from "@tillbox/shared/ui/banner.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { usePageKeys } from "@tillbox/shared/ui/keyboard.ts";
import { enterDigits, type PadKey } from "@tillbox/shared/ui/number-entry.ts";
import { NumberPad } from "@tillbox/shared/ui/number-pad.tsx";
import { Spinner } from "@tillbox/shared/ui/spinner.tsx";
import { useEffect, useState } from "preact/hooks";
import type { Client } from "../client/client.ts";
import { type Moving, takeCarriedCode } from "./connect/links.ts";
import { useDemo } from "./demo.ts";

const codeLength = 6;

function Digits({ code }: { code: string }) {
  return (
    <div
      class="pairing-code"
      dir="ltr"
      role="img"
      aria-label={`${code.length} of ${codeLength} digits: ${code}`}
    >
      {Array.from({ length: codeLength }, (_, index) => (
        <span key={index} data-next={index === code.length || undefined}>
          {code[index] ?? ""}
        </span>
      ))}
    </div>
  );
}

type Props = {
  client: Pick<Client, "pair">;
  /** What the device is called until somebody names it. */
  nameOf(): string;
};

/** A code that came with the address is taken at once. */
function usePairing({ client, nameOf }: Props) {
  const [code, setCode] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState("");
  const pair = async (complete: string, moving: Moving | null = null): Promise<void> => {
    setBusy(true);
    const result = await client.pair(complete, moving?.name ?? nameOf(), moving?.id);
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
    setCode(carried.code);
    void pair(carried.code, carried.device);
  }, []);
  return { code, isBusy, failure, press, clear: () => setCode("") };
}

function CodeEntry(props: Props) {
  const { code, isBusy, failure, press, clear } = usePairing(props);
  usePageKeys(!isBusy, (event) => {
    if (event.key === "Escape") clear();
  });
  return (
    <section class="pairing" aria-label="Pairing code">
      <h2>Enter the pairing code</h2>
      <Digits code={code} />
      <p class="pairing-message" role="alert">
        {isBusy && <Spinner />}
        {failure !== "" && <Icon name="alert" size={18} />}
        {failure}
      </p>
      <NumberPad corner="clear" onKey={press} disabled={isBusy} />
    </section>
  );
}

/** The first time on a device: a manager's code makes it one of the store's. */
export function PairingPanel(props: Props) {
  const isDemo = useDemo();
  return (
    <div class="pairing-side">
      <CodeEntry {...props} />
      {isDemo ? (
        <Banner tone="printed" icon="key">
          This is a demo: the code <b>000000</b> always works.
        </Banner>
      ) : (
        <p class="pairing-help">
          Ask a manager for the code: on a paired device they sign in, tap their initials and press Add a
          device. It works once, for ten minutes.
        </p>
      )}
    </div>
  );
}
