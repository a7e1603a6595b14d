import type { GivenApproval } from "@tillbox/shared/contract/approval.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Dialog } from "@tillbox/shared/ui/dialog.tsx";
import { useState } from "preact/hooks";
import type { ApiProblem } from "../client/problem.ts";
import { PinEntry } from "./pin-entry.tsx";
import { usePos } from "./pos.ts";

type Ask = NonNullable<ApiProblem["details"]["approval"]>;
type Props = {
  ask: Ask;
  /** What is approved, in words: "Void lines that the kitchen knows". */
  what: string;
  onApproved(token: string): void;
};

/** A manager lets this one thing through, with their PIN, on the screen where it was refused. */
export function ManagersPin({ ask, what, onApproved }: Props) {
  const { client } = usePos();
  const [isOpen, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  const prove = async (pin: string): Promise<void> => {
    const path = "/api/approvals";
    const given = await client.api.ask<GivenApproval>({ method: "POST", path, body: { ...ask, pin } });
    close();
    onApproved(given.approvalToken);
  };
  return (
    <>
      <Button size="l" wide icon="lock" onClick={() => setOpen(true)}>
        A manager approves it here
      </Button>
      <Dialog
        open={isOpen}
        title={what}
        onClose={close}
        actions={
          <Button size="l" wide onClick={close}>
            Do not approve
          </Button>
        }
      >
        <div class="pos-pin">
          <PinEntry title="Manager's PIN" prove={prove} />
        </div>
      </Dialog>
    </>
  );
}
