import "./toast.css";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-nodes.ts";
import { words } from "./words.ts";

export interface ToastItem {
  id: string;
  text: string;
  icon?: IconName;
  tone?: "plain" | "bad";
  /** With it the toast offers Undo, and stays 5 seconds to give it time. */
  onUndo?: () => void;
  undoLabel?: string;
}

export interface ToastsProps {
  items: readonly ToastItem[];
  /** The toast has been read, undone or its time is over. */
  onDone: (id: string) => void;
  /** How long each stays; 5 s unless told. */
  stayMs?: number;
}

function Toast({ item, stayMs, onDone }: { item: ToastItem; stayMs: number; onDone: (id: string) => void }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let leftMs = stayMs;
    let since = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const run = () => {
      since = performance.now();
      timer = setTimeout(() => onDone(item.id), leftMs);
    };
    const hold = () => {
      clearTimeout(timer);
      leftMs -= performance.now() - since;
    };
    run();
    const element = box.current;
    element?.addEventListener("pointerenter", hold);
    element?.addEventListener("pointerleave", run);
    return () => {
      clearTimeout(timer);
      element?.removeEventListener("pointerenter", hold);
      element?.removeEventListener("pointerleave", run);
    };
  }, [item.id]);
  return (
    <div
      ref={box}
      class="ui-toast"
      data-tone={item.tone ?? "plain"}
      role={item.tone === "bad" ? "alert" : "status"}
    >
      <Icon name={item.icon ?? (item.tone === "bad" ? "alert" : "check")} />
      <span>{item.text}</span>
      {item.onUndo && (
        <button
          type="button"
          style={{ "--stay": `${stayMs}ms` }}
          onClick={() => {
            item.onUndo?.();
            onDone(item.id);
          }}
        >
          <Icon name="undo" size={19} />
          {item.undoLabel ?? words.value.undo}
        </button>
      )}
    </div>
  );
}

/** What just happened, above everything, with Undo for five seconds where that is safe; a finger on it holds the time. */
export function Toasts({ items, onDone, stayMs = 5000 }: ToastsProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    if (element.matches(":popover-open")) element.hidePopover();
    if (items.length > 0) element.showPopover();
  }, [items.length]);
  return (
    <div ref={box} class="ui-toasts" popover="manual">
      {items.map((item) => (
        <Toast key={item.id} item={item} stayMs={stayMs} onDone={onDone} />
      ))}
    </div>
  );
}
