import type { OrderLine } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { QuantityStepper } from "@tillbox/shared/ui/quantity-stepper.tsx";
import type { ShownOrder } from "../../client/effects.ts";
import type { Portion } from "../../client/intents.ts";
import { usePos } from "../pos.ts";
import { isVoid } from "./lines.ts";

/** How many of each line go, by its id. */
export type Picked = ReadonlyMap<string, number>;

/** What can go: not what was voided, and of a combo the first line stands for all. */
export const movable = (items: readonly OrderLine[]): OrderLine[] => {
  const combos = new Set<string>();
  return items.filter((line) => {
    if (isVoid(line)) return false;
    if (!line.combo) return true;
    const isFirst = !combos.has(line.combo.id);
    combos.add(line.combo.id);
    return isFirst;
  });
};

export const portionsOf = (picked: Picked): Portion[] =>
  [...picked].map(([itemId, quantity]) => ({ itemId, quantity, newItemId: newId() }));

/** All of it: then the check is moved or merged, not split. */
export const isEverything = (items: readonly OrderLine[], picked: Picked): boolean =>
  movable(items).every((line) => picked.get(line.id) === line.quantity);

const countable = ({ quantity }: OrderLine): boolean => Number.isInteger(quantity) && quantity > 1;

type Props = { order: ShownOrder; picked: Picked; onPick(picked: Picked): void };

/** One tap takes a line; of several a part. */
export function PickLines({ order, picked, onPick }: Props) {
  const { amount } = usePos().figures.value;
  const set = (id: string, quantity: number | null): void => {
    const next = new Map(picked);
    if (quantity === null) next.delete(id);
    else next.set(id, quantity);
    onPick(next);
  };
  return (
    <div class="pos-pick" role="group" aria-label="Lines">
      {movable(order.items).map((line) => {
        const quantity = picked.get(line.id);
        return (
          <div key={line.id} class="pos-pick-line">
            <button
              type="button"
              class="pos-pick-name"
              aria-pressed={quantity !== undefined}
              onClick={() => set(line.id, quantity === undefined ? line.quantity : null)}
            >
              <ListRow
                title={line.combo?.name ?? line.name}
                detail={line.seat === null ? undefined : `seat ${line.seat}`}
                start={<b class="pos-pick-count">{line.quantity}</b>}
                end={line.combo ? undefined : amount(line.lineTotal)}
              />
            </button>
            {quantity !== undefined && countable(line) && (
              <QuantityStepper
                label={line.name}
                value={quantity}
                max={line.quantity}
                onChange={(value) => set(line.id, value)}
              />
            )}
          </div>
        );
      })}
    </div>
  );
}
