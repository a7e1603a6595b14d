import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { PageHeader } from "@tillbox/shared/ui/page-header.tsx";
import { PayPart } from "@tillbox/shared/ui/pay-part.tsx";
import { Pill } from "@tillbox/shared/ui/pill.tsx";
import { Progress } from "@tillbox/shared/ui/progress.tsx";
import { QuantityStepper } from "@tillbox/shared/ui/quantity-stepper.tsx";
import { SegmentedControl } from "@tillbox/shared/ui/segmented-control.tsx";
import { Totals } from "@tillbox/shared/ui/totals.tsx";
import { useState } from "preact/hooks";
import type { ShownOrder } from "../../client/effects.ts";
import { billRows } from "../order/bill-rows.ts";
import { checkName, useTitleOf } from "../order/check-title.ts";
import { isVoid } from "../order/lines.ts";
import { PaymentsList } from "../order/payments-list.tsx";
import { usePos } from "../pos.ts";
import { isOpenToTips, isVoidable, PaymentSheet } from "../refund/payment-sheet.tsx";
import { equalCountOf, kindsFor, type Part, type SplitKind } from "./parts.ts";
import type { Parts, Pay } from "./use-pay.ts";

const kinds: readonly { id: SplitKind; label: string }[] = [
  { id: "whole", label: "Whole" },
  { id: "equal", label: "Equal" },
  { id: "seat", label: "By seat" },
  { id: "item", label: "By item" },
];

function PartRow({ part, isNow, onSelect }: { part: Part; isNow: boolean; onSelect(): void }) {
  const { amount } = usePos().figures.value;
  const detail = isNow ? ["Paying now", part.detail].filter(Boolean).join(" · ") : part.detail;
  return (
    <PayPart
      title={part.title}
      detail={detail}
      amount={amount(part.amount)}
      state={isNow ? "now" : part.state}
      onSelect={onSelect}
    />
  );
}

function Items({ parts }: { parts: Parts }) {
  const { items, chosen, setChosen } = parts;
  const toggle = (id: string): void =>
    setChosen(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  return (
    <>
      {items.paid.map((part) => (
        <PartRow key={part.key} part={part} isNow={false} onSelect={() => undefined} />
      ))}
      {items.open.map(({ id, part }) => (
        <PartRow key={id} part={part} isNow={chosen.includes(id)} onSelect={() => toggle(id)} />
      ))}
    </>
  );
}

/** The check in short, where nothing is split. */
export function CheckInShort({ order }: { order: ShownOrder }) {
  const { figures } = usePos();
  const { amount } = figures.value;
  return (
    <div class="pos-whole">
      {order.items
        .filter((line) => !isVoid(line))
        .map(({ id, name, quantity, lineTotal }) => (
          <p key={id}>
            <b>{quantity}</b>
            <bdi>{name}</bdi>
            <span>{amount(lineTotal)}</span>
          </p>
        ))}
    </div>
  );
}

/** What was paid already; a payment of a check that is not paid in full opens, to be taken back. */
function Taken({ order }: { order: ShownOrder }) {
  const [opened, setOpened] = useState<string | null>(null);
  const payment = order.payments.find(({ id }) => id === opened);
  if (order.payments.length === 0) return null;
  return (
    <>
      <PaymentsList
        payments={order.payments}
        onSelect={({ id }) => setOpened(id)}
        isOpen={(each) => isVoidable(order, each) || isOpenToTips(each)}
      />
      {payment && <PaymentSheet order={order} payment={payment} onClose={() => setOpened(null)} />}
    </>
  );
}

function PartList({ order, parts }: { order: ShownOrder; parts: Parts }) {
  if (parts.kind === "whole") return <CheckInShort order={order} />;
  if (parts.kind === "item") return <Items parts={parts} />;
  return (
    <>
      {parts.kind === "equal" && equalCountOf(order) === null && (
        <div class="pos-count">
          <span>How many parts</span>
          <QuantityStepper label="Parts" min={2} max={50} value={parts.count} onChange={parts.setCount} />
        </div>
      )}
      {parts.list.length === 0 && (
        <EmptyState icon="seat" title="No line has a seat">
          Choose seats on the check, or split by item.
        </EmptyState>
      )}
      {parts.list.map((part) => (
        <PartRow
          key={part.key}
          part={part}
          isNow={part.key === parts.current?.key}
          onSelect={() => parts.setWanted(part.key)}
        />
      ))}
    </>
  );
}

/** Share of the bill that is paid, in thousandths, for the bar. */
const paidShare = ({ paid, total }: ShownOrder): number =>
  total > 0 ? Math.floor((paid * 1000) / total) / 1000 : 0;

/** What is to be paid, in which parts, and how far it is. */
export function PartsPanel({ order, pay }: { order: ShownOrder; pay: Pay }) {
  const { router, figures } = usePos();
  const titleOf = useTitleOf();
  const open = kindsFor(order);
  const isPaid = order.receiptNumber !== null;
  const { amount, money } = figures.value;
  return (
    <section class="pos-parts" aria-label="Bill">
      <PageHeader
        title={titleOf(order)}
        onBack={() => router.go({ page: "order", id: order.id })}
        end={<Pill>{checkName(order)}</Pill>}
      />
      {isPaid ? (
        <span />
      ) : (
        <SegmentedControl
          label="Split"
          wide
          segments={kinds.map((kind) => ({ ...kind, disabled: !open.has(kind.id) }))}
          value={pay.parts.kind}
          onSelect={(id) => pay.parts.setKind(kinds.find((kind) => kind.id === id)?.id ?? "whole")}
        />
      )}
      <div class="pos-part-list">
        {isPaid ? <CheckInShort order={order} /> : <PartList order={order} parts={pay.parts} />}
        {(isPaid || pay.parts.kind !== "item") && <Taken order={order} />}
      </div>
      <footer>
        <Totals
          rows={
            order.paid > 0
              ? [
                  { label: "Total", amount: amount(order.total) },
                  { label: "Paid", amount: amount(order.paid) },
                ]
              : billRows(order, figures.value)
          }
          total={{ label: order.paid > 0 ? "Left" : "Total", amount: money(order.due) }}
        />
        <Progress label="Paid" quiet share={paidShare(order)} />
      </footer>
    </section>
  );
}
