import "./badge.css";
import type { ComponentChildren } from "preact";
import type { Tone } from "./tone.ts";

export interface BadgeProps {
  children: ComponentChildren;
  tone?: Tone;
}

/** A small square that names a thing, mostly a table, in the colour of its state. */
export function Badge({ children, tone = "plain" }: BadgeProps) {
  return (
    <span class="ui-badge" data-tone={tone}>
      {children}
    </span>
  );
}
