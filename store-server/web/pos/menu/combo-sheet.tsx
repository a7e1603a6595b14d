import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import { IconButton } from "@tillbox/shared/ui/icon-button.tsx";
import { Select } from "@tillbox/shared/ui/select.tsx";
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
import { DraftList, DraftRow, DraftSheet, type ErrorOf, useTry } from "./draft-list.tsx";
import { Money } from "./money.tsx";

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
      <IconButton icon="trash" kind="danger" label={`Take ${name} out`} onClick={onRemove} />
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
    </li>
  );
}

type ChoicesProps = {
  part: PartDraft;
  index: number;
  items: readonly MenuItem[];
  errorOf: ErrorOf;
  onChange(fields: Partial<PartDraft>): void;
};

/** What may be chosen for a part. */
function Choices({ part, index, items, errorOf, onChange }: ChoicesProps) {
  const { id, choices } = part;
  const free = items.filter((item) => !choices.some(({ menuItemId }) => menuItemId === item.id));
  const add = (menuItemId: string): void => {
    if (menuItemId !== "") onChange({ choices: [...choices, { menuItemId, variantId: null, surcharge: 0 }] });
  };
  const addError = errorOf(`${id} choices`);
  return (
    <>
      <ul class="pos-combo-choices">
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
    </>
  );
}

type Props = { parts: Parts; comboId: string | null; onDone(parts: Parts): void; onClose(): void };

/** What a combo is made of: parts, and for each what may be chosen. The one price is shared among them by what they cost alone. */
export function ComboSheet({ parts, comboId, onDone, onClose }: Props) {
  const { store } = usePos().client;
  const [drafts, set] = useState<readonly PartDraft[]>(() =>
    parts.length === 0 ? [newPart(), newPart()] : parts,
  );
  const items = mayBePart([...store.items.all.value.values()], comboId).sort(bySort);
  const { errorOf, attempt } = useTry(errorsOf(drafts));
  return (
    <DraftSheet
      title="Combo"
      subtitle="Sold together at one price."
      onDone={() => attempt(() => onDone(partsOf(drafts)))}
      onClose={onClose}
    >
      {drafts.length === 0 && <p class="pos-calm">No parts: it is sold as an item like any other.</p>}
      <DraftList
        drafts={drafts}
        onChange={set}
        make={newPart}
        max={12}
        addLabel="Add a part"
        row={(part, index, tools) => (
          <>
            <DraftRow
              what="Part"
              placeholder="Drink"
              draft={part}
              index={index}
              tools={tools}
              errorOf={errorOf}
            />
            <Choices part={part} index={index} items={items} errorOf={errorOf} onChange={tools.change} />
          </>
        )}
      />
    </DraftSheet>
  );
}
