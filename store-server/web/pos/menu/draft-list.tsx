/**
 * A list that is edited on a sheet of its own before the item takes it over: sizes, options, parts of a combo. Rows are named, moved up,
 * taken out and added; what stands in the way is said once somebody tried to be done.
 */
import { Button } from "@tillbox/shared/ui/button.tsx";
import { TextField } from "@tillbox/shared/ui/field.tsx";
import { IconButton } from "@tillbox/shared/ui/icon-button.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Money } from "./money.tsx";
import { movedUp } from "./option-draft.ts";

export type ErrorOf = (path: string) => string | undefined;

/** Errors are shown from the first try on; only without any `attempt` goes through. */
export const useTry = (
  errors: ReadonlyMap<string, string>,
): { errorOf: ErrorOf; attempt(done: () => void): void } => {
  const [isTried, setTried] = useState(false);
  return {
    errorOf: (path) => (isTried ? errors.get(path) : undefined),
    attempt: (done) => {
      setTried(true);
      if (errors.size === 0) done();
    },
  };
};

type SheetProps = {
  title: string;
  subtitle?: string;
  onDone(): void;
  onClose(): void;
  children: ComponentChildren;
};

/** Nothing is kept of what was changed unless somebody is done. */
export function DraftSheet({ title, subtitle, onDone, onClose, children }: SheetProps) {
  return (
    <Sheet
      open
      place="end"
      title={title}
      {...(subtitle === undefined ? {} : { subtitle })}
      onClose={onClose}
      actions={
        <>
          <Button size="l" onClick={onClose}>
            Cancel
          </Button>
          <Button size="l" kind="primary" icon="check" onClick={onDone}>
            Done
          </Button>
        </>
      }
    >
      <div class="pos-menu-editor">{children}</div>
    </Sheet>
  );
}

type Draft = { id: string };
export type RowTools<T extends Draft> = {
  change(fields: Partial<T>): void;
  remove(): void;
  /** Null for the first. */
  up: (() => void) | null;
};

type ListProps<T extends Draft> = {
  drafts: readonly T[];
  onChange(drafts: readonly T[]): void;
  /** A new one at the end. */
  make(): T;
  max: number;
  addLabel: string;
  row(draft: T, index: number, tools: RowTools<T>): ComponentChildren;
};

export function DraftList<T extends Draft>({ drafts, onChange, make, max, addLabel, row }: ListProps<T>) {
  const toolsOf = ({ id }: T, index: number): RowTools<T> => ({
    change: (fields) => onChange(drafts.map((one) => (one.id === id ? { ...one, ...fields } : one))),
    remove: () => onChange(drafts.filter((one) => one.id !== id)),
    up: index === 0 ? null : () => onChange(movedUp(drafts, index)),
  });
  return (
    <>
      {drafts.length > 0 && (
        <ul class="pos-options">
          {drafts.map((draft, index) => (
            <li key={draft.id} class="pos-option">
              {row(draft, index, toolsOf(draft, index))}
            </li>
          ))}
        </ul>
      )}
      <Button icon="plus" disabled={drafts.length >= max} onClick={() => onChange([...drafts, make()])}>
        {addLabel}
      </Button>
    </>
  );
}

type Named = Draft & { name: string; price?: number | null };
type RowProps<T extends Named> = {
  /** "Size", with which its fields and buttons are named. */
  what: string;
  index: number;
  draft: T;
  tools: RowTools<T>;
  errorOf: ErrorOf;
  placeholder?: string;
};

/** What every row has: a name, a price where it has one, and its place in the list. */
export function DraftRow<T extends Named>({ what, index, draft, tools, errorOf, placeholder }: RowProps<T>) {
  const { id, name, price } = draft;
  const called = `${what.toLowerCase()} ${index + 1}`;
  const change = (fields: Partial<Named>): void => tools.change(fields as Partial<T>);
  return (
    <div class="pos-option-fields">
      <TextField
        label={`${what} ${index + 1}`}
        maxLength={120}
        {...(placeholder === undefined ? {} : { placeholder })}
        value={name}
        error={errorOf(`${id} name`)}
        onInput={(text) => change({ name: text })}
      />
      {price !== undefined && (
        <Money
          label={`Price of ${called}`}
          quietLabel
          value={price}
          error={errorOf(`${id} price`)}
          onInput={(amount) => change({ price: amount })}
        />
      )}
      <IconButton
        icon="chevron-up"
        label={`Move ${called} up`}
        disabled={tools.up === null}
        onClick={() => tools.up?.()}
      />
      <IconButton icon="trash" kind="danger" label={`Take ${called} out`} onClick={tools.remove} />
    </div>
  );
}
