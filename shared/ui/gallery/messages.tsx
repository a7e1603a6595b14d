import { useState } from "preact/hooks";
import { Banner } from "../banner.tsx";
import { Button } from "../button.tsx";
import { Dialog } from "../dialog.tsx";
import { EmptyState } from "../empty-state.tsx";
import { ErrorState } from "../error-state.tsx";
import { Progress } from "../progress.tsx";
import { Skeleton } from "../skeleton.tsx";
import { type ToastItem, Toasts } from "../toast.tsx";
import { ModifierSheet } from "./modifier-sheet.tsx";
import { Part, Row } from "./part.tsx";

const nothing = () => undefined;

function Overlays() {
  const [open, setOpen] = useState("");
  const [toasts, setToasts] = useState<readonly ToastItem[]>([]);
  const close = () => setOpen("");
  const tell = (item: ToastItem) =>
    setToasts((items) => [...items.filter((one) => one.id !== item.id), item]);
  return (
    <Part title="Sheet, dialog, toast">
      <Row>
        <Button onClick={() => setOpen("sheet")}>Open sheet</Button>
        <Button onClick={() => setOpen("dialog")}>Open dialog</Button>
        <Button
          onClick={() => tell({ id: "void", text: "Mussels taken off", icon: "trash", onUndo: nothing })}
        >
          Show undo
        </Button>
        <Button
          onClick={() =>
            tell({ id: "bad", text: "The printer does not answer. The ticket waits.", tone: "bad" })
          }
        >
          Show failure
        </Button>
      </Row>
      <ModifierSheet open={open === "sheet"} onClose={close} />
      <Dialog
        open={open === "dialog"}
        title="Close the day with two open checks?"
        icon="moon"
        tone="attention"
        onClose={close}
        actions={
          <>
            <Button kind="quiet" onClick={close}>
              Back to the checks
            </Button>
            <Button kind="primary" onClick={close}>
              Close the day
            </Button>
          </>
        }
      >
        Checks 1042 and 1044 move to tomorrow. The Z report cannot be changed afterwards.
      </Dialog>
      <Toasts items={toasts} onDone={(id) => setToasts((items) => items.filter((item) => item.id !== id))} />
    </Part>
  );
}

function Banners() {
  return (
    <Part title="Banner">
      <Banner tone="bad" icon="printer" action={<Button>Resume</Button>}>
        Kitchen printer is out of paper. Tickets go to Bar. Load paper and press Resume.
      </Banner>
      <Banner tone="attention" onClose={nothing}>
        This tablet's clock is 3 minutes ahead of the box. Set it right, or times look wrong here.
      </Banner>
      <Banner tone="printed">This is a demo store. Nothing here is real.</Banner>
      <Banner tone="good">The menu is up to date.</Banner>
      <Banner tone="new" icon="cloud-off">
        The hub has not answered since 17:31. The store keeps working; figures there are behind.
      </Banner>
      <Banner>Version 0.2 is ready. It installs after the day is closed.</Banner>
    </Part>
  );
}

function States() {
  return (
    <Part title="Empty, error, waiting">
      <div class="gallery-grid">
        <div class="gallery-panel">
          <EmptyState icon="orders" title="No open orders" action={<Button icon="plus">New order</Button>}>
            Choose a table on the floor, or start a counter order.
          </EmptyState>
        </div>
        <div class="gallery-panel">
          <ErrorState
            cause="The box does not answer"
            nextStep="Check that it has power and that this tablet is in the store's Wi-Fi."
            onRetry={nothing}
          />
        </div>
        <div class="gallery-panel" style={{ display: "grid", gap: "18px" }}>
          <Progress label="Loading the menu" share={0.3} detail="18 of 60" onCancel={nothing} />
          <Progress label="Looking for printers" onCancel={nothing} />
          <Progress label="Backup" share={1} />
          <Skeleton width="60%" />
          <Skeleton width="40%" />
          <Skeleton shape="box" height="72px" />
        </div>
      </div>
    </Part>
  );
}

export function MessageParts() {
  return (
    <>
      <Overlays />
      <Banners />
      <States />
    </>
  );
}
