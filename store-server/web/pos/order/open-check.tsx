import type { OrderLine } from "@tillbox/shared/contract/order.ts";
import { CheckLayout } from "@tillbox/shared/ui/check-layout.tsx";
import { useState } from "preact/hooks";
import type { ShownOrder } from "../../client/effects.ts";
import { CustomerBar } from "../customers/customer-bar.tsx";
import { TableLock } from "../floor/table-lock.tsx";
import { usePos } from "../pos.ts";
import { CheckFooter } from "./check-footer.tsx";
import { CheckHeader, OrderHeader, SeatStrip, TypeChoice } from "./check-header.tsx";
import { CheckLines } from "./check-lines.tsx";
import { checkName } from "./check-title.ts";
import { countByItem, isVoid, needsSheet, plainChoice } from "./lines.ts";
import type { ItemNow } from "./menu-now.ts";
import { MenuPanel } from "./menu-panel.tsx";
import { type OpenSheet, OrderSheets } from "./order-sheets.tsx";
import { useActions } from "./use-actions.ts";

/** Where the next line goes, and what is being looked for. */
function useDesk() {
  const [query, setQuery] = useState("");
  const [seat, setSeat] = useState<number | null>(null);
  const [course, setCourse] = useState<number | null>(null);
  const [isUp, setUp] = useState(false);
  const [sheet, setSheet] = useState<OpenSheet>(null);
  return { query, setQuery, seat, setSeat, course, setCourse, isUp, setUp, sheet, setSheet };
}

/** The menu on one side, the check on the other; a sheet lies over the menu while the check stays in sight. */
export function OpenCheck({ order, isDraft }: { order: ShownOrder; isDraft: boolean }) {
  const { figures } = usePos();
  const desk = useDesk();
  const actions = useActions(order);
  const pick = ({ item, ruleName }: ItemNow): void => {
    const start = plainChoice(desk.seat, desk.course);
    if (needsSheet(item))
      desk.setSheet({
        kind: "item",
        item,
        note: ruleName,
        start: item.unit === "each" ? start : { ...start, quantityMilli: 0 },
      });
    else actions.add(item, start);
  };
  const select = (line: OrderLine): void => desk.setSheet({ kind: "line", lineId: line.id });
  const living = order.items.filter((line) => !isVoid(line));
  const count = living.reduce((sum, { quantity }) => sum + Math.ceil(quantity), 0);
  const label = checkName(order);
  return (
    <>
      <CheckLayout
        label={label}
        open={desk.isUp}
        onOpen={desk.setUp}
        summary={{
          text: count === 0 ? label : `${count} ${count === 1 ? "item" : "items"}`,
          amount: figures.value.money(order.due),
        }}
        header={<CheckHeader order={order} label={label} isDraft={isDraft} onSheet={desk.setSheet} />}
        lines={
          <>
            {!isDraft && order.tableId !== null && <TableLock tableId={order.tableId} />}
            {isDraft && <TypeChoice order={order} />}
            <CustomerBar order={order} onOpen={() => desk.setSheet({ kind: "customer" })} />
            <SeatStrip order={order} seat={desk.seat} onSeat={desk.setSeat} />
            <CheckLines
              order={order}
              selectedId={desk.sheet?.kind === "line" ? desk.sheet.lineId : null}
              onSelect={select}
              onFire={actions.fire}
              onHold={actions.hold}
              onFireLines={(ids) => actions.fireLines(ids)}
            />
          </>
        }
        footer={<CheckFooter order={order} actions={actions} />}
      >
        <OrderHeader order={order} isDraft={isDraft} query={desk.query} onQuery={desk.setQuery} />
        <MenuPanel type={order.type} query={desk.query} counts={countByItem(order.items)} onItem={pick} />
      </CheckLayout>
      <OrderSheets
        order={order}
        sheet={desk.sheet}
        setSheet={desk.setSheet}
        course={desk.course}
        setCourse={desk.setCourse}
        actions={actions}
      />
    </>
  );
}
