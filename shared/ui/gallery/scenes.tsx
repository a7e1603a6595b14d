import "./scenes.css";
import type { ComponentType } from "preact";
import { useState } from "preact/hooks";
import { Avatar } from "../avatar.tsx";
import { Button } from "../button.tsx";
import { SectionLabel } from "../card.tsx";
import { CheckActions, CheckLayout, CheckTitle } from "../check-layout.tsx";
import { CategoryTile } from "../choice.tsx";
import { ConnectionPill } from "../connection-pill.tsx";
import { SearchField } from "../field.tsx";
import { FloorPlan } from "../floor-plan.tsx";
import { IconButton } from "../icon-button.tsx";
import { CategoryBar, TileGrid } from "../menu-grid.tsx";
import { PageHeader } from "../page-header.tsx";
import { Pill } from "../pill.tsx";
import { PinPad } from "../pin-pad.tsx";
import { AppShell, Rail } from "../rail.tsx";
import { SegmentedControl } from "../segmented-control.tsx";
import { HubShell, Sidebar } from "../sidebar.tsx";
import { SignInFrame } from "../sign-in-frame.tsx";
import { Ticket } from "../ticket.tsx";
import { Tile } from "../tile.tsx";
import { Totals } from "../totals.tsx";
import { CheckSample } from "./check-sample.tsx";
import { BestSellers, Figures, NeedsYou, SalesChart, StoresTable, Tonight } from "./data.tsx";
import { ModifierSheet } from "./modifier-sheet.tsx";
import { PayScene } from "./pay-scene.tsx";
import { categories, floorTables, menuTiles, railItems, tickets } from "./samples.ts";

const nothing = () => undefined;

function SceneRail() {
  return (
    <Rail
      items={railItems}
      current="floor"
      onSelect={nothing}
      foot={[{ id: "lock", label: "Lock", icon: "lock" }]}
      person={<Avatar initials="W3" name="Waiter 3" />}
    />
  );
}

const areas = [
  { id: "dining", label: "Dining room" },
  { id: "terrace", label: "Terrace" },
  { id: "bar", label: "Bar" },
];

function FloorScene() {
  const end = (
    <>
      <Button icon="bag">Counter order</Button>
      <ConnectionPill state="connected" />
    </>
  );
  return (
    <AppShell rail={<SceneRail />}>
      <div class="scene-floor">
        <PageHeader title="Friday, 19:58" end={end}>
          <SegmentedControl label="Area" segments={areas} value="dining" onSelect={nothing} />
        </PageHeader>
        <div class="scene-columns">
          <FloorPlan label="Dining room" tables={floorTables} width={870} height={540} onSelect={nothing} />
          <div class="scene-side">
            <NeedsYou />
            <Tonight />
          </div>
        </div>
      </div>
    </AppShell>
  );
}

function CheckFooter() {
  return (
    <>
      <Totals
        rows={[
          { label: "Subtotal", amount: "160.50" },
          { label: "Tax 8 %", amount: "12.84" },
        ]}
        total={{ label: "Total", amount: "$173.34" }}
      />
      <CheckActions>
        <IconButton icon="printer" label="Print check" kind="plain" size="l" />
        <Button kind="primary" size="l" icon="send">
          Send 2
        </Button>
        <Button kind="ink" size="l">
          Pay
        </Button>
      </CheckActions>
    </>
  );
}

function OrderMenu({ onTile }: { onTile: () => void }) {
  const [query, setQuery] = useState("");
  const search = <SearchField label="Search menu" value={query} onInput={setQuery} />;
  return (
    <>
      <PageHeader
        title="Table 12"
        onBack={nothing}
        search={search}
        end={<ConnectionPill state="connected" />}
      >
        <Pill icon="people">4 guests</Pill>
        <Pill icon="timer" tone="attention">
          38 min
        </Pill>
      </PageHeader>
      <CategoryBar label="Categories">
        {categories.map(([name, color]) => (
          <CategoryTile key={name} name={name} color={color} on={name === "Starters"} onSelect={nothing} />
        ))}
      </CategoryBar>
      <TileGrid label="Starters">
        {menuTiles
          .filter((tile) => tile.name.toLowerCase().includes(query.toLowerCase()))
          .map((tile) => (
            <Tile key={tile.name} {...tile} onSelect={onTile} />
          ))}
      </TileGrid>
    </>
  );
}

function OrderScene() {
  const [sheet, setSheet] = useState(location.hash === "#sheet");
  const [open, setOpen] = useState(location.hash === "#check");
  const header = (
    <>
      <CheckTitle title="Check 1042" detail="Opened 19:24 · Waiter 3" />
      <IconButton icon="move" label="Transfer" />
      <IconButton icon="more" label="More" />
    </>
  );
  return (
    <AppShell rail={<SceneRail />}>
      <CheckLayout
        label="Check 1042"
        header={header}
        lines={<CheckSample />}
        footer={<CheckFooter />}
        summary={{ text: "9 items, 4 new", amount: "$173.34" }}
        open={open}
        onOpen={setOpen}
      >
        <OrderMenu onTile={() => setSheet(true)} />
      </CheckLayout>
      <ModifierSheet open={sheet} place="beside" onClose={() => setSheet(false)} />
    </AppShell>
  );
}

function KitchenScene() {
  const end = (
    <>
      <Button kind="quiet" icon="undo">
        Recall
      </Button>
      <ConnectionPill state="connected" />
    </>
  );
  const dishes = ["Burrata", "Focaccia", "Bruschetta", "Risotto", "Gnocchi", "Ribeye", "Branzino"];
  return (
    <div class="scene-kitchen" data-theme="dark">
      <PageHeader title="Hot kitchen" end={end}>
        <Pill>6 tickets</Pill>
        <Pill tone="bad">1 late</Pill>
        <Pill>avg 9:40</Pill>
      </PageHeader>
      <div class="scene-board">
        {tickets.map((ticket) => (
          <Ticket key={ticket.title} {...ticket} onLine={nothing} onBump={nothing} />
        ))}
      </div>
      <footer>
        <SectionLabel>All day</SectionLabel>
        {dishes.map((text, index) => (
          <Pill key={text} size="l" count={index < 2 ? 4 : index < 5 ? 2 : 1}>
            {text}
          </Pill>
        ))}
      </footer>
    </div>
  );
}

const hubItems = [
  { id: "today", label: "Today", icon: "activity", href: "#today" },
  { id: "reports", label: "Reports", icon: "chart", href: "#reports" },
  { id: "stores", label: "Stores", icon: "store", href: "#stores" },
  { id: "menus", label: "Menus", icon: "menu", href: "#menus" },
  { id: "people", label: "People", icon: "people", href: "#people" },
  { id: "gift", label: "Gift cards", icon: "gift", href: "#gift" },
  { id: "exports", label: "Exports", icon: "export", href: "#exports" },
  { id: "settings", label: "Settings", icon: "settings", href: "#settings" },
] as const;

function HubScene() {
  const foot = (
    <>
      <Avatar initials="DG" name="Demo group" size="s" />
      Demo group
    </>
  );
  const end = (
    <>
      <Button icon="bookings">Day</Button>
      <Button icon="download">Export</Button>
    </>
  );
  return (
    <HubShell sidebar={<Sidebar items={hubItems} current="today" onSelect={nothing} foot={foot} />}>
      <div class="scene-hub">
        <PageHeader title="Today" end={end}>
          <Pill>Fri 20 Nov · all stores</Pill>
          <Pill tone="attention" icon="cloud-off">
            Station is behind since 17:31: figures are a lower bound
          </Pill>
        </PageHeader>
        <div class="scene-figures">
          <Figures />
        </div>
        <div class="scene-two">
          <SalesChart />
          <BestSellers />
        </div>
        <StoresTable />
      </div>
    </HubShell>
  );
}

function PinScene() {
  const foot = (
    <>
      <ConnectionPill state="connected" />
      <span>Tablet 4, terrace</span>
    </>
  );
  return (
    <SignInFrame store="Trattoria Altstadt" day="Friday 20 November" time="19:58" foot={foot}>
      <PinPad onComplete={nothing} />
    </SignInFrame>
  );
}

/** Whole screens put together from the components, to hold beside the reference pictures. */
export const scenes: Readonly<Record<string, ComponentType>> = {
  floor: FloorScene,
  order: OrderScene,
  kitchen: KitchenScene,
  hub: HubScene,
  pin: PinScene,
  pay: () => (
    <AppShell rail={<SceneRail />}>
      <PayScene />
    </AppShell>
  ),
};
