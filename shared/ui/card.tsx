import "./card.css";
import type { ComponentChildren } from "preact";

export interface CardProps {
  children: ComponentChildren;
  /** A small heading in capitals. */
  label?: string;
  /** At the end of the heading's line. */
  aside?: ComponentChildren;
  flush?: boolean;
}

/** A white card on the paper. */
export function Card({ children, label, aside, flush = false }: CardProps) {
  return (
    <section class="ui-card" data-flush={flush || undefined}>
      {(label || aside) && (
        <header>
          {label && <SectionLabel>{label}</SectionLabel>}
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
