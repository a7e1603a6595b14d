import "./menu-grid.css";
import type { ComponentChildren } from "preact";

/** The categories: two steady rows where there is room, one row to push along where there is not. */
export function CategoryBar({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div class="ui-category-bar">
      <div role="group" aria-label={label}>
        {children}
      </div>
    </div>
  );
}

/** The tiles: they share the height when few, scroll when many, and keep their places. */
export function TileGrid({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div class="ui-tile-grid" role="group" aria-label={label}>
      {children}
    </div>
  );
}
