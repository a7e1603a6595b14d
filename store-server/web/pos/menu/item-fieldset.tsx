import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import { allergens, diets } from "@tillbox/shared/contract/menu-words.ts";
import { Chip } from "@tillbox/shared/ui/chip.tsx";
import { TextField } from "@tillbox/shared/ui/field.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { Select } from "@tillbox/shared/ui/select.tsx";
import type { ApiProblem } from "../../client/problem.ts";
import { fieldProblems } from "../field-problems.ts";
import { bySort } from "../order/menu-search.ts";
import { usePos } from "../pos.ts";
import { ChoicesFieldset } from "./choices-fieldset.tsx";
import { type ItemDraft, toggledIn } from "./item-form.ts";
import { LimitsFields } from "./limits-fields.tsx";
import { classlessText, taxText, unitWords } from "./menu-words.ts";
import { Money } from "./money.tsx";
import { PictureField } from "./picture-field.tsx";

type Props = {
  draft: ItemDraft;
  set(draft: ItemDraft): void;
  item: MenuItem | null;
  problem: ApiProblem | null;
};
type PartProps = Pick<Props, "draft" | "set"> & { errors: ReadonlyMap<string, string> };

/** Fields that say themselves what the box has against them. */
export const isPlaced = (path: string): boolean =>
  ["name", "price", "sku", "barcode", "taxClassId", "unit"].includes(path) ||
  /^(variants|modifierGroups|parts)(\.|$)/.test(path);

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

/** Name, price, where it stands and how it is found. */
function Basics({ draft, set, errors }: PartProps) {
  const { store } = usePos().client;
  const categories = [...store.categories.all.value.values()].sort(bySort);
  return (
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
      <Select
        label="Category"
        value={draft.categoryId}
        options={categories.map(({ id, name }) => ({ value: id, label: name }))}
        onSelect={(categoryId) => set({ ...draft, categoryId })}
      />
      <Select
        label="Sold"
        value={draft.unit}
        options={Object.entries(unitWords).map(([value, label]) => ({ value, label }))}
        {...(errors.has("unit") ? { error: errors.get("unit") ?? "" } : {})}
        onSelect={(unit) => set({ ...draft, unit: unit as MenuItem["unit"] })}
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
  );
}

/** How it is taxed, where it is cooked, where and when it is sold. */
function Selling({ draft, set, errors }: PartProps) {
  const { store } = usePos().client;
  const taxes = [...store.taxClasses.all.value.values()].sort((a, b) => a.name.localeCompare(b.name));
  const stations = [...store.stations.all.value.values()].sort(bySort);
  const tax = store.taxClasses.get(draft.taxClassId ?? "");
  const classless = classlessText(store.setting("tax.rate", "0"), store.setting("tax.inclusive", false));
  return (
    <>
      <Select
        label="Tax class"
        value={draft.taxClassId ?? ""}
        options={[
          { value: "", label: `None: ${classless}` },
          ...taxes.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        {...(tax ? { hint: `${taxText(tax)}.` } : {})}
        {...(errors.has("taxClassId") ? { error: errors.get("taxClassId") ?? "" } : {})}
        onSelect={(id) => set({ ...draft, taxClassId: id === "" ? null : id })}
      />
      {stations.length > 0 && (
        <OptionGroup label="Made at" rule={draft.stations.length === 0 ? "nowhere: no ticket" : ""}>
          {stations.map(({ id, name }) => (
            <Chip
              key={id}
              on={draft.stations.includes(id)}
              onToggle={() => set({ ...draft, stations: toggledIn(draft.stations, id) })}
            >
              {name}
            </Chip>
          ))}
        </OptionGroup>
      )}
      <LimitsFields limits={draft} onChange={(limits) => set({ ...draft, ...limits })} />
    </>
  );
}

/** The fields of an item, each with what the box said against it. */
export function ItemFieldset({ draft, set, item, problem }: Props) {
  const part = { draft, set, errors: fieldProblems(problem) };
  return (
    <>
      <Basics {...part} />
      <ChoicesFieldset {...part} itemId={item?.id ?? null} />
      <Selling {...part} />
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
      <TextField
        label="Description"
        rows={3}
        maxLength={1000}
        value={draft.description}
        onInput={(description) => set({ ...draft, description })}
      />
      <PictureField image={draft.image} onChange={(image) => set({ ...draft, image })} />
    </>
  );
}
