import "./sheet.css";
import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";
import { useModal } from "./focus-trap.ts";
import { IconButton } from "./icon-button.tsx";
import { words } from "./words.ts";

export interface SheetProps {
  open: boolean;
  title: string;
  /** A line under the title: the name of the dish. */
  subtitle?: string;
  /** `beside` leaves the check panel (`--check-width`) in sight; `end` lies at the edge. On a phone both slide up. */
  place?: "beside" | "end";
  /** The actions, at the foot; the filled one last. */
  actions?: ComponentChildren;
  children: ComponentChildren;
  onClose: () => void;
}

/** Modifiers, discount, void, transfer: opens beside the check, on a phone from the bottom. */
export function Sheet({ open, title, subtitle, place = "beside", actions, children, onClose }: SheetProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useModal(ref, open, onClose);
  if (!open) return null;
  return (
    <dialog ref={ref} class="ui-sheet" data-place={place} aria-labelledby={titleId} tabIndex={-1}>
      <div class="ui-sheet-panel">
        <header>
          <div>
            <h2 id={titleId}>
              <bdi>{title}</bdi>
            </h2>
            {subtitle && (
              <p>
                <bdi>{subtitle}</bdi>
              </p>
            )}
          </div>
          <IconButton icon="close" label={words.value.close} onClick={onClose} />
        </header>
        <div class="ui-sheet-body">{children}</div>
        {actions && <footer>{actions}</footer>}
      </div>
    </dialog>
  );
}
