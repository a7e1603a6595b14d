import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import type { ShownOrder } from "../../client/effects.ts";
import { CustomerSheet } from "../customers/customer-sheet.tsx";
import { GuestsSheet } from "../floor/guests-sheet.tsx";
import { usePos } from "../pos.ts";
import { CancelSheet } from "./cancel-sheet.tsx";
import { DetailsSheet } from "./details-sheet.tsx";
import { DiscountSheet } from "./discount-sheet.tsx";
import { ItemSheet } from "./item-sheet.tsx";
import { LineActions } from "./line-actions.tsx";
import { LineSheet } from "./line-sheet.tsx";
import { type Choice, choiceOf, isVoid } from "./lines.ts";
import { useMenuNow } from "./menu-now.ts";
import { MergeSheet } from "./merge-sheet.tsx";
import { type MoreChoice, MoreSheet } from "./more-sheet.tsx";
import { SeatsSheet } from "./seats-sheet.tsx";
import { SplitSheet } from "./split-sheet.tsx";
import { TermsSheet } from "./terms-sheet.tsx";
import { TimelineSheet } from "./timeline-sheet.tsx";
import { TransferSheet } from "./transfer-sheet.tsx";
import type { Actions } from "./use-actions.ts";

/** The one sheet that lies over the menu. */
export type OpenSheet =
  | { kind: "item"; item: MenuItem; note: string | null; start: Choice }
  | { kind: "line"; lineId: string }
  /** One line goes to another check. */
  | { kind: "split-line"; lineId: string }
  | { kind: "more" | MoreChoice }
  | null;

type Props = {
  order: ShownOrder;
  sheet: OpenSheet;
  setSheet(sheet: OpenSheet): void;
  course: number | null;
  setCourse(course: number | null): void;
  actions: Actions;
};

/** A line that nobody was told of is still open to every change; one that was told goes by the rules of voiding. */
function OneLine({ order, lineId, setSheet, actions }: Props & { lineId: string }) {
  const { client } = usePos();
  const now = useMenuNow(order.type);
  const line = order.items.find(({ id }) => id === lineId);
  if (!line) return null;
  const item = line.menuItemId === null ? undefined : client.store.items.get(line.menuItemId);
  const isTold = line.sentQuantity > 0 || order.proformaAt !== null || isVoid(line);
  const close = (): void => setSheet(null);
  const extra = (
    <LineActions
      order={order}
      line={line}
      actions={actions}
      onSplit={() => setSheet({ kind: "split-line", lineId })}
      onClose={close}
    />
  );
  // A part of a combo is changed and voided with the others.
  if (!item || isTold || line.combo)
    return <LineSheet key={line.id} order={order} line={line} item={item} extra={extra} onClose={close} />;
  const start = choiceOf(line);
  const { item: priced, ruleName } = now(item);
  return (
    <ItemSheet
      key={line.id}
      item={priced}
      note={ruleName}
      start={start}
      guests={order.guests}
      verb="Change"
      extra={extra}
      onDone={(choice) => {
        close();
        actions.change(line, item, choice);
      }}
      onDrop={() => {
        close();
        actions.drop(line, () => actions.addLine(item, start));
      }}
      onClose={close}
    />
  );
}

function OneItem(props: Props & { sheet: Extract<OpenSheet, { kind: "item" }> }) {
  const { order, sheet, setSheet, actions } = props;
  const { item, note, start } = sheet;
  return (
    <ItemSheet
      key={item.id}
      item={item}
      note={note}
      start={start}
      guests={order.guests}
      verb="Add"
      onDone={(choice) => {
        setSheet(null);
        actions.add(item, choice);
      }}
      onDrop={null}
      onClose={() => setSheet(null)}
    />
  );
}

/** Shows the sheet that is open, if one is. */
export function OrderSheets(props: Props) {
  const { order, sheet, setSheet } = props;
  const { client } = usePos();
  const close = (): void => setSheet(null);
  if (sheet === null) return null;
  if (sheet.kind === "item") return <OneItem {...props} sheet={sheet} />;
  if (sheet.kind === "line") return <OneLine {...props} lineId={sheet.lineId} />;
  if (sheet.kind === "split-line") return <SplitSheet order={order} startId={sheet.lineId} onClose={close} />;
  if (sheet.kind === "terms") return <TermsSheet order={order} onClose={close} />;
  if (sheet.kind === "seats") return <SeatsSheet order={order} actions={props.actions} onClose={close} />;
  if (sheet.kind === "details") return <DetailsSheet order={order} onClose={close} />;
  if (sheet.kind === "customer") return <CustomerSheet order={order} onClose={close} />;
  if (sheet.kind === "discount") return <DiscountSheet order={order} onClose={close} />;
  if (sheet.kind === "move") return <TransferSheet order={order} onClose={close} />;
  if (sheet.kind === "split") return <SplitSheet order={order} onClose={close} />;
  if (sheet.kind === "merge") return <MergeSheet order={order} onClose={close} />;
  if (sheet.kind === "timeline") return <TimelineSheet order={order} onClose={close} />;
  if (sheet.kind === "cancel") return <CancelSheet order={order} onClose={close} />;
  if (sheet.kind === "more")
    return (
      <MoreSheet
        order={order}
        course={props.course}
        onCourse={props.setCourse}
        onChoose={(kind) => setSheet({ kind })}
        onClose={close}
      />
    );
  const table = order.tableId === null ? undefined : client.store.tables.get(order.tableId);
  return table ? <GuestsSheet table={table} newCheck onClose={close} /> : null;
}
