import type { ComponentChildren } from "preact";

/** A titled part of the gallery. */
export function Part({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="gallery-part" id={title.toLowerCase().replaceAll(/[^a-z]+/g, "-")}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

export function Row({ children }: { children: ComponentChildren }) {
  return <div class="gallery-row">{children}</div>;
}
