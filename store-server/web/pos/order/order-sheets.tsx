import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import type { OrderLine } from "@tillbox/shared/contract/order.ts";
import type { ShownOrder } from "../../client/effects.ts";
import { GuestsSheet } from "../floor/guests-sheet.tsx";
import { usePos } from "../pos.ts";
import { CancelSheet } from "./cancel-sheet.tsx";
import { DetailsSheet } from "./details-sheet.tsx";
import { DiscountSheet } from "./discount-sheet.tsx";
import { ItemSheet } from "./item-sheet.tsx";
import { LineSheet } from "./line-sheet.tsx";
import { type Choice, choiceOf, needsSheet } from "./lines.ts";
import { MoreSheet } from "./more-sheet.tsx";
import { TransferSheet } from "./transfer-sheet.tsx";
import type { Actions } from "./use-actions.ts";

/** The one sheet that lies over the menu. `replaces`: the line that the item's new options take the place of. */
export type OpenSheet =
  | { kind: "item"; item: MenuItem; start: Choice; replaces?: OrderLine }
  | { kind: "line"; lineId: string }
  | { kind: "more" | "details" | "discount" | "move" | "check" | "cancel" }
  | null;

type Props = {
  order: ShownOrder;
  sheet: OpenSheet;
  setSheet(sheet: OpenSheet): void;
  course: number | null;
  setCourse(course: number | null): void;
  actions: Actions;
};

function OneLine({ order, lineId, setSheet, actions }: Props & { lineId: string }) {
  const { client } = usePos();
  const line = order.items.find(({ id }) => id === lineId);
  if (!line) return null;
  const item = line.menuItemId === null ? undefined : client.store.items.get(line.menuItemId);
  const isTold = line.sentQuantity > 0 || order.proformaAt !== null;
  const close = (): void => setSheet(null);
  const start = choiceOf(line);
  const drop = (): void => {
    close();
    actions.drop(line, item && (() => actions.addLine(item, start)));
  };
  const options = (): void => {
    if (item) setSheet({ kind: "item", item, start, replaces: line });
  };
  return (
    <LineSheet
      key={line.id}
      order={order}
      line={line}
      onOptions={item && !isTold && needsSheet(item) ? options : null}
      onDrop={isTold ? null : drop}
      onClose={close}
    />
  );
}

function OneItem(props: Props & { sheet: Extract<OpenSheet, { kind: "item" }> }) {
  const { order, sheet, setSheet, actions } = props;
  const { item, start, replaces } = sheet;
  const done = (choice: Choice): void => {
    setSheet(null);
    if (replaces) actions.drop(replaces);
    if (replaces) actions.addLine(item, choice);
    else actions.add(item, choice);
  };
  return (
    <ItemSheet
      key={item.id}
      item={item}
      start={start}
      guests={order.guests}
      verb={replaces ? "Change" : "Add"}
      onDone={done}
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
  if (sheet.kind === "details") return <DetailsSheet order={order} onClose={close} />;
  if (sheet.kind === "discount") return <DiscountSheet order={order} onClose={close} />;
  if (sheet.kind === "move") return <TransferSheet order={order} onClose={close} />;
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
