import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { usePageKeys } from "@tillbox/shared/ui/keyboard.ts";
import { useState } from "preact/hooks";
import { AllDay } from "./all-day-bar.tsx";
import { Header } from "./header.tsx";
import { useKitchen } from "./kitchen.ts";
import { usePages } from "./pages.ts";
import { RecallSheet } from "./recall-sheet.tsx";
import { SettingsSheet } from "./settings-sheet.tsx";
import { SoldOutSheet } from "./sold-out-sheet.tsx";
import { TicketRail } from "./ticket-rail.tsx";

type Open = "recall" | "settings" | "sold-out" | null;

/** The keys of a bump bar: 1 to 9, R for recall, U for undo, arrows for pages. */
function useBumpBar(open: Open, setOpen: (open: Open) => void, pages: ReturnType<typeof usePages>): void {
  const { slots, bump, undo, touched } = useKitchen();
  usePageKeys(open === null, (event) => {
    const slot = /^[1-9]$/.test(event.key) ? slots.value[Number(event.key) - 1] : undefined;
    touched();
    if (slot && !slot.ghost && !slot.ticket.isHeld) bump(slot.ticket, pages.heightOf(slot.key));
    else if (event.key === "r" || event.key === "R") setOpen("recall");
    else if (event.key === "u" || event.key === "U") undo();
    else if (event.key === "ArrowRight" || event.key === "PageDown") pages.turn(1);
    else if (event.key === "ArrowLeft" || event.key === "PageUp") pages.turn(-1);
    else if (event.key === "Home") pages.first();
  });
}

export function Screen() {
  const { slots, touched } = useKitchen();
  const [open, setOpen] = useState<Open>(null);
  const pages = usePages();
  useBumpBar(open, setOpen, pages);
  const close = (): void => setOpen(null);
  return (
    <div class="kitchen" onPointerDownCapture={touched}>
      <Header
        onSoldOut={() => setOpen("sold-out")}
        onRecall={() => setOpen("recall")}
        onSettings={() => setOpen("settings")}
      />
      <TicketRail pages={pages} />
      {slots.value.length === 0 && (
        <div class="kitchen-empty">
          <EmptyState icon="chef" title="Nothing to cook">
            New orders appear here by themselves as soon as they are sent. What was done last is under Recall.
          </EmptyState>
        </div>
      )}
      <AllDay pages={pages} />
      <RecallSheet open={open === "recall"} onClose={close} />
      <SoldOutSheet open={open === "sold-out"} onClose={close} />
      <SettingsSheet open={open === "settings"} onClose={close} />
    </div>
  );
}
