/** Taking lines, or a part of their quantity, out of a check: what goes, what stays, and which discounts go along. Pure. */
import { allocate } from "@tillbox/shared/money.ts";
import { conflict, invalid } from "@tillbox/shared/refusal.ts";
import { orderMoney } from "./bill.ts";
import { findLine } from "./lines.ts";
import type { GivenLine } from "./moved.ts";
import { portion } from "./moved.ts";
import { activeLines, type Discount, isHeld, type Line, type OrderState, together } from "./order.ts";
import { quantityMilli } from "./pricing.ts";
import { orderView } from "./view.ts";

/** `toLineId` names the part, if it is only a part of a line, or of a combo. */
export type Portion = { itemId: string; quantity: number; toLineId: string };
export type MakeId = () => string;
/** `kept` and `gone` are the item discounts of both sides. */
export type Division = { given: GivenLine[]; lines: Line[]; kept: Discount[]; gone: Discount[] };

/** Throws `invalid` with the path of the portion that is wrong. */
export const divide = (order: OrderState, portions: readonly Portion[], makeId: MakeId): Division => {
  const milliOf = new Map<string, number>();
  const given = portions.flatMap((wanted, index) => {
    const parts = partsOf(order, wanted, `items.${index}`);
    const known = milliOf.get(parts[0]?.lineId ?? "");
    if (known !== undefined && (parts.length === 1 || known !== quantityMilli(wanted.quantity)))
      throw invalid(`items.${index}.itemId`, "is named twice; the parts of a combo go together");
    for (const part of parts) milliOf.set(part.lineId, part.quantityMilli);
    return known === undefined ? parts : [];
  });
  return division(order, given, makeId);
};

/** Everything that is on the check. */
export const divideAll = (order: OrderState, makeId: MakeId): Division =>
  division(order, activeLines(order).map(wholeOf), makeId);

const division = (order: OrderState, given: GivenLine[], makeId: MakeId): Division => ({
  given,
  lines: given.map((part) => goingLine(order, part)),
  ...divideDiscounts(order, given, makeId),
});

const wholeOf = (line: Line): GivenLine => ({
  lineId: line.id,
  toLineId: line.id,
  quantityMilli: line.quantityMilli,
  sentMilli: line.sentMilli,
  ...(line.heldMilli === undefined ? {} : { heldMilli: line.heldMilli }),
});

/** So that an id of its parts is one too. */
const maxComboId = 60;

/** What goes of a line, or of all lines of a combo, which never part. */
const partsOf = (order: OrderState, wanted: Portion, path: string): GivenLine[] => {
  const found = together(order.lines, wanted.itemId);
  const lines = found.filter((line) => line.status !== "voided");
  const [line] = lines;
  if (found.length === 0) throw invalid(`${path}.itemId`, `the order has no line ${wanted.itemId}`);
  if (!line)
    throw conflict(
      `${found[0]?.name} was voided. It stays on the check that it was voided on.`,
      orderView(order),
    );
  const milli = quantityMilli(wanted.quantity);
  if (milli > line.quantityMilli)
    throw invalid(`${path}.quantity`, `is more than the ${line.quantityMilli / 1000} on the check`);
  if (milli === line.quantityMilli) return lines.map(wholeOf);
  if (line.quantityMilli % 1000 === 0 && milli % 1000 !== 0)
    throw invalid(`${path}.quantity`, "must be a whole number for this item");
  if (line.combo && wanted.toLineId.length > maxComboId)
    throw invalid(`${path}.newItemId`, `of a combo must be at most ${maxComboId} characters`);
  return lines.map((each, index) =>
    each.combo
      ? { ...partOf(each, milli, `${wanted.toLineId}.${index + 1}`), toComboId: wanted.toLineId }
      : partOf(each, milli, wanted.toLineId),
  );
};

const partOf = (line: Line, milli: number, toLineId: string): GivenLine => {
  const heldMilli = Math.min(milli, line.heldMilli ?? 0);
  return {
    lineId: line.id,
    toLineId,
    quantityMilli: milli,
    // What was sent goes first: whoever takes a part over takes what is on its way to them.
    sentMilli: Math.min(milli, line.sentMilli),
    ...(heldMilli > 0 ? { heldMilli } : {}),
  };
};

/** The line as it arrives: a hold of its course goes along as one of its own. */
const goingLine = (order: OrderState, part: GivenLine): Line => {
  const line = findLine(order, part.lineId);
  const { combo } = line;
  const arrives: Line = {
    ...portion(line, part.toLineId, part),
    ...(combo && part.toComboId !== undefined ? { combo: { ...combo, id: part.toComboId } } : {}),
  };
  return isHeld(order, line) && part.sentMilli < part.quantityMilli ? { ...arrives, held: true } : arrives;
};

/** Where the discount of a line, or of a combo, goes, and how much of the quantity with it; undefined: nowhere. */
const wayOf = (order: OrderState, given: readonly GivenLine[], { scope, itemId }: Discount) => {
  if (scope === "order" || itemId === null) return undefined;
  const ids = together(order.lines, itemId).map(({ id }) => id);
  const part = given.find(
    ({ lineId }) => lineId === itemId || (!ids.includes(itemId) && ids.includes(lineId)),
  );
  if (!part) return undefined;
  const left = findLine(order, part.lineId).quantityMilli - part.quantityMilli;
  const toItemId = part.lineId === itemId ? part.toLineId : (part.toComboId ?? itemId);
  return { toItemId, weights: [part.quantityMilli, left] };
};

const divideDiscounts = (
  order: OrderState,
  given: readonly GivenLine[],
  makeId: MakeId,
): Pick<Division, "kept" | "gone"> => {
  const kept: Discount[] = [];
  const gone: Discount[] = [];
  for (const discount of order.discounts) {
    const way = wayOf(order, given, discount);
    // A reward is for one portion: it stays whole while one is left.
    if (!way || (discount.reward && (way.weights[1] ?? 0) > 0)) kept.push(discount);
    else if (way.weights[1] === 0) gone.push(discount);
    else {
      const { value } = discount;
      const [goes = 0, stays = 0] =
        discount.kind === "percent" ? [value, value] : allocate(value, way.weights);
      kept.push({ ...discount, value: stays });
      gone.push({ ...discount, id: makeId(), itemId: way.toItemId, value: goes });
    }
  }
  return { kept, gone };
};

const ofOrder = (discount: Discount): boolean => discount.scope === "order";
export const orderPercents = (discounts: readonly Discount[]): Discount[] =>
  discounts.filter((discount) => ofOrder(discount) && discount.kind === "percent");
export const orderAmounts = (discounts: readonly Discount[]): Discount[] =>
  discounts.filter((discount) => ofOrder(discount) && discount.kind === "amount");

const sameRate = (one: Discount, other: Discount | undefined): boolean =>
  other !== undefined && one.value === other.value && one.comp === other.comp;
/** Both checks carry the same percentages, so that whatever is on either is discounted alike. */
export const samePercents = (one: readonly Discount[], other: readonly Discount[]): boolean => {
  const [mine, theirs] = [orderPercents(one), orderPercents(other)];
  return mine.length === theirs.length && mine.every((discount, index) => sameRate(discount, theirs[index]));
};

/** A percentage of the whole check, as one of each of these lines and combos: so it stays with what it was given for. */
export const narrowed = (order: OrderState, lines: readonly Line[], makeId: MakeId): Discount[] => {
  checkNarrows(order);
  const itemIds = [...new Set(lines.map((line) => line.combo?.id ?? line.id))];
  return itemIds.flatMap((itemId) =>
    orderPercents(order.discounts).map((discount) => ({
      ...discount,
      id: makeId(),
      scope: "item" as const,
      itemId,
    })),
  );
};

/** After an amount a percentage depends on all lines of its check and cannot go with some of them. */
const checkNarrows = (order: OrderState): void => {
  const whole = order.discounts.filter(ofOrder);
  const firstAmount = whole.findIndex(({ kind }) => kind === "amount");
  if (firstAmount !== -1 && whole.slice(firstAmount).some(({ kind }) => kind === "percent"))
    throw conflict(
      `Check ${order.number} has a percentage after an amount on the whole of it. Take one of them off first.`,
      orderView(order),
    );
};

const inFlight = new Set(["pending", "unknown"]);
const moneyOf = (order: OrderState) => order.payments.filter(({ status }) => status === "captured");

/** Nothing leaves a check while it is not known whether its money came. */
export const checkNothingInFlight = (order: OrderState): void => {
  if (order.payments.some(({ status }) => inFlight.has(status)))
    throw conflict(
      `A payment of check ${order.number} is under way. Wait for it, or cancel it, then move the lines.`,
      orderView(order),
    );
};

/** Lines that somebody paid for stay where their payment is, and what stays is worth what was paid. */
export const checkPaidStays = (order: OrderState, rest: OrderState, given: readonly GivenLine[]): void => {
  const goes = new Set(given.map(({ lineId }) => lineId));
  const paidFor = moneyOf(order).some(
    ({ split }) => split?.splitType === "item" && split.splitDetails.itemIds.some((id) => goes.has(id)),
  );
  if (paidFor)
    throw conflict(
      "A part of these lines is paid already. Move others, or void that payment first.",
      orderView(order),
    );
  const { paid } = orderMoney(order);
  if (paid > 0 && orderMoney(rest).bill.total < paid)
    throw conflict(
      "More is paid on this check than would be left on it. Move less, or void the payment first.",
      orderView(order),
    );
};
