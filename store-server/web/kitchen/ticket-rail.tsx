import { formatQuantity, formatStopwatch } from "@tillbox/shared/ui/format.ts";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { Ticket, type TicketLine } from "@tillbox/shared/ui/ticket.tsx";
import { ageOfTicket } from "./ageing.ts";
import { undoTime_ms } from "./bumps.ts";
import { type Slot, useKitchen } from "./kitchen.ts";
import type { Pages } from "./pages.ts";
import type { KitchenLine } from "./tickets.ts";

const shownLine = (line: KitchenLine): TicketLine => ({
  id: line.id,
  quantity: formatQuantity(Math.round(line.quantity * 1000)),
  name: line.name,
  modifiers: line.modifiers,
  allergies: line.allergies,
  ...(line.note === null ? {} : { note: line.note }),
  ...(line.state === "void" ? { mark: "void" as const } : line.isNew ? { mark: "new" as const } : {}),
  done: line.state === "done",
});

function Hanging({ slot, hint, pages }: { slot: Slot; hint: string | undefined; pages: Pages }) {
  const { client, threshold, bump, tapLine } = useKitchen();
  const { ticket, key } = slot;
  const elapsed_ms = Math.max(0, client.clock.now.value - Date.parse(ticket.sentAt));
  const isOver = !ticket.isHeld && ticket.lines.every(({ state }) => state === "void");
  return (
    <Ticket
      title={ticket.title}
      subtitle={ticket.subtitle}
      elapsed={ticket.isHeld ? "" : formatStopwatch(elapsed_ms / 1000)}
      age={ticket.isHeld ? "fine" : ageOfTicket(ticket, client.clock.now.value, threshold.value)}
      lines={ticket.lines.map(shownLine)}
      allergies={ticket.allergies}
      later={ticket.later.length === 0 ? [] : ["Held", ...ticket.later]}
      {...(ticket.from === null ? {} : { from: ticket.from })}
      {...(ticket.note === null ? {} : { note: ticket.note })}
      {...(ticket.customer === null ? {} : { server: ticket.customer })}
      {...(hint === undefined || ticket.isHeld ? {} : { keyHint: hint })}
      {...(isOver ? { bumpLabel: "Seen" } : {})}
      {...(ticket.isHeld ? {} : { onBump: () => bump(ticket, pages.heightOf(key)) })}
      onLine={(lineId) => tapLine(ticket, lineId, pages.heightOf(key))}
    />
  );
}

/** The place of a ticket that was just bumped: nothing slides under the finger while it can be undone. */
function Bumped({ slot, isLatest }: { slot: Slot; isLatest: boolean }) {
  const { undo } = useKitchen();
  const { ticket, ghost } = slot;
  return (
    <div class="kitchen-bumped" style={{ height: `${ghost?.height ?? 0}px` }} role="status">
      <p>
        <Icon name="check" size={26} />
        <b>{ticket.title}</b> done
      </p>
      <button type="button" onClick={() => undo(slot.key)} style={{ "--stay": `${undoTime_ms}ms` }}>
        <Icon name="undo" size={22} />
        Undo
        {isLatest && <kbd>U</kbd>}
      </button>
    </div>
  );
}

/** Tickets in columns from top to bottom, the oldest at the start; what does not fit is on the next page. */
export function TicketRail({ pages }: { pages: Pages }) {
  const { slots, ghosts } = useKitchen();
  const latest = ghosts.value.at(-1)?.ticket.key;
  return (
    <div class="kitchen-rail" ref={pages.rail} onScroll={pages.measure}>
      {slots.value.map((slot, index) => (
        <div key={slot.key} class="kitchen-slot" data-slot={slot.key}>
          {slot.ghost ? (
            <Bumped slot={slot} isLatest={slot.key === latest} />
          ) : (
            <Hanging slot={slot} hint={index < 9 ? String(index + 1) : undefined} pages={pages} />
          )}
        </div>
      ))}
    </div>
  );
}
