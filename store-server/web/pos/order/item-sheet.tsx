import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Chip } from "@tillbox/shared/ui/chip.tsx";
import { TextField } from "@tillbox/shared/ui/field.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { Pill } from "@tillbox/shared/ui/pill.tsx";
import { QuantityStepper } from "@tillbox/shared/ui/quantity-stepper.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { usePos } from "../pos.ts";
import { fixedParts } from "./combo-choice.ts";
import { ItemOptions, Parts } from "./item-options.tsx";
import { type Choice, missingOf, priceOf } from "./lines.ts";
import { PlaceFields } from "./place-fields.tsx";
import { QuantityField } from "./quantity-field.tsx";

function Variants(props: {
  item: MenuItem;
  choice: Choice;
  missing: string | undefined;
  set(choice: Choice): void;
}) {
  const { item, choice, set } = props;
  const { amount } = usePos().figures.value;
  if (item.variants.length === 0) return null;
  return (
    <OptionGroup
      label="Size"
      rule="choose one"
      role="radiogroup"
      {...(props.missing ? { error: props.missing } : {})}
    >
      {item.variants.map(({ id, name, price }) => (
        <Chip
          key={id}
          role="radio"
          on={choice.variantId === id}
          note={amount(price)}
          onToggle={() => set({ ...choice, variantId: id })}
        >
          {name}
        </Chip>
      ))}
    </OptionGroup>
  );
}

export type ItemSheetProps = {
  item: MenuItem;
  /** The time price that holds now ("Happy hour"). */
  note: string | null;
  start: Choice;
  guests: number | null;
  /** "Add", or "Change" for a line that was there. */
  verb: string;
  /** Sold over a counter: it has no course. */
  isGoods?: boolean;
  /** What is done with a line that is there, by one tap each. */
  extra?: ComponentChildren;
  onDone(choice: Choice): void;
  /** Takes the line off again; null while there is none. */
  onDrop: (() => void) | null;
  onClose(): void;
};

function Allergens({ item: { allergens } }: { item: MenuItem }) {
  if (allergens.length === 0) return null;
  return (
    <p class="pos-allergens">
      {allergens.map((allergen) => (
        <Pill key={allergen} tone="bad" icon="wheat-off">
          {allergen}
        </Pill>
      ))}
    </p>
  );
}

function Amount({
  item,
  choice,
  missing,
  set,
}: {
  item: MenuItem;
  choice: Choice;
  missing: string | undefined;
  set(choice: Choice): void;
}) {
  return (
    <OptionGroup
      label={item.unit === "each" ? "How many" : "How much"}
      {...(missing ? { error: missing } : {})}
    >
      {item.unit === "each" ? (
        <QuantityStepper
          label={item.name}
          size="l"
          value={choice.quantityMilli / 1000}
          onChange={(value) => set({ ...choice, quantityMilli: value * 1000 })}
        />
      ) : (
        <QuantityField
          unit={item.unit}
          quantityMilli={choice.quantityMilli}
          onInput={(quantityMilli) => set({ ...choice, quantityMilli })}
        />
      )}
    </OptionGroup>
  );
}

/** Everything that can be said of an item before it is on the check; the rules of its groups are kept here. */
export function ItemSheet(props: ItemSheetProps) {
  const { item, note, start, guests, verb, isGoods, extra, onDone, onDrop, onClose } = props;
  const { amount } = usePos().figures.value;
  const { items } = usePos().client.store;
  const [choice, set] = useState<Choice>({ ...start, parts: new Map([...fixedParts(item), ...start.parts]) });
  const [isTried, setTried] = useState(false);
  const missing = missingOf(item, choice, items.get);
  const errorOf = (id: string): string | undefined => (isTried ? missing.get(id) : undefined);
  const finish = (): void => {
    setTried(true);
    if (missing.size === 0) onDone(choice);
  };
  return (
    <Sheet
      open
      title={item.name}
      subtitle={note ? `${amount(item.price)} · ${note}` : amount(item.price)}
      onClose={onClose}
      actions={
        <>
          {onDrop ? (
            <Button size="l" kind="danger" icon="trash" onClick={onDrop}>
              Take off
            </Button>
          ) : (
            <Button size="l" onClick={onClose}>
              Cancel
            </Button>
          )}
          <Button size="l" kind="primary" icon={verb === "Add" ? "plus" : "check"} onClick={finish}>
            {`${verb} ${amount(priceOf(item, choice, items.get))}`}
          </Button>
        </>
      }
    >
      {extra}
      <Allergens item={item} />
      <Variants item={item} choice={choice} missing={errorOf("variant")} set={set} />
      <ItemOptions
        item={item}
        options={choice.options}
        errorOf={errorOf}
        set={(options) => set({ ...choice, options })}
      />
      <Parts item={item} choice={choice} errorOf={errorOf} set={set} />
      <Amount item={item} choice={choice} missing={errorOf("quantity")} set={set} />
      <PlaceFields
        guests={guests}
        seat={choice.seat}
        course={isGoods ? undefined : choice.course}
        onSeat={(seat) => set({ ...choice, seat })}
        onCourse={(course) => set({ ...choice, course })}
      />
      <OptionGroup label={isGoods ? "Note" : "Note to the kitchen"}>
        <div class="pos-wide">
          <TextField
            label="Note"
            quietLabel
            rows={2}
            placeholder={isGoods ? "As a gift" : "No garlic"}
            maxLength={500}
            value={choice.notes}
            onInput={(notes) => set({ ...choice, notes })}
          />
        </div>
      </OptionGroup>
    </Sheet>
  );
}
