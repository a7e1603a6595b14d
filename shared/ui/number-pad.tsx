import "./number-pad.css";
import { useRef } from "preact/hooks";
import { Icon } from "./icon.tsx";
import { usePageKeys } from "./keyboard.ts";
import { type PadKey, padKeyOf } from "./number-entry.ts";
import { words } from "./words.ts";

export interface NumberPadProps {
  onKey: (key: PadKey) => void;
  /** The key at the lower start: "00" for money, "." for weights, "clear" for codes. */
  corner?: "00" | "." | "clear";
  disabled?: boolean;
  /** Takes the hardware keyboard too, wherever the focus is; on unless told. */
  keyboard?: boolean;
}

const digits: readonly PadKey[] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/** A sheet that is open takes the keyboard; what is typed into it is nothing for the page behind. */
const isBehindModal = (element: Element | null): boolean => {
  const top = [...document.querySelectorAll("dialog:modal")].at(-1);
  return top !== undefined && !top.contains(element);
};

/** Twelve big keys; numbers run left to right in every language. */
export function NumberPad({ onKey, corner = "00", disabled = false, keyboard = true }: NumberPadProps) {
  const pad = useRef<HTMLDivElement>(null);
  usePageKeys(keyboard && !disabled, (event) => {
    const key = padKeyOf(event.key);
    if (!key || isBehindModal(pad.current)) return;
    event.preventDefault();
    onKey(key);
  });
  return (
    <div ref={pad} class="ui-number-pad" dir="ltr">
      {[...digits, corner, "0" as const].map((key) => (
        <button
          key={key}
          type="button"
          data-word={key === "clear" || undefined}
          disabled={disabled}
          onClick={() => onKey(key)}
        >
          {key === "clear" ? words.value.clear : key}
        </button>
      ))}
      <button
        type="button"
        data-word
        disabled={disabled}
        aria-label={words.value.backspace}
        onClick={() => onKey("backspace")}
      >
        <Icon name="backspace" size={26} />
      </button>
    </div>
  );
}
