import type { Account } from "@tillbox/shared/contract/account.ts";
import { newId } from "@tillbox/shared/id.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { MoneyField, TextField } from "@tillbox/shared/ui/field.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { ledgerIntent } from "./use-ledger.ts";

const orNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());

/** Opens an account: who it is, and how much may be owed. */
export function AccountForm({ onOpened, onClose }: { onOpened(account: Account): void; onClose(): void }) {
  const { currency } = usePos().figures.value;
  const { ask, isBusy, problem } = useSubmit();
  const [id] = useState(newId);
  const [name, setName] = useState("");
  const [limit, setLimit] = useState<number | null>(null);
  const [address, setAddress] = useState("");
  const [taxNumber, setTaxNumber] = useState("");
  const [isTried, setTried] = useState(false);
  const open = (): void => {
    setTried(true);
    if (name.trim() === "" || limit === null) return;
    const body = { id, name: name.trim(), limit, address: orNull(address), taxNumber: orNull(taxNumber) };
    void ask<Account>(ledgerIntent("Open an account", id, "/api/accounts", body), onOpened);
  };
  return (
    <Sheet
      open
      place="end"
      title="Open an account"
      onClose={onClose}
      actions={
        <>
          <Button size="l" onClick={onClose}>
            Cancel
          </Button>
          <Button size="l" kind="primary" icon="plus" busy={isBusy} onClick={open}>
            Open it
          </Button>
        </>
      }
    >
      <div class="pos-stack">
        <TextField
          label="Name"
          required
          error={isTried && name.trim() === "" ? "Say whose account it is." : undefined}
          value={name}
          maxLength={120}
          onInput={setName}
        />
        <MoneyField
          label="Limit"
          hint="The most that may be owed without a manager."
          error={isTried && limit === null ? "Say how much may be owed." : undefined}
          currency={currency}
          value={limit}
          onInput={setLimit}
        />
        <TextField
          label="Address for invoices"
          rows={3}
          value={address}
          maxLength={1000}
          onInput={setAddress}
        />
        <TextField label="Tax number" value={taxNumber} maxLength={40} onInput={setTaxNumber} />
      </div>
      <Refused problem={problem} />
    </Sheet>
  );
}
