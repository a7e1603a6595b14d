/** From a visit to the commands that people gave: each with its minute, its actor and an id that is the same in every run. */
import type { PaymentInput } from "@tillbox/shared/contract/order.ts";
import { openOrder } from "../features/order/commands.ts";
import { giveDiscount } from "../features/order/discounts/commands.ts";
import { addLines, voidLine } from "../features/order/lines/commands.ts";
import { payOrder } from "../features/order/money/commands.ts";
import { moveLines, moveOrder } from "../features/order/workflow/commands.ts";
import { extraSteps, paysOtherwise } from "./extra-steps.ts";
import { regularOf } from "./regulars.ts";
import { cook, hostOf, kiosk, manager, type Names, type Step, step } from "./step.ts";
import type { Round, Visit } from "./visits.ts";

const open = (visit: Visit, names: Names, round: Round): Step =>
  step(names, {
    minute: round.minute,
    actor: visit.type === "kiosk" ? kiosk : hostOf(visit),
    name: "open",
    command: openOrder,
    input: () => ({
      id: names.orderId,
      type: visit.type,
      tableId: visit.tableId,
      guests: visit.guests,
      // A kiosk knows nobody.
      customerId: visit.type === "kiosk" ? null : regularOf(visit.customerName),
      customerName: visit.customerName,
      notes: null,
      // A kiosk sends nothing to the kitchen by itself: the payment does.
      send: visit.ending !== "cancelled" && visit.type !== "kiosk",
      newCheck: true,
      items: round.lines,
    }),
  });

const add = (visit: Visit, names: Names, round: Round, index: number): Step =>
  step(names, {
    minute: round.minute,
    actor: hostOf(visit),
    name: `round-${index}`,
    command: addLines,
    input: () => ({ id: names.orderId, items: round.lines, send: true }),
  });

const moved = (visit: Visit, names: Names, round: Round, index: number, status: "ready" | "served"): Step => {
  const gone = visit.voids?.lineId;
  const itemIds = round.lines.map((line) => line.id).filter((id) => id !== gone);
  return step(names, {
    minute: round.minute + round.readyAfter + (status === "served" ? 2 : 0),
    actor: status === "ready" ? cook : hostOf(visit),
    name: `${status}-${index}`,
    command: moveLines,
    input: () => ({ id: names.orderId, itemIds, status }),
  });
};

/** Tips are whole half dollars, as people give them. */
const tipOf = (amount: number, permille: number): number => Math.round((amount * permille) / 50_000) * 50;
/** The notes that a guest hands over: the next ten dollars, the next twenty above sixty. */
const notesFor = (amount: number): number => {
  const note = amount > 6000 ? 2000 : 1000;
  return Math.ceil(amount / note) * note;
};

/** At the counter guests pay what it says, exactly; at a table they tip, and hand over notes. */
const payment = (visit: Visit, total: number, shares: number): PaymentInput => {
  const method = visit.ending === "cash" ? "cash" : "external";
  if (visit.tableId === null) return { method };
  const tip = tipOf(Math.round(total / shares), visit.tipPermille);
  const tips = tip > 0 ? { tip } : {};
  return method === "cash" ? { method, ...tips, tendered: notesFor(total + tip) } : { method, ...tips };
};

const pay = (visit: Visit, names: Names): Step[] => {
  const shares = visit.ending === "split" ? Math.min(4, Math.max(2, visit.guests ?? 2)) : 1;
  return Array.from({ length: shares }, (_, index) =>
    step(names, {
      minute: visit.payMinute,
      actor: hostOf(visit),
      name: `pay-${index + 1}`,
      command: payOrder,
      input: (totalOf) => ({
        id: names.orderId,
        paymentId: `${names.orderId}-${index + 1}`,
        payment: {
          ...payment(visit, totalOf(names.orderId), shares),
          ...(shares > 1
            ? {
                split: {
                  splitType: "equal" as const,
                  splitDetails: { splitCount: shares, splitIndex: index + 1 },
                },
              }
            : {}),
        },
      }),
    }),
  );
};

const cancel = (visit: Visit, names: Names, round: Round): Step =>
  step(names, {
    minute: round.minute + 5,
    actor: manager,
    name: "cancel",
    command: moveOrder,
    input: () => ({
      id: names.orderId,
      status: "cancelled" as const,
      reason: visit.tableId === null ? "Not picked up" : "Guests left",
    }),
  });

const corrections = (visit: Visit, names: Names): Step[] => {
  const { voids, discount } = visit;
  const second = visit.rounds[1]?.minute ?? 0;
  const steps: Step[] = [];
  if (voids)
    steps.push(
      step(names, {
        minute: second + 1,
        actor: manager,
        name: "void",
        command: voidLine,
        input: () => ({ id: names.orderId, itemId: voids.lineId, reason: voids.reason }),
      }),
    );
  if (discount)
    steps.push(
      step(names, {
        minute: second + 1,
        actor: manager,
        name: "discount",
        command: giveDiscount,
        input: () => ({
          id: names.orderId,
          discountId: `${names.orderId}-d`,
          discount: {
            scope: "order" as const,
            kind: "percent" as const,
            value: discount.percent,
            reason: discount.reason,
          },
        }),
      }),
    );
  return steps;
};

/** All steps of a visit; a guest who pays at a table has had everything for at least twenty minutes. */
export const stepsOf = (visit: Visit, names: Names): Step[] => {
  const [first, ...more] = visit.rounds;
  if (!first) return [];
  if (visit.ending === "cancelled") return [open(visit, names, first), cancel(visit, names, first)];
  return [
    open(visit, names, first),
    ...more.map((round, index) => add(visit, names, round, index + 2)),
    ...corrections(visit, names),
    ...visit.rounds.flatMap((round, index) => [
      moved(visit, names, round, index + 1, "ready"),
      moved(visit, names, round, index + 1, "served"),
    ]),
    ...(paysOtherwise(visit) ? [] : pay(visit, names)),
    ...extraSteps(visit, names),
  ];
};
