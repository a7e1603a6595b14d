import type { Customer } from "@tillbox/shared/contract/customer.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Dialog } from "@tillbox/shared/ui/dialog.tsx";
import { TextField } from "@tillbox/shared/ui/field.tsx";
import { useState } from "preact/hooks";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { eraseCustomer } from "./customer-intents.ts";
import { nameOf } from "./customer-words.ts";

type Props = { customer: Customer; onDone(): void; onClose(): void };

/** The one thing here that cannot be undone. */
export function EraseCustomer({ customer, onDone, onClose }: Props) {
  const { run, isBusy, problem } = useSubmit();
  const [reason, setReason] = useState("");
  return (
    <Dialog
      open
      title={`Erase ${nameOf(customer)} for ever?`}
      icon="trash"
      tone="bad"
      onClose={onClose}
      actions={
        <>
          <Button size="l" onClick={onClose}>
            Keep
          </Button>
          <Button
            size="l"
            kind="danger"
            icon="trash"
            busy={isBusy}
            onClick={() => void run(eraseCustomer(customer, reason), onDone)}
          >
            Erase for ever
          </Button>
        </>
      }
    >
      <p class="pos-erase-words">
        Name, number, notes and points go, on all their checks too. Amounts and receipts stay. Nobody can
        bring it back.
      </p>
      <TextField
        label="Why"
        placeholder="Asked for it by mail"
        maxLength={300}
        value={reason}
        onInput={setReason}
      />
      <Refused problem={problem} />
    </Dialog>
  );
}
