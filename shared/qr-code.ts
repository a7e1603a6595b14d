/**
 * Draws QR code model 2, byte mode, from ISO/IEC 18004:2015: for the screen printer the symbol that a printer would draw for `GS ( k` (real
 * printers make their own), and for screens a code that a camera reads.
 */

export type QrLevel = "L" | "M" | "Q" | "H";

const BYTE_MODE = 4;

const numbers = (list: string): number[] => list.split(" ").map(Number);

/** Table 9: error correction words a block, and blocks, by version. */
const checkWords: Record<QrLevel, readonly number[]> = {
  L: numbers(
    "7 10 15 20 26 18 20 24 30 18 20 24 26 30 22 24 28 30 28 28 28 28 30 30 26 28 30 30 30 30 30 30 30 30 30 30 30 30 30 30",
  ),
  M: numbers(
    "10 16 26 18 24 16 18 22 22 26 30 22 22 24 24 28 28 26 26 26 26 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28",
  ),
  Q: numbers(
    "13 22 18 26 18 24 18 22 20 24 28 26 24 20 30 24 28 28 26 30 28 30 30 30 30 28 30 30 30 30 30 30 30 30 30 30 30 30 30 30",
  ),
  H: numbers(
    "17 28 22 16 22 28 26 26 24 28 24 28 22 24 24 30 28 28 26 28 30 24 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30",
  ),
};
const blockCounts: Record<QrLevel, readonly number[]> = {
  L: numbers(
    "1 1 1 1 1 2 2 2 2 4 4 4 4 4 6 6 6 6 7 8 8 9 9 10 12 12 12 13 14 15 16 17 18 19 19 20 21 22 24 25",
  ),
  M: numbers(
    "1 1 1 2 2 4 4 4 5 5 5 8 9 9 10 10 11 13 14 16 17 17 18 20 21 23 25 26 28 29 31 33 35 37 38 40 43 45 47 49",
  ),
  Q: numbers(
    "1 1 2 2 4 4 6 6 8 8 8 10 12 16 12 17 16 18 21 20 23 23 25 27 29 34 34 35 38 40 43 45 48 51 53 56 59 62 65 68",
  ),
  H: numbers(
    "1 1 2 4 4 4 5 6 8 8 11 11 16 16 18 16 19 21 25 25 25 34 30 32 35 37 40 42 45 48 51 54 57 60 63 66 70 74 77 81",
  ),
};
/** Table 12. */
const levelBits: Record<QrLevel, number> = { L: 1, M: 0, Q: 3, H: 2 };

/** Modules of version `v` that carry data, by the area left by the function patterns. */
function rawModules(v: number): number {
  const aligned = v >= 2 ? Math.floor(v / 7) + 2 : 0;
  const area = (16 * v + 128) * v + 64;
  const alignment = v >= 2 ? (25 * aligned - 10) * aligned - 55 : 0;
  return area - alignment - (v >= 7 ? 36 : 0);
}

function dataWords(v: number, level: QrLevel): number {
  return Math.floor(rawModules(v) / 8) - (checkWords[level][v - 1] ?? 0) * (blockCounts[level][v - 1] ?? 0);
}

/** UTF-8; half of a pair of surrogates becomes a replacement character. */
function utf8(text: string): number[] {
  const parts = encodeURIComponent(text.toWellFormed()).match(/%..|./g) ?? [];
  return parts.map((part) => (part.length === 3 ? Number.parseInt(part.slice(1), 16) : part.charCodeAt(0)));
}

/** Rows of modules, true is dark, without the quiet zone. Throws RangeError where the text fits no version. */
export function qrModules(text: string, level: QrLevel): boolean[][] {
  const bytes = Uint8Array.from(utf8(text));
  let version = 1;
  const headerBits = (v: number): number => 4 + (v < 10 ? 8 : 16);
  while (version <= 40 && headerBits(version) + bytes.length * 8 > dataWords(version, level) * 8)
    version += 1;
  if (version > 40) throw new RangeError(`A QR code cannot hold ${bytes.length} bytes`);
  const words = interleave(dataBytes(bytes, version, level), version, level);
  return bestMask(version, level, words);
}

function dataBytes(bytes: Uint8Array, version: number, level: QrLevel): number[] {
  const bits: number[] = [];
  const push = (value: number, count: number): void => {
    for (let bit = count - 1; bit >= 0; bit -= 1) bits.push((value >>> bit) & 1);
  };
  push(BYTE_MODE, 4);
  push(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) push(byte, 8);
  const capacity = dataWords(version, level) * 8;
  push(0, Math.min(4, capacity - bits.length));
  push(0, (8 - (bits.length % 8)) % 8);
  for (let pad = 0xec; bits.length < capacity; pad = pad === 0xec ? 0x11 : 0xec) push(pad, 8);
  return Array.from({ length: capacity / 8 }, (_, index) =>
    bits.slice(index * 8, index * 8 + 8).reduce<number>((value, bit) => value * 2 + bit, 0),
  );
}

function multiply(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    product ^= ((b >>> bit) & 1) * a;
  }
  return product;
}

/** Coefficients of the generator polynomial of a degree, without the leading one. */
function generator(degree: number): number[] {
  const result = Array.from({ length: degree }, (_, index): number => (index === degree - 1 ? 1 : 0));
  let root = 1;
  for (let step = 0; step < degree; step += 1) {
    for (let index = 0; index < degree; index += 1) {
      result[index] = multiply(result[index] ?? 0, root) ^ (result[index + 1] ?? 0);
    }
    root = multiply(root, 2);
  }
  return result;
}

function remainder(data: readonly number[], divisor: readonly number[]): number[] {
  let result = divisor.map(() => 0);
  for (const byte of data) {
    const factor = byte ^ (result[0] ?? 0);
    result = [...result.slice(1), 0].map((value, index) => value ^ multiply(divisor[index] ?? 0, factor));
  }
  return result;
}

/** Splits into blocks, adds check words to each, and deals them out word by word. */
function interleave(data: readonly number[], version: number, level: QrLevel): number[] {
  const count = blockCounts[level][version - 1] ?? 1;
  const check = checkWords[level][version - 1] ?? 0;
  const total = Math.floor(rawModules(version) / 8);
  const shortLength = Math.floor(total / count) - check;
  const shortBlocks = count - (total % count);
  const divisor = generator(check);
  let at = 0;
  const blocks = Array.from({ length: count }, (_, index) => {
    const length = shortLength + (index < shortBlocks ? 0 : 1);
    const words = data.slice(at, at + length);
    at += length;
    return { words, check: remainder(words, divisor) };
  });
  const dealt: number[] = [];
  for (let index = 0; index <= shortLength; index += 1) {
    for (const block of blocks) if (index < block.words.length) dealt.push(block.words[index] ?? 0);
  }
  for (let index = 0; index < check; index += 1)
    for (const block of blocks) dealt.push(block.check[index] ?? 0);
  return dealt;
}

/** `fixed` marks the modules of function patterns, which carry no data and take no mask. */
type Grid = { size: number; dark: boolean[][]; fixed: boolean[][] };

const emptyRows = (size: number): boolean[][] =>
  Array.from({ length: size }, () => Array.from({ length: size }, () => false));

function put(grid: Grid, x: number, y: number, dark: boolean): void {
  const [darkRow, fixedRow] = [grid.dark[y], grid.fixed[y]];
  if (!darkRow || !fixedRow || x < 0 || x >= grid.size) return;
  darkRow[x] = dark;
  fixedRow[x] = true;
}

function alignmentCentres(version: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.floor((version * 8 + count * 3 + 5) / (count * 4 - 4)) * 2;
  const centres = [6];
  for (let position = version * 4 + 10; centres.length < count; position -= step)
    centres.splice(1, 0, position);
  return centres;
}

function functionPatterns(version: number): Grid {
  const size = version * 4 + 17;
  const grid: Grid = { size, dark: emptyRows(size), fixed: emptyRows(size) };
  for (let i = 0; i < size; i += 1) {
    put(grid, 6, i, i % 2 === 0);
    put(grid, i, 6, i % 2 === 0);
  }
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const)
    square(grid, x, y, 4, [2, 4]);
  const centres = alignmentCentres(version);
  const last = centres.length - 1;
  centres.forEach((x, i) =>
    centres.forEach((y, j) => {
      const corner = (i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0);
      if (!corner) square(grid, x, y, 2, [1]);
    }),
  );
  if (version >= 7) versionBits(grid, version);
  return grid;
}

/** Rings around a centre; those whose distance is listed are light. */
function square(
  grid: Grid,
  centreX: number,
  centreY: number,
  radius: number,
  light: readonly number[],
): void {
  for (let dy = -radius; dy <= radius; dy += 1) {
    for (let dx = -radius; dx <= radius; dx += 1) {
      put(grid, centreX + dx, centreY + dy, !light.includes(Math.max(Math.abs(dx), Math.abs(dy))));
    }
  }
}

/** value followed by its remainder by the polynomial (BCH). */
function withRemainder(value: number, count: number, polynomial: number): number {
  let rest = value;
  for (let i = 0; i < count; i += 1) rest = (rest << 1) ^ ((rest >>> (count - 1)) * polynomial);
  return (value << count) | rest;
}

function versionBits(grid: Grid, version: number): void {
  const bits = withRemainder(version, 12, 0x1f25);
  for (let i = 0; i < 18; i += 1) {
    const [a, b] = [grid.size - 11 + (i % 3), Math.floor(i / 3)];
    put(grid, a, b, ((bits >>> i) & 1) === 1);
    put(grid, b, a, ((bits >>> i) & 1) === 1);
  }
}

function formatBits(grid: Grid, level: QrLevel, mask: number): void {
  const bits = withRemainder((levelBits[level] << 3) | mask, 10, 0x537) ^ 0x5412;
  const bit = (i: number): boolean => ((bits >>> i) & 1) === 1;
  const { size } = grid;
  for (let i = 0; i <= 5; i += 1) put(grid, 8, i, bit(i));
  put(grid, 8, 7, bit(6));
  put(grid, 8, 8, bit(7));
  put(grid, 7, 8, bit(8));
  for (let i = 9; i < 15; i += 1) put(grid, 14 - i, 8, bit(i));
  for (let i = 0; i < 8; i += 1) put(grid, size - 1 - i, 8, bit(i));
  for (let i = 8; i < 15; i += 1) put(grid, 8, size - 15 + i, bit(i));
  put(grid, 8, size - 8, true);
}

const masks: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** The two-column zigzag from the lower right, upwards first, around the timing column. */
function* dataPath(grid: Grid): Generator<[number, number]> {
  let upwards = true;
  for (let right = grid.size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < grid.size; step += 1) {
      const y = upwards ? grid.size - 1 - step : step;
      for (const x of [right, right - 1]) if (!grid.fixed[y]?.[x]) yield [x, y];
    }
    upwards = !upwards;
  }
}

function bestMask(version: number, level: QrLevel, words: readonly number[]): boolean[][] {
  const drawn = masks.map((mask, number) => {
    const grid = functionPatterns(version);
    formatBits(grid, level, number);
    let index = 0;
    for (const [x, y] of dataPath(grid)) {
      const bit = ((words[index >> 3] ?? 0) >>> (7 - (index & 7))) & 1;
      const row = grid.dark[y];
      if (row) row[x] = (bit === 1) !== mask(x, y);
      index += 1;
    }
    return grid.dark;
  });
  return drawn.reduce((best, rows) => (penalty(rows) < penalty(best) ? rows : best));
}

/** Annex to 7.8.3: long runs, 2×2 blocks, finder look-alikes, and the share of dark. */
function penalty(rows: readonly (readonly boolean[])[]): number {
  const lines = [...rows, ...rows.map((_, x) => rows.map((row) => row[x] ?? false))].map((line) =>
    line.map((dark) => (dark ? "1" : "0")).join(""),
  );
  let points = 0;
  for (const line of lines) {
    for (const run of line.match(/0{5,}|1{5,}/g) ?? []) points += run.length - 2;
    points += [...line.matchAll(/(?=00001011101|10111010000)/g)].length * 40;
  }
  for (let y = 1; y < rows.length; y += 1) {
    for (let x = 1; x < rows.length; x += 1) {
      const dark = rows[y]?.[x];
      if (dark === rows[y]?.[x - 1] && dark === rows[y - 1]?.[x] && dark === rows[y - 1]?.[x - 1])
        points += 3;
    }
  }
  const share = rows.flat().filter(Boolean).length / rows.length ** 2;
  return points + Math.floor(Math.abs(share * 20 - 10)) * 10;
}
