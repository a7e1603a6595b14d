import { useLayoutEffect, useRef } from "preact/hooks";
import { noKeys, pressed } from "./scan.ts";

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest("input, textarea, select") !== null;

/** Calls back with every code that a scanner types, unless a field has the focus or a sheet is open: then the keys are theirs. */
export const useScanner = (onCode: (code: string) => void): void => {
  const latest = useRef(onCode);
  latest.current = onCode;
  useLayoutEffect(() => {
    let buffer = noKeys;
    const listen = (event: KeyboardEvent): void => {
      if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
      const next = pressed(buffer, event.key, event.timeStamp);
      buffer = next.buffer;
      if (next.code === null) return;
      // Enter would also press whatever button has the focus.
      event.preventDefault();
      event.stopPropagation();
      latest.current(next.code);
    };
    document.addEventListener("keydown", listen, { capture: true });
    return () => document.removeEventListener("keydown", listen, { capture: true });
  }, []);
};
