import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { OrderCheckLine } from "../order/check-lines.tsx";
import type { BasketLine } from "./basket.ts";
import type { BasketDesk } from "./use-basket.ts";

type Props = {
  desk: BasketDesk;
  nothing: string;
  selectedId: string | null;
  onSelect(line: BasketLine): void;
};

/** What is in the basket, in the order in which it was put there. */
export function BasketLines({ desk, nothing, selectedId, onSelect }: Props) {
  const { order, basket } = desk;
  if (basket.lines.length === 0)
    return (
      <EmptyState icon="scan" title="Nothing in the basket yet">
        {nothing}
      </EmptyState>
    );
  return (
    <>
      {order.items.map((line) => {
        const of = basket.lines.find(({ id }) => id === line.id || id === line.combo?.id);
        return (
          <OrderCheckLine
            key={line.id}
            line={line}
            order={order}
            isSelected={of?.id === selectedId}
            onSelect={of ? () => onSelect(of) : null}
          />
        );
      })}
    </>
  );
}
