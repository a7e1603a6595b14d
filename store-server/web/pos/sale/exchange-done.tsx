import type { PrintJob } from "@tillbox/shared/contract/printer.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { printReceipt } from "../../client/intents.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import type { Exchanged } from "./settle-sheet.tsx";

/** What changes hands, large; then the two documents. */
export function ExchangeDone({ done }: { done: Exchanged }) {
  const { client, figures, notices, router } = usePos();
  const { money } = figures.value;
  const { ask, isBusy, problem } = useSubmit();
  const { net, change, refund, sale } = done;
  const print = (): void =>
    void ask<PrintJob>(printReceipt(sale), (job) => {
      const printer = client.store.printers.get(job.printerId)?.name ?? "the printer";
      notices.say(`A copy goes to ${printer}`, { icon: "printer" });
    });
  const [word, sum] = net < 0 ? ["Give back", -net] : change > 0 ? ["Change", change] : ["Taken", net];
  return (
    <section class="pos-paid pos-exchanged" aria-label="Exchanged">
      <span />
      <div class="pos-paid-middle" role="status">
        <span class="pos-paid-mark">
          <Icon name="check" size={44} />
        </span>
        <h2>Exchanged</h2>
        <p class="pos-change">
          <span>{word}</span>
          <strong class="ltr">{money(sum)}</strong>
        </p>
        <p class="pos-receipt">
          Refund <b>{refund.number}</b> · receipt <b>{sale.receiptNumber}</b>
        </p>
      </div>
      <div class="pos-take-end">
        <Refused problem={problem} />
        <div class="pos-paid-actions">
          <Button size="xl" icon="printer" busy={isBusy} onClick={print}>
            Print a copy
          </Button>
          <Button size="xl" kind="primary" icon="bag" onClick={() => router.go({ page: "sale" }, "replace")}>
            Next sale
          </Button>
        </div>
      </div>
    </section>
  );
}
