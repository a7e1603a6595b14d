import type { InboxItem } from "@tillbox/shared/contract/inbox.ts";
import type { Order } from "@tillbox/shared/contract/order.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import { useOrder } from "../order/use-order.ts";
import { usePos } from "../pos.ts";
import { CashItem } from "./cash-item.tsx";
import { kindWords } from "./inbox-words.ts";
import { LeaveOut } from "./leave-out.tsx";
import { RefusedItem } from "./refused-item.tsx";
import { SettledItem } from "./settled-item.tsx";
import { useWhoAndWhen } from "./use-lexicon.ts";

/** What became of it by this person's hand, and the check where they go on. */
export type Done = { title: string; next: string; order: Pick<Order, "id"> | null };
export type ItemProps = {
  item: InboxItem;
  title: string;
  subtitle: string;
  /** The check that it was meant for, as it is now. */
  order: Order | null;
  isLoading: boolean;
  onDone(done: Done): void;
  onLeave(): void;
  onClose(): void;
};

function DoneSheet({ done, onClose }: { done: Done; onClose(): void }) {
  const { router } = usePos();
  const { order } = done;
  return (
    <Sheet
      open
      place="end"
      title="Settled"
      onClose={onClose}
      actions={
        <>
          <Button size="l" onClick={onClose}>
            Close
          </Button>
          {order && (
            <Button
              size="l"
              kind="primary"
              icon="orders"
              onClick={() => router.go({ page: "order", id: order.id })}
            >
              Open the check
            </Button>
          )}
        </>
      }
    >
      <EmptyState icon="check-check" title={done.title}>
        {done.next}
      </EmptyState>
    </Sheet>
  );
}

type Within = { item: InboxItem; order: Order | null; isLoading: boolean; onClose(): void };

function Steps({ item, order, isLoading, onClose }: Within) {
  const [done, setDone] = useState<Done | null>(null);
  const [isLeaving, setLeaving] = useState(false);
  const title = kindWords[item.kind].words;
  if (done) return <DoneSheet done={done} onClose={onClose} />;
  const props: ItemProps = {
    item,
    title,
    subtitle: useWhoAndWhen()(item),
    order,
    isLoading,
    onDone: setDone,
    onLeave: () => setLeaving(true),
    onClose,
  };
  if (item.status !== "open") return <SettledItem {...props} />;
  if (isLeaving) return <LeaveOut {...props} onBack={() => setLeaving(false)} />;
  return item.cash ? <CashItem {...props} /> : <RefusedItem {...props} />;
}

function OfOrder({ item, onClose }: Omit<Within, "order" | "isLoading">) {
  const state = useOrder(item.entityId);
  const order = state.step === "here" ? state.order : null;
  return <Steps item={item} order={order} isLoading={state.step === "loading"} onClose={onClose} />;
}

/** One item: what was tapped, why it was not done, how things are now, and what to do about it. */
export function InboxSheet({ start, onClose }: { start: InboxItem; onClose(): void }) {
  const known = usePos().inbox.known.value.get(start.id);
  const item = known && known.version >= start.version ? known : start;
  if (item.entityType === "order") return <OfOrder item={item} onClose={onClose} />;
  return <Steps item={item} order={null} isLoading={false} onClose={onClose} />;
}
