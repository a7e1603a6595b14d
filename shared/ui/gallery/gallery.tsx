import type { ComponentType } from "preact";
import { ControlParts } from "./controls.tsx";
import { DataParts } from "./data.tsx";
import { EntryParts } from "./entry.tsx";
import { MessageParts } from "./messages.tsx";
import { scenes } from "./scenes.tsx";
import { ServiceParts } from "./service.tsx";

const parts: Readonly<Record<string, ComponentType>> = {
  controls: ControlParts,
  entry: EntryParts,
  service: ServiceParts,
  messages: MessageParts,
  data: DataParts,
};

/** All components in all states, one page; or only one part of them. */
export function Gallery({ part }: { part: string | null }) {
  const shown = Object.entries(parts).filter(([name]) => part === null || name === part);
  return (
    <div class="gallery">
      <header>
        <h1>Tillbox design language</h1>
        <nav aria-label="Scenes">
          {Object.keys(scenes).map((name) => (
            <a key={name} href={`?scene=${name}`}>
              {name}
            </a>
          ))}
          <a href="?theme=dark">dark</a>
          <a href="?theme=light&dir=rtl">right to left</a>
        </nav>
      </header>
      {shown.map(([name, Parts]) => (
        <Parts key={name} />
      ))}
    </div>
  );
}
