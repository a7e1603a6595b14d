/**
 * What a command changes in the demand for counted goods, from its orders before and after. Lines are held against each other by
 * their ids over all orders of the command, so that moving, merging and splitting cancel out. What the kitchen was told is cooked:
 * it does not come back when it is voided or cancelled; what was not sent does. Pure.
 */
import { type Line, type OrderState, unsentMilli } from "./order.ts";

/** In thousandths; what was freed could go back, if it was ordered since somebody counted. */
export type StockDemand = {
  menuItemId: string;
  variantId: string | null;
  changeMilli: number;
  freed: { milli: number; orderedAt: string }[];
};
type Orders = { before: OrderState | undefined; after: OrderState };
type Wanted = {
  menuItemId: string;
  variantId: string | null;
  milli: number;
  unsentMilli: number;
  orderedAt: string;
};

const isSame = ({ before, after }: Orders): boolean =>
  before !== undefined && before.lines === after.lines && before.status === after.status;

export const demandOf = (changes: readonly Orders[]): StockDemand[] => {
  const touched = changes.filter((change) => !isSame(change));
  if (touched.length === 0) return [];
  const untouched = new Set(touched.flatMap(untouchedLines));
  const before = wantedOf(
    touched.flatMap((change) => (change.before ? [change.before] : [])),
    untouched,
  );
  const after = wantedOf(
    touched.map((change) => change.after),
    untouched,
  );
  const demands = new Map<string, StockDemand>();
  const demandFor = ({ menuItemId, variantId }: Wanted) => {
    const key = `${menuItemId}/${variantId ?? ""}`;
    const known = demands.get(key) ?? { menuItemId, variantId, changeMilli: 0, freed: [] };
    demands.set(key, known);
    return known;
  };
  for (const wanted of after.values()) demandFor(wanted).changeMilli += wanted.milli;
  for (const [id, wanted] of before) {
    const demand = demandFor(wanted);
    demand.changeMilli -= wanted.milli;
    const milli = wanted.unsentMilli - (after.get(id)?.unsentMilli ?? 0);
    // Sending frees nothing: the line is still wanted.
    if (milli > 0 && wanted.milli > (after.get(id)?.milli ?? 0))
      demand.freed.push({ milli, orderedAt: wanted.orderedAt });
  }
  return [...demands.values()].filter(({ changeMilli }) => changeMilli !== 0);
};

/**
 * Lines that a command leaves as they are, which a fold hands on as the same object: they cancel out, and a round that is added to a long
 * check costs no more than to a short one. Parts of a combo are looked at together, so they are never among them.
 */
const untouchedLines = ({ before, after }: Orders): Line[] => {
  if (!before || (before.status === "cancelled") !== (after.status === "cancelled")) return [];
  const old = new Set(before.lines);
  return after.lines.filter((line) => line.combo === undefined && old.has(line));
};

/** By the id of the line; a combo is wanted once beside its parts. */
const wantedOf = (orders: readonly OrderState[], untouched: ReadonlySet<Line>): Map<string, Wanted> => {
  const wanted = new Map<string, Wanted>();
  for (const order of orders) {
    if (order.status === "cancelled") continue;
    for (const line of order.lines) {
      if (untouched.has(line)) continue;
      if (line.status === "voided" || line.menuItemId === null) continue;
      addLine(wanted, line.id, line.menuItemId, line.variantId, line);
      if (line.combo) addCombo(wanted, line.combo.id, line.combo.menuItemId, line);
    }
  }
  return wanted;
};

const addLine = (
  wanted: Map<string, Wanted>,
  id: string,
  menuItemId: string,
  variantId: string | null,
  line: Line,
): void => {
  const known = wanted.get(id);
  wanted.set(id, {
    menuItemId,
    variantId,
    milli: (known?.milli ?? 0) + line.quantityMilli,
    unsentMilli: (known?.unsentMilli ?? 0) + unsentMilli(line),
    orderedAt: line.orderedAt ?? "",
  });
};

/** A combo of which any part was sent counts as sent. */
const addCombo = (wanted: Map<string, Wanted>, id: string, menuItemId: string, line: Line): void => {
  const key = `combo ${id}`;
  const known = wanted.get(key);
  if (!known) addLine(wanted, key, menuItemId, null, line);
  else known.unsentMilli = Math.min(known.unsentMilli, unsentMilli(line));
};
