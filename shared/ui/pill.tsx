import "./pill.css";
import type { ComponentChildren } from "preact";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-nodes.ts";
import type { Tone } from "./tone.ts";

export interface PillProps {
  children: ComponentChildren;
  tone?: Tone;
  icon?: IconName;
  /** A round dot instead of an icon. */
  dot?: boolean;
  size?: "s" | "m" | "l";
  /** A figure before the words, strong: 4 Focaccia. */
  count?: number;
}

/** A short fact beside a title: it informs and is never tapped. */
export function Pill({ children, tone = "plain", icon, dot = false, size = "m", count }: PillProps) {
  return (
    <span class="ui-pill" data-tone={tone} data-size={size}>
      {dot && <span class="ui-pill-dot" />}
      {icon && <Icon name={icon} size={16} />}
      {count !== undefined && <b>{count}</b>}
      <bdi>{children}</bdi>
    </span>
  );
}
