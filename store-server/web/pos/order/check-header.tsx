import type { OrderType } from "@tillbox/shared/contract/order-words.ts";
import { CheckTitle } from "@tillbox/shared/ui/check-layout.tsx";
import { Chip } from "@tillbox/shared/ui/chip.tsx";
import { SearchField } from "@tillbox/shared/ui/field.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { IconButton } from "@tillbox/shared/ui/icon-button.tsx";
import { PageHeader } from "@tillbox/shared/ui/page-header.tsx";
import { Pill } from "@tillbox/shared/ui/pill.tsx";
import { SegmentedControl } from "@tillbox/shared/ui/segmented-control.tsx";
import type { Tone } from "@tillbox/shared/ui/tone.ts";
import type { ShownOrder } from "../../client/effects.ts";
import { minutesSince, minutesText } from "../../common/figures.ts";
import { Connection } from "../connection.tsx";
import { useFloorFacts } from "../floor/floor-facts.ts";
import { type FloorFacts, isLateSoon, lateBy } from "../floor/table-state.ts";
import { usePos } from "../pos.ts";
import { counterTypes, useTitleOf } from "./check-title.ts";
import type { OpenSheet } from "./order-sheets.tsx";

/** Before its first line a counter check can still change its kind. */
export function TypeChoice({ order }: { order: ShownOrder }) {
  const { drafts } = usePos();
  const choose = (type: string): void => {
    const draft = drafts.value.get(order.id);
    if (draft) drafts.value = new Map([[order.id, { ...draft, type: type as OrderType }]]);
  };
  return (
    <div class="pos-type">
      <SegmentedControl label="Kind" wide segments={counterTypes} value={order.type} onSelect={choose} />
    </div>
  );
}

const toneOf = (order: ShownOrder, facts: FloorFacts): Tone => {
  if (lateBy(order, facts) !== null) return "bad";
  return isLateSoon(order, facts) ? "attention" : "plain";
};

function Facts({ order }: { order: ShownOrder }) {
  const facts = useFloorFacts();
  const minutes = minutesSince(order.createdAt, facts.now_ms);
  return (
    <>
      {order.guests !== null && (
        <Pill icon="people">
          {order.guests} {order.guests === 1 ? "guest" : "guests"}
        </Pill>
      )}
      {minutes > 0 && (
        <Pill icon="timer" tone={toneOf(order, facts)}>
          {minutesText(minutes)}
        </Pill>
      )}
    </>
  );
}

type HeaderProps = { order: ShownOrder; isDraft: boolean; query: string; onQuery(query: string): void };

/** Where we are, above the menu. */
export function OrderHeader({ order, isDraft, query, onQuery }: HeaderProps) {
  const { router } = usePos();
  const titleOf = useTitleOf();
  return (
    <PageHeader
      title={isDraft ? "Counter" : titleOf(order)}
      onBack={() => router.go({ page: order.tableId === null && !isDraft ? "orders" : "floor" })}
      search={<SearchField label="Search menu" value={query} onInput={onQuery} />}
      end={<Connection />}
    >
      {!isDraft && <Facts order={order} />}
    </PageHeader>
  );
}

type CheckHeaderProps = {
  order: ShownOrder;
  label: string;
  isDraft: boolean;
  onSheet(sheet: OpenSheet): void;
};

/** Number and age of the check, and what is done less often with it. */
export function CheckHeader({ order, label, isDraft, onSheet }: CheckHeaderProps) {
  const { client, figures } = usePos();
  const person = client.session.person.value;
  const opened = `Opened ${figures.value.time(order.createdAt)}`;
  const detail = isDraft
    ? "Opens with the first line"
    : order.openedBy === person?.id
      ? `${opened} · ${person.name}`
      : opened;
  return (
    <>
      <CheckTitle title={label} detail={detail} />
      {!isDraft && (
        <>
          <IconButton icon="move" label="Move to another table" onClick={() => onSheet({ kind: "move" })} />
          <IconButton icon="more" label="More" onClick={() => onSheet({ kind: "more" })} />
        </>
      )}
    </>
  );
}

const mostSeats = 24;

/** For whom the next taps are. */
export function SeatStrip({
  order,
  seat,
  onSeat,
}: {
  order: ShownOrder;
  seat: number | null;
  onSeat(seat: number | null): void;
}) {
  const guests = Math.min(mostSeats, order.guests ?? 0);
  if (order.tableId === null || guests < 2) return null;
  return (
    <div class="pos-seats" role="radiogroup" aria-label="The next lines are for">
      <Icon name="seat" />
      <Chip role="radio" on={seat === null} onToggle={() => onSeat(null)}>
        Table
      </Chip>
      {Array.from({ length: guests }, (_, index) => index + 1).map((one) => (
        <Chip key={one} role="radio" on={seat === one} onToggle={() => onSeat(one)}>
          <span class="visually-hidden">Seat </span>
          {one}
        </Chip>
      ))}
    </div>
  );
}
