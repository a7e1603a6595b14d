import { SectionLabel } from "@tillbox/shared/ui/card.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { Select } from "@tillbox/shared/ui/select.tsx";
import { useState } from "preact/hooks";
import { bySort } from "../order/menu-search.ts";
import { usePos } from "../pos.ts";
import { ComboSheet } from "./combo-sheet.tsx";
import { GroupList } from "./group-list.tsx";
import type { ItemDraft } from "./item-form.ts";
import { copyOf } from "./option-draft.ts";
import { VariantsSheet } from "./variants-sheet.tsx";

type Props = {
  draft: ItemDraft;
  set(draft: ItemDraft): void;
  errors: ReadonlyMap<string, string>;
  /** Null for a new one. */
  itemId: string | null;
};

/** What the box has against sizes, options or parts, wherever in them it is. */
function Against({ errors, field }: { errors: Props["errors"]; field: string }) {
  const [, text] = [...errors].find(([path]) => path === field || path.startsWith(`${field}.`)) ?? [];
  return text === undefined ? null : (
    <p class="pos-menu-error" role="alert">
      {text}
    </p>
  );
}

/** The same group that another item has, as a copy: most kitchens ask the same questions again and again. */
function TakeOver({ draft, set, itemId }: Omit<Props, "errors">) {
  const { store } = usePos().client;
  const groups = [...store.items.all.value.values()]
    .filter(({ id }) => id !== itemId)
    .sort(bySort)
    .flatMap((item) =>
      item.modifierGroups.map((group) => ({ group, label: `${group.name} of ${item.name}` })),
    );
  if (groups.length === 0) return null;
  return (
    <Select
      label="Take over a group of another item"
      value=""
      options={[
        { value: "", label: "Choose a group" },
        ...groups.map(({ label }, index) => ({ value: `${index}`, label })),
      ]}
      onSelect={(index) => {
        const found = groups[Number(index)];
        if (index !== "" && found)
          set({ ...draft, modifierGroups: [...draft.modifierGroups, copyOf(found.group)] });
      }}
    />
  );
}

function Rows({ draft, set, errors, itemId }: Props) {
  const { amount } = usePos().figures.value;
  const [open, setOpen] = useState<"sizes" | "combo" | null>(null);
  const close = (): void => setOpen(null);
  const hasChoices = draft.variants.length > 0 || draft.modifierGroups.length > 0;
  return (
    <>
      {draft.parts.length === 0 && (
        <ListRow
          title="Sizes"
          detail={
            draft.variants.length === 0
              ? "One size, one price"
              : draft.variants.map(({ name, price }) => `${name} ${amount(price)}`).join(", ")
          }
          opens
          onSelect={() => setOpen("sizes")}
        />
      )}
      <Against errors={errors} field="variants" />
      <ListRow
        title="Combo"
        detail={
          draft.parts.length > 0
            ? draft.parts.map(({ name, choices }) => `${name} (${choices.length})`).join(", ")
            : hasChoices
              ? "Not with sizes or options of its own"
              : "Sold by itself"
        }
        opens
        disabled={hasChoices && draft.parts.length === 0}
        onSelect={() => setOpen("combo")}
      />
      <Against errors={errors} field="parts" />
      {open === "sizes" && (
        <VariantsSheet
          variants={draft.variants}
          onDone={(variants) => {
            set({ ...draft, variants });
            close();
          }}
          onClose={close}
        />
      )}
      {open === "combo" && (
        <ComboSheet
          parts={draft.parts}
          comboId={itemId}
          onDone={(parts) => {
            set({ ...draft, parts });
            close();
          }}
          onClose={close}
        />
      )}
    </>
  );
}

/** What a guest chooses of it: a size, options, or the parts of a combo. */
export function ChoicesFieldset(props: Props) {
  const { draft, set, errors, itemId } = props;
  return (
    <section class="pos-menu-choices" aria-label="What is chosen of it">
      <Rows {...props} />
      {draft.parts.length === 0 && (
        <>
          <SectionLabel>Options</SectionLabel>
          <GroupList
            groups={draft.modifierGroups}
            inside={null}
            onChange={(modifierGroups) => set({ ...draft, modifierGroups })}
          />
          <Against errors={errors} field="modifierGroups" />
          <TakeOver draft={draft} set={set} itemId={itemId} />
        </>
      )}
    </section>
  );
}
