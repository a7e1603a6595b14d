import type { Signal } from "@preact/signals";
import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import { newId } from "@tillbox/shared/id.ts";
import { billFacts, defaultClassId } from "../../client/bill-facts.ts";
import { type ShownOrder, showOrder } from "../../client/effects.ts";
import { type Choice, shownLines } from "../order/lines.ts";
import { useMenuNow } from "../order/menu-now.ts";
import { shownOrder } from "../order/new-order.ts";
import { openingFacts } from "../order/use-opening.ts";
import { usePos } from "../pos.ts";
import { type Basket, emptyBasket, linesOf, withChoice, withItem, without } from "./basket.ts";

const type = "takeaway" as const;

/** A basket with its bill as the box will compute it, and what its buttons do. */
export const useBasket = (basket: Signal<Basket>) => {
  const pos = usePos();
  const { client, notices } = pos;
  const { store } = client;
  const now = useMenuNow(type);
  const find = store.items.get;
  /** The item as it is sold at this minute; one that left the menu stays as it was put into the basket. */
  const itemNow = (item: MenuItem): MenuItem => now(find(item.id) ?? item).item;
  const { id, lines, customer } = basket.value;
  const shown = lines.flatMap(({ id: lineId, item, choice }) =>
    shownLines(itemNow(item), choice, lineId, defaultClassId, find),
  );
  const wanted = { type, customerId: customer?.id ?? null, customerName: customer?.name ?? null };
  const empty = shownOrder(id, wanted, openingFacts(pos));
  const made = showOrder(empty, [{ kind: "add", lines: shown }], billFacts(store));
  const order: ShownOrder = {
    ...(made ?? { ...empty, isProvisional: true, isEstimated: true, isPaidHere: false }),
    unconfirmed: new Set(),
  };
  return {
    order,
    basket: basket.value,
    type,
    now,
    add: (item: MenuItem, choice: Choice): void => {
      basket.value = withItem(basket.value, item, choice, newId());
    },
    change: (lineId: string, choice: Choice): void => {
      basket.value = withChoice(basket.value, lineId, choice);
    },
    drop: (lineId: string): void => {
      const before = basket.value;
      const line = before.lines.find((one) => one.id === lineId);
      basket.value = without(before, lineId);
      const onUndo = (): void => {
        basket.value = before;
      };
      if (line) notices.say(`${line.item.name} taken off`, { icon: "trash", onUndo });
    },
    empty: (): void => {
      const before = basket.value;
      basket.value = emptyBasket(newId());
      const onUndo = (): void => {
        basket.value = before;
      };
      if (before.lines.length > 0) notices.say("The basket is empty", { icon: "trash", onUndo });
    },
    /** The next sale. */
    renew: (): void => {
      basket.value = emptyBasket(newId());
    },
    setCustomer: (chosen: Basket["customer"]): void => {
      basket.value = { ...basket.value, customer: chosen };
    },
    goods: () => ({
      items: linesOf(basket.value, store.menuVersion.value, find),
      ...(customer ? { customerId: customer.id } : {}),
    }),
  };
};
export type BasketDesk = ReturnType<typeof useBasket>;
