import type { Order } from "@tillbox/shared/contract/order.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { PageHeader } from "@tillbox/shared/ui/page-header.tsx";
import { Totals } from "@tillbox/shared/ui/totals.tsx";
import { useEffect, useState } from "preact/hooks";
import type { ShownOrder } from "../../client/effects.ts";
import { Connection } from "../connection.tsx";
import { billRows, totalRow } from "../order/bill-rows.ts";
import { PaidPanel } from "../pay/paid-panel.tsx";
import { CheckInShort } from "../pay/parts-panel.tsx";
import { TakePanel } from "../pay/take-panel.tsx";
import { type Kept, usePay } from "../pay/use-pay.ts";
import { usePos } from "../pos.ts";
import { sellGoods } from "./sale-intents.ts";
import type { BasketDesk } from "./use-basket.ts";

const asShown = (order: Order): ShownOrder => ({
  ...order,
  unconfirmed: new Set(),
  isProvisional: false,
  isEstimated: false,
  isPaidHere: false,
});

/** The box is away: the money is in the drawer, and the sale waits on this device. */
function SoldLater({ kept, onAgain }: { kept: Kept; onAgain(): void }) {
  const { money } = usePos().figures.value;
  return (
    <section class="pos-paid" aria-label="Sold">
      <div class="pos-due">
        <span />
        <Connection />
      </div>
      <div class="pos-paid-middle" role="status">
        <span class="pos-paid-mark">
          <Icon name="hold" size={44} />
        </span>
        <h2>Sold</h2>
        <p class="pos-change">
          <span>{kept.change > 0 ? "Change" : "No change"}</span>
          {kept.change > 0 && <strong class="ltr">{money(kept.change)}</strong>}
        </p>
        <p class="pos-receipt">
          {kept.isSafe
            ? "The box is away. This device keeps the sale and tells it later; the receipt prints then."
            : "The box is away. The sale waits in this page: do not close or reload it. The receipt prints when the box is back."}
        </p>
      </div>
      <div class="pos-take-end">
        <Button size="xl" kind="primary" icon="bag" wide onClick={onAgain}>
          Next sale
        </Button>
      </div>
    </section>
  );
}

/** Taking the money for a basket: all of it at once, then the next guest. */
export function SalePay({ desk, onBack }: { desk: BasketDesk; onBack(): void }) {
  const { figures } = usePos();
  // What the guest is told now holds until it is paid, whatever the clock does to prices meanwhile.
  const [{ order, goods }] = useState(() => ({ order: desk.order, goods: desk.goods() }));
  const pay = usePay(order, {
    settlesOnly: true,
    intentOf: (payment, shown) => sellGoods(order.id, goods, payment, shown?.payment ?? null),
    action: "sell",
  });
  const { taken, kept } = pay;
  const isSold = taken !== null || kept !== null;
  useEffect(() => {
    if (isSold && desk.basket.id === order.id) desk.renew();
  }, [isSold]);
  const sold = taken ? asShown(taken.order) : order;
  return (
    <div class="pos-pay" data-taken={isSold ? "" : undefined}>
      <section class="pos-parts" aria-label="Bill">
        <PageHeader title="Sale" onBack={onBack} />
        <span />
        <div class="pos-part-list">
          <CheckInShort order={sold} />
        </div>
        <footer>
          <Totals
            rows={billRows({ ...sold, paid: 0 }, figures.value)}
            total={totalRow({ ...sold, paid: 0 }, figures.value)}
          />
        </footer>
      </section>
      {taken && <PaidPanel order={sold} taken={taken} onNext={pay.next} onAgain={onBack} />}
      {kept && !taken && <SoldLater kept={kept} onAgain={onBack} />}
      {!isSold && <TakePanel order={order} pay={pay} />}
    </div>
  );
}
