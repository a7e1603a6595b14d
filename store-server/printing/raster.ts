/**
 * Dots instead of letters: pictures, and lines with letters that no code page has. A printer obeys DLE EOT, DLE ENQ and DLE DC4
 * wherever they stand, even within the dots of a picture (Epson, ESC/POS command reference, notes on "DLE EOT" and "DLE DC4":
 * a stray one pulses the drawer or clears the buffer). So one dot is added where a picture would spell one.
 */
import type { Bitmap } from "./elements.ts";

/**
 * Draws a text as dots, `height` dots high (24 at scale 1), in cells of `cell` dots a column. Null where a letter is unknown to
 * its font too. The result is as wide as the text's display width asks for.
 */
export type Rasterise = (
  text: string,
  style: { height: number; cell: number; bold: boolean },
) => Bitmap | null;

/** Rows of one `GS v 0`; more would overrun the line buffer of small printers. */
const BAND_ROWS = 128;
const DLE = 0x10;
const realTime = new Set([0x04, 0x05, 0x14]);

export const strideOf = (width: number): number => Math.ceil(width / 8);

export const emptyBitmap = (width: number, height: number): Bitmap => ({
  width,
  height,
  bits: new Uint8Array(strideOf(width) * height),
});

export function dotAt(bitmap: Bitmap, x: number, y: number): boolean {
  const byte = bitmap.bits[y * strideOf(bitmap.width) + (x >> 3)] ?? 0;
  return (byte & (0x80 >> (x & 7))) !== 0;
}

function setDot(bitmap: Bitmap, x: number, y: number): void {
  const index = y * strideOf(bitmap.width) + (x >> 3);
  bitmap.bits[index] = (bitmap.bits[index] ?? 0) | (0x80 >> (x & 7));
}

/** Copies `source` into `target` at `left`, inverted where wanted; what lies outside is left out. */
export function drawBitmap(target: Bitmap, source: Bitmap, left: number, inverse: boolean): void {
  const width = Math.min(source.width, target.width - left);
  const top = Math.max(0, target.height - source.height);
  for (let y = 0; y < Math.min(source.height, target.height); y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (dotAt(source, x, y) !== inverse) setDot(target, left + x, top + y);
    }
  }
}

/** `GS v 0` commands for a picture, in bands. Pictures wider than `limit_dots` lose their right edge. */
export function rasterCommands(bitmap: Bitmap, limit_dots: number): number[] {
  const stride = Math.min(strideOf(bitmap.width), Math.floor(limit_dots / 8));
  const bytes: number[] = [];
  for (let top = 0; top < bitmap.height; top += BAND_ROWS) {
    const rows = Math.min(BAND_ROWS, bitmap.height - top);
    bytes.push(0x1d, 0x76, 0x30, 0, stride & 0xff, stride >> 8, rows & 0xff, rows >> 8);
    pushDots(bytes, bitmap, { top, rows, stride });
  }
  return bytes;
}

function pushDots(
  bytes: number[],
  bitmap: Bitmap,
  band: { top: number; rows: number; stride: number },
): void {
  for (let y = band.top; y < band.top + band.rows; y += 1) {
    for (let column = 0; column < band.stride; column += 1) {
      const byte = bitmap.bits[y * strideOf(bitmap.width) + column] ?? 0;
      const last = bytes.length - 1;
      if (bytes[last] === DLE && realTime.has(byte)) bytes[last] = DLE | 0x08;
      bytes.push(byte);
    }
  }
}
