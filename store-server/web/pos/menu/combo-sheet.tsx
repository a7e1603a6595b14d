import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { TextField } from "@tillbox/shared/ui/field.tsx";
import { IconButton } from "@tillbox/shared/ui/icon-button.tsx";
import { Select } from "@tillbox/shared/ui/select.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import { bySort } from "../order/menu-search.ts";
import { usePos } from "../pos.ts";
import {
  type ChoiceDraft,
  errorsOf,
  mayBePart,
  newPart,
  type PartDraft,
  type Parts,
  partsOf,
} from "./combo-draft.ts";
import { Money } from "./money.tsx";

type PartProps = {
  part: PartDraft;
  index: number;
  items: readonly MenuItem[];
  errorOf(path: string): string | undefined;
  onChange(fields: Partial<PartDraft>): void;
  onRemove(): void;
};

type ChoiceProps = {
  choice: ChoiceDraft;
  item: MenuItem | undefined;
  error: string | undefined;
  onChange(fields: Partial<ChoiceDraft>): void;
  onRemove(): void;
};

function Choice({ choice, item, error, onChange, onRemove }: ChoiceProps) {
  const name = item?.name ?? "An item that is gone";
  return (
    <li class="pos-combo-choice">
      <b>{name}</b>
      {item && item.variants.length > 0 && (
        <Select
          label={`Size of ${name}`}
          value={choice.variantId ?? ""}
          options={[
            { value: "", label: "Any size" },
            ...item.variants.map((variant) => ({ value: variant.id, label: variant.name })),
          ]}
          onSelect={(id) => onChange({ variantId: id === "" ? null : id })}
        />
      )}
      <Money
        label="More for it"
        value={choice.surcharge}
        error={error}
        onInput={(surcharge) => onChange({ surcharge })}
      />
      <IconButton icon="trash" kind="danger" label={`Take ${name} out`} onClick={onRemove} />
    </li>
  );
}

function Part({ part, index, items, errorOf, onChange, onRemove }: PartProps) {
  const { id, name, choices } = part;
  const free = items.filter((item) => !choices.some(({ menuItemId }) => menuItemId === item.id));
  const add = (menuItemId: string): void => {
    if (menuItemId !== "") onChange({ choices: [...choices, { menuItemId, variantId: null, surcharge: 0 }] });
  };
  const addError = errorOf(`${id} choices`);
  return (
    <li class="pos-option">
      <div class="pos-option-fields">
        <TextField
          label={`Part ${index + 1}`}
          placeholder="Drink"
          maxLength={120}
          value={name}
          error={errorOf(`${id} name`)}
          onInput={(text) => onChange({ name: text })}
        />
        <IconButton icon="trash" kind="danger" label={`Take part ${index + 1} out`} onClick={onRemove} />
      </div>
      <ul class="pos-options">
        {choices.map((choice, at) => (
          <Choice
            key={choice.menuItemId}
            choice={choice}
            item={items.find((item) => item.id === choice.menuItemId)}
            error={errorOf(`${id} ${at} surcharge`)}
            onChange={(fields) =>
              onChange({ choices: choices.map((one, each) => (each === at ? { ...one, ...fields } : one)) })
            }
            onRemove={() => onChange({ choices: choices.toSpliced(at, 1) })}
          />
        ))}
      </ul>
      <Select
        label={choices.length === 0 ? `What comes as part ${index + 1}` : `Or instead, in part ${index + 1}`}
        value=""
        options={[
          { value: "", label: "Choose an item" },
          ...free.map((item) => ({ value: item.id, label: item.name })),
        ]}
        {...(addError === undefined ? {} : { error: addError })}
        {...(choices.length === 1 ? { hint: "One item alone always comes with the combo." } : {})}
        onSelect={add}
      />
    </li>
  );
}

type Props = { parts: Parts; comboId: string | null; onDone(parts: Parts): void; onClose(): void };

/** What a combo is made of: parts, and for each what may be chosen. The one price is shared among them by what they cost alone. */
export function ComboSheet({ parts, comboId, onDone, onClose }: Props) {
  const { store } = usePos().client;
  const [drafts, set] = useState<readonly PartDraft[]>(() =>
    parts.length === 0 ? [newPart(), newPart()] : parts,
  );
  const [isTried, setTried] = useState(false);
  const items = mayBePart([...store.items.all.value.values()], comboId).sort(bySort);
  const errors = errorsOf(drafts);
  const done = (): void => {
    setTried(true);
    if (errors.size === 0) onDone(partsOf(drafts));
  };
  return (
    <Sheet
      open
      place="end"
      title="Combo"
      subtitle="Sold together at one price, which is shared among the parts."
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
          {drafts.map((part, index) => (
            <Part
              key={part.id}
              part={part}
              index={index}
              items={items}
              errorOf={(path) => (isTried ? errors.get(path) : undefined)}
              onChange={(fields) =>
                set(drafts.map((one) => (one.id === part.id ? { ...one, ...fields } : one)))
              }
              onRemove={() => set(drafts.filter(({ id }) => id !== part.id))}
            />
          ))}
        </ul>
        {drafts.length === 0 && <p class="pos-calm">No parts: it is sold as an item like any other.</p>}
        <Button icon="plus" disabled={drafts.length >= 12} onClick={() => set([...drafts, newPart()])}>
          Add a part
        </Button>
      </div>
    </Sheet>
  );
}
