import type { OrderLine } from "@tillbox/shared/contract/order.ts";
import { Banner } from "@tillbox/shared/ui/banner.tsx";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { CheckCourse, type CheckCourseProps, CheckLine } from "@tillbox/shared/ui/check-line.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { useEffect, useRef } from "preact/hooks";
import type { ShownOrder } from "../../client/effects.ts";
import { minutesSince, minutesText } from "../../common/figures.ts";
import { isCooking, silence } from "../floor/table-state.ts";
import { usePos } from "../pos.ts";
import { reasonOf } from "../refusal.tsx";
import { discountWords } from "./discount-words.ts";
import { groupLines, isUnsent, isVoid, type LineGroup, quantityText } from "./lines.ts";

type Status = NonNullable<CheckCourseProps["status"]>;

const heldStatus: Status = { text: "held", icon: "pause" };

/** Where the group is: the furthest behind of its lines says so. */
export const groupStatus = (
  { lines, course }: LineGroup,
  now_ms: number,
  lateAfter_min: number,
  isDelayed: boolean,
): Status | undefined => {
  const living = lines.filter((line) => !isVoid(line) && line.sentQuantity > 0);
  const since = living
    .filter(isCooking)
    .flatMap(({ sentAt }) => (sentAt === null ? [] : [sentAt]))
    .sort()[0];
  if (living.some(isCooking)) {
    const minutes = since === undefined ? 0 : minutesSince(since, now_ms);
    const isLate = isDelayed ? minutes >= lateAfter_min : minutes > lateAfter_min * silence;
    const where = course === null ? "being made" : "in the kitchen";
    const text = `${isLate ? "late" : where} · ${minutesText(minutes)}`;
    return isLate ? { text, icon: "alarm", tone: "bad" } : { text, icon: "chef", tone: "new" };
  }
  if (living.some(({ status }) => status === "ready"))
    return { text: "ready at the pass", icon: "bell", tone: "good" };
  const isServed = living.length > 0 && living.every(({ status }) => status === "served");
  return isServed && !lines.some(isUnsent) ? { text: "served", icon: "check-check" } : undefined;
};

const stateOf = (line: OrderLine, order: ShownOrder) => {
  if (isVoid(line)) return "voided" as const;
  if (order.unconfirmed.has(line.id)) return "pending" as const;
  return isUnsent(line) ? ("unsent" as const) : ("sent" as const);
};

/** One line with everything that is said of it. */
export function OrderCheckLine(props: {
  line: OrderLine;
  order: ShownOrder;
  isSelected: boolean;
  onSelect: (() => void) | null;
}) {
  const { line, order } = props;
  const { client, figures } = usePos();
  const { amount } = figures.value;
  const item = line.menuItemId === null ? undefined : client.store.items.get(line.menuItemId);
  const options = line.modifiers.map(({ name, price, quantity }) => {
    const text = quantity > 1 ? `${quantity} × ${name}` : name;
    return price === 0 ? { text, strong: true } : { text: `${text} +${amount(price * quantity)}` };
  });
  const notes = [line.combo?.name, line.priceRule?.name].flatMap((text) => (text ? [{ text }] : []));
  const modifiers = [...notes, ...options];
  return (
    <CheckLine
      quantity={quantityText(line, item)}
      name={line.variantName === null ? line.name : `${line.name}, ${line.variantName}`}
      {...(line.seat === null ? {} : { seat: `seat ${line.seat}` })}
      modifiers={modifiers}
      {...(line.notes === null ? {} : { note: line.notes })}
      amount={amount(line.lineTotal)}
      {...(line.discountAmount > 0
        ? { discount: `−${amount(line.discountAmount)} ${discountWords(order, line)}` }
        : {})}
      state={stateOf(line, order)}
      held={line.held && isUnsent(line)}
      selected={props.isSelected}
      {...(props.onSelect ? { onSelect: props.onSelect } : {})}
    />
  );
}

/** Taps that the box refused stay here with the reason until a person has decided. */
function RefusedTaps({ orderId }: { orderId: string }) {
  const { client } = usePos();
  const { outbox } = client;
  const refused = outbox.entries.value.filter(({ chain, state }) => chain === orderId && state === "refused");
  return (
    <>
      {refused.map(({ key, label, problem, effect }) => (
        <Banner
          key={key}
          tone="bad"
          action={
            <div class="pos-refused-actions">
              <Button onClick={() => client.retry(key)}>Try again</Button>
              <Button kind="quiet" onClick={() => client.discard(key)}>
                Leave it out
              </Button>
            </div>
          }
        >
          <b>{label}</b> {effect?.kind === "add" ? "was not added." : "was refused."}{" "}
          {problem && reasonOf(problem)}
        </Banner>
      ))}
    </>
  );
}

export type CheckLinesProps = {
  order: ShownOrder;
  selectedId: string | null;
  /** null: to look at only. */
  onSelect: ((line: OrderLine) => void) | null;
  onFire(course: number): void;
  onHold?(course: number): void;
  /** Single lines that wait outside of a course. */
  onFireLines?(ids: readonly string[]): void;
};

/** A line that was just tapped is brought into sight, where the check is longer than its panel. */
function useNewestInSight(order: ShownOrder) {
  const place = useRef<HTMLSpanElement>(null);
  const count = order.items.length;
  const isOwn = order.items.some(({ id }) => order.unconfirmed.has(id));
  useEffect(() => {
    if (!isOwn) return;
    const pending = place.current?.parentElement?.querySelectorAll('.ui-check-line[data-state="pending"]');
    const line = pending && [...pending].at(-1);
    const panel = place.current?.closest(".ui-check-lines");
    // Only the panel moves: on a phone it lies below the screen, and nothing else may slide to it.
    const over =
      line && panel ? line.getBoundingClientRect().bottom - panel.getBoundingClientRect().bottom : 0;
    if (panel && over > 0) panel.scrollTop += over;
  }, [count]);
  return place;
}

/** The lines by course, each with where it is. */
export function CheckLines(props: CheckLinesProps) {
  const { order, selectedId, onSelect, onFire, onHold, onFireLines } = props;
  const { client } = usePos();
  const now = client.clock.now.value;
  const lateAfter = client.store.setting("order.delay_threshold", 15);
  const stations = client.store.stations.all.value;
  const groups = groupLines(order, (id) => (id === null ? undefined : stations.get(id)?.name) ?? "Goods");
  const end = useNewestInSight(order);
  const isOver = order.status === "completed" || order.status === "cancelled";
  return (
    <>
      <span ref={end} hidden />
      <RefusedTaps orderId={order.id} />
      {groups.length === 0 && (
        <EmptyState icon="orders" title="Nothing ordered yet">
          Tap the menu; every tap puts one more on this check.
        </EmptyState>
      )}
      {groups.map((group) => {
        const { course } = group;
        const status = isOver ? undefined : groupStatus(group, now, lateAfter, order.delayed);
        const waits = onSelect !== null && course !== null && group.lines.some(isUnsent);
        const unsent = group.lines.filter(isUnsent);
        const isHeld = course !== null && unsent.length > 0 && unsent.every(({ held }) => held);
        const heldApart = course === null && onSelect ? unsent.filter(({ held }) => held) : [];
        return (
          <CheckCourse
            key={group.key}
            name={group.name}
            {...(isHeld ? { status: heldStatus } : status && !waits ? { status } : {})}
            {...(waits && !isHeld && onHold ? { hold: { label: "Hold", onHold: () => onHold(course) } } : {})}
            {...(waits ? { fire: { label: "Fire", onFire: () => onFire(course) } } : {})}
            {...(heldApart.length > 0 && onFireLines
              ? { fire: { label: "Fire", onFire: () => onFireLines(heldApart.map(({ id }) => id)) } }
              : {})}
          >
            {group.lines.map((line) => (
              <OrderCheckLine
                key={line.id}
                line={line}
                order={order}
                isSelected={line.id === selectedId}
                onSelect={onSelect && (() => onSelect(line))}
              />
            ))}
          </CheckCourse>
        );
      })}
    </>
  );
}
