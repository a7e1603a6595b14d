import "./cash.css";
import type { Drawer } from "@tillbox/shared/contract/drawer.ts";
import { ErrorState } from "@tillbox/shared/ui/error-state.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { useState } from "preact/hooks";
import { usePos } from "../pos.ts";
import { CountPanel } from "./count-panel.tsx";
import { DrawerSide, NoDrawer } from "./drawer-side.tsx";
import { OpenPanel } from "./open-panel.tsx";
import { ResultPanel } from "./result-panel.tsx";
import { useDrawer } from "./use-drawer.ts";

/** The session on the screen: the open one, or the one that was just closed here until its result was seen. */
function Session({ drawer, onClosed }: { drawer: Drawer; onClosed(): void }) {
  const [seen, setSeen] = useState(drawer.counts.length);
  const last = drawer.counts.at(-1);
  const isNew = last !== undefined && (drawer.counts.length > seen || drawer.status === "closed");
  return (
    <div class="pos-pay">
      <DrawerSide drawer={drawer} />
      {isNew ? (
        <ResultPanel
          drawer={drawer}
          count={last}
          onAgain={() => setSeen(drawer.counts.length)}
          onClosed={onClosed}
        />
      ) : (
        <CountPanel key={seen} drawer={drawer} />
      )}
    </div>
  );
}

/** The drawer of this device, or the purse of this person. */
export function CashPage() {
  const { store } = usePos().client;
  const { drawer, isLoading, problem, retry } = useDrawer();
  const [shownId, setShown] = useState<string | null>(null);
  if (drawer && drawer.id !== shownId) setShown(drawer.id);
  const shown = drawer ?? (shownId === null ? undefined : store.drawers.all.value.get(shownId));
  if (problem && !shown)
    return <ErrorState cause="The drawer could not be read." nextStep={problem.message} onRetry={retry} />;
  if (isLoading && !shown)
    return (
      <div class="pos-pay">
        <Skeleton shape="box" height="100%" />
        <Skeleton shape="box" height="100%" />
      </div>
    );
  if (shown) return <Session key={shown.id} drawer={shown} onClosed={() => setShown(null)} />;
  return (
    <div class="pos-pay">
      <NoDrawer />
      <OpenPanel />
    </div>
  );
}
