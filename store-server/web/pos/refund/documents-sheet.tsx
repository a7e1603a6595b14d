import type { Invoice, InvoiceInput } from "@tillbox/shared/contract/invoice.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { TextField } from "@tillbox/shared/ui/field.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import type { ShownOrder } from "../../client/effects.ts";
import { writeInvoice } from "../../client/money-intents.ts";
import { ApiProblem } from "../../client/problem.ts";
import { usePos } from "../pos.ts";
import { Refused, reasonOf } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";

type Props = { order: ShownOrder; onClose(): void };
type Draft = { company: string; address: string; vatId: string };

/** What the box is asked for; null while something is missing. An address is typed with commas or in lines. */
export const invoiceOf = ({ company, address, vatId }: Draft): InvoiceInput | null => {
  const lines = address
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (company.trim() === "" || lines.length === 0) return null;
  return { company: company.trim(), address: lines.slice(0, 6), vatId: vatId.trim() || null };
};

function InvoiceForm({ order, onClose }: Props) {
  const { notices } = usePos();
  const { ask, isBusy, problem, onApproved } = useSubmit();
  const [draft, set] = useState<Draft>({ company: "", address: "", vatId: "" });
  const [isTried, setTried] = useState(false);
  const input = invoiceOf(draft);
  const write = (): void => {
    setTried(true);
    if (!input) return;
    void ask<Invoice>(writeInvoice(order, input), ({ number }) => {
      notices.say(`Invoice ${number} is written`, { icon: "orders" });
      onClose();
    });
  };
  const missing = isTried && input === null;
  return (
    <OptionGroup label="Invoice to a company" {...(missing ? { error: "company and address" } : {})}>
      <div class="pos-wide pos-stack">
        <TextField
          label="Company"
          value={draft.company}
          maxLength={120}
          onInput={(company) => set({ ...draft, company })}
        />
        <TextField
          label="Address, with commas between its lines"
          value={draft.address}
          maxLength={600}
          onInput={(address) => set({ ...draft, address })}
        />
        <TextField
          label="VAT number, if there is one"
          value={draft.vatId}
          maxLength={40}
          onInput={(vatId) => set({ ...draft, vatId })}
        />
        <Refused problem={problem} onApproved={onApproved} />
        <Button size="l" kind="primary" icon="orders" busy={isBusy} onClick={write}>
          Write the invoice
        </Button>
      </div>
    </OptionGroup>
  );
}

/** The receipt as a page, for a guest's phone. */
function ReceiptLink({ order }: Pick<Props, "order">) {
  const { client } = usePos();
  const [link, setLink] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const show = async (): Promise<void> => {
    const path = `/api/orders/${encodeURIComponent(order.id)}/receipt-link`;
    try {
      const answer = await client.api.ask<{ path: string }>({ method: "POST", path, body: {} });
      setLink(new URL(answer.path, location.origin).href);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(reasonOf(error));
    }
  };
  return (
    <OptionGroup label="Receipt by link" {...(problem === null ? {} : { error: problem })}>
      <div class="pos-wide pos-stack">
        {link === null ? (
          <Button size="l" onClick={() => void show()}>
            Show the link
          </Button>
        ) : (
          <a class="pos-receipt-link" href={link} target="_blank" rel="noreferrer">
            {link}
          </a>
        )}
      </div>
    </OptionGroup>
  );
}

/** What else a guest may want of a paid check: an invoice, the receipt on their phone. */
export function DocumentsSheet({ order, onClose }: Props) {
  return (
    <Sheet
      open
      place="end"
      title="Documents"
      subtitle={`Receipt ${order.receiptNumber ?? ""}`}
      onClose={onClose}
      actions={
        <Button size="l" onClick={onClose}>
          Close
        </Button>
      }
    >
      <InvoiceForm order={order} onClose={onClose} />
      <ReceiptLink order={order} />
    </Sheet>
  );
}
