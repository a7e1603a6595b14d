import type { Category } from "@tillbox/shared/contract/menu.ts";
import { newId } from "@tillbox/shared/id.ts";
import { Chip } from "@tillbox/shared/ui/chip.tsx";
import { TextField } from "@tillbox/shared/ui/field.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { Select } from "@tillbox/shared/ui/select.tsx";
import { useState } from "preact/hooks";
import { mayBeInside } from "./category-tree.ts";
import { ItemOrder } from "./item-order.tsx";
import { LimitsFields } from "./limits-fields.tsx";
import { RecordSheet, useRecord } from "./record-sheet.tsx";

/** Told apart on paper and in the dark; each has a word, because not everybody sees the difference. */
const colors = [
  ["#c8402b", "Red"],
  ["#b36b00", "Orange"],
  ["#a9772b", "Gold"],
  ["#4c7a3a", "Green"],
  ["#22618f", "Blue"],
  ["#7a3f73", "Plum"],
  ["#b0527a", "Pink"],
  ["#6b4a2f", "Brown"],
] as const;

function Colors({ value, onChange }: { value: string | null; onChange(color: string | null): void }) {
  const own =
    value !== null && !colors.some(([color]) => color === value) ? [[value, "Its own"] as const] : [];
  return (
    <OptionGroup label="Colour" role="radiogroup">
      <Chip role="radio" on={value === null} onToggle={() => onChange(null)}>
        None
      </Chip>
      {[...colors, ...own].map(([color, word]) => (
        <Chip key={color} role="radio" on={value === color} onToggle={() => onChange(color)}>
          <span class="pos-menu-color">
            <i class="pos-menu-swatch" style={{ background: color }} />
            {word}
          </span>
        </Chip>
      ))}
    </OptionGroup>
  );
}

type Props = { category: Category | null; all: readonly Category[]; onClose(): void };

/** Name, place, colour and limits of a category; the limits hold for everything inside it. */
export function CategorySheet({ category, all, onClose }: Props) {
  const [id] = useState(newId);
  const [name, setName] = useState(category?.name ?? "");
  const [parentId, setParentId] = useState(category?.parentId ?? null);
  const [color, setColor] = useState(category?.color ?? null);
  const [limits, setLimits] = useState({
    orderTypes: category?.orderTypes ?? [],
    dayparts: category?.dayparts ?? [],
  });
  const errors = new Map(name.trim() === "" ? [["name", "Give it a name, like Starters."]] : []);
  const path = "/api/categories";
  const record = useRecord({ path, id: category?.id ?? null, newId: id, errors, onClose });
  const sort = category?.sort ?? Math.max(0, ...all.map((one) => one.sort + 1));
  return (
    <RecordSheet
      title={category?.name ?? "New category"}
      known={category ? { path: `${path}/${category.id}`, what: category.name } : null}
      record={record}
      isPlaced={(field) => field === "name" || field === "parentId"}
      onSave={() => record.send({ name: name.trim(), parentId, color, ...limits, sort })}
      onClose={onClose}
    >
      <TextField label="Name" maxLength={120} value={name} error={record.errorOf("name")} onInput={setName} />
      <Select
        label="Inside"
        value={parentId ?? ""}
        options={[
          { value: "", label: "Nothing: it stands by itself" },
          ...mayBeInside(all, category?.id ?? null).map((one) => ({ value: one.id, label: one.name })),
        ]}
        error={record.errorOf("parentId") ?? ""}
        onSelect={(value) => setParentId(value === "" ? null : value)}
      />
      <Colors value={color} onChange={setColor} />
      <LimitsFields limits={limits} onChange={setLimits} />
      {category && <ItemOrder categoryId={category.id} />}
    </RecordSheet>
  );
}
