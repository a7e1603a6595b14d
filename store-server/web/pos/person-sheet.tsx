import type { PairingCode } from "@tillbox/shared/contract/device.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import type { z } from "zod";
import { type ApiProblem, asProblem } from "../client/problem.ts";
import { usePos } from "./pos.ts";
import { Refused } from "./refusal.tsx";
import { WorkingTime } from "./working-time.tsx";

type Code = z.infer<typeof PairingCode>;

/** A code for the next device; only who may pair devices sees it. */
function PairAnother() {
  const { client, figures } = usePos();
  const [code, setCode] = useState<Code | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const make = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      setCode(await client.api.ask<Code>({ method: "POST", path: "/api/devices/pairing-codes" }));
    } catch (error) {
      setProblem(asProblem(error));
    }
    setBusy(false);
  };
  return (
    <section class="pos-pair-another">
      <Refused problem={problem} />
      {code ? (
        <>
          <p>Type this on the new device, once, before {figures.value.time(code.expiresAt)}.</p>
          <p class="pos-big-code ltr">{code.code}</p>
        </>
      ) : (
        <Button icon="tablet" size="l" busy={isBusy} onClick={() => void make()}>
          Pair another device
        </Button>
      )}
    </section>
  );
}

/** Who is signed in on which device, and how to leave. */
export function PersonSheet({ onClose }: { onClose(): void }) {
  const { client } = usePos();
  const person = client.session.person.value;
  const device = client.session.device.value;
  return (
    <Sheet
      open
      place="end"
      title={person?.name ?? ""}
      {...(person ? { subtitle: person.role } : {})}
      onClose={onClose}
      actions={
        <Button size="l" icon="lock" onClick={client.lock}>
          Lock
        </Button>
      }
    >
      <ListRow start={<Icon name="store" size={22} />} title={device?.storeName ?? ""} detail="Store" />
      <ListRow start={<Icon name="tablet" size={22} />} title={device?.name ?? ""} detail="This device" />
      {person && client.session.may("time.clock") && <WorkingTime userId={person.id} />}
      {client.session.may("device.manage") && <PairAnother />}
    </Sheet>
  );
}
