export interface Scale {
  /** The top of the axis: the greatest value with a little air, or the last tick if that is higher. */
  max: number;
  ticks: readonly number[];
}

/** Round steps (1, 2, 2.5 or 5 times a power of ten) for an axis from zero, about `count` of them, none above the values. */
export function niceScale(greatest: number, count = 4): Scale {
  if (!(greatest > 0)) return { max: 1, ticks: [0, 1] };
  const rough = greatest / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const steps = Math.max(1, Math.floor(greatest / step + 1e-9));
  return {
    max: Math.max(greatest * 1.04, steps * step),
    ticks: Array.from({ length: steps + 1 }, (_, index) => index * step),
  };
}

/** Which of `count` labels to show when each needs `labelWidth` of `width` px: every nth, from the first on. */
export function labelStride(count: number, width: number, labelWidth: number): number {
  const fitting = Math.max(1, Math.floor(width / labelWidth));
  return Math.max(1, Math.ceil(count / fitting));
}
