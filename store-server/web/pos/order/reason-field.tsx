import { Chip } from "@tillbox/shared/ui/chip.tsx";
import { TextField } from "@tillbox/shared/ui/field.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";

export type ReasonFieldProps = {
  label: string;
  /** The usual ones, one tap each. */
  usual: readonly string[];
  value: string;
  onInput(value: string): void;
  isMissing: boolean;
};

/** Why: a usual reason by one tap, or a person's own words. */
export function ReasonField({ label, usual, value, onInput, isMissing }: ReasonFieldProps) {
  return (
    <OptionGroup label={label} {...(isMissing ? { error: "say why" } : {})}>
      {usual.map((reason) => (
        <Chip key={reason} on={value === reason} onToggle={() => onInput(value === reason ? "" : reason)}>
          {reason}
        </Chip>
      ))}
      <div class="pos-wide">
        <TextField
          label="In other words"
          quietLabel
          placeholder="In other words"
          value={usual.includes(value) ? "" : value}
          maxLength={300}
          onInput={onInput}
        />
      </div>
    </OptionGroup>
  );
}
