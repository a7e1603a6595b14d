import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import type { OrderLine } from "@tillbox/shared/contract/order.ts";
import type { PrintJob } from "@tillbox/shared/contract/printer.ts";
import { newId } from "@tillbox/shared/id.ts";
import { defaultClassId } from "../../client/bill-facts.ts";
import { fireLines, holdLine } from "../../client/check-intents.ts";
import type { ShownOrder } from "../../client/effects.ts";
import * as intents from "../../client/intents.ts";
import type { Outcome } from "../../client/tap.ts";
import { usePos } from "../pos.ts";
import { reasonOf } from "../refusal.tsx";
import { type Choice, changesOf, inputOf, isVoid, optionChange, shownLines } from "./lines.ts";
import { useOpening } from "./use-opening.ts";

/** Lines that were made on this page: only these grow when the same tile is tapped again, never another waiter's. */
const ownLines = new Set<string>();

const isPlain = (choice: Choice): boolean =>
  choice.variantId === null &&
  choice.options.size === 0 &&
  choice.parts.size === 0 &&
  choice.notes.trim() === "" &&
  choice.quantityMilli === 1000;

const growable = (order: ShownOrder, item: MenuItem, choice: Choice): OrderLine | undefined =>
  isPlain(choice) && item.unit === "each"
    ? order.items.findLast(
        (line) =>
          ownLines.has(line.id) &&
          line.menuItemId === item.id &&
          line.combo === undefined &&
          line.sentQuantity === 0 &&
          !isVoid(line) &&
          line.variantId === null &&
          line.modifiers.length === 0 &&
          line.notes === null &&
          line.seat === choice.seat &&
          line.course === choice.course,
      )
    : undefined;

/** What is done with one line by one tap. */
const lineActionsOf = (order: ShownOrder, send: (intent: intents.OrderIntent) => void) => ({
  holdLine: (line: OrderLine): void => send(holdLine(order, line)),
  fireLines: (ids: readonly string[], name?: string): void => send(fireLines(order, ids, name)),
  seat: (line: OrderLine, seat: number | null): void => {
    if (line.seat !== seat) send(intents.changeLine(order, line, { seat }));
  },
});

/** What the kitchen is told of all that is on the check. */
const kitchenActionsOf = (
  order: ShownOrder,
  ensureOpen: () => void,
  tellKitchen: (intent: intents.OrderIntent) => void,
) => ({
  send: (courses?: readonly number[]): void => {
    tellKitchen(intents.sendOrder(order, courses));
  },
  hold: (course: number): void => {
    ensureOpen();
    tellKitchen(intents.holdCourse(order, course));
  },
  fire: (course: number): void => {
    tellKitchen(intents.fireCourse(order, course));
  },
  serve: (): void => {
    const ids = order.items.filter(({ status }) => status === "ready").map(({ id }) => id);
    tellKitchen(intents.moveLines(order, ids, "served"));
  },
});

/** What the buttons of a check do. A refusal that has no sheet of its own is told as a message. */
export const useActions = (order: ShownOrder) => {
  const { client, notices, drafts } = usePos();
  const open = useOpening();
  const { submit } = client.outbox;
  const tell = <T>(outcome: Outcome<T>): Outcome<T> => {
    if (!outcome.ok) notices.warn(reasonOf(outcome.problem));
    return outcome;
  };
  const lineActions = lineActionsOf(order, (intent) => void submit(intent).then(tell));
  /** A draft becomes an order with its first line. */
  const ensureOpen = (): void => {
    const draft = drafts.value.get(order.id);
    if (!draft) return;
    open(draft, order.id);
    drafts.value = new Map();
  };
  const kitchenActions = kitchenActionsOf(order, ensureOpen, (intent) => void submit(intent).then(tell));
  const addLine = (item: MenuItem, choice: Choice): void => {
    ensureOpen();
    const id = newId();
    ownLines.add(id);
    const find = client.store.items.get;
    const input = inputOf(item, choice, id, client.store.menuVersion.value, find);
    const shown = shownLines(item, choice, id, defaultClassId, find);
    void submit(intents.addLines(order, [{ input, shown }], item.name)).then((outcome) => {
      // A refusal stays on the check; what could not even be kept is nowhere else.
      if (!outcome.ok && outcome.problem.code === "not_kept") tell(outcome);
      return outcome;
    });
  };
  return {
    add: (item: MenuItem, choice: Choice): void => {
      const same = growable(order, item, choice);
      if (!same) return addLine(item, choice);
      void submit(intents.changeLine(order, same, { quantity: same.quantity + 1 })).then(tell);
    },
    /** Takes a line that the kitchen does not know off the check; it can be brought back for a while. */
    drop: (line: OrderLine, bringBack?: () => void): void => {
      void submit(intents.voidLine(order, line, null)).then((outcome) => {
        if (!outcome.ok) return tell(outcome);
        if (bringBack) notices.say(`${line.name} taken off`, { icon: "trash", onUndo: bringBack });
        return outcome;
      });
    },
    addLine,
    /** Of a line that nobody was told of. Another size takes its place; anything else is changed on it. */
    change: (line: OrderLine, item: MenuItem, choice: Choice): void => {
      if (choice.variantId !== line.variantId) {
        void submit(intents.voidLine(order, line, null)).then(tell);
        addLine(item, choice);
        return;
      }
      const fields = changesOf(line, choice);
      const options = optionChange(line, item, choice.options);
      if (options || Object.keys(fields).length > 0)
        void submit(intents.changeLine(order, line, fields, options)).then(tell);
    },
    ...lineActions,
    ...kitchenActions,
    print: async (): Promise<void> => {
      const outcome = tell(await submit<PrintJob>(intents.printProforma(order)));
      if (!outcome.ok || outcome.isLater) return;
      const printer = client.store.printers.get(outcome.answer.printerId)?.name ?? "the printer";
      notices.say(`Check goes to ${printer}`, { icon: "printer" });
    },
  };
};
export type Actions = ReturnType<typeof useActions>;
