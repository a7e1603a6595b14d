import "./field.css";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useState } from "preact/hooks";
import { currencyDigits, decimalOf, parseAmount, parseRate } from "./format.ts";
import { Icon } from "./icon.tsx";
import { IconButton } from "./icon-button.tsx";
import type { IconName } from "./icon-nodes.ts";
import { words } from "./words.ts";

interface Common {
  label: string;
  /** Shown below; an error replaces it. */
  hint?: string;
  /** Cause and next step. */
  error?: string | undefined;
  disabled?: boolean;
  required?: boolean;
  name?: string;
  /** The label is only spoken, because the place says it. */
  quietLabel?: boolean;
}

export interface FieldFrameProps extends Common {
  children: ComponentChildren;
  icon?: IconName;
  /** A unit at either end: "€", "%". */
  before?: string | undefined;
  after?: string | undefined;
  inputId: string;
}

/** The frame around every input: label above, hint or error below. */
export function FieldFrame(props: FieldFrameProps) {
  const { label, hint, error, icon, before, after, inputId, quietLabel } = props;
  return (
    <div class="ui-field" data-error={error ? "" : undefined} data-disabled={props.disabled || undefined}>
      <label for={inputId} class={quietLabel ? "visually-hidden" : undefined}>
        {label}
      </label>
      <div class="ui-field-box">
        {icon && <Icon name={icon} />}
        {before && <span class="ui-field-unit">{before}</span>}
        {props.children}
        {after && <span class="ui-field-unit">{after}</span>}
      </div>
      {(error || hint) && (
        <p id={`${inputId}-text`} role={error ? "alert" : undefined}>
          {error && <Icon name="alert" size={17} />}
          {error || hint}
        </p>
      )}
    </div>
  );
}

function describe(id: string, props: Common) {
  return {
    id,
    name: props.name,
    disabled: props.disabled,
    required: props.required,
    "aria-invalid": props.error ? true : undefined,
    "aria-describedby": props.error || props.hint ? `${id}-text` : undefined,
  };
}

export interface TextFieldProps extends Common {
  value: string;
  onInput: (value: string) => void;
  type?: "text" | "password" | "email" | "tel" | "url";
  placeholder?: string;
  autocomplete?: string;
  inputMode?: "text" | "numeric" | "decimal" | "email" | "tel" | "url";
  maxLength?: number;
  /** More than one line. */
  rows?: number;
  /** Of the sheet: has the focus when it opens, for what is scanned next. */
  isFirst?: boolean;
}

/** A line of text, a password, or with `rows` a note. */
export function TextField(props: TextFieldProps) {
  const id = useId();
  const shared = {
    ...describe(id, props),
    value: props.value,
    placeholder: props.placeholder,
    maxLength: props.maxLength,
  };
  return (
    <FieldFrame {...props} inputId={id}>
      {props.rows ? (
        <textarea
          {...shared}
          rows={props.rows}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      ) : (
        <input
          {...shared}
          type={(props.type ?? "text") as "text"}
          data-autofocus={props.isFirst ? "" : undefined}
          autocomplete={props.autocomplete ?? "off"}
          inputMode={props.inputMode}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      )}
    </FieldFrame>
  );
}

interface ParsedProps extends Common {
  value: number | null;
  onInput: (value: number | null) => void;
}

/* Keeps what the person typed while it means the value of the owner, so that "12." is not torn away. */
function useTyped(
  value: number | null,
  show: (value: number) => string,
  parse: (text: string) => number | undefined,
) {
  const [text, setText] = useState(value === null ? "" : show(value));
  useEffect(() => {
    if ((parse(text) ?? null) !== value) setText(value === null ? "" : show(value));
  }, [value]);
  return [text, setText] as const;
}

function ParsedField(
  props: ParsedProps & {
    show: (value: number) => string;
    parse: (text: string) => number | undefined;
    before?: string;
    after?: string;
  },
) {
  const id = useId();
  const [text, setText] = useTyped(props.value, props.show, props.parse);
  return (
    <FieldFrame {...props} inputId={id}>
      <input
        {...describe(id, props)}
        class="ui-field-number"
        inputMode="decimal"
        autocomplete="off"
        dir="ltr"
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value);
          props.onInput(props.parse(event.currentTarget.value) ?? null);
        }}
      />
    </FieldFrame>
  );
}

export interface MoneyFieldProps extends ParsedProps {
  currency: string;
  /** "$", "CHF". */
  sign?: string;
}

/** An amount in minor units; null while nothing valid is typed. */
export function MoneyField(props: MoneyFieldProps) {
  return (
    <ParsedField
      {...props}
      before={props.sign ?? props.currency}
      show={(value) => decimalOf(value, currencyDigits(props.currency))}
      parse={(text) => parseAmount(text, props.currency)}
    />
  );
}

/** A rate in parts per million, typed as a percentage; null while nothing valid is typed. */
export function PercentField(props: ParsedProps) {
  const show = (ratePpm: number) => decimalOf(ratePpm, 4).replace(/\.?0+$/, "");
  return <ParsedField {...props} after="%" show={show} parse={parseRate} />;
}

export interface TimeFieldProps extends Common {
  /** "19:30" (of a date "2026-11-20"), or "" for none. */
  value: string;
  onInput: (value: string) => void;
}

/** A time of day. */
export function TimeField(props: TimeFieldProps) {
  const id = useId();
  return (
    <FieldFrame {...props} inputId={id}>
      <input
        {...describe(id, props)}
        type="time"
        dir="ltr"
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
    </FieldFrame>
  );
}

export interface DateFieldProps extends TimeFieldProps {
  /** The first and the last day that can be chosen. */
  min?: string | undefined;
  max?: string | undefined;
}

/** A day, "2026-11-20", or "" for none. */
export function DateField(props: DateFieldProps) {
  const id = useId();
  return (
    <FieldFrame {...props} inputId={id}>
      <input
        {...describe(id, props)}
        type="date"
        dir="ltr"
        min={props.min}
        max={props.max}
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
    </FieldFrame>
  );
}

export interface SearchFieldProps {
  value: string;
  onInput: (value: string) => void;
  label?: string;
}

/** Filters what is on the screen while it is typed; Escape empties it. */
export function SearchField({ value, onInput, label = words.value.search }: SearchFieldProps) {
  const id = useId();
  return (
    <FieldFrame label={label} inputId={id} icon="search" quietLabel>
      <input
        id={id}
        type="search"
        autocomplete="off"
        placeholder={label}
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Escape" && onInput("")}
      />
      {value !== "" && <IconButton icon="close" label={words.value.clear} onClick={() => onInput("")} />}
    </FieldFrame>
  );
}
