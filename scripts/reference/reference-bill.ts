/**
 * The bill as its rules are written (docs/bill.md), computed a second time: from exact fractions, without a line of the product's own arithmetic.
 * Slow and plain on purpose. Whatever it and the product disagree on is wrong in one of them.
 */
import type { BillDiscount, BillInput, BillLine, BillTaxClass } from "@tillbox/shared/bill.ts";
import { type Fraction, over, parts, plus, rounded, shareOut, times, whole } from "./fraction.ts";

const milli = (value: number): Fraction => parts(value, 1_000n);
const ppm = (value: number): Fraction => parts(value, 1_000_000n);
const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

const priced = (unitPrice: number, quantityMilli: number): bigint =>
  rounded(times(whole(unitPrice), milli(quantityMilli)));

/** Lines and combos: price times quantity; the one price of a combo is shared out to its parts by their single prices. */
const lineTotals = (lines: readonly BillLine[]): bigint[] => {
  const totals = lines.map((line) => priced(line.unitPrice, line.quantityMilli));
  for (const id of new Set(lines.flatMap(({ combo }) => (combo ? [combo.id] : [])))) {
    const members = lines.flatMap((line, index) => (line.combo?.id === id ? [{ line, index }] : []));
    const [first] = members;
    const price = priced(first?.line.combo?.unitPrice ?? 0, first?.line.quantityMilli ?? 0);
    const shares = shareOut(
      price,
      members.map(({ line }) => BigInt(line.combo?.singlePrice ?? 0)),
    );
    members.forEach(({ index }, place) => {
      totals[index] = (totals[index] ?? 0n) + (shares[place] ?? 0n);
    });
  }
  return totals;
};

/** One discount: how much of `left` it takes, cut to what is there, shared out by what is left. */
const take = (discount: BillDiscount, left: bigint[], places: readonly number[]): bigint => {
  const weights = places.map((place) => left[place] ?? 0n);
  const available = sum(weights);
  const wanted =
    discount.kind === "percent"
      ? rounded(times(whole(available), ppm(discount.value)))
      : BigInt(discount.value);
  const taken = least(wanted, available);
  shareOut(taken, weights).forEach((share, index) => {
    const place = places[index] ?? 0;
    left[place] = (left[place] ?? 0n) - share;
  });
  return taken;
};

const placesOf = ({ scope, itemId }: BillDiscount, lines: readonly BillLine[]): number[] =>
  lines.flatMap((line, index) =>
    scope === "order" || line.id === itemId || line.combo?.id === itemId ? [index] : [],
  );

const rateOf = ({ rates }: BillTaxClass): Fraction =>
  rates.reduce((total, { ratePpm }) => plus(total, ppm(ratePpm)), whole(0));
const taxOf = (amount: bigint, taxClass: BillTaxClass): bigint => {
  const rate = rateOf(taxClass);
  const part = taxClass.inclusive ? over(rate, plus(whole(1), rate)) : rate;
  return rounded(times(whole(amount), part));
};

type Group = { taxClass: BillTaxClass; members: { place: number; amount: bigint }[] };
const sameClass = (a: BillTaxClass, b: BillTaxClass): boolean => JSON.stringify(a) === JSON.stringify(b);
const groupsOf = (entries: readonly { place: number; amount: bigint; taxClass: BillTaxClass }[]): Group[] => {
  const groups: Group[] = [];
  for (const { place, amount, taxClass } of entries) {
    const known = groups.find((group) => sameClass(group.taxClass, taxClass));
    if (known) known.members.push({ place, amount });
    else groups.push({ taxClass, members: [{ place, amount }] });
  }
  return groups;
};

export type ReferenceBill = {
  subtotal: bigint;
  discountTotal: bigint;
  serviceCharge: bigint;
  taxTotal: bigint;
  total: bigint;
  taxes: { taxClassId: string; name: string; net: bigint; tax: bigint; gross: bigint }[];
  lines: { lineTotal: bigint; discountAmount: bigint }[];
  discounts: bigint[];
  /** What each line is of the total, for splits: the total shared out by the lines' gross. */
  shares: bigint[];
};

/** The tax of a group and, by amount, of each of its members. */
const taxGroup = (group: Group, rounding: BillInput["taxRounding"]): { tax: bigint; each: bigint[] } => {
  const amounts = group.members.map(({ amount }) => amount);
  if (rounding === "line") {
    const each = amounts.map((amount) => taxOf(amount, group.taxClass));
    return { tax: sum(each), each };
  }
  const tax = taxOf(sum(amounts), group.taxClass);
  return { tax, each: shareOut(tax, amounts) };
};

const rowsOf = ({ taxClass, members }: Group, tax: bigint): ReferenceBill["taxes"] => {
  const amount = sum(members.map((member) => member.amount));
  const net = taxClass.inclusive ? amount - tax : amount;
  const row = (name: string, share: bigint) => ({
    taxClassId: taxClass.id,
    name,
    net,
    tax: share,
    gross: net + share,
  });
  if (taxClass.rates.length === 0) return [row(taxClass.name, tax)];
  const shares = shareOut(
    tax,
    taxClass.rates.map(({ ratePpm }) => BigInt(ratePpm)),
  );
  return taxClass.rates.map(({ name }, index) => row(name, shares[index] ?? 0n));
};

const discountsOf = (input: BillInput, left: bigint[]): bigint[] => {
  const taken = input.discounts.map(() => 0n);
  for (const scope of ["item", "order"] as const)
    input.discounts.forEach((discount, index) => {
      if (discount.scope === scope) taken[index] = take(discount, left, placesOf(discount, input.lines));
    });
  return taken;
};

/** The whole bill. Amounts of lines and discounts are zero or more. */
export const referenceBill = (input: BillInput): ReferenceBill => {
  const totals = lineTotals(input.lines);
  const left = [...totals];
  const discounts = discountsOf(input, left);
  const { service } = input;
  const serviceCharge = service ? rounded(times(whole(sum(left)), ppm(service.ratePpm))) : 0n;
  const entries = input.lines.map((line, place) => ({
    place,
    amount: left[place] ?? 0n,
    taxClass: line.taxClass,
  }));
  const serviceClass = service?.taxClass ?? null;
  const taxed =
    serviceClass && serviceCharge > 0n
      ? [...entries, { place: input.lines.length, amount: serviceCharge, taxClass: serviceClass }]
      : entries;
  const groups = groupsOf(taxed).map((group) => ({ group, ...taxGroup(group, input.taxRounding) }));
  const gross = [...left];
  for (const { group, each } of groups)
    group.members.forEach(({ place }, index) => {
      if (!group.taxClass.inclusive && place < gross.length)
        gross[place] = (gross[place] ?? 0n) + (each[index] ?? 0n);
    });
  const exclusive = sum(groups.filter(({ group }) => !group.taxClass.inclusive).map(({ tax }) => tax));
  const total = sum(left) + exclusive + serviceCharge;
  return {
    subtotal: sum(totals),
    discountTotal: sum(discounts),
    serviceCharge,
    taxTotal: sum(groups.map(({ tax }) => tax)),
    total,
    taxes: groups.flatMap(({ group, tax }) => rowsOf(group, tax)),
    lines: totals.map((lineTotal, place) => ({
      lineTotal,
      discountAmount: lineTotal - (left[place] ?? 0n),
    })),
    discounts,
    shares: shareOut(total, gross),
  };
};
