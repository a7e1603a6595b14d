import type { Order } from "@tillbox/shared/contract/order.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { TextField } from "@tillbox/shared/ui/field.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import { asProblem } from "../../client/problem.ts";
import { itemsInShort, receiptAsked } from "../orders/order-list.ts";
import { usePos } from "../pos.ts";
import { reasonOf } from "../refusal.tsx";

const shown = 6;

/** Finds the order of a receipt, in the store's memory or by asking the box. */
const useReceipt = (onFound: (order: Order) => void) => {
  const { client } = usePos();
  const [problem, setProblem] = useState<string | undefined>();
  const [isBusy, setBusy] = useState(false);
  const find = async (number: string): Promise<void> => {
    const wanted = receiptAsked(number);
    if (wanted === null)
      return setProblem("Type the number that stands on the receipt, like R1-000042 or 42.");
    if (isBusy) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const path = `/api/orders?limit=1&receipt=${encodeURIComponent(wanted)}`;
      const [order] = (await client.api.get<{ items: Order[] }>(path)).items;
      if (order) {
        client.store.orders.put(order);
        return onFound(order);
      }
      setProblem(`There is no receipt ${wanted}. Check its number.`);
    } catch (error) {
      setProblem(reasonOf(asProblem(error)));
    }
    setBusy(false);
  };
  return { find, problem, isBusy };
};

/** From which receipt goods come back: its number, scanned or typed, or one of the last. */
export function ReceiptSheet({ onClose }: { onClose(): void }) {
  const { client, figures, router } = usePos();
  const [number, setNumber] = useState("");
  const open = (order: Order): void => router.go({ page: "exchange", id: order.id });
  const { find, problem, isBusy } = useReceipt(open);
  const last = [...client.store.orders.all.value.values()]
    .filter(({ receiptNumber, refunded, total }) => receiptNumber !== null && refunded < total)
    .sort((a, b) => (b.paidAt ?? "").localeCompare(a.paidAt ?? ""))
    .slice(0, shown);
  return (
    <Sheet
      open
      title="Exchange goods"
      subtitle="From which receipt"
      onClose={onClose}
      actions={
        <>
          <Button size="l" onClick={onClose}>
            Cancel
          </Button>
          <Button size="l" kind="primary" icon="search" busy={isBusy} onClick={() => void find(number)}>
            Find it
          </Button>
        </>
      }
    >
      <form
        class="pos-find-receipt"
        onSubmit={(event) => {
          event.preventDefault();
          void find(number);
        }}
      >
        <TextField
          label="Number of the receipt"
          hint="It stands at the foot of the paper: R1-000042."
          error={problem}
          value={number}
          maxLength={40}
          onInput={setNumber}
        />
      </form>
      {last.length > 0 && (
        <OptionGroup label="The last receipts">
          <div class="pos-wide">
            {last.map((order) => (
              <ListRow
                key={order.id}
                start={<Icon name="orders" size={22} />}
                title={order.receiptNumber}
                detail={`${figures.value.time(order.paidAt ?? order.updatedAt)} · ${itemsInShort(order)}`}
                end={<b class="ltr">{figures.value.money(order.total)}</b>}
                opens
                onSelect={() => open(order)}
              />
            ))}
          </div>
        </OptionGroup>
      )}
    </Sheet>
  );
}
