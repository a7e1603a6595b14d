import { Button } from "@tillbox/shared/ui/button.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { minutesBetween } from "@tillbox/shared/ui/format.ts";
import { usePageKeys } from "@tillbox/shared/ui/keyboard.ts";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import type { FinishedTicket } from "./finished.ts";
import { useKitchen } from "./kitchen.ts";

const shown = 12;

const since = (doneAt: string, now_ms: number): string => {
  const minutes = minutesBetween(Date.parse(doneAt), now_ms);
  return minutes === 0 ? "just now" : `${minutes} min ago`;
};

function Row({
  ticket,
  hint,
  onRecall,
}: {
  ticket: FinishedTicket;
  hint: string | undefined;
  onRecall: () => void;
}) {
  const { client } = useKitchen();
  return (
    <li class="kitchen-recall">
      <div>
        <p>
          <b>{ticket.title}</b>
          {ticket.subtitle && <span>{ticket.subtitle}</span>}
          <small>{since(ticket.doneAt, client.clock.now.value)}</small>
        </p>
        <p>
          <bdi>{ticket.dishes.join(", ")}</bdi>
        </p>
      </div>
      <Button
        icon="undo"
        label={`Recall ${ticket.title}`}
        {...(hint === undefined ? {} : { keyHint: hint })}
        onClick={onRecall}
      >
        Recall
      </Button>
    </li>
  );
}

/** What was done last, to be brought back; R once more brings back the latest. */
export function RecallSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { finished, recall } = useKitchen();
  const tickets = finished.value.slice(0, shown);
  const bringBack = (ticket: FinishedTicket | undefined): void => {
    if (!ticket) return;
    recall(ticket);
    onClose();
  };
  usePageKeys(open, (event) => {
    if (event.key === "r" || event.key === "R") bringBack(tickets[0]);
    if (/^[1-9]$/.test(event.key)) bringBack(tickets[Number(event.key) - 1]);
  });
  return (
    <Sheet
      open={open}
      title="Recall"
      subtitle="Done last; R brings back the latest."
      place="end"
      onClose={onClose}
    >
      {tickets.length === 0 && (
        <EmptyState icon="history" title="Nothing to recall">
          Tickets that you mark as done are listed here until their dishes are served.
        </EmptyState>
      )}
      <ol>
        {tickets.map((ticket, index) => (
          <Row
            key={ticket.key}
            ticket={ticket}
            hint={index < 9 ? String(index + 1) : undefined}
            onRecall={() => bringBack(ticket)}
          />
        ))}
      </ol>
    </Sheet>
  );
}
