/** Holds the product's bill, splits and refunds of random orders against the reference and against the laws that bind them. */
import { type Bill, type BillInput, type BillTax, computeBill } from "@tillbox/shared/bill.ts";
import {
  type BillWorth,
  billWorth,
  sumsOf,
  type TakenLine,
  takeAll,
  takeAmount,
  takeItems,
  totalOf,
  worthLeft,
} from "@tillbox/shared/refund.ts";
import { lineShares, splitPart } from "@tillbox/shared/split.ts";
import type { Random } from "../crash/random.ts";
import { randomOrder } from "./random-orders.ts";
import { type ReferenceBill, referenceBill } from "./reference-bill.ts";

export type Compute = (input: BillInput) => Bill;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const plain = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) => (typeof item === "bigint" ? Number(item) : item));

/** The figures that both know, in one shape. */
const figuresOf = (bill: Bill | ReferenceBill): unknown => ({
  subtotal: bill.subtotal,
  discountTotal: bill.discountTotal,
  serviceCharge: bill.serviceCharge,
  taxTotal: bill.taxTotal,
  total: bill.total,
  taxes: bill.taxes.map(({ taxClassId, name, net, tax, gross }) => ({ taxClassId, name, net, tax, gross })),
  lines: bill.lines.map(({ lineTotal, discountAmount }) => ({ lineTotal, discountAmount })),
  discounts: bill.discounts,
});

const differs = (input: BillInput, bill: Bill): string[] => {
  const reference = referenceBill(input);
  const [ours, theirs] = [plain(figuresOf(bill)), plain(figuresOf(reference))];
  const shares = lineShares(bill).map(({ amount }) => amount);
  return [
    ...(ours === theirs ? [] : [`the bill is ${ours}, the reference ${theirs}`]),
    ...(plain(shares) === plain(reference.shares)
      ? []
      : [`the lines' shares are ${plain(shares)}, the reference ${plain(reference.shares)}`]),
  ];
};

/** Equal parts, paid in any order, add up to the bill. */
const splitFaults = (bill: Bill, random: Random): string[] => {
  if (bill.total <= 0) return [];
  const splitCount = random.between(2, 7);
  const order = Array.from({ length: splitCount }, (_, index) => index + 1).toSorted(
    () => random.next() - 0.5,
  );
  let due = bill.total;
  const paidParts: { splitType: "equal"; splitDetails: { splitCount: number; splitIndex: number } }[] = [];
  for (const splitIndex of order) {
    const part = { splitType: "equal" as const, splitDetails: { splitCount, splitIndex } };
    const result = splitPart({ bill, part, seats: new Map(), due, paidParts });
    if (!result.ok) return [`part ${splitIndex} of ${splitCount} was refused: ${result.problem}`];
    due -= result.amount;
    paidParts.push(part);
  }
  return due === 0 ? [] : [`${splitCount} equal parts leave ${due} of ${bill.total}`];
};

const rowKey = ({ taxClassId, name, rate, inclusive }: BillTax): string =>
  `${taxClassId} ${name} ${rate} ${inclusive}`;
/** Tax by row, as text: what several refunds gave back of each, or what the bill charged. */
const taxesOf = (rows: readonly BillTax[]): string => {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(rowKey(row), (sums.get(rowKey(row)) ?? 0) + row.tax);
  return plain([...sums].filter(([, tax]) => tax !== 0).toSorted());
};

/** A refund of a quantity, of an amount, or of nothing, where there is no such thing any more. */
const someOf = (left: BillWorth, random: Random): TakenLine[] => {
  const line = random.pick(left.lines);
  if (random.chance(0.5) && line.quantityMilli >= 1_000)
    return takeItems(left, [{ lineId: line.id, quantityMilli: 1_000 }]);
  return totalOf(left) > 0 ? takeAmount(left, random.between(1, totalOf(left))) : [];
};

/** One refund after the other, of quantities, of amounts, and at last of the rest: nothing is left, of no tax either. */
const refundFaults = (input: BillInput, bill: Bill, random: Random): string[] => {
  const worth = billWorth(input, bill);
  const refunds: TakenLine[][] = [];
  const left = (): BillWorth => worthLeft(worth, refunds.flat());
  for (let step = random.between(0, 3); step > 0; step -= 1) refunds.push(someOf(left(), random));
  refunds.push(takeAll(left()));
  const sums = refunds.map((lines) => sumsOf(worth, lines));
  const rest = bill.total - sum(sums.map(({ total }) => total));
  const [back, charged] = [taxesOf(sums.flatMap(({ taxes }) => taxes)), taxesOf(bill.taxes)];
  return [
    ...(rest === 0 && totalOf(left()) === 0 ? [] : [`refunds of everything leave ${rest} of ${bill.total}`]),
    ...(back === charged ? [] : [`refunds of everything give back the taxes ${back} of ${charged}`]),
  ];
};

export type Disagreement = { input: BillInput; faults: string[] };

/** The order of one seed: what is wrong with it, or nothing. `compute` is the product's, or a sabotaged one. */
export const check = (random: Random, compute: Compute = computeBill): Disagreement | null => {
  const input = randomOrder(random);
  const bill = compute(input);
  const faults = [
    ...differs(input, bill),
    ...splitFaults(bill, random),
    ...refundFaults(input, bill, random),
  ];
  return faults.length === 0 ? null : { input, faults };
};
