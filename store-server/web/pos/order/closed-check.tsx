import type { PrintJob } from "@tillbox/shared/contract/printer.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Card } from "@tillbox/shared/ui/card.tsx";
import { PageHeader } from "@tillbox/shared/ui/page-header.tsx";
import { Pill } from "@tillbox/shared/ui/pill.tsx";
import { Totals } from "@tillbox/shared/ui/totals.tsx";
import { useState } from "preact/hooks";
import type { ShownOrder } from "../../client/effects.ts";
import { moveLines, printReceipt } from "../../client/intents.ts";
import { Connection } from "../connection.tsx";
import { settledWord } from "../orders/order-list.ts";
import { usePos } from "../pos.ts";
import { DocumentsSheet } from "../refund/documents-sheet.tsx";
import { isOpenToTips, PaymentSheet } from "../refund/payment-sheet.tsx";
import { tipLeft } from "../refund/refund-draft.ts";
import { RefundSheet } from "../refund/refund-sheet.tsx";
import { RefundsList } from "../refund/refunds-list.tsx";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { billRows } from "./bill-rows.ts";
import { CheckLines } from "./check-lines.tsx";
import { checkName, useTitleOf } from "./check-title.ts";
import { isVoid } from "./lines.ts";
import { PaymentsList } from "./payments-list.tsx";

const nothing = () => undefined;

function Facts({ order }: { order: ShownOrder }) {
  if (order.mergedInto)
    return (
      <Pill tone="plain" icon="link">
        Merged into check {order.mergedInto.number}
      </Pill>
    );
  if (order.status === "cancelled")
    return (
      <Pill tone="bad" icon="ban">
        Cancelled
      </Pill>
    );
  if (order.isPaidHere)
    return (
      <Pill tone="attention" icon="hold">
        Paid here · number follows
      </Pill>
    );
  return (
    <Pill tone="good" icon="check">
      {order.receiptNumber === null ? "Completed" : `${settledWord(order)} · ${order.receiptNumber}`}
    </Pill>
  );
}

type ActionsProps = { order: ShownOrder; onSheet(kind: "refund" | "documents"): void };
function ClosedActions({ order, onSheet }: ActionsProps) {
  const { client, notices, router } = usePos();
  const mayExchange = client.session.may("order.open") && client.session.may("payment.take");
  const { ask, run, isBusy, problem } = useSubmit();
  const unserved = order.items
    .filter((line) => !isVoid(line) && line.status !== "served")
    .map(({ id }) => id);
  const isServing = order.status !== "completed" && order.status !== "cancelled" && unserved.length > 0;
  const print = (): void =>
    void ask<PrintJob>(printReceipt(order), (job) => {
      const printer = client.store.printers.get(job.printerId)?.name ?? "the printer";
      notices.say(`A copy goes to ${printer}`, { icon: "printer" });
    });
  return (
    <>
      <Refused problem={problem} />
      <div class="pos-closed-actions">
        {order.receiptNumber !== null && (
          <Button size="l" icon="printer" busy={isBusy} onClick={print}>
            Print a copy
          </Button>
        )}
        {order.receiptNumber !== null && (
          <Button size="l" icon="orders" onClick={() => onSheet("documents")}>
            Invoice or link
          </Button>
        )}
        {isServing && (
          <Button
            size="l"
            kind="primary"
            icon="check-check"
            busy={isBusy}
            onClick={() => void run(moveLines(order, unserved, "served"), nothing)}
          >
            Hand over
          </Button>
        )}
      </div>
      {order.receiptNumber !== null && order.refunded < order.total && mayExchange && (
        <Button size="l" icon="move" onClick={() => router.go({ page: "exchange", id: order.id })}>
          Exchange goods
        </Button>
      )}
      {order.receiptNumber !== null && (order.refunded < order.total || tipLeft(order) > 0) && (
        <Button size="l" kind="danger" icon="undo" onClick={() => onSheet("refund")}>
          Refund
        </Button>
      )}
    </>
  );
}

type ClosedSheet = { kind: "refund" | "documents" } | { kind: "payment"; id: string } | null;

/** A check whose money is final, or that was cancelled: to look at, to print again, to hand over. */
export function ClosedCheck({ order }: { order: ShownOrder }) {
  const { router, figures } = usePos();
  const titleOf = useTitleOf();
  const [sheet, setSheet] = useState<ClosedSheet>(null);
  const close = (): void => setSheet(null);
  const payment = sheet?.kind === "payment" ? order.payments.find(({ id }) => id === sheet.id) : undefined;
  return (
    <div class="pos-closed">
      <PageHeader title={checkName(order)} onBack={() => router.go({ page: "orders" })} end={<Connection />}>
        <Pill>{titleOf(order)}</Pill>
        <Facts order={order} />
      </PageHeader>
      <div class="pos-closed-columns">
        <Card flush>
          <CheckLines order={order} selectedId={null} onSelect={null} onFire={nothing} />
        </Card>
        <div class="pos-stack">
          <Card label="Bill">
            <Totals
              rows={billRows({ ...order, paid: 0 }, figures.value)}
              total={{ label: "Total", amount: figures.value.money(order.total) }}
            />
          </Card>
          {order.payments.length > 0 && (
            <Card label="Payments">
              <PaymentsList
                payments={order.payments}
                onSelect={(payment) => setSheet({ kind: "payment", id: payment.id })}
                isOpen={isOpenToTips}
              />
            </Card>
          )}
          {order.refunds.length > 0 && (
            <Card label="Refunds">
              <RefundsList refunds={order.refunds} />
            </Card>
          )}
          <ClosedActions order={order} onSheet={(kind) => setSheet({ kind })} />
        </div>
      </div>
      {sheet?.kind === "refund" && <RefundSheet order={order} onClose={close} />}
      {sheet?.kind === "documents" && <DocumentsSheet order={order} onClose={close} />}
      {payment && <PaymentSheet order={order} payment={payment} onClose={close} />}
    </div>
  );
}
