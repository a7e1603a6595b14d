import { PageHeader } from "@tillbox/shared/ui/page-header.tsx";
import { Tabs } from "@tillbox/shared/ui/tabs.tsx";
import { Connection } from "../connection.tsx";
import { usePos } from "../pos.ts";
import type { TeamPart } from "../route.ts";
import { DevicesPanel } from "./devices-panel.tsx";
import { HoursPanel } from "./hours-panel.tsx";
import { PeoplePanel } from "./people-panel.tsx";
import { RolesPanel } from "./roles-panel.tsx";
import { partsFor } from "./team-parts.ts";
import { TipsPanel } from "./tips-panel.tsx";

const labels: Readonly<Record<TeamPart, string>> = {
  people: "People",
  roles: "Roles",
  hours: "Working time",
  tips: "Tips",
  devices: "Devices",
};
const panels = {
  people: PeoplePanel,
  roles: RolesPanel,
  hours: HoursPanel,
  tips: TipsPanel,
  devices: DevicesPanel,
} as const;

/** Everybody who works here: who they are, what they may do, when they worked, what they earned in tips, and on which devices. */
export function TeamPage({ part }: { part: TeamPart }) {
  const { client, router } = usePos();
  const parts = partsFor(client.session.may);
  const shown = parts.includes(part) ? part : (parts[0] ?? part);
  const Panel = panels[shown];
  return (
    <div class="pos-team">
      <PageHeader title="Team" end={<Connection />} />
      <Tabs
        label="Parts of the team's page"
        tabs={parts.map((id) => ({ id, label: labels[id] }))}
        value={shown}
        onSelect={(id) => router.go({ page: "team", part: id as TeamPart }, "replace")}
      >
        <Panel key={shown} />
      </Tabs>
    </div>
  );
}
