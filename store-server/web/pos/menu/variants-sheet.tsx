import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { TextField } from "@tillbox/shared/ui/field.tsx";
import { IconButton } from "@tillbox/shared/ui/icon-button.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import { Money } from "./money.tsx";
import { movedUp } from "./option-draft.ts";
import { draftOf, errorsOf, newVariant, type VariantDraft, variantOf } from "./variant-draft.ts";

type Variants = MenuItem["variants"];
type RowProps = {
  draft: VariantDraft;
  index: number;
  errorOf(path: string): string | undefined;
  onChange(fields: Partial<VariantDraft>): void;
  onUp(): void;
  onRemove(): void;
};

function Row({ draft, index, errorOf, onChange, onUp, onRemove }: RowProps) {
  const { id, name, price, sku, barcode } = draft;
  return (
    <li class="pos-option">
      <div class="pos-option-fields">
        <TextField
          label={`Size ${index + 1}`}
          maxLength={120}
          placeholder="Large"
          value={name}
          error={errorOf(`${id} name`)}
          onInput={(text) => onChange({ name: text })}
        />
        <Money
          label={`Price of size ${index + 1}`}
          quietLabel
          value={price}
          error={errorOf(`${id} price`)}
          onInput={(amount) => onChange({ price: amount })}
        />
        <IconButton
          icon="chevron-up"
          label={`Move size ${index + 1} up`}
          disabled={index === 0}
          onClick={onUp}
        />
        <IconButton icon="trash" kind="danger" label={`Take size ${index + 1} out`} onClick={onRemove} />
      </div>
      <div class="pos-menu-form">
        <TextField label="SKU" maxLength={64} value={sku} onInput={(text) => onChange({ sku: text })} />
        <TextField
          label="Barcode"
          maxLength={64}
          inputMode="numeric"
          value={barcode}
          onInput={(text) => onChange({ barcode: text })}
        />
      </div>
    </li>
  );
}

type Props = { variants: Variants; onDone(variants: Variants): void; onClose(): void };

/** Sizes of an item: a glass and a bottle, each with its price and its own codes. */
export function VariantsSheet({ variants, onDone, onClose }: Props) {
  const [drafts, set] = useState<readonly VariantDraft[]>(() =>
    variants.length === 0 ? [newVariant(), newVariant()] : variants.map(draftOf),
  );
  const [isTried, setTried] = useState(false);
  const errors = errorsOf(drafts);
  const done = (): void => {
    setTried(true);
    if (errors.size === 0) onDone(drafts.map(variantOf));
  };
  return (
    <Sheet
      open
      place="end"
      title="Sizes"
      subtitle="A guest chooses one; its price takes the place of the item's."
      onClose={onClose}
      actions={
        <>
          <Button size="l" onClick={onClose}>
            Cancel
          </Button>
          <Button size="l" kind="primary" icon="check" onClick={done}>
            Done
          </Button>
        </>
      }
    >
      <div class="pos-menu-editor">
        <ul class="pos-options">
          {drafts.map((draft, index) => (
            <Row
              key={draft.id}
              draft={draft}
              index={index}
              errorOf={(path) => (isTried ? errors.get(path) : undefined)}
              onChange={(fields) =>
                set(drafts.map((one) => (one.id === draft.id ? { ...one, ...fields } : one)))
              }
              onUp={() => set(movedUp(drafts, index))}
              onRemove={() => set(drafts.filter(({ id }) => id !== draft.id))}
            />
          ))}
        </ul>
        {drafts.length === 0 && <p class="pos-calm">No sizes: it is sold at its one price.</p>}
        <Button icon="plus" disabled={drafts.length >= 50} onClick={() => set([...drafts, newVariant()])}>
          Add a size
        </Button>
      </div>
    </Sheet>
  );
}
