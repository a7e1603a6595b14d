import { signal } from "@preact/signals";
import { newId } from "@tillbox/shared/id.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { CheckActions, CheckTitle } from "@tillbox/shared/ui/check-layout.tsx";
import { CheckLine } from "@tillbox/shared/ui/check-line.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { formatQuantity } from "@tillbox/shared/ui/format.ts";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { Totals } from "@tillbox/shared/ui/totals.tsx";
import { useState } from "preact/hooks";
import type { ShownOrder } from "../../client/effects.ts";
import { useOrder } from "../order/use-order.ts";
import { usePos } from "../pos.ts";
import { usePreview } from "../refund/use-preview.ts";
import { type Basket, emptyBasket } from "./basket.ts";
import { BasketLines } from "./basket-lines.tsx";
import { CounterDesk } from "./counter-desk.tsx";
import { type Back, netOf, nothingBack, returnedOf, returnsOf } from "./exchange.ts";
import { ExchangeDone } from "./exchange-done.tsx";
import { ReturnsSheet } from "./returns-sheet.tsx";
import { type Exchanged, SettleSheet } from "./settle-sheet.tsx";
import { useBasket } from "./use-basket.ts";

type Sheet = "returns" | "settle" | null;

function ComesBack({ order, back, onOpen }: { order: ShownOrder; back: Back; onOpen(): void }) {
  const returned = returnedOf(order, back);
  return (
    <section class="pos-basket-part" aria-label="Comes back">
      <header>
        <h3>Comes back</h3>
        <Button icon="edit" onClick={onOpen}>
          {returned.length === 0 ? "Choose" : "Change"}
        </Button>
      </header>
      {returned.map(({ itemId, name, quantityMilli }) => (
        <CheckLine
          key={itemId}
          quantity={formatQuantity(quantityMilli)}
          name={name}
          note={back.reason}
          amount=""
          state="sent"
        />
      ))}
    </section>
  );
}

/** What the two come to before a method is chosen; the box says what the old goods were worth. */
const useSums = (order: ShownOrder, back: Back, sale: number) => {
  const items = returnsOf(order, back);
  const preview = usePreview(order, items.length === 0 ? null : { items, reason: back.reason });
  const worth = preview?.total ?? null;
  return { worth, net: worth === null ? null : netOf(sale, worth, "external", 1) };
};

type FootProps = {
  sale: number;
  worth: number | null;
  net: number | null;
  isReady: boolean;
  onSettle(): void;
};
function Foot({ sale, worth, net, isReady, onSettle }: FootProps) {
  const { amount, money } = usePos().figures.value;
  return (
    <>
      <Totals
        rows={[
          { label: "New goods", amount: amount(sale) },
          { label: "Comes back", amount: worth === null ? "–" : `−${amount(worth)}` },
        ]}
        total={{
          label: net !== null && net < 0 ? "To give back" : "To pay",
          amount: net === null ? "–" : money(Math.abs(net)),
        }}
      />
      <CheckActions>
        <Button kind="ink" size="l" icon="move" disabled={!isReady} onClick={onSettle}>
          Exchange
        </Button>
      </CheckActions>
    </>
  );
}

function Exchanging({ order }: { order: ShownOrder }) {
  const { router, figures } = usePos();
  const [basket] = useState(() => signal<Basket>(emptyBasket(newId())));
  const desk = useBasket(basket);
  const [back, setBack] = useState(nothingBack);
  const [sheet, setSheet] = useState<Sheet>("returns");
  const [done, setDone] = useState<Exchanged | null>(null);
  const close = (): void => setSheet(null);
  const { worth, net } = useSums(order, back, desk.order.total);
  if (done) return <ExchangeDone done={done} />;
  const isReady = worth !== null && desk.basket.lines.length > 0;
  return (
    <>
      <CounterDesk
        desk={desk}
        title="Exchange"
        onBack={() => router.go({ page: "order", id: order.id })}
        label="Exchange"
        summary={{
          text: net !== null && net < 0 ? "To give back" : "To pay",
          amount: net === null ? "–" : figures.value.money(Math.abs(net)),
        }}
        header={<CheckTitle title="Exchange" detail={`Receipt ${order.receiptNumber ?? ""}`} />}
        lines={(onSelect, selectedId) => (
          <>
            <ComesBack order={order} back={back} onOpen={() => setSheet("returns")} />
            <section class="pos-basket-part" aria-label="Taken instead">
              <header>
                <h3>Taken instead</h3>
              </header>
              <BasketLines
                desk={desk}
                nothing="Scan or tap what they take. With nothing new it is a refund."
                selectedId={selectedId}
                onSelect={onSelect}
              />
            </section>
          </>
        )}
        footer={
          <Foot
            sale={desk.order.total}
            worth={worth}
            net={net}
            isReady={isReady}
            onSettle={() => setSheet("settle")}
          />
        }
      />
      {sheet === "returns" && (
        <ReturnsSheet
          order={order}
          start={back}
          onDone={(chosen) => {
            setBack(chosen);
            close();
          }}
          onClose={close}
        />
      )}
      {sheet === "settle" && (
        <SettleSheet order={order} back={back} desk={desk} onDone={setDone} onClose={close} />
      )}
    </>
  );
}

/** Goods of an old receipt come back, others are taken, and only the difference changes hands. */
export function ExchangePage({ id }: { id: string }) {
  const { router } = usePos();
  const state = useOrder(id);
  if (state.step === "loading") return <Skeleton shape="box" height="100%" />;
  const { order } = state.step === "here" ? state : { order: null };
  if (order !== null && order.receiptNumber !== null) return <Exchanging key={id} order={order} />;
  return (
    <EmptyState
      icon="orders"
      title="There is no receipt to exchange from"
      action={<Button onClick={() => router.go({ page: "sale" }, "replace")}>Back to the sale</Button>}
    >
      {state.step === "missing" ? state.problem.message : "This check is not paid yet."}
    </EmptyState>
  );
}
