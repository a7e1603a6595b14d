import "./icon-button.css";
import type { Ref } from "preact";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-nodes.ts";
import { Spinner } from "./spinner.tsx";

export interface IconButtonProps {
  icon: IconName;
  /** Said by a screen reader and shown as the tip. */
  label: string;
  kind?: "plain" | "quiet" | "danger";
  size?: "m" | "l";
  /** Turns round in right-to-left text. */
  mirrored?: boolean;
  busy?: boolean;
  disabled?: boolean;
  on?: boolean;
  buttonRef?: Ref<HTMLButtonElement>;
  onClick?: (event: MouseEvent) => void;
}

/** A square button of 48 (or 62) px with an icon and no text. */
export function IconButton(props: IconButtonProps) {
  const { kind = "quiet", size = "m", busy = false } = props;
  return (
    <button
      ref={props.buttonRef}
      type="button"
      class="ui-icon-button"
      data-kind={kind}
      data-size={size}
      title={props.label}
      aria-label={props.label}
      aria-pressed={props.on}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      disabled={props.disabled}
      onClick={(event) => !busy && props.onClick?.(event)}
    >
      {busy ? <Spinner size={22} /> : <Icon name={props.icon} size={22} mirrored={props.mirrored ?? false} />}
    </button>
  );
}
