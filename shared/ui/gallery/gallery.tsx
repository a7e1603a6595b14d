import { ControlParts } from "./controls.tsx";
import { DataParts } from "./data.tsx";
import { EntryParts } from "./entry.tsx";
import { MessageParts } from "./messages.tsx";
import { scenes } from "./scenes.tsx";
import { ServiceParts } from "./service.tsx";

/** All components in all states, one page. */
export function Gallery() {
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
      <ControlParts />
      <EntryParts />
      <ServiceParts />
      <MessageParts />
      <DataParts />
    </div>
  );
}
