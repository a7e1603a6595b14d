import { Button } from "@tillbox/shared/ui/button.tsx";
import { CheckActions, CheckTitle } from "@tillbox/shared/ui/check-layout.tsx";
import { IconButton } from "@tillbox/shared/ui/icon-button.tsx";
import { Totals } from "@tillbox/shared/ui/totals.tsx";
import { useState } from "preact/hooks";
import { CustomerBar } from "../customers/customer-bar.tsx";
import { CustomerSheet } from "../customers/customer-sheet.tsx";
import { billRows, totalRow } from "../order/bill-rows.ts";
import { usePos } from "../pos.ts";
import { BasketLines } from "./basket-lines.tsx";
import { CounterDesk } from "./counter-desk.tsx";
import { ReceiptSheet } from "./receipt-sheet.tsx";
import { SalePay } from "./sale-pay.tsx";
import { type BasketDesk, useBasket } from "./use-basket.ts";

type Sheet = "customer" | "receipt" | null;

export const piecesText = (lines: BasketDesk["basket"]["lines"]): string => {
  const count = lines.reduce((sum, { choice }) => sum + Math.ceil(choice.quantityMilli / 1000), 0);
  return `${count} ${count === 1 ? "item" : "items"}`;
};

function Foot({ desk, onPay }: { desk: BasketDesk; onPay(): void }) {
  const { figures } = usePos();
  const { order, basket } = desk;
  const isEmpty = basket.lines.length === 0;
  return (
    <>
      <Totals rows={billRows(order, figures.value)} total={totalRow(order, figures.value)} />
      <CheckActions>
        <IconButton
          icon="trash"
          label="Empty the basket"
          kind="plain"
          size="l"
          disabled={isEmpty}
          onClick={desk.empty}
        />
        <Button kind="ink" size="l" disabled={isEmpty} onClick={onPay}>
          Pay
        </Button>
      </CheckActions>
    </>
  );
}

/** Selling without a check: scan, take the money, hand it over. */
export function SalePage() {
  const { client, basket, figures } = usePos();
  const desk = useBasket(basket);
  const [isPaying, setPaying] = useState(false);
  const [sheet, setSheet] = useState<Sheet>(null);
  const close = (): void => setSheet(null);
  if (isPaying) return <SalePay desk={desk} onBack={() => setPaying(false)} />;
  const pieces = desk.basket.lines.length === 0 ? "Basket" : piecesText(desk.basket.lines);
  return (
    <>
      <CounterDesk
        desk={desk}
        title="Sale"
        label="Basket"
        end={
          <Button icon="move" onClick={() => setSheet("receipt")}>
            Exchange
          </Button>
        }
        summary={{ text: pieces, amount: figures.value.money(desk.order.total) }}
        header={
          <>
            <CheckTitle title="Basket" detail="Nothing is open; it is paid at once" />
            {client.session.may("customer.read") && (
              <IconButton icon="person" label="Customer" onClick={() => setSheet("customer")} />
            )}
          </>
        }
        lines={(onSelect, selectedId) => (
          <>
            <CustomerBar order={desk.order} onOpen={() => setSheet("customer")} />
            <BasketLines
              desk={desk}
              nothing="Scan what is sold, type its code or name, or tap it on the menu."
              selectedId={selectedId}
              onSelect={onSelect}
            />
          </>
        )}
        footer={<Foot desk={desk} onPay={() => setPaying(true)} />}
      />
      {sheet === "customer" && (
        <CustomerSheet
          order={desk.order}
          onLink={(customer) => desk.setCustomer(customer && { id: customer.id, name: customer.name })}
          onClose={close}
        />
      )}
      {sheet === "receipt" && <ReceiptSheet onClose={close} />}
    </>
  );
}
