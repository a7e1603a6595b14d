/**
 * Reads a PNG into plain pixels: 8 bits a channel, not interlaced, which is what cameras, phones and drawing programs write. Only the
 * chunks that hold the picture are looked at; texts, profiles and whatever else a file may carry are never interpreted.
 * Source: W3C PNG Specification, third edition, chapters 5, 7, 9 and 10.
 */
import { inflateSync } from "node:zlib";
import { type Pixels, Unreadable } from "./pixels.ts";

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Colour type → channels: grey, RGB, palette, grey with alpha, RGBA. */
const channelsOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

export const isPng = (bytes: Buffer): boolean => bytes.subarray(0, 8).equals(signature);

type Header = { width: number; height: number; colour: number; channels: number };

/** Width and height, without touching the picture itself. */
export const pngHeader = (bytes: Buffer): Header => {
  if (bytes.length < 33 || bytes.toString("latin1", 12, 16) !== "IHDR")
    throw new Unreadable("is a broken PNG");
  const [depth, colour, interlaced] = [bytes[24], bytes[25] ?? -1, bytes[28]];
  const channels = channelsOf[colour];
  if (channels === undefined || depth !== 8 || interlaced !== 0)
    throw new Unreadable("is a PNG of a rare kind; save it with 8 bits a channel, not interlaced");
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20), colour, channels };
};

/** Throws `Unreadable`. */
export const readPng = (bytes: Buffer): Pixels => {
  const header = pngHeader(bytes);
  const { data, palette, alpha } = chunksOf(bytes);
  const stride = header.width * header.channels;
  const length = (stride + 1) * header.height;
  let raw: Buffer;
  try {
    raw = inflateSync(Buffer.concat(data), { maxOutputLength: length });
  } catch {
    throw new Unreadable("is a broken PNG");
  }
  if (raw.length !== length) throw new Unreadable("is a broken PNG");
  unfilter(raw, header);
  return toPixels(raw, header, palette, alpha);
};

const chunksOf = (bytes: Buffer) => {
  const data: Buffer[] = [];
  let palette: Buffer = Buffer.alloc(0);
  let alpha: Buffer = palette;
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString("latin1", at + 4, at + 8);
    const chunk = bytes.subarray(at + 8, at + 8 + length);
    if (type === "IDAT") data.push(chunk);
    if (type === "PLTE") palette = chunk;
    if (type === "tRNS") alpha = chunk;
    if (type === "IEND") break;
    at += length + 12;
  }
  return { data, palette, alpha };
};

/** Undoes the filter of each row in place; each row begins with the number of its filter. */
const unfilter = (raw: Buffer, { width, height, channels }: Header): void => {
  const stride = width * channels;
  for (let row = 0; row < height; row += 1) {
    const start = row * (stride + 1) + 1;
    const filter = raw[start - 1] ?? 0;
    if (filter > 4) throw new Unreadable("is a broken PNG");
    for (let at = 0; at < stride; at += 1) {
      const left = at >= channels ? (raw[start + at - channels] ?? 0) : 0;
      const above = row > 0 ? (raw[start + at - stride - 1] ?? 0) : 0;
      const corner = row > 0 && at >= channels ? (raw[start + at - stride - 1 - channels] ?? 0) : 0;
      raw[start + at] = ((raw[start + at] ?? 0) + predicted(filter, left, above, corner)) & 255;
    }
  }
};

const predicted = (filter: number, left: number, above: number, corner: number): number => {
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  if (filter !== 4) return 0;
  const guess = left + above - corner;
  const [toLeft, toAbove, toCorner] = [guess - left, guess - above, guess - corner].map(Math.abs);
  if ((toLeft ?? 0) <= (toAbove ?? 0) && (toLeft ?? 0) <= (toCorner ?? 0)) return left;
  return (toAbove ?? 0) <= (toCorner ?? 0) ? above : corner;
};

const toPixels = (raw: Buffer, header: Header, palette: Buffer, alpha: Buffer): Pixels => {
  const { width, height, colour, channels } = header;
  const rgba = new Uint8Array(width * height * 4);
  for (let row = 0, to = 0; row < height; row += 1)
    for (let at = 0; at < width; at += 1, to += 4) {
      const from = row * (width * channels + 1) + 1 + at * channels;
      const first = raw[from] ?? 0;
      if (colour === 3) {
        for (let part = 0; part < 3; part += 1) rgba[to + part] = palette[first * 3 + part] ?? 0;
        rgba[to + 3] = alpha[first] ?? 255;
        continue;
      }
      const isGrey = channels < 3;
      for (let part = 0; part < 3; part += 1) rgba[to + part] = isGrey ? first : (raw[from + part] ?? 0);
      rgba[to + 3] = colour === 4 || colour === 6 ? (raw[from + channels - 1] ?? 255) : 255;
    }
  return { width, height, rgba };
};
