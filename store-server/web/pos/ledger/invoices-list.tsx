import type { Account, AccountInvoice } from "@tillbox/shared/contract/account.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { SectionLabel } from "@tillbox/shared/ui/card.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { lastDay } from "./last-day.ts";
import { accountPath, ledgerIntent, useRead } from "./use-ledger.ts";

const shown = 12;

function InvoiceRow({ invoice, account }: { invoice: AccountInvoice; account: Account }) {
  const { notices, figures } = usePos();
  const { money, locale } = figures.value;
  const { ask, isBusy, problem, onApproved } = useSubmit();
  const print = (): void =>
    void ask(
      ledgerIntent("Print the invoice", account.id, `/api/account-invoices/${invoice.id}/print`, {}),
      () => notices.say(`A copy of ${invoice.number} is printed`, { icon: "printer" }),
    );
  const open = invoice.unpaid > 0 ? `${money(invoice.unpaid)} open` : "paid";
  return (
    <>
      <ListRow
        title={invoice.number}
        detail={`${money(invoice.total)} · ${open} · due ${lastDay(invoice.dueOn, locale)}`}
        end={
          <Button icon="printer" busy={isBusy} onClick={print}>
            Print
          </Button>
        }
      />
      <Refused problem={problem} onApproved={onApproved} />
    </>
  );
}

/** The last invoices of an account: what of each is still open, and a copy of it on paper. */
export function InvoicesList({ account }: { account: Account }) {
  const path = `${accountPath(account.id, "/invoices")}?limit=${shown}`;
  const { value } = useRead<{ items: AccountInvoice[] }>(path, account.version);
  if (!value || value.items.length === 0) return null;
  return (
    <section class="pos-ledger-invoices">
      <SectionLabel>Invoices</SectionLabel>
      {value.items.map((invoice) => (
        <InvoiceRow key={invoice.id} invoice={invoice} account={account} />
      ))}
    </section>
  );
}
