import type { Account, AccountInvoice } from "@tillbox/shared/contract/account.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Pill } from "@tillbox/shared/ui/pill.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import { ReasonField } from "../order/reason-field.tsx";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { AccountForm } from "./account-form.tsx";
import { AdjustSheet } from "./adjust-sheet.tsx";
import { AmountField } from "./amount-field.tsx";
import { EntriesList } from "./entries-list.tsx";
import { InvoicesList } from "./invoices-list.tsx";
import { StatementSheet } from "./statement-sheet.tsx";
import { TenderFields, useTenderFields } from "./tender-fields.tsx";
import { accountPath, ledgerIntent } from "./use-ledger.ts";

export const accountName = ({ name }: Pick<Account, "name">): string => name ?? "An erased guest";

type ModeProps = { account: Account; onDone(account: Account): void; onBack(): void };

function Settle({ account, onDone, onBack }: ModeProps) {
  const { notices, figures } = usePos();
  const { money } = figures.value;
  const { ask, isBusy, problem, onApproved } = useSubmit();
  const [amount, setAmount] = useState<number | null>(account.balance);
  const [isTried, setTried] = useState(false);
  const draft = useTenderFields(amount);
  const settle = (): void => {
    setTried(true);
    if (!amount || draft.isShort) return;
    const body = { amount, tender: draft.tender };
    const intent = ledgerIntent(
      "Take money for an account",
      account.id,
      accountPath(account.id, "/settle"),
      body,
    );
    void ask<{ settlement: { number: string }; account: Account }>(intent, (answer) => {
      notices.say(`Receipt ${answer.settlement.number}`, { icon: "check" });
      onDone(answer.account);
    });
  };
  return (
    <Sheet
      open
      place="end"
      title="Settle the account"
      subtitle={accountName(account)}
      onClose={onBack}
      actions={
        <>
          <Button size="l" onClick={onBack}>
            Back
          </Button>
          <Button size="l" kind="primary" icon="cash" busy={isBusy} onClick={settle}>
            {amount ? `Take ${money(draft.handed)}` : "Take the money"}
          </Button>
        </>
      }
    >
      <AmountField
        label="How much is paid"
        exact={[{ label: "All that is owed", amount: account.balance }]}
        value={amount}
        onInput={setAmount}
        isMissing={isTried && !amount}
      />
      <TenderFields draft={draft} />
      <Refused problem={problem} onApproved={onApproved} />
    </Sheet>
  );
}

function Block({ account, onDone, onBack }: ModeProps) {
  const { ask, isBusy, problem, onApproved } = useSubmit();
  const [reason, setReason] = useState("");
  const [isTried, setTried] = useState(false);
  const isBlocked = account.status === "blocked";
  const title = isBlocked ? "Unblock the account" : "Block the account";
  const send = (): void => {
    setTried(true);
    const body = { blocked: !isBlocked, reason: reason.trim() };
    if (body.reason === "") return;
    void ask<Account>(ledgerIntent(title, account.id, accountPath(account.id, "/block"), body), onDone);
  };
  return (
    <Sheet
      open
      place="end"
      title={title}
      subtitle={accountName(account)}
      onClose={onBack}
      actions={
        <>
          <Button size="l" onClick={onBack}>
            Back
          </Button>
          <Button size="l" kind="primary" busy={isBusy} onClick={send}>
            {isBlocked ? "Unblock it" : "Block it"}
          </Button>
        </>
      }
    >
      <ReasonField
        label="Why"
        usual={isBlocked ? ["Paid", "Blocked by mistake"] : ["Not paid", "Closed by the holder"]}
        value={reason}
        onInput={setReason}
        isMissing={isTried && reason.trim() === ""}
      />
      <Refused problem={problem} onApproved={onApproved} />
    </Sheet>
  );
}

/** A debt from before, or one that is written off. */
function Adjust({ account, onDone, onBack }: ModeProps) {
  return (
    <AdjustSheet<Account>
      title="Correct the account"
      subtitle={accountName(account)}
      words={{ more: "Owes more", less: "Owes less" }}
      usual={["Owed from before", "Written off", "Charged by mistake"]}
      chain={account.id}
      path={accountPath(account.id, "/adjust")}
      onDone={onDone}
      onBack={onBack}
    />
  );
}

function Facts({ account }: { account: Account }) {
  const { money, day } = usePos().figures.value;
  const [oldest] = account.open;
  const owed = account.balance < 0 ? "the store owes" : "owed";
  return (
    <div class="pos-ledger-facts">
      <p class="pos-ledger-sum">
        <strong class="ltr">{money(Math.abs(account.balance))}</strong>
        <span>{owed}</span>
        {account.status === "blocked" && <Pill tone="bad">Blocked</Pill>}
      </p>
      <p class="pos-calm">
        <bdi dir="ltr">
          {money(account.available)} free of {money(account.limit)}
          {account.uninvoiced > 0 && ` · ${money(account.uninvoiced)} on no invoice yet`}
        </bdi>
      </p>
      {oldest && <p class="pos-calm">The oldest open charge is of {day(oldest.businessDay)}.</p>}
      {account.blockedReason && <p class="pos-calm">Blocked: {account.blockedReason}</p>}
    </div>
  );
}

/** Issues the invoice over everything since the last one; what is read again shows that nothing is left for the next. */
function Invoice({ account, onDone, onBack }: ModeProps) {
  const { client, notices, figures } = usePos();
  const { ask, isBusy, problem, onApproved } = useSubmit();
  const issue = (): void =>
    void ask<AccountInvoice>(
      ledgerIntent("Issue an invoice", account.id, accountPath(account.id, "/invoices"), {}),
      (invoice) => {
        notices.say(`Invoice ${invoice.number} over ${figures.value.money(invoice.total)}`, {
          icon: "check",
        });
        void client.api.get<Account>(accountPath(account.id)).then(onDone, onBack);
      },
    );
  return (
    <Sheet
      open
      place="end"
      title="Issue an invoice"
      subtitle={accountName(account)}
      onClose={onBack}
      actions={
        <>
          <Button size="l" onClick={onBack}>
            Back
          </Button>
          <Button size="l" kind="primary" icon="export" busy={isBusy} onClick={issue}>
            Issue it
          </Button>
        </>
      }
    >
      <div class="pos-ledger-facts">
        <p class="pos-ledger-sum">
          <strong class="ltr">{figures.value.money(account.uninvoiced)}</strong>
          <span>charged since the last invoice</span>
        </p>
        <p class="pos-calm">It gets the next number of its series and cannot be taken back.</p>
      </div>
      <Refused problem={problem} onApproved={onApproved} />
    </Sheet>
  );
}

/** One account: what is owed, what moved, and what can be done. */
export function AccountSheet({ start, onClose }: { start: Account; onClose(): void }) {
  const [account, setAccount] = useState(start);
  const [mode, setMode] = useState<"look" | "settle" | "invoice" | "block" | "edit" | "adjust" | "statement">(
    "look",
  );
  const mayManage = usePos().client.session.may("account.manage");
  const done = (next: Account): void => {
    setAccount(next);
    setMode("look");
  };
  const props = { account, onDone: done, onBack: () => setMode("look") };
  if (mode === "settle") return <Settle {...props} />;
  if (mode === "invoice") return <Invoice {...props} />;
  if (mode === "block") return <Block {...props} />;
  if (mode === "edit") return <AccountForm account={account} onDone={done} onClose={props.onBack} />;
  if (mode === "adjust") return <Adjust {...props} />;
  if (mode === "statement")
    return <StatementSheet account={account} name={accountName(account)} onBack={props.onBack} />;
  return (
    <Sheet
      open
      place="end"
      title={accountName(account)}
      onClose={onClose}
      actions={
        <Button
          size="l"
          kind="primary"
          icon="cash"
          wide
          disabled={account.balance <= 0}
          onClick={() => setMode("settle")}
        >
          Settle
        </Button>
      }
    >
      <Facts account={account} />
      <div class="pos-ledger-actions">
        <Button icon="export" disabled={account.uninvoiced === 0} onClick={() => setMode("invoice")}>
          Issue invoice
        </Button>
        <Button icon="orders" onClick={() => setMode("statement")}>
          Statement
        </Button>
        {mayManage && (
          <>
            <Button icon="edit" onClick={() => setMode("edit")}>
              Change
            </Button>
            <Button icon="arrow-up-down" onClick={() => setMode("adjust")}>
              Correct
            </Button>
          </>
        )}
        <Button kind="danger" icon="ban" onClick={() => setMode("block")}>
          {account.status === "blocked" ? "Unblock" : "Block"}
        </Button>
      </div>
      <InvoicesList account={account} />
      <EntriesList key={account.version} path={accountPath(account.id, "/ledger")} />
    </Sheet>
  );
}
