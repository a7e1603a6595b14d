/**
 * The bill: the one function that turns priced lines into what a guest owes, for the screen, the receipt, the
 * preview, the report and the export, in the browser too. It follows docs/bill.md step by step; all amounts
 * are integers of minor units, all rates integer ppm, nothing is a float. It trusts its caller for
 * prices, classes and permissions, and holds one promise whatever it is given: every allocation sums exactly.
 */
import { ppmToDecimal } from "./decimal.ts";
import { allocate, mulDiv, safeSum } from "./money.ts";

const PPM = 1_000_000;
const MILLI = 1_000;

/** One rate of a tax class; 190000 ppm = 19 %. Never negative. */
export type BillRate = { name: string; ratePpm: number };

/** A tax class with its rates already resolved for the order's type. No rates, or only zeros: exempt. */
export type BillTaxClass = { id: string; name: string; inclusive: boolean; rates: readonly BillRate[] };

/**
 * A line as it was ordered: the unit price includes the options, 1000 milli = 1. The class is pinned on the
 * line; two lines are one group when class id, inclusive and all rates are equal.
 */
export type BillLine = {
  id: string;
  unitPrice: number;
  quantityMilli: number;
  taxClass: BillTaxClass;
  combo?: BillCombo | undefined;
};

/**
 * A line that is a part of a combo. The combo's price, of all of its quantity, is allocated to its parts by their
 * single prices; `unitPrice` of the line is what the part adds on top (paid options). Lines with one `id` are one
 * combo and carry the same price and quantity.
 */
export type BillCombo = { id: string; unitPrice: number; singlePrice: number };

/**
 * `value`: ppm for a percentage, minor units for an amount; below zero counts as zero. An item discount takes
 * from the line `itemId`, or from all parts of the combo of that id; one whose line is not on the bill (it was
 * voided) takes nothing.
 */
export type BillDiscount = {
  scope: "order" | "item";
  itemId?: string | undefined;
  kind: "percent" | "amount";
  value: number;
};

/** `service` is null where the order's type has none; its `taxClass` is null where it is untaxed. */
export type BillInput = {
  lines: readonly BillLine[];
  discounts: readonly BillDiscount[];
  service: { ratePpm: number; taxClass: BillTaxClass | null } | null;
  taxRounding: "group" | "line";
};

/**
 * A row per group and rate. `rate` is a decimal ("0.19"). Rows of one group repeat its net, so sum nets by
 * group; gross = net + this row's tax. A class without rates has one row under its own name.
 */
export type BillTax = {
  taxClassId: string;
  name: string;
  rate: string;
  inclusive: boolean;
  net: number;
  tax: number;
  gross: number;
};

/**
 * What a line came to. discounted = lineTotal − discountAmount; net, tax and gross are the line's part of its
 * group, without service charge: over the lines (and a taxed service charge) they sum to the group.
 */
export type BillLineResult = {
  id: string;
  lineTotal: number;
  discountAmount: number;
  discounted: number;
  net: number;
  tax: number;
  gross: number;
};

/** Lines and `discounts` are in the order given; `discounts[i]` is what discount i really took. */
export type Bill = {
  subtotal: number;
  discountTotal: number;
  serviceCharge: number;
  taxTotal: number;
  total: number;
  taxes: BillTax[];
  lines: BillLineResult[];
  discounts: number[];
};

/** The lines that are taxed together. */
export type BillGroup = {
  taxClass: BillTaxClass;
  ratePpm: number;
  /** Positions in the list of lines; a taxed service charge stands behind the last line. */
  members: number[];
  amounts: number[];
  sum: number;
  tax: number;
};

/**
 * Computes a bill. Lines without discounts may be negative (a returned deposit); discounts never take from
 * them. Throws RangeError when an amount is no integer or leaves the safe integers.
 */
export function computeBill(input: BillInput): Bill {
  const totals = lineTotals(input.lines);
  const left = totals.slice();
  const discounts = takeDiscounts(input, left);
  const discounted = safeSum(left);
  const serviceCharge = input.service ? mulDiv(discounted, input.service.ratePpm, PPM) : 0;
  const groups = groupLines(input, left, serviceCharge);
  const lineTaxes = taxGroups(groups, left.length, input.taxRounding);
  let exclusiveTax = 0;
  let taxTotal = 0;
  for (const group of groups) {
    taxTotal += group.tax;
    if (!group.taxClass.inclusive) exclusiveTax += group.tax;
  }
  return {
    subtotal: safeSum(totals),
    discountTotal: safeSum(discounts),
    serviceCharge,
    taxTotal,
    total: safeSum([discounted, exclusiveTax, serviceCharge]),
    taxes: taxRows(groups),
    lines: input.lines.map((line, index) => lineResult(line, totals[index], left[index], lineTaxes[index])),
    discounts,
  };
}

function lineTotals(lines: readonly BillLine[]): number[] {
  const totals = lines.map((line) => mulDiv(line.unitPrice, line.quantityMilli, MILLI));
  lines.forEach(({ combo, quantityMilli }, index) => {
    if (!combo) return;
    const parts = partsOf(lines, combo.id);
    if (parts[0] !== index) return;
    const shares = allocate(
      mulDiv(combo.unitPrice, quantityMilli, MILLI),
      parts.map((part) => lines[part]?.combo?.singlePrice ?? 0),
    );
    parts.forEach((part, at) => {
      totals[part] = (totals[part] ?? 0) + (shares[at] ?? 0);
    });
  });
  return totals;
}

/** Positions of the lines that are parts of one combo. */
function partsOf(lines: readonly BillLine[], comboId: string): number[] {
  return lines.flatMap((line, index) => (line.combo?.id === comboId ? [index] : []));
}

/** Takes every discount from what is `left` of the lines: item discounts first, each scope in its order. */
function takeDiscounts(input: BillInput, left: number[]): number[] {
  const taken = input.discounts.map(() => 0);
  input.discounts.forEach((discount, index) => {
    if (discount.scope === "item") taken[index] = takeFromItem(discount, input.lines, left);
  });
  input.discounts.forEach((discount, index) => {
    if (discount.scope === "order") taken[index] = takeFromOrder(discount, left);
  });
  return taken;
}

function takeFromItem(discount: BillDiscount, lines: readonly BillLine[], left: number[]): number {
  const index = lines.findIndex((line) => line.id === discount.itemId);
  if (index === -1 && discount.itemId !== undefined)
    return takeFrom(discount, left, partsOf(lines, discount.itemId));
  const available = left[index] ?? 0;
  const taken = amountOf(discount, available);
  if (taken > 0) left[index] = available - taken;
  return taken;
}

function takeFromOrder(discount: BillDiscount, left: number[]): number {
  return takeFrom(
    discount,
    left,
    left.map((_, index) => index),
  );
}

/** Rounded once on the sum of what is left at these positions, and allocated by it. */
function takeFrom(discount: BillDiscount, left: number[], positions: readonly number[]): number {
  const open = positions.map((position) => left[position] ?? 0);
  const taken = amountOf(discount, safeSum(open));
  if (taken === 0) return 0;
  const shares = allocate(
    taken,
    open.map((amount) => Math.max(amount, 0)),
  );
  positions.forEach((position, index) => {
    left[position] = (left[position] ?? 0) - (shares[index] ?? 0);
  });
  return taken;
}

/** What a discount takes from `available`: cut to what is there, never below zero. */
function amountOf(discount: BillDiscount, available: number): number {
  if (available <= 0 || discount.value <= 0) return 0;
  const wanted = discount.kind === "percent" ? mulDiv(available, discount.value, PPM) : discount.value;
  return Math.min(wanted, available);
}

/** The groups of a bill in the order of their rows in `taxes`; `left` is what each line comes to after discounts. */
export function groupLines(input: BillInput, left: readonly number[], serviceCharge: number): BillGroup[] {
  const groups: BillGroup[] = [];
  input.lines.forEach((line, index) => addToGroup(groups, line.taxClass, index, left[index] ?? 0));
  const serviceClass = input.service?.taxClass;
  if (serviceClass && serviceCharge !== 0) addToGroup(groups, serviceClass, left.length, serviceCharge);
  return groups;
}

function addToGroup(groups: BillGroup[], taxClass: BillTaxClass, member: number, amount: number): void {
  for (const group of groups) {
    if (!sameTaxClass(group.taxClass, taxClass)) continue;
    group.members.push(member);
    group.amounts.push(amount);
    group.sum += amount;
    return;
  }
  let ratePpm = 0;
  for (const rate of taxClass.rates) ratePpm += rate.ratePpm;
  groups.push({ taxClass, ratePpm, members: [member], amounts: [amount], sum: amount, tax: 0 });
}

/** Whether lines of these classes are one tax group: the class's name may differ, its meaning may not. */
export function sameTaxClass(a: BillTaxClass, b: BillTaxClass): boolean {
  if (a === b) return true;
  if (a.id !== b.id || a.inclusive !== b.inclusive || a.rates.length !== b.rates.length) return false;
  return a.rates.every((rate, index) => {
    const other = b.rates[index];
    return rate.ratePpm === other?.ratePpm && rate.name === other.name;
  });
}

/** Sets the tax of each group, and returns the tax of each line (and, behind them, of a taxed service charge). */
function taxGroups(groups: readonly BillGroup[], lineCount: number, rounding: "group" | "line"): number[] {
  const lineTaxes: number[] = Array.from({ length: lineCount }, () => 0);
  for (const group of groups) {
    const taxes =
      rounding === "line"
        ? group.amounts.map((amount) => taxOn(amount, group))
        : allocate(taxOn(group.sum, group), group.amounts);
    group.tax = safeSum(taxes);
    group.members.forEach((member, index) => {
      lineTaxes[member] = taxes[index] ?? 0;
    });
  }
  return lineTaxes;
}

function taxOn(amount: number, { ratePpm, taxClass }: BillGroup): number {
  return mulDiv(amount, ratePpm, taxClass.inclusive ? PPM + ratePpm : PPM);
}

function taxRows(groups: readonly BillGroup[]): BillTax[] {
  const rows: BillTax[] = [];
  for (const { taxClass, sum, tax } of groups) {
    const { id: taxClassId, inclusive } = taxClass;
    const net = inclusive ? sum - tax : sum;
    const rates = taxClass.rates.length > 0 ? taxClass.rates : [{ name: taxClass.name, ratePpm: 0 }];
    const taxes = allocate(
      tax,
      rates.map((rate) => rate.ratePpm),
    );
    rates.forEach(({ name, ratePpm }, index) => {
      const part = taxes[index] ?? 0;
      rows.push({
        taxClassId,
        name,
        rate: ppmToDecimal(ratePpm),
        inclusive,
        net,
        tax: part,
        gross: net + part,
      });
    });
  }
  return rows;
}

function lineResult(line: BillLine, lineTotal = 0, discounted = 0, tax = 0): BillLineResult {
  const { inclusive } = line.taxClass;
  return {
    id: line.id,
    lineTotal,
    discountAmount: lineTotal - discounted,
    discounted,
    net: inclusive ? discounted - tax : discounted,
    tax,
    gross: inclusive ? discounted : discounted + tax,
  };
}

/** The same bill for somebody who is exempt from tax: every rate is zero, prices stay as they are, each class keeps its rows. */
export function exempt(input: BillInput): BillInput {
  const zero = (taxClass: BillTaxClass): BillTaxClass => ({
    ...taxClass,
    rates: taxClass.rates.map((rate) => ({ ...rate, ratePpm: 0 })),
  });
  const { service } = input;
  return {
    ...input,
    lines: input.lines.map((line) => ({ ...line, taxClass: zero(line.taxClass) })),
    service: service && { ...service, taxClass: service.taxClass && zero(service.taxClass) },
  };
}
