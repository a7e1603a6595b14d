import "./dialog.css";
import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";
import { useModal } from "./focus-trap.ts";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-nodes.ts";
import type { Tone } from "./tone.ts";

export interface DialogProps {
  open: boolean;
  title: string;
  icon?: IconName;
  tone?: Tone;
  /** The actions, the filled one last. */
  actions: ComponentChildren;
  children?: ComponentChildren;
  onClose: () => void;
}

/** Only for what cannot be undone and has no place in a sheet. */
export function Dialog({ open, title, icon, tone = "plain", actions, children, onClose }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useModal(ref, open, onClose);
  if (!open) return null;
  return (
    <dialog ref={ref} class="ui-dialog" aria-labelledby={titleId} tabIndex={-1}>
      <div class="ui-dialog-panel">
        {icon && (
          <span class="ui-mark" data-tone={tone}>
            <Icon name={icon} size={26} />
          </span>
        )}
        <h2 id={titleId}>{title}</h2>
        {children && <div class="ui-dialog-body">{children}</div>}
        <footer>{actions}</footer>
      </div>
    </dialog>
  );
}
