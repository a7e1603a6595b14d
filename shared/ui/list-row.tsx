import "./list-row.css";
import type { ComponentChildren } from "preact";
import { Icon } from "./icon.tsx";

export interface ListRowProps {
  title: ComponentChildren;
  /** A second line. */
  detail?: ComponentChildren;
  /** Before the title: a `Badge`, an `Icon`, an `Avatar`. */
  start?: ComponentChildren;
  /** At the end: a figure, a pill. */
  end?: ComponentChildren;
  disabled?: boolean;
  /** With it the row is a button. */
  onSelect?: () => void;
  /** An arrow at the end says that the row opens something. */
  opens?: boolean;
}

/** One thing of a list. */
export function ListRow({ title, detail, start, end, disabled, onSelect, opens = false }: ListRowProps) {
  const content = (
    <>
      {start}
      <span class="ui-list-row-text">
        <span>
          <bdi>{title}</bdi>
        </span>
        {detail && (
          <small>
            <bdi>{detail}</bdi>
          </small>
        )}
      </span>
      {end !== undefined && (
        <span class="ui-list-row-end">
          <bdi>{end}</bdi>
        </span>
      )}
      {opens && <Icon name="chevron-right" mirrored />}
    </>
  );
  if (!onSelect) return <div class="ui-list-row">{content}</div>;
  return (
    <button type="button" class="ui-list-row" disabled={disabled} onClick={onSelect}>
      {content}
    </button>
  );
}
