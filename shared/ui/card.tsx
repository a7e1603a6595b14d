import "./card.css";
import type { ComponentChildren } from "preact";

export interface CardProps {
  children: ComponentChildren;
  /** A small heading in capitals, for short lists. */
  label?: string;
  /** A quiet heading in plain letters, for figures and charts. */
  title?: string;
  /** At the end of the heading's line. */
  aside?: ComponentChildren;
  flush?: boolean;
}

/** A white card on the paper. */
export function Card({ children, label, title, aside, flush = false }: CardProps) {
  return (
    <section class="ui-card" data-flush={flush || undefined}>
      {(label || title || aside) && (
        <header>
          {label && <SectionLabel>{label}</SectionLabel>}
          {title && <h3 class="ui-card-title">{title}</h3>}
          {aside && <div class="ui-card-aside">{aside}</div>}
        </header>
      )}
      {children}
    </section>
  );
}

/** A small heading in capitals over a group. */
export function SectionLabel({ children }: { children: ComponentChildren }) {
  return <h3 class="ui-section-label">{children}</h3>;
}
