import { allergens, diets, type MenuItem } from "@tillbox/shared/contract/menu.ts";
import { Chip } from "@tillbox/shared/ui/chip.tsx";
import { MoneyField, TextField } from "@tillbox/shared/ui/field.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { Select } from "@tillbox/shared/ui/select.tsx";
import type { ApiProblem } from "../../client/problem.ts";
import { fieldErrors } from "../customers/customer-form.tsx";
import { ruleOf } from "../order/item-choice.ts";
import { bySort } from "../order/menu-search.ts";
import { usePos } from "../pos.ts";
import { type ItemDraft, toggledIn } from "./item-form.ts";
import { PictureField } from "./picture-field.tsx";

type Props = {
  draft: ItemDraft;
  set(draft: ItemDraft): void;
  item: MenuItem | null;
  problem: ApiProblem | null;
};

function Money(props: {
  label: string;
  value: number | null;
  error?: string | undefined;
  onInput(value: number | null): void;
}) {
  const { store } = usePos().client;
  return (
    <MoneyField
      {...props}
      currency={store.setting("currency.code", "USD")}
      sign={store.setting("currency.symbol", "$")}
    />
  );
}

function Words<T extends string>(props: {
  label: string;
  all: readonly T[];
  chosen: readonly T[];
  onChange(chosen: T[]): void;
}) {
  return (
    <OptionGroup label={props.label}>
      {props.all.map((word) => (
        <Chip
          key={word}
          on={props.chosen.includes(word)}
          onToggle={() => props.onChange(toggledIn(props.chosen, word))}
        >
          {word}
        </Chip>
      ))}
    </OptionGroup>
  );
}

function Variants({ draft, set }: Pick<Props, "draft" | "set">) {
  return (
    <>
      {draft.variants.map((variant, index) => (
        <Money
          key={variant.id}
          label={`Price, ${variant.name}`}
          value={variant.price}
          onInput={(price) =>
            set({
              ...draft,
              variants: draft.variants.map((each, at) =>
                at === index && price !== null ? { ...each, price } : each,
              ),
            })
          }
        />
      ))}
    </>
  );
}

/** What can be chosen of it, to look at: groups are edited with the whole menu as a file, or by the API. */
function OptionsOf({ item }: { item: MenuItem | null }) {
  if (!item || item.modifierGroups.length === 0) return null;
  return (
    <dl class="pos-menu-options">
      {item.modifierGroups.map((group) => (
        <div key={group.id}>
          <dt>
            {group.name} <small>{ruleOf(group)}</small>
          </dt>
          <dd>{group.options.map(({ name }) => name).join(", ")}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The fields of an item, each with what the box said against it. */
export function ItemFieldset({ draft, set, item, problem }: Props) {
  const { store } = usePos().client;
  const errors = fieldErrors(problem);
  const categories = [...store.categories.all.value.values()].sort(bySort);
  return (
    <>
      <div class="pos-menu-form">
        <TextField
          label="Name"
          value={draft.name}
          maxLength={120}
          error={errors.get("name")}
          onInput={(name) => set({ ...draft, name })}
        />
        <Money
          label="Price"
          value={draft.price}
          error={errors.get("price")}
          onInput={(price) => set({ ...draft, price })}
        />
        <Variants draft={draft} set={set} />
        <Select
          label="Category"
          value={draft.categoryId}
          options={categories.map(({ id, name }) => ({ value: id, label: name }))}
          onSelect={(categoryId) => set({ ...draft, categoryId })}
        />
        <TextField
          label="SKU"
          value={draft.sku}
          maxLength={64}
          error={errors.get("sku")}
          onInput={(sku) => set({ ...draft, sku })}
        />
        <TextField
          label="Barcode"
          value={draft.barcode}
          maxLength={64}
          inputMode="numeric"
          error={errors.get("barcode")}
          onInput={(barcode) => set({ ...draft, barcode })}
        />
      </div>
      <TextField
        label="Description"
        rows={3}
        maxLength={1000}
        value={draft.description}
        onInput={(description) => set({ ...draft, description })}
      />
      <PictureField image={draft.image} onChange={(image) => set({ ...draft, image })} />
      <OptionsOf item={item} />
      <Words
        label="Allergens"
        all={allergens}
        chosen={draft.allergens}
        onChange={(chosen) => set({ ...draft, allergens: chosen })}
      />
      <Words
        label="Diets"
        all={diets}
        chosen={draft.diets}
        onChange={(chosen) => set({ ...draft, diets: chosen })}
      />
    </>
  );
}
