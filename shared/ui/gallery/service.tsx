import { useState } from "preact/hooks";
import { FloorPlan } from "../floor-plan.tsx";
import { Ticket } from "../ticket.tsx";
import { Tile } from "../tile.tsx";
import { Totals } from "../totals.tsx";
import { CheckSample } from "./check-sample.tsx";
import { Part } from "./part.tsx";
import { floorTables, menuTiles, tickets } from "./samples.ts";

const nothing = () => undefined;

function Picture() {
  const picture =
    "data:image/svg+xml," +
    encodeURIComponent(
      "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 160 90'><rect width='160' height='90' fill='#e9b59b'/><circle cx='80' cy='50' r='34' fill='#b9502f'/><circle cx='80' cy='50' r='27' fill='#c8402b'/></svg>",
    );
  return <Tile name="Margherita" price="11.50" imageUrl={picture} count={1} onSelect={nothing} />;
}

function Menu() {
  return (
    <Part title="Tile">
      <div class="gallery-tiles">
        {menuTiles.slice(0, 6).map((tile) => (
          <Tile key={tile.name} {...tile} onSelect={nothing} />
        ))}
        <Tile name="Hausgemachte Kartoffelgnocchi mit Salbeibutter" price="17.00" onSelect={nothing} />
        <Picture />
      </div>
    </Part>
  );
}

function Check() {
  return (
    <Part title="Check line and totals">
      <div class="gallery-grid">
        <div class="gallery-panel flush">
          <CheckSample all />
        </div>
        <div class="gallery-panel">
          <Totals
            rows={[
              { label: "Subtotal", amount: "160.50" },
              { label: "Tax 8 %", amount: "12.84" },
            ]}
            total={{ label: "Total", amount: "$173.34" }}
          />
        </div>
      </div>
    </Part>
  );
}

function Kitchen() {
  const [done, setDone] = useState<readonly string[]>([]);
  return (
    <Part title="Ticket">
      <div class="gallery-board" data-theme="dark">
        {tickets.map((ticket) => (
          <Ticket
            key={ticket.title}
            {...ticket}
            selected={ticket.title === "T12"}
            lines={ticket.lines.map((line) => ({
              ...line,
              done: line.done ?? done.includes(ticket.title + line.id),
            }))}
            onLine={(id) => setDone([...done, ticket.title + id])}
            onBump={nothing}
          />
        ))}
      </div>
    </Part>
  );
}

function Floor() {
  const [selected, setSelected] = useState("t12");
  return (
    <Part title="Floor plan">
      <div class="gallery-plan">
        <FloorPlan label="Dining room" tables={floorTables} selectedId={selected} onSelect={setSelected} />
      </div>
    </Part>
  );
}

export function ServiceParts() {
  return (
    <>
      <Menu />
      <Check />
      <Floor />
      <Kitchen />
    </>
  );
}
