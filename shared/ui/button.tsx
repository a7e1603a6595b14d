import "./button.css";
import type { ComponentChildren, Ref } from "preact";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-nodes.ts";
import { Spinner } from "./spinner.tsx";

export type ButtonKind = "primary" | "ink" | "plain" | "quiet" | "danger";
export type ButtonSize = "m" | "l" | "xl";

export interface ButtonProps {
  children: ComponentChildren;
  /** `primary`: the one green action of a screen; `ink`: paying; `danger`: quiet, red text. */
  kind?: ButtonKind;
  /** 48, 62 or 74 px high. */
  size?: ButtonSize;
  icon?: IconName;
  /** A second, smaller line under the label: "change 2.72". */
  note?: string;
  /** The key that does the same, shown at the end. */
  keyHint?: string;
  /** Waiting for the answer: keeps its place, takes no more taps, turns a spinner after 400 ms. */
  busy?: boolean;
  disabled?: boolean;
  /** Pressed, for a button that stays on. */
  on?: boolean;
  /** As wide as its container. */
  wide?: boolean;
  type?: "button" | "submit";
  label?: string;
  buttonRef?: Ref<HTMLButtonElement>;
  onClick?: (event: MouseEvent) => void;
}

/** A button: verb first, one filled green one on a screen. */
export function Button(props: ButtonProps) {
  const { kind = "plain", size = "m", busy = false, icon, note, keyHint, on } = props;
  const iconSize = size === "m" ? 20 : 23;
  return (
    <button
      ref={props.buttonRef}
      type={props.type ?? "button"}
      class="ui-button"
      data-kind={kind}
      data-size={size}
      data-wide={props.wide || undefined}
      data-icon={icon ? "" : undefined}
      aria-label={props.label}
      aria-pressed={on}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      disabled={props.disabled}
      onClick={(event) => {
        if (!busy) props.onClick?.(event);
        else event.preventDefault();
      }}
    >
      {busy && <Spinner size={iconSize} />}
      {!busy && icon && <Icon name={icon} size={iconSize} />}
      <span class="ui-button-label">
        <bdi>{props.children}</bdi>
        {note && (
          <small>
            <bdi>{note}</bdi>
          </small>
        )}
      </span>
      {keyHint && <kbd aria-hidden="true">{keyHint}</kbd>}
    </button>
  );
}
