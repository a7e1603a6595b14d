import type { TimelineEntry } from "@tillbox/shared/contract/order-moves.ts";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import type { ShownOrder } from "../../client/effects.ts";
import { useRead } from "../customers/use-read.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";

type Page = { items: TimelineEntry[]; nextCursor: string | null };

const whoWhere = ({ actorName, deviceName }: TimelineEntry): string =>
  [actorName ?? "The box", deviceName].filter((word) => word !== null).join(" · ");

/** Who did what, when, on which device; the latest first. */
export function TimelineSheet({ order, onClose }: { order: ShownOrder; onClose(): void }) {
  const { figures } = usePos();
  const path = `/api/orders/${encodeURIComponent(order.id)}/timeline?limit=500`;
  const { value, problem } = useRead<Page>(path, order.version);
  return (
    <Sheet open title={`What happened to check ${order.number}`} onClose={onClose}>
      <Refused problem={problem} />
      {!value && !problem && [1, 2, 3, 4].map((row) => <Skeleton key={row} shape="box" height="56px" />)}
      {value?.items.length === 0 && (
        <EmptyState icon="history" title="Nothing yet">
          What is done with this check appears here.
        </EmptyState>
      )}
      {value?.items.toReversed().map((entry) => (
        <ListRow
          key={entry.seq}
          title={entry.text}
          detail={whoWhere(entry)}
          end={figures.value.time(entry.at)}
        />
      ))}
    </Sheet>
  );
}
