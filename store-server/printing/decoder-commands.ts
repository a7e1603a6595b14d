/** The commands of ESC/POS that we can read, by their two bytes, each as Epson's command reference describes it. */
import type { DecodedAlign } from "./decoded-page.ts";
import {
  feedDots,
  feedLines,
  initialModes,
  next,
  OutOfBytes,
  type Reader,
  take,
  word,
} from "./decoder-reader.ts";
import { upperHalf } from "./decoder-tables.ts";

const latin1 = new TextDecoder("latin1");
const utf8 = new TextDecoder();

/** Applies a mode; false, "unknown", where its value is out of range. */
function oneOf<T>(values: Readonly<Record<number, T>>, value: number, apply: (meaning: T) => void): boolean {
  const meaning = values[value];
  if (meaning === undefined) return false;
  apply(meaning);
  return true;
}

const alignments: Readonly<Record<number, DecodedAlign>> = {
  0: "left",
  1: "center",
  2: "right",
  48: "left",
  49: "center",
  50: "right",
};
const fonts: Readonly<Record<number, "A" | "B">> = { 0: "A", 1: "B", 48: "A", 49: "B" };
const underlines: Readonly<Record<number, boolean>> = {
  0: false,
  1: true,
  2: true,
  48: false,
  49: true,
  50: true,
};

/** ESC ! n: font, emphasis, double height, double width and underline in one byte. */
function printModes(reader: Reader): void {
  const n = next(reader);
  reader.font = n & 0x01 ? "B" : "A";
  reader.bold = (n & 0x08) !== 0;
  reader.tall = n & 0x10 ? 2 : 1;
  reader.wide = n & 0x20 ? 2 : 1;
  reader.underline = (n & 0x80) !== 0;
}

function characterSize(reader: Reader): boolean {
  const n = next(reader);
  if (n & 0x88) return false;
  reader.wide = (n >> 4) + 1;
  reader.tall = (n & 0x07) + 1;
  return true;
}

function characterTable(reader: Reader): boolean {
  const letters = upperHalf(next(reader));
  if (!letters) return false;
  reader.letters = letters;
  return true;
}

function initialise(reader: Reader): void {
  Object.assign(reader, initialModes());
  reader.runs = [];
  reader.x = 0;
}

function drawerPulse(reader: Reader): boolean {
  const pin = next(reader);
  const [on, off] = [next(reader), next(reader)];
  return oneOf<2 | 5>({ 0: 2, 1: 5, 48: 2, 49: 5 }, pin, (connector) => {
    reader.page.items.push({ type: "drawer", pin: connector, on_ms: on * 2, off_ms: off * 2 });
  });
}

function cut(reader: Reader): boolean {
  const m = next(reader);
  if (m === 65 || m === 66) {
    const units = next(reader);
    if (units > 0) feedDots(reader, units);
  }
  return oneOf<"full" | "partial">(
    { 0: "full", 48: "full", 65: "full", 1: "partial", 49: "partial", 66: "partial" },
    m,
    (mode) => reader.page.items.push({ type: "cut", mode }),
  );
}

/** GS v 0 m xL xH yL yH d…: m is the magnification, of which only 0 (none) is in use. */
function rasterImage(reader: Reader): boolean {
  if (next(reader) !== 0x30) return false;
  const magnification = next(reader);
  const stride = word(reader);
  const height = word(reader);
  const bits = take(reader, stride * height).slice();
  if (magnification !== 0 && magnification !== 48) return false;
  reader.page.items.push({ type: "image", width: stride * 8, height, bits, align: reader.align });
  return true;
}

const qrLevels: Readonly<Record<number, "L" | "M" | "Q" | "H">> = { 48: "L", 49: "M", 50: "Q", 51: "H" };

/** GS ( k pL pH cn fn …: cn 49 is the QR code. */
function symbol(reader: Reader): boolean {
  if (next(reader) !== 0x6b) return false;
  const body = take(reader, word(reader));
  const [code, fn, value = 0] = body;
  if (code !== 49) return false;
  switch (fn) {
    case 65:
      return value === 50;
    case 67:
      reader.qrModule = value;
      return value >= 1 && value <= 16;
    case 69:
      return oneOf(qrLevels, value, (level) => {
        reader.qrLevel = level;
      });
    case 80:
      reader.qrData = utf8.decode(body.subarray(3));
      return value === 48;
    case 81:
      reader.page.items.push({
        type: "qr",
        data: reader.qrData,
        module: reader.qrModule,
        level: reader.qrLevel,
        align: reader.align,
      });
      return value === 48;
    default:
      return false;
  }
}

/** GS k m n d…: m from 65 on carries a length; below, the data ends with NUL. */
function barcode(reader: Reader): boolean {
  const m = next(reader);
  let body: Uint8Array;
  if (m >= 65 && m <= 73) body = take(reader, next(reader));
  else {
    const end = reader.bytes.indexOf(0, reader.at);
    if (end < 0) throw new OutOfBytes();
    body = take(reader, end - reader.at);
    next(reader);
  }
  if (m > 73 || (m > 6 && m < 65)) return false;
  const raw = latin1.decode(body);
  if (m === 73 && !/^\{[ABC]/.test(raw)) return false;
  reader.page.items.push({
    type: "barcode",
    system: m,
    data: m === 73 ? raw.slice(2).replaceAll("{{", "{") : raw,
    height: reader.barHeight,
    module: reader.barModule,
    align: reader.align,
  });
  return true;
}

function realTimeStatus(reader: Reader): boolean {
  const n = next(reader);
  reader.page.requests.push({ command: "DLE EOT", n });
  return n >= 1 && n <= 4;
}

function orderedStatus(reader: Reader): boolean {
  const n = next(reader);
  reader.page.requests.push({ command: "GS r", n });
  return n === 1 || n === 2 || n === 49 || n === 50;
}

/** Reads the rest of its command. False where a value is out of range. */
export type Command = (reader: Reader) => boolean | void;
const pair = (prefix: number, letter: string): number => prefix * 256 + letter.charCodeAt(0);
const ESC = 0x1b;
const GS = 0x1d;

export const commands: ReadonlyMap<number, Command> = new Map<number, Command>([
  [pair(ESC, "@"), initialise],
  [pair(ESC, "!"), printModes],
  [pair(ESC, "E"), (reader) => void (reader.bold = (next(reader) & 1) === 1)],
  [pair(ESC, "-"), (reader) => oneOf(underlines, next(reader), (on) => void (reader.underline = on))],
  [pair(ESC, "M"), (reader) => oneOf(fonts, next(reader), (font) => void (reader.font = font))],
  [pair(ESC, "a"), (reader) => oneOf(alignments, next(reader), (side) => void (reader.align = side))],
  [pair(ESC, "t"), characterTable],
  [pair(ESC, "2"), (reader) => void (reader.spacing = null)],
  [pair(ESC, "3"), (reader) => void (reader.spacing = next(reader))],
  [pair(ESC, "d"), (reader) => feedLines(reader, next(reader))],
  [pair(ESC, "J"), (reader) => feedDots(reader, next(reader))],
  [pair(ESC, "p"), drawerPulse],
  [pair(GS, "!"), characterSize],
  [pair(GS, "B"), (reader) => void (reader.inverse = (next(reader) & 1) === 1)],
  [pair(GS, "P"), (reader) => void (next(reader), (reader.units = next(reader) || 360))],
  [pair(GS, "V"), cut],
  [pair(GS, "v"), rasterImage],
  [pair(GS, "("), symbol],
  [pair(GS, "k"), barcode],
  [pair(GS, "h"), (reader) => void (reader.barHeight = next(reader))],
  [pair(GS, "w"), (reader) => void (reader.barModule = next(reader))],
  [pair(GS, "H"), (reader) => next(reader) <= 3],
  [pair(GS, "r"), orderedStatus],
  // Cancel Kanji mode: nothing to see.
  [pair(0x1c, "."), () => undefined],
  [0x10 * 256 + 0x04, realTimeStatus],
]);
