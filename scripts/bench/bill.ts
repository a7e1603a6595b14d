/**
 * The bill of a large order against the same arithmetic on bare numbers: multiply, round half up, allocate by largest remainder, without
 * lines, classes, groups or checks. Both must come to the same amounts, or the figure means nothing and the bench ends.
 */
import { type BillInput, type BillTaxClass, computeBill } from "@tillbox/shared/bill.ts";
import { type Figure, figure, median } from "./figure.ts";
import { cpuOf } from "./processor.ts";

const lineCount = 30;
const million = 1_000_000;
const discountPpm = 100_000;
const servicePpm = 50_000;
const rates = [190_000, 70_000];

type Numbers = { prices: number[]; milli: number[]; groups: number[] };
const sample = (seed: number): Numbers => ({
  prices: Array.from({ length: lineCount }, (_, line) => 250 + ((seed * 131 + line * 977) % 4000)),
  milli: Array.from({ length: lineCount }, (_, line) => 1000 * (1 + ((seed + line) % 3))),
  groups: Array.from({ length: lineCount }, (_, line) => (seed + line) % rates.length),
});

const classes: BillTaxClass[] = rates.map((ratePpm, group) => ({
  id: `class-${group}`,
  name: `Class ${group}`,
  inclusive: false,
  rates: [{ name: "VAT", ratePpm }],
}));
const inputOf = ({ prices, milli, groups }: Numbers): BillInput => ({
  lines: prices.map((unitPrice, line) => ({
    id: `line-${line}`,
    unitPrice,
    quantityMilli: milli[line] ?? 0,
    taxClass: classes[groups[line] ?? 0] as BillTaxClass,
  })),
  discounts: [{ scope: "order", kind: "percent", value: discountPpm }],
  service: { ratePpm: servicePpm, taxClass: null },
  taxRounding: "group",
});

/** The amounts are small enough for exact products of two numbers. */
const share = (amount: number, part: number, whole: number): number =>
  Math.floor((2 * amount * part + whole) / (2 * whole));

const parts = new Float64Array(lineCount);
const rests = new Float64Array(lineCount);
/** Into `parts`: by largest remainder, ties to the first. */
const spread = (amount: number, weights: Float64Array, whole: number): void => {
  let left = amount;
  for (let line = 0; line < lineCount; line += 1) {
    const product = amount * (weights[line] as number);
    rests[line] = product % whole;
    parts[line] = (product - (rests[line] as number)) / whole;
    left -= parts[line] as number;
  }
  for (; left > 0; left -= 1) {
    let next = 0;
    for (let line = 1; line < lineCount; line += 1)
      if ((rests[line] as number) > (rests[next] as number)) next = line;
    parts[next] = (parts[next] as number) + 1;
    rests[next] = -1;
  }
};

const amounts = new Float64Array(lineCount);
const weights = new Float64Array(lineCount);
const lineTaxes = new Float64Array(lineCount);
/** The total; the tax of each line is in `lineTaxes`. */
const bare = ({ prices, milli, groups }: Numbers): number => {
  let sum = 0;
  for (let line = 0; line < lineCount; line += 1) {
    amounts[line] = share(prices[line] as number, milli[line] as number, 1000);
    sum += amounts[line] as number;
  }
  const off = share(sum, discountPpm, million);
  spread(off, amounts, sum);
  for (let line = 0; line < lineCount; line += 1)
    amounts[line] = (amounts[line] as number) - (parts[line] as number);
  let total = sum - off + share(sum - off, servicePpm, million);
  for (let group = 0; group < rates.length; group += 1) total += taxGroup(group, groups);
  return total;
};
const taxGroup = (group: number, groups: readonly number[]): number => {
  let sum = 0;
  for (let line = 0; line < lineCount; line += 1) {
    weights[line] = groups[line] === group ? (amounts[line] as number) : 0;
    sum += weights[line] as number;
  }
  const tax = share(sum, rates[group] as number, million);
  spread(tax, weights, sum);
  for (let line = 0; line < lineCount; line += 1)
    if (groups[line] === group) lineTaxes[line] = parts[line] as number;
  return tax;
};

const checkSame = (numbers: Numbers): void => {
  const { total, lines } = computeBill(inputOf(numbers));
  const limit = bare(numbers);
  if (limit !== total || lines.some(({ tax }, line) => tax !== lineTaxes[line]))
    throw new Error(`the bare arithmetic comes to ${limit}, the bill to ${total}`);
};

export const benchBill = (bills = 2000, rounds = 15): Figure[] => {
  const samples = Array.from({ length: bills }, (_, seed) => sample(seed));
  const inputs = samples.map(inputOf);
  for (const numbers of samples) checkSame(numbers);
  const values: number[] = [];
  const limits: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    values.push(cpuOf(() => inputs.forEach(computeBill)) / bills);
    limits.push(cpuOf(() => samples.forEach(bare)) / bills);
  }
  const name = `bill of ${lineCount} lines (limit: the same arithmetic without structure)`;
  return [figure(name, median(values), "µs of cpu", median(limits))];
};
