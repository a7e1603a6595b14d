export interface Scale {
  /** The top of the axis: a round number at or above the greatest value. */
  max: number;
  ticks: readonly number[];
}

/** Round steps (1, 2, 2.5 or 5 times a power of ten) for an axis from zero, about `count` of them. */
export function niceScale(greatest: number, count = 4): Scale {
  if (!(greatest > 0)) return { max: 1, ticks: [0, 1] };
  const rough = greatest / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const steps = Math.ceil(greatest / step - 1e-9);
  return { max: steps * step, ticks: Array.from({ length: steps + 1 }, (_, index) => index * step) };
}

/** Which of `count` labels to show when each needs `labelWidth` of `width` px: every nth, from the first on. */
export function labelStride(count: number, width: number, labelWidth: number): number {
  const fitting = Math.max(1, Math.floor(width / labelWidth));
  return Math.max(1, Math.ceil(count / fitting));
}
