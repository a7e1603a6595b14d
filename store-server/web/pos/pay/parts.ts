/** The parts of a bill that are paid apart, by the same functions that the box uses. Pure. */
import type { Bill } from "@tillbox/shared/bill.ts";
import type { Order, Payment, SplitInput } from "@tillbox/shared/contract/order.ts";
import { partsOverlap, type SplitPart, splitPart } from "@tillbox/shared/split.ts";
import { isVoid } from "../order/lines.ts";

export type SplitKind = "whole" | "equal" | "seat" | "item";
export type Part = {
  key: string;
  title: string;
  detail: string;
  amount: number;
  state: "open" | "paid" | "unknown";
  /** What the box is asked for; null: all that is due. */
  split: SplitInput | null;
};

const isSettled = ({ status }: Payment): boolean => status === "captured" || status === "refunded";
const isOpenPayment = ({ status }: Payment): boolean => status === "pending" || status === "unknown";

const asPart = (split: unknown): SplitPart | null =>
  typeof split === "object" && split !== null && "splitType" in split ? (split as SplitPart) : null;

const seatsOf = (order: Order): Map<string, number> =>
  new Map(order.items.flatMap(({ id, seat }) => (seat === null ? [] : [[id, seat] as const])));

const itemsText = (count: number): string => `${count} ${count === 1 ? "item" : "items"}`;

export type PartFacts = { order: Order; bill: Bill; methodName(payment: Payment): string };

/** Who paid for it, if it is paid or on its way. */
const paymentOf = ({ order }: PartFacts, part: SplitPart): Payment | undefined => {
  const seats = seatsOf(order);
  return order.payments.find((payment) => {
    const paid = asPart(payment.split);
    return paid !== null && (isSettled(payment) || isOpenPayment(payment)) && partsOverlap(paid, part, seats);
  });
};

const partOf = (facts: PartFacts, key: string, title: string, detail: string, split: SplitInput): Part => {
  const { order, bill } = facts;
  const payment = paymentOf(facts, split);
  if (payment) {
    const isPaid = isSettled(payment);
    return {
      key,
      title,
      detail: isPaid ? `Paid · ${facts.methodName(payment)}` : "Asking for the outcome",
      amount: payment.amount,
      state: isPaid ? "paid" : "unknown",
      split,
    };
  }
  const paidParts = order.payments.flatMap((one) => (isSettled(one) ? (asPart(one.split) ?? []) : []));
  const result = splitPart({
    bill,
    part: split,
    seats: seatsOf(order),
    due: order.due,
    paidParts,
  });
  return { key, title, detail, amount: result.ok ? result.amount : 0, state: "open", split };
};

/** `count` equal shares. */
export const equalParts = (facts: PartFacts, count: number): Part[] =>
  Array.from({ length: count }, (_, index) =>
    partOf(facts, `equal ${index + 1}`, `Part ${index + 1} of ${count}`, "Equal share", {
      splitType: "equal",
      splitDetails: { splitCount: count, splitIndex: index + 1 },
    }),
  );

const restOf = (facts: PartFacts, title: string, ids: readonly string[]): Part[] =>
  ids.length === 0
    ? []
    : [
        partOf(facts, "rest", title, itemsText(ids.length), {
          splitType: "item",
          splitDetails: { itemIds: [...ids] },
        }),
      ];

const living = ({ order }: PartFacts) => order.items.filter((line) => !isVoid(line));

/** The lines that a captured part covers already. */
const coveredIds = ({ order }: PartFacts): Set<string> =>
  new Set(
    order.payments.flatMap((payment) => {
      const part = isSettled(payment) ? asPart(payment.split) : null;
      return part?.splitType === "item" ? part.splitDetails.itemIds : [];
    }),
  );

/** One for each seat that ordered, and one for what stands on the whole table. */
export const seatParts = (facts: PartFacts): Part[] => {
  const lines = living(facts);
  const seats = [...new Set(lines.flatMap(({ seat }) => (seat === null ? [] : [seat])))].sort(
    (a, b) => a - b,
  );
  const parts = seats.map((seat) =>
    partOf(
      facts,
      `seat ${seat}`,
      `Seat ${seat}`,
      itemsText(lines.filter((line) => line.seat === seat).length),
      {
        splitType: "seat",
        splitDetails: { seat },
      },
    ),
  );
  return [
    ...parts,
    ...restOf(
      facts,
      "Whole table",
      lines.filter(({ seat }) => seat === null).map(({ id }) => id),
    ),
  ];
};

/** What was paid by item so far, then each line that nobody took. */
export const itemParts = (facts: PartFacts): { paid: Part[]; open: { id: string; part: Part }[] } => {
  const covered = coveredIds(facts);
  const paid = facts.order.payments.flatMap((payment, index) => {
    const part = isSettled(payment) ? asPart(payment.split) : null;
    if (part?.splitType !== "item") return [];
    const { itemIds } = part.splitDetails;
    return [
      {
        key: payment.id,
        title: `Part ${index + 1}`,
        detail: `Paid · ${facts.methodName(payment)} · ${itemsText(itemIds.length)}`,
        amount: payment.amount,
        state: "paid" as const,
        split: null,
      },
    ];
  });
  const open = living(facts)
    .filter(({ id }) => !covered.has(id))
    .map(({ id, name, quantity }) => ({
      id,
      part: partOf(facts, id, `${quantity} × ${name}`, "", {
        splitType: "item",
        splitDetails: { itemIds: [id] },
      }),
    }));
  return { paid, open };
};

/** The chosen lines as one part. */
export const chosenPart = (facts: PartFacts, ids: readonly string[]): Part | null =>
  ids.length === 0
    ? null
    : partOf(facts, "chosen", "Chosen items", itemsText(ids.length), {
        splitType: "item",
        splitDetails: { itemIds: [...ids] },
      });

/** All that is due. */
export const wholePart = ({ order }: PartFacts): Part => ({
  key: "whole",
  title: order.paid > 0 ? "What is left" : "Whole check",
  detail: itemsText(order.items.filter((line) => !isVoid(line)).length),
  amount: order.due,
  state: "open",
  split: null,
});

/** Which ways of splitting still make sense: a bill that was split one way goes on that way, or whole. */
export const kindsFor = (order: Order): ReadonlySet<SplitKind> => {
  const used = order.payments.filter(isSettled).flatMap(({ split }) => asPart(split)?.splitType ?? []);
  const kinds = new Set<SplitKind>(["whole"]);
  if (used.every((type) => type === "equal")) kinds.add("equal");
  if (used.every((type) => type === "item")) {
    kinds.add("item");
    if (order.items.some((line) => line.seat !== null && !isVoid(line))) kinds.add("seat");
  }
  return kinds;
};

/** Of an equal split that has begun, its count. */
export const equalCountOf = (order: Order): number | null => {
  for (const payment of order.payments) {
    const part = isSettled(payment) ? asPart(payment.split) : null;
    if (part?.splitType === "equal") return part.splitDetails.splitCount;
  }
  return null;
};
