/** Chance from a seed: the same seed chooses the same, on every machine. */
export type Random = {
  /** 0 up to, not including, 1. */
  next(): number;
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number;
  /** Around `middle`, seldom further than three times `spread` away. */
  near(middle: number, spread: number): number;
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
  /** Picks by weight; at least one weight must be above zero. */
  weighted<T>(items: readonly (readonly [T, number])[]): T;
  /** `length` bytes. */
  bytes(length: number): Uint8Array;
};

/** FNV-1a, 32 bits, over UTF-16 units: a seed of any text. */
export const hashText = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
};

/** Mulberry32 (public domain): small, fast, good enough to play a restaurant. */
export const randomOf = (seed: string): Random => {
  let state = hashText(seed);
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  const pick = <T>(items: readonly T[]): T => {
    const item = items[between(0, items.length - 1)];
    if (item === undefined) throw new Error("there is nothing to pick from");
    return item;
  };
  const weighted = <T>(items: readonly (readonly [T, number])[]): T => {
    let left = next() * items.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [item, weight] of items) {
      left -= weight;
      if (left < 0) return item;
    }
    return pick(items)[0];
  };
  return {
    next,
    between,
    near: (middle, spread) => middle + (next() + next() + next() + next() - 2) * spread * 1.73,
    chance: (probability) => next() < probability,
    pick,
    weighted,
    bytes: (length) => Uint8Array.from({ length }, () => between(0, 255)),
  };
};
