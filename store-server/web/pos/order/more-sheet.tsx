import { Chip } from "@tillbox/shared/ui/chip.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import type { IconName } from "@tillbox/shared/ui/icon-nodes.ts";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import type { ShownOrder } from "../../client/effects.ts";
import { courseWord } from "../../kitchen/order-words.ts";
import { usePos } from "../pos.ts";

export type MoreChoice =
  | "details"
  | "customer"
  | "discount"
  | "move"
  | "split"
  | "seats"
  | "terms"
  | "merge"
  | "timeline"
  | "check"
  | "cancel";

type Row = { id: MoreChoice; title: string; detail: string; icon: IconName };

const rowsOf = (order: ShownOrder): Row[] => [
  {
    id: "details",
    title: "Guests, name, note",
    detail: "What the kitchen and the counter should know",
    icon: "people",
  },
  {
    id: "customer",
    title: order.customerId === null ? "Add a customer" : "Customer and points",
    detail: "By telephone number or name",
    icon: "person",
  },
  {
    id: "discount",
    title: "Discounts and comps",
    detail: "On the check or one line, with a reason",
    icon: "discount",
  },
  {
    id: "terms",
    title: "Tax and service",
    detail: order.tableId === null ? "Exempt, waive, or another kind of order" : "Exempt, or waive",
    icon: "settings",
  },
  {
    id: "seats",
    title: "Who gets what",
    detail: "Give lines to seats, to serve and to pay by",
    icon: "seat",
  },
  { id: "move", title: "Move or hand over", detail: "To another table, or another person", icon: "move" },
  {
    id: "split",
    title: "Split the check",
    detail: "Some lines onto a new check, or another one",
    icon: "split",
  },
  { id: "merge", title: "Merge with another check", detail: "All of it comes onto this one", icon: "link" },
  ...(order.number > 0
    ? [
        {
          id: "timeline",
          title: "What happened",
          detail: "Who did what, when, on which device",
          icon: "history",
        } as const,
      ]
    : []),
  ...(order.tableId === null
    ? []
    : [
        {
          id: "check",
          title: "Another check at this table",
          detail: "For guests who pay apart",
          icon: "copy",
        } as const,
      ]),
];

type Props = {
  order: ShownOrder;
  /** Where new lines go. */
  course: number | null;
  onCourse(course: number | null): void;
  onChoose(choice: MoreChoice): void;
  onClose(): void;
};

/** What is done less often with a check. */
export function MoreSheet({ order, course, onCourse, onChoose, onClose }: Props) {
  const { figures } = usePos();
  return (
    <Sheet
      open
      title={order.number > 0 ? `Check ${order.number}` : "New check"}
      subtitle={`Opened ${figures.value.time(order.createdAt)}`}
      onClose={onClose}
    >
      <OptionGroup label="New lines go to" role="radiogroup">
        {[null, 1, 2, 3].map((one) => (
          <Chip key={String(one)} role="radio" on={one === course} onToggle={() => onCourse(one)}>
            {one === null ? "Straight away" : courseWord(one)}
          </Chip>
        ))}
      </OptionGroup>
      <div class="pos-more">
        {rowsOf(order).map(({ id, title, detail, icon }) => (
          <ListRow
            key={id}
            start={<Icon name={icon} size={22} />}
            title={title}
            detail={detail}
            opens
            onSelect={() => onChoose(id)}
          />
        ))}
        <div class="pos-more-danger">
          <ListRow
            start={<Icon name="ban" size={22} />}
            title="Cancel the check"
            detail="Only before anything was paid"
            opens
            onSelect={() => onChoose("cancel")}
          />
        </div>
      </div>
    </Sheet>
  );
}
