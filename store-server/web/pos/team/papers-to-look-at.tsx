import type { PrintJob } from "@tillbox/shared/contract/printer.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Card } from "@tillbox/shared/ui/card.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { useEffect, useState } from "preact/hooks";
import { useRead } from "../customers/use-read.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useWhen } from "./use-devices.ts";
import { useSave } from "./use-save.ts";

type Jobs = { items: PrintJob[] };
/** So many stand above the devices at once. */
const few = 3;

/** Counts up when a job changes anywhere, and when the box is back. */
const usePrintNews = (): number => {
  const { client } = usePos();
  const [count, setCount] = useState(0);
  useEffect(
    () =>
      client.on("print:update", (data) => {
        if (typeof data === "object" && data !== null && "attempts" in data) setCount((before) => before + 1);
      }),
    [client],
  );
  return count + (client.live.state.value === "connected" ? 0.5 : 0);
};

const kinds: Readonly<Record<string, string>> = {
  kitchen: "Kitchen ticket",
  receipt: "Receipt",
  refund: "Refund",
  cash: "Cash slip",
  drawer: "Drawer",
  day: "Day report",
  slip: "Slip",
  "gift-card": "Gift card",
  test: "Test page",
};

function Paper({ job, onSettled }: { job: PrintJob; onSettled(): void }) {
  const { client } = usePos();
  const when = useWhen();
  const { run, isBusy, problem } = useSave();
  const printer = client.store.printers.get(job.printerId)?.name ?? "A printer that was removed";
  const path = `/api/print-jobs/${encodeURIComponent(job.id)}`;
  const isUnknown = job.status === "unknown";
  return (
    <div class="pos-paper">
      <ListRow
        start={<Icon name="printer" size={24} />}
        title={`${kinds[job.kind] ?? job.kind}, ${printer}`}
        detail={`${when(job.createdAt)} · ${job.error?.message ?? (isUnknown ? "Nobody knows whether it is printed." : "It was not printed.")}`}
      />
      <Refused problem={problem} />
      <div class="pos-team-actions">
        <Button
          busy={isBusy}
          onClick={() =>
            void run({ method: "POST", path: `${path}/settle`, body: { printed: isUnknown } }, onSettled)
          }
        >
          {isUnknown ? "The paper is there" : "Nobody needs it"}
        </Button>
        <Button
          icon="printer"
          busy={isBusy}
          onClick={() => void run({ method: "POST", path: `${path}/retry` }, onSettled)}
        >
          Print again
        </Button>
      </div>
    </div>
  );
}

/** What a printer may or may not have put on paper, until somebody looked; nothing where all is well. */
export function PapersToLookAt() {
  const { client } = usePos();
  const news = usePrintNews();
  const [isWhole, setWhole] = useState(false);
  const mayManage = client.session.may("printer.manage");
  const read = (status: string): string | null =>
    mayManage ? `/api/print-jobs?limit=50&status=${status}` : null;
  const unknown = useRead<Jobs>(read("unknown"), news);
  const failed = useRead<Jobs>(read("failed"), news);
  const jobs = [...(unknown.value?.items ?? []), ...(failed.value?.items ?? [])];
  if (jobs.length === 0) return null;
  const again = (): void => {
    unknown.again();
    failed.again();
  };
  return (
    <Card title="Paper to look at" aside={`${jobs.length}`}>
      {jobs.slice(0, isWhole ? jobs.length : few).map((job) => (
        <Paper key={job.id} job={job} onSettled={again} />
      ))}
      {!isWhole && jobs.length > few && (
        <Button icon="chevron-down" onClick={() => setWhole(true)}>
          {`Show ${jobs.length - few} more`}
        </Button>
      )}
    </Card>
  );
}
