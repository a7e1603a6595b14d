import { Banner } from "@tillbox/shared/ui/banner.tsx";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { SectionLabel } from "@tillbox/shared/ui/card.tsx";
import { ChoiceTile } from "@tillbox/shared/ui/choice.tsx";
import { enterMinor, type PadKey } from "@tillbox/shared/ui/number-entry.ts";
import { NumberPad } from "@tillbox/shared/ui/number-pad.tsx";
import { AmountDue } from "@tillbox/shared/ui/pay-part.tsx";
import { useState } from "preact/hooks";
import type { ShownOrder } from "../../client/effects.ts";
import { Connection } from "../connection.tsx";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { type Method, methodOf, methods } from "./methods.ts";
import type { Part } from "./parts.ts";
import { StoredPanel } from "./stored-panel.tsx";
import { tendersFor } from "./tender.ts";
import { TipSheet } from "./tip-sheet.tsx";
import { isPartial, type Pay, type Tender } from "./use-pay.ts";

const tipRates = [10, 15, 20];

function Due({ pay }: { pay: Pay }) {
  const { amount, money } = usePos().figures.value;
  const { parts, tender } = pay;
  const part = parts.current;
  const facts = [
    part && parts.kind !== "whole" ? part.title : null,
    tender.tipAmount > 0 ? `with a tip of ${amount(tender.tipAmount)}: ${amount(tender.handed)}` : null,
    tender.tipAmount === 0 && part && tender.handed !== part.amount
      ? `in cash ${amount(tender.handed)}`
      : null,
  ];
  return (
    <div class="pos-due">
      <AmountDue amount={money(part?.amount ?? 0)} detail={facts.filter(Boolean).join(" · ")} />
      <Connection />
    </div>
  );
}

/** Why this is not taken now; null where it is. */
const whyNot = ({ id, isSetUp }: Method, isAway: boolean): string | null => {
  if (!isSetUp) return "not set up";
  return isAway && id !== "cash" ? "needs the box" : null;
};

/** Cash is money in the hand; of everything else only the box, which is away, knows what it is worth. */
function WithoutBox() {
  if (!usePos().client.isAway.value) return null;
  return (
    <Banner tone="attention" icon="wifi-off">
      Without the box only cash can be taken: it alone knows what is on a card or an account. The receipt gets
      its number when it is back.
    </Banner>
  );
}

function Methods({ tender }: { tender: Tender }) {
  const isAway = usePos().client.isAway.value;
  return (
    <div class="pos-five" role="group" aria-label="How it is paid">
      {methods.map((method) => {
        const { id, label, icon } = method;
        const why = whyNot(method, isAway);
        return (
          <ChoiceTile
            key={id}
            label={label}
            icon={icon}
            on={tender.method === id}
            disabled={why !== null}
            {...(why === null ? {} : { note: why })}
            onSelect={() => {
              tender.setMethod(id);
              tender.setGiven(null);
            }}
          />
        );
      })}
    </div>
  );
}

function Tips({ tender, onOther }: { tender: Tender; onOther(): void }) {
  const { tip, setTip } = tender;
  const choose = (next: typeof tip): void => {
    setTip(next);
    tender.setGiven(null);
  };
  return (
    <div>
      <SectionLabel>Tip</SectionLabel>
      <div class="pos-five" role="group" aria-label="Tip">
        <Button size="l" wide on={tip.kind === "none"} onClick={() => choose({ kind: "none" })}>
          None
        </Button>
        {tipRates.map((percent) => (
          <Button
            key={percent}
            size="l"
            wide
            on={tip.kind === "rate" && tip.ratePpm === percent * 10_000}
            onClick={() => choose({ kind: "rate", ratePpm: percent * 10_000 })}
          >
            {percent} %
          </Button>
        ))}
        <Button size="l" wide on={tip.kind === "amount"} onClick={onOther}>
          Other
        </Button>
      </div>
    </div>
  );
}

function Cash({ pay }: { pay: Pay }) {
  const { currency, amount, money, moneyShort } = usePos().figures.value;
  const { given, setGiven, handed } = pay.tender;
  const press = (key: PadKey): void => {
    const next = enterMinor(given ?? 0, key);
    setGiven(next === 0 ? null : next);
  };
  const typed =
    given !== null && given !== handed && !tendersFor(handed, currency).includes(given) ? given : null;
  return (
    <div class="pos-cash">
      <div>
        <SectionLabel>Cash received</SectionLabel>
        <div class="pos-tenders">
          <Button
            size="l"
            wide
            note="exact"
            on={given === null || given === handed}
            onClick={() => setGiven(null)}
          >
            {money(handed)}
          </Button>
          {tendersFor(handed, currency).map((sum) => (
            <Button
              key={sum}
              size="l"
              wide
              note={`change ${amount(sum - handed)}`}
              on={given === sum}
              onClick={() => setGiven(sum)}
            >
              {moneyShort(sum)}
            </Button>
          ))}
        </div>
        {typed !== null && (
          <p class="pos-typed" role="status">
            <span>Received</span>
            <b>{money(typed)}</b>
            <small>
              {typed >= handed
                ? `change ${amount(typed - handed)}`
                : `${amount(handed - typed)} less than due`}
            </small>
          </p>
        )}
      </div>
      <NumberPad onKey={press} />
    </div>
  );
}

function How({ pay }: { pay: Pay }) {
  const { parts, tender } = pay;
  if (parts.current !== null && tender.method === "cash") return <Cash pay={pay} />;
  if (parts.current !== null && (tender.method === "gift_card" || tender.method === "house_account"))
    return <StoredPanel key={tender.method} pay={pay} method={tender.method} />;
  return (
    <p class="pos-external">
      {parts.current !== null &&
        "Charge the card on the terminal first. When the terminal has said yes, press the button below; the check is paid from then on."}
      {parts.current === null &&
        (parts.kind === "item" ? "Tap the items that are paid together." : "Choose the part that is paid.")}
    </p>
  );
}

/** Given away whole, or worth nothing: it is closed with a payment of nothing, and has its receipt like every other. */
const isFree = (part: Part): boolean => part.amount === 0 && part.split === null;

const verbOf = (pay: Pay, money: (minor: number) => string): string => {
  const { given, handed, method, source, share } = pay.tender;
  if (share && source) {
    const sum = money(share.amount + share.tip);
    return source.method === "gift_card" ? `Take ${sum} off the card` : `Charge ${sum} to ${source.title}`;
  }
  if (method === "gift_card") return "Enter the card's code";
  if (method === "house_account") return "Choose an account";
  if (isPartial(pay.parts, pay.tender) && given !== null) return `Take ${money(given)} of ${money(handed)}`;
  if (handed === 0) return "Close it: nothing to pay";
  return method === "cash" ? `Take ${money(given ?? handed)} cash` : `${money(handed)} paid on the terminal`;
};

function TakeButton({ pay }: { pay: Pay }) {
  const { amount, money } = usePos().figures.value;
  const { parts, tender } = pay;
  const part = parts.current;
  const { given, handed, method, share } = tender;
  const isMissing = (method === "gift_card" || method === "house_account") && (!share || share.isShort);
  const isShort = given !== null && given < handed && !isPartial(parts, tender);
  const change = method === "cash" && given !== null && given > handed ? given - handed : 0;
  return (
    <Button
      kind="primary"
      size="xl"
      icon={methodOf(method).icon}
      wide
      busy={pay.isBusy}
      disabled={!part || (part.amount <= 0 && !isFree(part)) || isShort || isMissing}
      {...(change > 0 ? { note: `change ${amount(change)}` } : {})}
      onClick={pay.take}
    >
      {part ? verbOf(pay, money) : "Choose what is paid"}
    </Button>
  );
}

/** How it is paid, with what tip, and the one button that takes it. */
export function TakePanel({ order, pay }: { order: ShownOrder; pay: Pay }) {
  const [isTipOpen, setTipOpen] = useState(false);
  const { tender } = pay;
  return (
    <section class="pos-take" aria-label="Payment">
      <Due pay={pay} />
      <WithoutBox />
      <Methods tender={tender} />
      {tender.takesTips ? (
        <Tips tender={tender} onOther={() => setTipOpen(true)} />
      ) : (
        <p class="pos-calm">A tip is taken in cash: this store takes none off gift cards.</p>
      )}
      <How pay={pay} />
      <div class="pos-take-end">
        <Refused problem={pay.problem} onApproved={pay.onApproved} />
        {pay.isWaiting && (
          <Banner tone="attention" icon="hold">
            The box has not answered yet. It is asked again for the same payment; nothing is paid twice.
          </Banner>
        )}
        <TakeButton pay={pay} />
      </div>
      {isTipOpen && (
        <TipSheet
          order={order}
          start={tender.tipAmount}
          onDone={(amount) => {
            tender.setTip(amount === 0 ? { kind: "none" } : { kind: "amount", amount });
            tender.setGiven(null);
            setTipOpen(false);
          }}
          onClose={() => setTipOpen(false)}
        />
      )}
    </section>
  );
}
