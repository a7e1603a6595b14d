import "./page-header.css";
import type { ComponentChildren } from "preact";
import { IconButton } from "./icon-button.tsx";
import { words } from "./words.ts";

export interface PageHeaderProps {
  title: string;
  onBack?: () => void;
  /** Beside the title: pills, a segmented control. */
  children?: ComponentChildren;
  /** At the end: actions, the connection pill. */
  end?: ComponentChildren;
}

/** Where am I: the title, what belongs to it, and what can be done. */
export function PageHeader({ title, onBack, children, end }: PageHeaderProps) {
  return (
    <header class="ui-page-header">
      {onBack && <IconButton icon="back" mirrored label={words.value.back} onClick={onBack} />}
      <h1>{title}</h1>
      {children && <div class="ui-page-header-beside">{children}</div>}
      {end && <div class="ui-page-header-end">{end}</div>}
    </header>
  );
}
