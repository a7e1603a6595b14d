import type { Refund } from "@tillbox/shared/contract/refund.ts";
import type { Exchange, ExchangeInput } from "@tillbox/shared/contract/sale.ts";
import { newId } from "@tillbox/shared/id.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { ChoiceTile } from "@tillbox/shared/ui/choice.tsx";
import { MoneyField } from "@tillbox/shared/ui/field.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import type { z } from "zod";
import type { ShownOrder } from "../../client/effects.ts";
import { methodOf } from "../pay/methods.ts";
import type { Source } from "../pay/stored.ts";
import { AccountChoice, CardCode } from "../pay/stored-panel.tsx";
import { usePos } from "../pos.ts";
import { usePreview } from "../refund/use-preview.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { type Back, netOf, returnsOf } from "./exchange.ts";
import { exchangeGoods } from "./sale-intents.ts";
import type { BasketDesk } from "./use-basket.ts";

export type Exchanged = z.infer<typeof Exchange> & { refund: Refund };
type Method = ExchangeInput["method"];
const methods: readonly Method[] = ["cash", "external", "gift_card", "house_account"];

type Props = {
  order: ShownOrder;
  back: Back;
  desk: BasketDesk;
  onDone(done: Exchanged): void;
  onClose(): void;
};

/** What hands over now, by the chosen method; null while the box has not said what comes back. */
const useDifference = ({ order, back, desk }: Props, method: Method, source: Source | null) => {
  const { client } = usePos();
  const items = returnsOf(order, back);
  const to = source === null ? {} : { reference: source.reference };
  const isKnown = source !== null || method === "cash" || method === "external";
  const preview = usePreview(order, isKnown ? { items, reason: back.reason, method, ...to } : null);
  const step = client.store.setting("rounding.cash", 1);
  return preview && netOf(desk.order.total, preview.payout, method, step);
};

type CashProps = { net: number; given: number | null; onGiven(given: number | null): void };
function Cash({ net, given, onGiven }: CashProps) {
  const { currency, money } = usePos().figures.value;
  if (net <= 0)
    return (
      <p class="pos-calm">{net < 0 ? `Give ${money(-net)} out of the drawer.` : "Nothing changes hands."}</p>
    );
  const change = given !== null && given > net ? given - net : 0;
  return (
    <MoneyField
      label="Cash received"
      hint={change > 0 ? `Change ${money(change)}` : `${money(net)} to hand over`}
      error={given !== null && given < net ? `${money(net)} are to be handed over.` : undefined}
      currency={currency}
      value={given}
      onInput={onGiven}
    />
  );
}

type HowProps = { method: Method; source: Source | null; onSource(source: Source | null): void };
function Stored({ method, source, onSource }: HowProps) {
  if (source)
    return (
      <ListRow
        title={source.title}
        detail="Takes what comes back, and pays for the rest"
        end={<Button onClick={() => onSource(null)}>Another one</Button>}
      />
    );
  return method === "gift_card" ? <CardCode onFound={onSource} /> : <AccountChoice onFound={onSource} />;
}

const verbOf = (net: number | null, money: (minor: number) => string): string => {
  if (net === null) return "Exchange";
  if (net === 0) return "Exchange evenly";
  return net > 0 ? `Take ${money(net)}` : `Give ${money(-net)} back`;
};

/** What was chosen, what it comes to, and the one tap that writes both documents. */
const useSettling = (props: Props) => {
  const { order, back, desk, onDone } = props;
  const submit = useSubmit();
  const [ids] = useState(() => ({ refundId: newId(), paymentId: newId() }));
  const [method, setMethod] = useState<Method>("cash");
  const [source, setSource] = useState<Source | null>(null);
  const [given, setGiven] = useState<number | null>(null);
  const net = useDifference(props, method, source);
  const isShort = method === "cash" && net !== null && given !== null && given < net;
  const settle = (): void => {
    if (net === null || isShort) return;
    const { items, customerId = order.customerId } = desk.goods();
    const exchange: ExchangeInput = {
      refundId: ids.refundId,
      items: returnsOf(order, back),
      reason: back.reason,
      sale: { id: desk.basket.id, paymentId: ids.paymentId, items, customerId },
      method,
      ...(method === "cash" && net > 0 ? { tendered: given ?? net } : {}),
      ...(source ? { reference: source.reference } : {}),
    };
    void submit.ask<Exchanged>(exchangeGoods(order, exchange), onDone);
  };
  const choose = (next: Method): void => {
    setMethod(next);
    setSource(null);
    setGiven(null);
  };
  return { ...submit, method, choose, source, setSource, given, setGiven, net, isShort, settle };
};
type Settling = ReturnType<typeof useSettling>;

function Methods({ settling }: { settling: Settling }) {
  return (
    <div class="pos-settle-methods" role="group" aria-label="How it is settled">
      {methods.map((id) => (
        <ChoiceTile
          key={id}
          label={methodOf(id).label}
          icon={methodOf(id).icon}
          on={settling.method === id}
          onSelect={() => settling.choose(id)}
        />
      ))}
    </div>
  );
}

function Means({ settling }: { settling: Settling }) {
  const { method, net, given, setGiven, source, setSource } = settling;
  if (method === "cash") return net === null ? null : <Cash net={net} given={given} onGiven={setGiven} />;
  if (method === "external")
    return <p class="pos-calm">Do it on the terminal first. Then press the button below.</p>;
  return <Stored key={method} method={method} source={source} onSource={setSource} />;
}

const saidOf = (net: number | null, money: (minor: number) => string): string => {
  if (net === null) return "What comes back is looked up";
  if (net === 0) return "Nothing is left to pay";
  return net > 0 ? `${money(net)} to pay` : `${money(-net)} to give back`;
};

/** How the difference is settled; both documents are written by one tap. */
export function SettleSheet(props: Props) {
  const { money } = usePos().figures.value;
  const settling = useSettling(props);
  const { net, isShort, isBusy, problem, onApproved, settle } = settling;
  return (
    <Sheet
      open
      title="Settle the difference"
      subtitle={saidOf(net, money)}
      onClose={props.onClose}
      actions={
        <>
          <Button size="l" onClick={props.onClose}>
            Back
          </Button>
          <Button
            size="l"
            kind="primary"
            icon="move"
            busy={isBusy}
            disabled={net === null || isShort}
            onClick={settle}
          >
            {verbOf(net, money)}
          </Button>
        </>
      }
    >
      <div class="pos-stack">
        <Methods settling={settling} />
        <Means settling={settling} />
      </div>
      <Refused problem={problem} onApproved={onApproved} />
    </Sheet>
  );
}
