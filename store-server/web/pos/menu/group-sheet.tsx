import { Button } from "@tillbox/shared/ui/button.tsx";
import { SectionLabel } from "@tillbox/shared/ui/card.tsx";
import { TextField } from "@tillbox/shared/ui/field.tsx";
import { IconButton } from "@tillbox/shared/ui/icon-button.tsx";
import { QuantityStepper } from "@tillbox/shared/ui/quantity-stepper.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import type { ComponentType } from "preact";
import { useState } from "preact/hooks";
import { ruleOf } from "../order/item-choice.ts";
import { Money } from "./money.tsx";
import {
  draftOf,
  errorsOf,
  type Group,
  type GroupDraft,
  groupOf,
  movedUp,
  newGroup,
  newOption,
  type OptionDraft,
} from "./option-draft.ts";

type Edit = {
  draft: GroupDraft;
  set(draft: GroupDraft): void;
  errorOf(path: string): string | undefined;
};

/** How many are chosen, in figures and in the words that a waiter sees. */
function HowMany({ draft, set, errorOf }: Edit) {
  const error = errorOf("min");
  return (
    <section class="pos-group-rule" aria-label="How many are chosen">
      <div>
        <span>At least</span>
        <QuantityStepper
          label="At least"
          value={draft.min}
          min={0}
          max={50}
          onChange={(min) => set({ ...draft, min, max: Math.max(min, draft.max) })}
        />
      </div>
      <div>
        <span>At most</span>
        <QuantityStepper
          label="At most"
          value={draft.max}
          min={1}
          max={50}
          onChange={(max) => set({ ...draft, max, min: Math.min(max, draft.min) })}
        />
      </div>
      <p data-error={error === undefined ? undefined : ""} role={error === undefined ? undefined : "alert"}>
        {error ?? `Waiters read: ${ruleOf(groupOf(draft))}.`}
      </p>
    </section>
  );
}

/** The groups inside of an option; null inside of one, for they nest no deeper. */
type Inner = ComponentType<{
  groups: readonly Group[];
  inside: string;
  onChange(groups: Group[]): void;
}> | null;
type OptionProps = Edit & { option: OptionDraft; index: number; inner: Inner };

function OptionRow({ draft, set, errorOf, option, index, inner: InnerGroups }: OptionProps) {
  const { id, name, price, groups } = option;
  const change = (fields: Partial<OptionDraft>): void =>
    set({ ...draft, options: draft.options.map((one) => (one.id === id ? { ...one, ...fields } : one)) });
  return (
    <li class="pos-option">
      <div class="pos-option-fields">
        <TextField
          label={`Option ${index + 1}`}
          maxLength={120}
          value={name}
          error={errorOf(`${id} name`)}
          onInput={(text) => change({ name: text })}
        />
        <Money
          label={`Price of option ${index + 1}`}
          quietLabel
          value={price}
          error={errorOf(`${id} price`)}
          onInput={(amount) => change({ price: amount })}
        />
        <IconButton
          icon="chevron-up"
          label={`Move option ${index + 1} up`}
          disabled={index === 0}
          onClick={() => set({ ...draft, options: movedUp(draft.options, index) })}
        />
        <IconButton
          icon="trash"
          kind="danger"
          label={`Take option ${index + 1} out`}
          onClick={() => set({ ...draft, options: draft.options.filter((one) => one.id !== id) })}
        />
      </div>
      {InnerGroups && (
        <InnerGroups
          groups={groups}
          inside={name.trim() === "" ? `option ${index + 1}` : name.trim()}
          onChange={(next) => change({ groups: next })}
        />
      )}
    </li>
  );
}

function Options(props: Edit & { inner: Inner }) {
  const { draft, set, errorOf } = props;
  const error = errorOf("options");
  return (
    <section class="pos-group-options">
      <SectionLabel>Options and what they add</SectionLabel>
      <ul>
        {draft.options.map((option, index) => (
          <OptionRow key={option.id} {...props} option={option} index={index} />
        ))}
      </ul>
      {error !== undefined && (
        <p class="pos-menu-error" role="alert">
          {error}
        </p>
      )}
      <Button
        icon="plus"
        disabled={draft.options.length >= 100}
        onClick={() => set({ ...draft, options: [...draft.options, newOption()] })}
      >
        Add an option
      </Button>
    </section>
  );
}

type Props = {
  group: Group | null;
  /** The option that it is inside of; null for a group of the item. */
  inside: string | null;
  inner: Inner;
  onDone(group: Group): void;
  onRemove(): void;
  onClose(): void;
};

/** One group: what is chosen, how many of it, and what each adds. An option may ask one more question of its own. */
export function GroupSheet({ group, inside, inner, onDone, onRemove, onClose }: Props) {
  const [draft, set] = useState<GroupDraft>(() => (group ? draftOf(group) : newGroup()));
  const [isTried, setTried] = useState(false);
  const errors = errorsOf(draft);
  const edit: Edit = { draft, set, errorOf: (path) => (isTried ? errors.get(path) : undefined) };
  const done = (): void => {
    setTried(true);
    if (errors.size === 0) onDone(groupOf(draft));
  };
  return (
    <Sheet
      open
      place="end"
      title={group ? `Options: ${group.name}` : "New group of options"}
      {...(inside === null ? {} : { subtitle: `Asked when ${inside} is chosen` })}
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
        <TextField
          label="What is chosen"
          placeholder="Sauce"
          maxLength={120}
          value={draft.name}
          error={edit.errorOf("name")}
          onInput={(name) => set({ ...draft, name })}
        />
        <HowMany {...edit} />
        <Options {...edit} inner={inner} />
        {group && (
          <Button kind="danger" icon="trash" onClick={onRemove}>
            Take this group out
          </Button>
        )}
      </div>
    </Sheet>
  );
}
