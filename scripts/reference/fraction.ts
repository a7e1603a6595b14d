/** Exact fractions of big integers: arithmetic that cannot round unless it is told to. */
export type Fraction = { n: bigint; d: bigint };

export const whole = (value: number | bigint): Fraction => ({ n: BigInt(value), d: 1n });
/** `value` millionths or thousandths, for one. */
export const parts = (value: number, of: bigint): Fraction => ({ n: BigInt(value), d: of });
export const plus = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d });
export const times = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.n, d: a.d * b.d });
/** b must be more than zero. */
export const over = (a: Fraction, b: Fraction): Fraction => ({ n: a.n * b.d, d: a.d * b.n });

/** To the nearest whole number, ties away from zero. */
export const rounded = ({ n, d }: Fraction): bigint => {
  const size = n < 0n ? -n : n;
  const nearest = (2n * size + d) / (2n * d);
  return n < 0n ? -nearest : nearest;
};

/**
 * `amount` shared out by weights: everybody gets the whole part of their exact share, what is left goes, one each, to the largest
 * fractions, the first of equals first. Nobody has a weight: to all alike. Amount and weights are zero or more.
 */
export const shareOut = (amount: bigint, weights: readonly bigint[]): bigint[] => {
  const sum = weights.reduce((total, weight) => total + weight, 0n);
  const fair = sum === 0n ? weights.map(() => 1n) : weights;
  const all = sum === 0n ? BigInt(weights.length) : sum;
  const shares = fair.map((weight) => (amount * weight) / all);
  const fractions = fair.map((weight, index) => ({ index, rest: (amount * weight) % all }));
  let left = amount - shares.reduce((total, share) => total + share, 0n);
  for (const { index } of fractions.toSorted((a, b) =>
    a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1,
  )) {
    if (left === 0n) break;
    shares[index] = (shares[index] ?? 0n) + 1n;
    left -= 1n;
  }
  return shares;
};
