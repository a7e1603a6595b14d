import type { Account } from "@tillbox/shared/contract/account.ts";
import { newId } from "@tillbox/shared/id.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { MoneyField, TextField } from "@tillbox/shared/ui/field.tsx";
import { Select } from "@tillbox/shared/ui/select.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import { fieldProblems, unplaced } from "../field-problems.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { type AccountDraft, accountChange, accountDraftOf, accountInput } from "./account-draft.ts";
import { accountPath, ledgerIntent } from "./use-ledger.ts";

type Props = {
  /** Null: a new one. */
  account: Account | null;
  onDone(account: Account): void;
  onClose(): void;
};

const dueDays = [0, 7, 10, 14, 21, 30, 45, 60, 90];
const placed = new Set(["name", "limit", "address", "taxNumber", "email", "note"]);

type FieldsProps = {
  draft: AccountDraft;
  set(draft: AccountDraft): void;
  errorOf(name: string): string | undefined;
};

function Fields({ draft, set, errorOf }: FieldsProps) {
  const { currency } = usePos().figures.value;
  const days = [...new Set([...dueDays, draft.dueDays])].sort((a, b) => a - b);
  const text = (name: "name" | "address" | "taxNumber" | "email" | "note") => ({
    value: draft[name],
    error: errorOf(name),
    onInput: (value: string) => set({ ...draft, [name]: value }),
  });
  return (
    <div class="pos-stack">
      <TextField label="Name" required maxLength={120} {...text("name")} />
      <MoneyField
        label="Limit"
        hint="The most that may be owed without a manager."
        error={errorOf("limit")}
        currency={currency}
        value={draft.limit}
        onInput={(limit) => set({ ...draft, limit })}
      />
      <Select
        label="Invoices are due"
        value={String(draft.dueDays)}
        options={days.map((count) => ({
          value: String(count),
          label: count === 0 ? "At once" : `After ${count} days`,
        }))}
        onSelect={(count) => set({ ...draft, dueDays: Number(count) })}
      />
      <TextField label="Address for invoices" rows={3} maxLength={1000} {...text("address")} />
      <TextField label="Mail" type="email" maxLength={200} {...text("email")} />
      <TextField label="Tax number" maxLength={40} {...text("taxNumber")} />
      <TextField label="Note" rows={2} maxLength={1000} {...text("note")} />
    </div>
  );
}

/** Opens an account, or changes it: who it is, and how much may be owed. */
export function AccountForm({ account, onDone, onClose }: Props) {
  const { client } = usePos();
  const { ask, isBusy, problem, onApproved } = useSubmit();
  const [id] = useState(account?.id ?? newId());
  const [draft, set] = useState(() => accountDraftOf(account, client.store.setting("account.due_days", 14)));
  const [isTried, setTried] = useState(false);
  const said = fieldProblems(problem);
  const missing: Record<string, boolean> = { name: draft.name.trim() === "", limit: draft.limit === null };
  const words: Record<string, string> = {
    name: "Say whose account it is.",
    limit: "Say how much may be owed.",
  };
  const errorOf = (name: string) => (isTried && missing[name] ? words[name] : said.get(name));
  const save = (): void => {
    setTried(true);
    if (missing.name || missing.limit) return;
    if (!account) {
      const body = { id, ...accountInput(draft) };
      return void ask<Account>(ledgerIntent("Open an account", id, "/api/accounts", body), onDone);
    }
    const change = accountChange(account, draft);
    if (Object.keys(change).length === 0) return onDone(account);
    void ask<Account>(ledgerIntent("Change an account", id, accountPath(id), change, "PUT"), onDone);
  };
  return (
    <Sheet
      open
      place="end"
      title={account ? "Change the account" : "Open an account"}
      onClose={onClose}
      actions={
        <>
          <Button size="l" onClick={onClose}>
            {account ? "Back" : "Cancel"}
          </Button>
          <Button size="l" kind="primary" icon={account ? "check" : "plus"} busy={isBusy} onClick={save}>
            {account ? "Save" : "Open it"}
          </Button>
        </>
      }
    >
      <Fields draft={draft} set={set} errorOf={errorOf} />
      <Refused problem={unplaced(problem, (path) => placed.has(path))} onApproved={onApproved} />
    </Sheet>
  );
}
