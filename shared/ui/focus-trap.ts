import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

const reachable =
  'button:not(:disabled), [href], input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex="0"]';

/** What Tab reaches inside an element, in order; hidden things left out. */
export function tabStops(root: Element): (HTMLElement | SVGElement)[] {
  return [...root.querySelectorAll<HTMLElement | SVGElement>(reachable)].filter(
    (element) => element.tabIndex >= 0 && element.checkVisibility({ visibilityProperty: true }),
  );
}

function turnRound(event: KeyboardEvent, root: HTMLElement): void {
  const stops = tabStops(root);
  const [first, last] = [stops[0], stops.at(-1)];
  if (!first || !last) return event.preventDefault();
  const at = document.activeElement;
  const leaves = event.shiftKey ? at === first || at === root : at === last;
  if (!leaves) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}

/**
 * Opens a native modal dialog while `open`: the page behind is inert, Tab goes round inside, Escape and a tap beside it
 * call `onClose`, and the focus returns to where it was. The dialog closes only when the owner sets `open` to false.
 */
export function useModal(ref: RefObject<HTMLDialogElement | null>, open: boolean, onClose: () => void): void {
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (!dialog || !open) return;
    const cameFrom = document.activeElement;
    dialog.showModal();
    (dialog.querySelector<HTMLElement>("[data-autofocus]") ?? dialog).focus();
    return () => {
      if (dialog.open) dialog.close();
      if (cameFrom instanceof HTMLElement || cameFrom instanceof SVGElement) cameFrom.focus();
    };
  }, [open]);
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (!dialog || !open) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Tab" && event.key !== "Escape") return;
      // A dialog over a sheet lies inside it: the key is its own affair alone.
      event.stopPropagation();
      if (event.key === "Tab") return turnRound(event, dialog);
      event.preventDefault();
      onClose();
    };
    const onCancel = (event: Event) => {
      event.preventDefault();
      onClose();
    };
    const onPointer = (event: PointerEvent) => event.target === dialog && onClose();
    dialog.addEventListener("keydown", onKey);
    dialog.addEventListener("cancel", onCancel);
    dialog.addEventListener("pointerdown", onPointer);
    return () => {
      dialog.removeEventListener("keydown", onKey);
      dialog.removeEventListener("cancel", onCancel);
      dialog.removeEventListener("pointerdown", onPointer);
    };
  }, [open, onClose]);
}
