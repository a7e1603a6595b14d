/**
 * What a refund gives back of a bill. A bill is taken apart into the smallest amounts that it is made of: for each line its net, each of
 * its taxes, its share of the service charge and of the taxes on that. They add up to the total and to every tax row of the bill. A
 * refund takes from what is left of them and never computes a price again, so that all refunds of a bill, in whatever parts and order,
 * come to exactly its total and to each of its taxes.
 */
import { type Bill, type BillGroup, type BillInput, type BillTax, groupLines } from "./bill.ts";
import { allocate, safeSum } from "./money.ts";

/** What one of a line's amounts is: `row` is its row in `bill.taxes`; nets name the first row of their group, null where untaxed. */
type Slot = { of: "net" | "tax" | "service" | "serviceTax"; row: number | null };
type WorthLine = { id: string; quantityMilli: number; slots: readonly Slot[]; parts: readonly number[] };

/** A bill taken apart; `lines` in the order of the bill. What is left of one has the same shape. */
export type BillWorth = { taxes: readonly BillTax[]; lines: readonly WorthLine[] };

/** What one refund took of one line. `parts` are in the order of the line's amounts; stored with the refund. */
export type TakenLine = { lineId: string; quantityMilli: number; parts: readonly number[] };

/** The figures of a refund, all as positive as the bill was. `net` = total − taxTotal. */
export type RefundSums = {
  total: number;
  net: number;
  taxTotal: number;
  serviceCharge: number;
  taxes: BillTax[];
  /** `amount` = gross + what rode along of the service charge and its tax. */
  lines: { id: string; quantityMilli: number; net: number; tax: number; gross: number; amount: number }[];
};

/** Takes a bill apart. `input` is what `bill` was computed from. */
export function billWorth(input: BillInput, bill: Bill): BillWorth {
  const discounted = bill.lines.map((line) => line.discounted);
  const slots: Slot[][] = bill.lines.map(() => []);
  const parts: number[][] = bill.lines.map(() => []);
  const put = (line: number, slot: Slot, amount: number): void => {
    slots[line]?.push(slot);
    parts[line]?.push(amount);
  };
  const spread = (amount: number, slot: Slot): void => {
    allocate(amount, discounted).forEach((share, line) => put(line, slot, share));
  };
  let row = 0;
  let serviceTaxed = false;
  for (const group of groupLines(input, discounted, bill.serviceCharge)) {
    const first = row;
    row += Math.max(1, group.taxClass.rates.length);
    const columns = bill.taxes.slice(first, row).map(({ tax }) => tax);
    const cells = taxCells(group, columns, bill);
    group.members.forEach((member, index) => {
      const own = cells[index] ?? [];
      const line = bill.lines[member];
      if (line) put(member, { of: "net", row: first }, line.net);
      if (line) own.forEach((tax, column) => put(member, { of: "tax", row: first + column }, tax));
      if (line) return;
      serviceTaxed = true;
      const within = group.taxClass.inclusive ? safeSum(own) : 0;
      spread(bill.serviceCharge - within, { of: "service", row: first });
      own.forEach((tax, column) => spread(tax, { of: "serviceTax", row: first + column }));
    });
  }
  if (!serviceTaxed && bill.serviceCharge !== 0) spread(bill.serviceCharge, { of: "service", row: null });
  return {
    taxes: bill.taxes,
    lines: bill.lines.map(({ id }, index) => ({
      id,
      quantityMilli: input.lines[index]?.quantityMilli ?? 0,
      slots: slots[index] ?? [],
      parts: parts[index] ?? [],
    })),
  };
}

/** The tax of each member of a group in each of its rows: sums to the member's tax one way, to the row's tax the other way. */
function taxCells(group: BillGroup, columns: readonly number[], bill: Bill): number[][] {
  let open = columns.slice();
  return group.members.map((member, index) => {
    const last = index === group.members.length - 1;
    const cells = last ? open : allocate(bill.lines[member]?.tax ?? 0, open);
    open = open.map((amount, column) => amount - (cells[column] ?? 0));
    return cells;
  });
}

/** What is left of a bill after refunds. */
export function worthLeft(worth: BillWorth, taken: readonly TakenLine[]): BillWorth {
  if (taken.length === 0) return worth;
  const byLine = Map.groupBy(taken, (line) => line.lineId);
  const lines = worth.lines.map((line) => {
    const gone = byLine.get(line.id) ?? [];
    return {
      ...line,
      quantityMilli: line.quantityMilli - safeSum(gone.map(({ quantityMilli }) => quantityMilli)),
      parts: line.parts.map((part, index) => part - safeSum(gone.map(({ parts }) => parts[index] ?? 0))),
    };
  });
  return { ...worth, lines };
}

export const totalOf = (worth: BillWorth): number => safeSum(worth.lines.map(({ parts }) => safeSum(parts)));

/** Everything that is left, quantities and money. */
export const takeAll = (left: BillWorth): TakenLine[] =>
  left.lines
    .filter((line) => line.quantityMilli !== 0 || line.parts.some((part) => part !== 0))
    .map(({ id, quantityMilli, parts }) => ({ lineId: id, quantityMilli, parts }));

/**
 * Quantities of lines: of what is left of a line the part that the quantity is of the quantity left. The caller has checked that the
 * lines exist and that no quantity is more than is left.
 */
export const takeItems = (
  left: BillWorth,
  items: readonly { lineId: string; quantityMilli: number }[],
): TakenLine[] =>
  items.flatMap(({ lineId, quantityMilli }) => {
    const line = left.lines.find(({ id }) => id === lineId);
    if (!line) return [];
    const rest = line.quantityMilli - quantityMilli;
    const amount = allocate(safeSum(line.parts), [quantityMilli, rest])[0] ?? 0;
    return [{ lineId, quantityMilli, parts: rest === 0 ? line.parts : partsOf(amount, line.parts) }];
  });

/** An amount of money and no goods, over all lines by what is left of them. `amount` is at most `totalOf(left)`. */
export const takeAmount = (left: BillWorth, amount: number): TakenLine[] => {
  if (amount === totalOf(left)) return takeAll(left).map((line) => ({ ...line, quantityMilli: 0 }));
  const shares = allocate(
    amount,
    left.lines.map(({ parts }) => Math.max(0, safeSum(parts))),
  );
  return left.lines.flatMap(({ id, parts }, index) => {
    const share = shares[index] ?? 0;
    return share === 0 ? [] : [{ lineId: id, quantityMilli: 0, parts: partsOf(share, parts) }];
  });
};

const partsOf = (amount: number, parts: readonly number[]): readonly number[] =>
  amount === safeSum(parts) ? parts : allocate(amount, parts);

/** The figures of what was taken. */
export function sumsOf(worth: BillWorth, taken: readonly TakenLine[]): RefundSums {
  const nets = worth.taxes.map(() => 0);
  const taxes = worth.taxes.map(() => 0);
  const sums = { total: 0, service: 0 };
  const lines = taken.flatMap(({ lineId, quantityMilli, parts }) => {
    const line = worth.lines.find(({ id }) => id === lineId);
    if (!line) return [];
    const own = { net: 0, tax: 0, amount: safeSum(parts) };
    line.slots.forEach(({ of, row }, index) => {
      const part = parts[index] ?? 0;
      if (of === "net" || of === "tax") own[of] += part;
      if (of === "service" || (of === "serviceTax" && worth.taxes[row ?? -1]?.inclusive))
        sums.service += part;
      if (row === null) return;
      const into = of === "net" || of === "service" ? nets : taxes;
      into[row] = (into[row] ?? 0) + part;
    });
    sums.total += own.amount;
    return [{ id: lineId, quantityMilli, ...own, gross: own.net + own.tax }];
  });
  const taxTotal = safeSum(taxes);
  return {
    total: sums.total,
    net: sums.total - taxTotal,
    taxTotal,
    serviceCharge: sums.service,
    taxes: taxRows(worth, nets, taxes),
    lines,
  };
}

/** Rows of one group repeat its net, as in the bill; groups that the refund does not touch have none. */
function taxRows(
  { taxes: rows, lines }: BillWorth,
  nets: readonly number[],
  taxes: readonly number[],
): BillTax[] {
  const starts = new Set(
    lines.flatMap(({ slots }) =>
      slots.flatMap(({ of, row }) => (of === "net" || of === "service" ? [row] : [])),
    ),
  );
  let first = 0;
  const groups = rows.map((_, index) => (first = starts.has(index) ? index : first));
  return rows.flatMap((row, index) => {
    const group = groups[index] ?? 0;
    const touched = groups.some((of, at) => of === group && (nets[at] !== 0 || taxes[at] !== 0));
    const net = nets[group] ?? 0;
    const tax = taxes[index] ?? 0;
    return touched ? [{ ...row, net, tax, gross: net + tax }] : [];
  });
}
