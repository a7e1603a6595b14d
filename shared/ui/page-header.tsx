import "./page-header.css";
import type { ComponentChildren } from "preact";
import { IconButton } from "./icon-button.tsx";
import { words } from "./words.ts";

export interface PageHeaderProps {
  title: string;
  onBack?: () => void;
  /** Beside the title: pills, a segmented control. On a narrow page they get their own row. */
  children?: ComponentChildren;
  /** A `SearchField`; on a narrow page it shares the second row and takes all of it while it is used. */
  search?: ComponentChildren;
  /** At the end: actions, the connection pill. */
  end?: ComponentChildren;
}

/** Where am I: the title, what belongs to it, and what can be done. */
export function PageHeader({ title, onBack, children, search, end }: PageHeaderProps) {
  return (
    <header class="ui-page-header">
      <div class="ui-page-header-row">
        {onBack && <IconButton icon="back" mirrored label={words.value.back} onClick={onBack} />}
        <h1>{title}</h1>
        {children && <div class="ui-page-header-beside">{children}</div>}
        {search && <div class="ui-page-header-search">{search}</div>}
        {end && <div class="ui-page-header-end">{end}</div>}
      </div>
    </header>
  );
}
