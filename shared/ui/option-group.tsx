import "./option-group.css";
import type { ComponentChildren } from "preact";

export interface OptionGroupProps {
  label: string;
  /** The rule: "choose one", "up to three". */
  rule?: string;
  /** The rule is not met yet: said in words and in red. */
  error?: string;
  /** `radio` when exactly one `Chip` holds. */
  role?: "group" | "radiogroup";
  children: ComponentChildren;
}

/** A group of chips with its rule, as in a modifier sheet. */
export function OptionGroup({ label, rule, error, role = "group", children }: OptionGroupProps) {
  return (
    <section class="ui-option-group" role={role} aria-label={label}>
      <header>
        <h3>{label}</h3>
        {(error || rule) && (
          <span data-error={error ? "" : undefined}>
            <bdi>{error || rule}</bdi>
          </span>
        )}
      </header>
      <div>{children}</div>
    </section>
  );
}
