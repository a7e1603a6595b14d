/** A figure of the bench: a value beside the physical limit that was measured in the same run. */
export type Figure = {
  name: string;
  value: number;
  unit: string;
  limit: number | null;
  ratio: number | null;
};

export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

/** The value at a share of all (0.99: p99). */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};

const rounded = (value: number): number =>
  Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 1000) / 1000;

export const figure = (name: string, value: number, unit: string, limit: number | null = null): Figure => ({
  name,
  value: rounded(value),
  unit,
  limit: limit === null ? null : rounded(limit),
  ratio: limit === null ? null : Math.round((value / limit) * 1000) / 1000,
});
