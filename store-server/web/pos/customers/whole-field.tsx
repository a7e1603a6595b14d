import { TextField } from "@tillbox/shared/ui/field.tsx";
import { useState } from "preact/hooks";

type Props = {
  label: string;
  quietLabel?: boolean;
  hint?: string;
  error?: string | undefined;
  value: number | null;
  onInput(value: number | null): void;
};

const mostDigits = 6;

/** A whole number above zero; null while nothing of that kind is typed. */
export function WholeField({ value, onInput, ...field }: Props) {
  const [text, setText] = useState(value === null ? "" : String(value));
  return (
    <TextField
      {...field}
      inputMode="numeric"
      maxLength={mostDigits}
      value={text}
      onInput={(typed) => {
        setText(typed);
        onInput(/^[1-9]\d*$/.test(typed.trim()) ? Number(typed) : null);
      }}
    />
  );
}
