import "./check-layout.css";
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "./icon.tsx";
import { words } from "./words.ts";

export interface CheckLayoutProps {
  /** The menu. */
  children: ComponentChildren;
  /** Names the check: "Check 1042". */
  label: string;
  /** Number and facts of the check, its icon buttons at the end. */
  header: ComponentChildren;
  /** `CheckCourse`s and `CheckLine`s. */
  lines: ComponentChildren;
  /** `Totals` and the actions. */
  footer: ComponentChildren;
  /** What the bar of a phone says while the check is down: "3 items", "$173.34". */
  summary: { text: string; amount: string };
  /** On a phone: the check is up. */
  open: boolean;
  onOpen: (open: boolean) => void;
}

/** Menu and check side by side; on a phone the check slides up from a bar at the bottom. */
export function CheckLayout(props: CheckLayoutProps) {
  const { children, label, header, lines, footer, summary, open, onOpen } = props;
  const bar = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    if (!open) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
      onOpen(false);
      bar.current?.focus();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [open, onOpen]);
  return (
    <div class="ui-check-layout" data-open={open || undefined}>
      <section class="ui-check-menu">{children}</section>
      <button
        ref={bar}
        type="button"
        class="ui-check-bar"
        aria-expanded={open}
        aria-label={open ? words.value.close : `${label}, ${summary.text}, ${summary.amount}`}
        onClick={() => onOpen(!open)}
      >
        <span>
          <bdi>{summary.text}</bdi>
        </span>
        <b>{summary.amount}</b>
        <Icon name={open ? "chevron-down" : "chevron-up"} size={22} />
      </button>
      <aside class="ui-check" aria-label={label}>
        <header>{header}</header>
        <div class="ui-check-lines">{lines}</div>
        <footer>{footer}</footer>
      </aside>
    </div>
  );
}

/** The check's number and its facts, for the `header` of the layout. */
export function CheckTitle({ title, detail }: { title: string; detail?: string }) {
  return (
    <div class="ui-check-title">
      <h2>{title}</h2>
      {detail && <p>{detail}</p>}
    </div>
  );
}

/** The actions below the totals: small ones first, then the two that matter, equally wide. */
export function CheckActions({ children }: { children: ComponentChildren }) {
  return <div class="ui-check-actions">{children}</div>;
}
