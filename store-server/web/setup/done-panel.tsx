import type { PairingCode } from "@tillbox/shared/contract/device.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { useState } from "preact/hooks";
import type { z } from "zod";
import type { Api } from "../client/api.ts";
import { type ApiProblem, asProblem } from "../client/problem.ts";

type Code = z.infer<typeof PairingCode>;

/** The store is there; the first device needs a code. */
export function DonePanel({ api }: { api: Api }) {
  const [code, setCode] = useState<Code | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const make = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      setCode(await api.ask<Code>({ method: "POST", path: "/api/devices/pairing-codes" }));
    } catch (error) {
      setProblem(asProblem(error));
    }
    setBusy(false);
  };
  return (
    <section class="setup-form">
      <h2>The store is set up</h2>
      {code ? (
        <>
          <p>Open {location.host}/pos/ on the tablet and type this code. It works once, for ten minutes.</p>
          <p class="setup-code ltr">{code.code}</p>
          <p>Afterwards your PIN is enough.</p>
        </>
      ) : (
        <p>Now pair the first device: make a code here and type it on the tablet.</p>
      )}
      {problem && (
        <p class="setup-refused" role="alert">
          <Icon name="alert" />
          {problem.message}
        </p>
      )}
      <div class="setup-actions">
        <Button
          size="l"
          kind={code ? "plain" : "primary"}
          icon="tablet"
          busy={isBusy}
          onClick={() => void make()}
        >
          {code ? "Another code" : "Make a pairing code"}
        </Button>
        {code && (
          <Button size="l" kind="primary" icon="floor" onClick={() => location.assign("/pos/")}>
            Pair this one
          </Button>
        )}
      </div>
    </section>
  );
}
