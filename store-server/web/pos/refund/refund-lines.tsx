import type { OrderLine } from "@tillbox/shared/contract/order.ts";
import { Chip } from "@tillbox/shared/ui/chip.tsx";
import { formatQuantity } from "@tillbox/shared/ui/format.ts";
import { QuantityStepper } from "@tillbox/shared/ui/quantity-stepper.tsx";
import { Toggle } from "@tillbox/shared/ui/toggle.tsx";
import type { ShownOrder } from "../../client/effects.ts";
import { usePos } from "../pos.ts";
import { type Goods, leftMilli, refundableLines } from "./refund-draft.ts";

type LineProps = {
  line: OrderLine;
  /** Thousandths that come back. */
  chosen: number;
  onChoose(milli: number): void;
};

/** One line: whole pieces by stepper, goods by weight all or nothing. */
function RefundLine({ line, chosen, onChoose }: LineProps) {
  const left = leftMilli(line);
  const isPieces = left % 1000 === 0;
  const name = line.combo?.name ?? line.name;
  return (
    <div class="pos-refund-line" data-on={chosen > 0 || undefined}>
      <span>
        <b>{name}</b>
        <small>
          <bdi>{formatQuantity(left)} not refunded yet</bdi>
        </small>
      </span>
      {isPieces ? (
        <QuantityStepper
          label={name}
          min={0}
          max={left / 1000}
          value={chosen / 1000}
          onChange={(pieces) => onChoose(pieces * 1000)}
        />
      ) : (
        <Chip on={chosen > 0} onToggle={() => onChoose(chosen > 0 ? 0 : left)}>
          All of it
        </Chip>
      )}
    </div>
  );
}

/** Whether somebody counts what is left of this; of a combo, of any part of it. */
const useIsCounted = (order: Pick<ShownOrder, "items">): ((line: OrderLine) => boolean) => {
  const { items } = usePos().client.store;
  const counts = ({ menuItemId }: OrderLine): boolean =>
    menuItemId !== null && (items.get(menuItemId)?.stock ?? null) !== null;
  return (line) =>
    !line.combo
      ? counts(line)
      : order.items.some((part) => part.combo?.id === line.combo?.id && counts(part));
};

type Props = { order: ShownOrder; goods: Goods; onChange(goods: Goods): void };

/** What can come back of a receipt, and whether counted goods can be sold again: only who holds them sees that. */
export function RefundLines({ order, goods, onChange }: Props) {
  const isCounted = useIsCounted(order);
  const { chosen, shelved } = goods;
  const shelve = (id: string, on: boolean): void => {
    const next = new Set(shelved);
    if (on) next.add(id);
    else next.delete(id);
    onChange({ chosen, shelved: next });
  };
  return (
    <ul class="pos-refund-lines pos-wide">
      {refundableLines(order).map((line) => (
        <li key={line.id}>
          <RefundLine
            line={line}
            chosen={chosen.get(line.id) ?? 0}
            onChoose={(milli) => onChange({ shelved, chosen: new Map(chosen).set(line.id, milli) })}
          />
          {(chosen.get(line.id) ?? 0) > 0 && isCounted(line) && (
            <Toggle
              label="Back on the shelf"
              hint="It can be sold again: what is counted grows by it."
              on={shelved.has(line.id)}
              onChange={(on) => shelve(line.id, on)}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
