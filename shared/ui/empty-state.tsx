import "./dialog.css";
import "./state-views.css";
import type { ComponentChildren } from "preact";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-nodes.ts";

export interface EmptyStateProps {
  icon: IconName;
  title: string;
  /** What to do now. */
  children?: ComponentChildren;
  /** A `Button`. */
  action?: ComponentChildren;
}

/** Nothing here, and what to do about it. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <section class="ui-state">
      <span class="ui-mark">
        <Icon name={icon} size={30} />
      </span>
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action}
    </section>
  );
}
