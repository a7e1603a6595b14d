import "./sidebar.css";
import type { ComponentChildren } from "preact";
import { Icon } from "./icon.tsx";
import type { IconName } from "./icon-nodes.ts";

export interface SidebarItem {
  id: string;
  label: string;
  icon: IconName;
  href: string;
}

export interface SidebarProps {
  items: readonly SidebarItem[];
  current?: string;
  /** Taken for plain clicks; a middle click still opens the address. */
  onSelect?: (id: string) => void;
  /** The organisation at the foot. */
  foot?: ComponentChildren;
}

/** The hub's navigation; a bar at the bottom of a phone. */
export function Sidebar({ items, current, onSelect, foot }: SidebarProps) {
  return (
    <nav class="ui-sidebar" aria-label="Tillbox">
      <div class="ui-sidebar-logo">tillbox</div>
      <div class="ui-sidebar-items">
        {items.map((item) => (
          <a
            key={item.id}
            href={item.href}
            aria-current={item.id === current ? "page" : undefined}
            onClick={(event) => {
              if (!onSelect || event.ctrlKey || event.metaKey || event.shiftKey) return;
              event.preventDefault();
              onSelect(item.id);
            }}
          >
            <Icon name={item.icon} />
            <span>{item.label}</span>
          </a>
        ))}
      </div>
      {foot && <div class="ui-sidebar-foot">{foot}</div>}
    </nav>
  );
}

/** The frame of a hub page: sidebar and a page that scrolls. */
export function HubShell({ sidebar, children }: { sidebar: ComponentChildren; children: ComponentChildren }) {
  return (
    <div class="ui-hub">
      {sidebar}
      <main class="ui-hub-page">{children}</main>
    </div>
  );
}
