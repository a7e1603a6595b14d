import "./icon.css";
import { createElement } from "preact";
import { classes } from "./classes.ts";
import { type IconName, iconNodes } from "./icon-nodes.ts";

export interface IconProps {
  name: IconName;
  /** Edge in px; 20 unless told. */
  size?: number;
  /** Turns towards the start in right-to-left text; for arrows that mean "back" or "on". */
  mirrored?: boolean;
  /** Said by a screen reader; without it the icon is decoration. */
  label?: string;
  class?: string;
}

/** A lucide line icon in the colour of the text around it. */
export function Icon({ name, size = 20, mirrored = false, label, class: extra }: IconProps) {
  return (
    <svg
      class={classes("ui-icon", mirrored && "ui-icon-mirrored", extra)}
      viewBox="0 0 24 24"
      width={size}
      height={size}
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : "true"}
    >
      {iconNodes[name].map(([tag, attributes], index) => createElement(tag, { key: index, ...attributes }))}
    </svg>
  );
}
