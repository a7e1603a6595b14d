import { Button } from "@tillbox/shared/ui/button.tsx";
import { SectionLabel } from "@tillbox/shared/ui/card.tsx";
import { TextField } from "@tillbox/shared/ui/field.tsx";
import { QuantityStepper } from "@tillbox/shared/ui/quantity-stepper.tsx";
import type { ComponentType } from "preact";
import { useState } from "preact/hooks";
import { ruleOf } from "../order/item-choice.ts";
import { DraftList, DraftRow, DraftSheet, type ErrorOf, useTry } from "./draft-list.tsx";
import {
  draftOf,
  errorsOf,
  type Group,
  type GroupDraft,
  groupOf,
  newGroup,
  newOption,
} from "./option-draft.ts";

type Edit = {
  draft: GroupDraft;
  set(draft: GroupDraft): void;
  errorOf: ErrorOf;
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

function Options({ draft, set, errorOf, inner: InnerGroups }: Edit & { inner: Inner }) {
  const error = errorOf("options");
  return (
    <section class="pos-group-options">
      <SectionLabel>Options and what they add</SectionLabel>
      {error !== undefined && (
        <p class="pos-menu-error" role="alert">
          {error}
        </p>
      )}
      <DraftList
        drafts={draft.options}
        onChange={(options) => set({ ...draft, options })}
        make={newOption}
        max={100}
        addLabel="Add an option"
        row={(option, index, tools) => (
          <>
            <DraftRow what="Option" draft={option} index={index} tools={tools} errorOf={errorOf} />
            {InnerGroups && (
              <InnerGroups
                groups={option.groups}
                inside={option.name.trim() === "" ? `option ${index + 1}` : option.name.trim()}
                onChange={(groups) => tools.change({ groups })}
              />
            )}
          </>
        )}
      />
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
  const { errorOf, attempt } = useTry(errorsOf(draft));
  const edit: Edit = { draft, set, errorOf };
  return (
    <DraftSheet
      title={group ? `Options: ${group.name}` : "New group of options"}
      {...(inside === null ? {} : { subtitle: `Asked when ${inside} is chosen` })}
      onDone={() => attempt(() => onDone(groupOf(draft)))}
      onClose={onClose}
    >
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
    </DraftSheet>
  );
}
