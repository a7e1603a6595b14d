import type { PriceRule } from "@tillbox/shared/contract/daypart.ts";
import { newId } from "@tillbox/shared/id.ts";
import { Chip } from "@tillbox/shared/ui/chip.tsx";
import { PercentField, TextField } from "@tillbox/shared/ui/field.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { SegmentedControl } from "@tillbox/shared/ui/segmented-control.tsx";
import { Select } from "@tillbox/shared/ui/select.tsx";
import { Toggle } from "@tillbox/shared/ui/toggle.tsx";
import { useState } from "preact/hooks";
import { bySort } from "../order/menu-search.ts";
import { usePos } from "../pos.ts";
import { toggledIn } from "./item-form.ts";
import { DaypartChips, OrderTypeChips } from "./limits-fields.tsx";
import { Money } from "./money.tsx";
import { draftOf, errorsOf, fieldsOf, type RuleDraft } from "./price-rule-draft.ts";
import { RecordSheet, useRecord } from "./record-sheet.tsx";

type Edit = {
  draft: RuleDraft;
  set(draft: RuleDraft): void;
  errorOf(field: string): string | undefined;
};

function Price({ draft, set, errorOf }: Edit) {
  return (
    <>
      <SegmentedControl
        label="Kind of price"
        wide
        segments={[
          { id: "percent", label: "Per cent off" },
          { id: "price", label: "A price of its own" },
        ]}
        value={draft.kind}
        onSelect={(kind) => set({ ...draft, kind: kind === "price" ? "price" : "percent" })}
      />
      {draft.kind === "percent" ? (
        <PercentField
          label="Off the price"
          value={draft.percentPpm}
          hint="Off each size too. Options keep their price."
          error={errorOf("percentOff")}
          onInput={(percentPpm) => set({ ...draft, percentPpm })}
        />
      ) : (
        <Money
          label="Price of that time"
          value={draft.price}
          hint="In place of the item's price. Sizes keep their own."
          error={errorOf("price")}
          onInput={(price) => set({ ...draft, price })}
        />
      )}
    </>
  );
}

/** What it is for: whole categories with all inside them, and single items. */
function Targets({ draft, set, errorOf }: Edit) {
  const { store } = usePos().client;
  const categories = [...store.categories.all.value.values()].sort(bySort);
  const items = [...store.items.all.value.values()].sort((a, b) => a.name.localeCompare(b.name));
  const error = errorOf("categories");
  return (
    <>
      <OptionGroup label="For categories" {...(error === undefined ? {} : { error })}>
        {categories.map(({ id, name }) => (
          <Chip
            key={id}
            on={draft.categories.includes(id)}
            onToggle={() => set({ ...draft, categories: toggledIn(draft.categories, id) })}
          >
            {name}
          </Chip>
        ))}
      </OptionGroup>
      {draft.menuItems.length > 0 && (
        <OptionGroup label="For items">
          {draft.menuItems.map((id) => (
            <Chip
              key={id}
              on
              onToggle={() => set({ ...draft, menuItems: draft.menuItems.filter((one) => one !== id) })}
            >
              {store.items.get(id)?.name ?? id}
            </Chip>
          ))}
        </OptionGroup>
      )}
      <Select
        label="For an item"
        value=""
        options={[
          { value: "", label: "Choose an item" },
          ...items
            .filter(({ id }) => !draft.menuItems.includes(id))
            .map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onSelect={(id) => id !== "" && set({ ...draft, menuItems: [...draft.menuItems, id] })}
      />
    </>
  );
}

const placed = ["name", "dayparts", "categories", "percentOff", "price"];

/** Happy hour: what costs less, by how much, when, and in which types of order. */
export function PriceRuleSheet({ rule, onClose }: { rule: PriceRule | null; onClose(): void }) {
  const [id] = useState(newId);
  const [draft, set] = useState(() => draftOf(rule));
  const path = "/api/price-rules";
  const record = useRecord({ path, id: rule?.id ?? null, newId: id, errors: errorsOf(draft), onClose });
  const edit: Edit = { draft, set, errorOf: record.errorOf };
  return (
    <RecordSheet
      title={rule?.name ?? "New price"}
      known={rule && !rule.active ? { path: `${path}/${rule.id}`, what: rule.name } : null}
      record={record}
      isPlaced={(field) => placed.includes(field)}
      onSave={() => record.send(fieldsOf(draft))}
      onClose={onClose}
    >
      <TextField
        label="Name"
        placeholder="Happy hour"
        maxLength={120}
        value={draft.name}
        error={record.errorOf("name")}
        onInput={(name) => set({ ...draft, name })}
      />
      <Toggle
        label="In force"
        hint="Switch it off to keep it for later, or before you remove it"
        on={draft.active}
        onChange={(active) => set({ ...draft, active })}
      />
      <Price {...edit} />
      <DaypartChips
        label="Holds at"
        none="choose"
        chosen={draft.dayparts}
        error={record.errorOf("dayparts")}
        onChange={(dayparts) => set({ ...draft, dayparts })}
      />
      <Targets {...edit} />
      <OrderTypeChips
        label="In orders of type"
        chosen={draft.orderTypes}
        onChange={(orderTypes) => set({ ...draft, orderTypes })}
      />
    </RecordSheet>
  );
}
