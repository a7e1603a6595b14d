import { Button } from "@tillbox/shared/ui/button.tsx";
import { ConnectionPill } from "@tillbox/shared/ui/connection-pill.tsx";
import { formatStopwatch } from "@tillbox/shared/ui/format.ts";
import { IconButton } from "@tillbox/shared/ui/icon-button.tsx";
import { PageHeader } from "@tillbox/shared/ui/page-header.tsx";
import { Pill } from "@tillbox/shared/ui/pill.tsx";
import { ageOfTicket, averageSeconds } from "./ageing.ts";
import { useKitchen } from "./kitchen.ts";

function Facts() {
  const { client, tickets, finished, threshold } = useKitchen();
  const now = client.clock.now.value;
  const count = tickets.value.length;
  const late = tickets.value.filter((ticket) => ageOfTicket(ticket, now, threshold.value) === "late").length;
  const average = averageSeconds(finished.value, now);
  return (
    <>
      {count > 0 && <Pill>{count === 1 ? "1 ticket" : `${count} tickets`}</Pill>}
      {late > 0 && (
        <Pill tone="bad" icon="alarm">
          {late} late
        </Pill>
      )}
      {average !== null && <Pill>avg {formatStopwatch(average).replace(/^0/, "")}</Pill>}
    </>
  );
}

type HeaderProps = { onSoldOut: () => void; onRecall: () => void; onSettings: () => void };

/** Where am I, how it stands, and what can be taken back. */
export function Header({ onSoldOut, onRecall, onSettings }: HeaderProps) {
  const { client, station, stations } = useKitchen();
  const name = stations.value.find(({ id }) => id === station.value)?.name ?? "All stations";
  const end = (
    <>
      <Button kind="quiet" icon="ban" onClick={onSoldOut}>
        Sold out
      </Button>
      <Button kind="quiet" icon="undo" keyHint="R" onClick={onRecall}>
        Recall
      </Button>
      <IconButton icon="settings" label="Settings of this screen" onClick={onSettings} />
      <ConnectionPill state={client.connection.value} unsentCount={client.unsent.value} />
    </>
  );
  return (
    <div class="kitchen-header">
      <PageHeader title={name} end={end}>
        <Facts />
      </PageHeader>
    </div>
  );
}
