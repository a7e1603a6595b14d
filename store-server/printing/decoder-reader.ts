/** The printer's state while its bytes are read: print modes, the line in the buffer, and the few moves that commands share. */
import type { DecodedAlign, DecodedPage, DecodedRun } from "./decoded-page.ts";
import { upperHalf } from "./decoder-tables.ts";

export type Reader = {
  bytes: Uint8Array;
  at: number;
  page: DecodedPage;
  runs: DecodedRun[];
  x: number;
  align: DecodedAlign;
  font: "A" | "B";
  wide: number;
  tall: number;
  bold: boolean;
  underline: boolean;
  inverse: boolean;
  letters: readonly string[] | undefined;
  /** Null: the default of 1/6 inch. */
  spacing: number | null;
  /** Motion units an inch. */
  units: number;
  barHeight: number;
  barModule: number;
  qrModule: number;
  qrLevel: "L" | "M" | "Q" | "H";
  qrData: string;
};

const DOTS_PER_INCH = 203;
const DEFAULT_SPACING = Math.round(DOTS_PER_INCH / 6);

/** Raised inside when a command wants more bytes than there are. */
export class OutOfBytes extends Error {}

/** A printer that was just switched on. */
export const newReader = (bytes: Uint8Array): Reader => ({
  bytes,
  at: 0,
  page: { items: [], requests: [], unknown: [], unprinted: "", incomplete: 0 },
  runs: [],
  x: 0,
  ...initialModes(),
  barHeight: 162,
  barModule: 3,
  qrModule: 3,
  qrLevel: "L",
  qrData: "",
});

/** What `ESC @` sets. */
export function initialModes() {
  return {
    align: "left" as DecodedAlign,
    font: "A" as "A" | "B",
    wide: 1,
    tall: 1,
    bold: false,
    underline: false,
    inverse: false,
    letters: upperHalf(0),
    spacing: null,
    units: DOTS_PER_INCH,
  };
}

export function next(reader: Reader): number {
  const byte = reader.bytes[reader.at];
  if (byte === undefined) throw new OutOfBytes();
  reader.at += 1;
  return byte;
}

export function take(reader: Reader, count: number): Uint8Array {
  if (reader.at + count > reader.bytes.length) throw new OutOfBytes();
  const taken = reader.bytes.subarray(reader.at, reader.at + count);
  reader.at += count;
  return taken;
}

export const word = (reader: Reader): number => next(reader) + next(reader) * 256;

export function print(reader: Reader, letter: string): void {
  const { font, wide, tall, bold, underline, inverse } = reader;
  const last = reader.runs.at(-1);
  const same =
    last &&
    last.font === font &&
    last.wide === wide &&
    last.tall === tall &&
    last.bold === bold &&
    last.underline === underline &&
    last.inverse === inverse;
  if (same) last.text += letter;
  else reader.runs.push({ text: letter, x: reader.x, font, wide, tall, bold, underline, inverse });
  reader.x += (font === "A" ? 12 : 9) * wide;
}

/** Feeds by the line spacing, or by the letters where they are higher. */
export function endLine(reader: Reader, least = toDots(reader, reader.spacing)): void {
  const letters = reader.runs.map((run) => (run.font === "A" ? 24 : 17) * run.tall);
  const height = Math.max(least, ...letters);
  reader.page.items.push({
    type: "line",
    runs: reader.runs,
    align: reader.align,
    width: reader.x,
    height,
  });
  reader.runs = [];
  reader.x = 0;
}

const toDots = (reader: Reader, units: number | null): number =>
  units === null ? DEFAULT_SPACING : Math.round((units * DOTS_PER_INCH) / reader.units);

export function feedDots(reader: Reader, units: number): void {
  const height = toDots(reader, units);
  if (reader.runs.length > 0) endLine(reader, height);
  else reader.page.items.push({ type: "feed", height });
}

export function feedLines(reader: Reader, count: number): void {
  if (reader.runs.length > 0) endLine(reader);
  reader.page.items.push({ type: "feed", height: count * toDots(reader, reader.spacing) });
}
