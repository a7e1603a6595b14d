import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import { TextField } from "@tillbox/shared/ui/field.tsx";
import { useState } from "preact/hooks";
import { DraftList, DraftRow, DraftSheet, useTry } from "./draft-list.tsx";
import { draftOf, errorsOf, newVariant, type VariantDraft, variantOf } from "./variant-draft.ts";

type Variants = MenuItem["variants"];
type CodesProps = { draft: VariantDraft; onChange(fields: Partial<VariantDraft>): void };

function Codes({ draft, onChange }: CodesProps) {
  return (
    <div class="pos-menu-form">
      <TextField label="SKU" maxLength={64} value={draft.sku} onInput={(sku) => onChange({ sku })} />
      <TextField
        label="Barcode"
        maxLength={64}
        inputMode="numeric"
        value={draft.barcode}
        onInput={(barcode) => onChange({ barcode })}
      />
    </div>
  );
}

type Props = { variants: Variants; onDone(variants: Variants): void; onClose(): void };

/** Sizes of an item: a glass and a bottle, each with its price and its own codes. */
export function VariantsSheet({ variants, onDone, onClose }: Props) {
  const [drafts, set] = useState<readonly VariantDraft[]>(() =>
    variants.length === 0 ? [newVariant(), newVariant()] : variants.map(draftOf),
  );
  const { errorOf, attempt } = useTry(errorsOf(drafts));
  return (
    <DraftSheet
      title="Sizes"
      subtitle="A guest chooses one; its price takes the place of the item's."
      onDone={() => attempt(() => onDone(drafts.map(variantOf)))}
      onClose={onClose}
    >
      {drafts.length === 0 && <p class="pos-calm">No sizes: it is sold at its one price.</p>}
      <DraftList
        drafts={drafts}
        onChange={set}
        make={newVariant}
        max={50}
        addLabel="Add a size"
        row={(draft, index, tools) => (
          <>
            <DraftRow
              what="Size"
              placeholder="Large"
              draft={draft}
              index={index}
              tools={tools}
              errorOf={errorOf}
            />
            <Codes draft={draft} onChange={tools.change} />
          </>
        )}
      />
    </DraftSheet>
  );
}
