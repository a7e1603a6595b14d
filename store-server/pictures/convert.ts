/**
 * From whatever somebody sends to a picture that is safe to show: told apart by its own first bytes, never by what the sender says;
 * refused by its size before it is decoded; and written anew, so that nothing of the file is left but its pixels: no place where the
 * photograph was taken, no script, no second file hidden inside. Runs in a thread, for a photograph takes a second.
 */
import jpeg from "jpeg-js";
import { isJpeg, jpegHeader } from "./jpeg.ts";
import { onWhite, type Pixels, shrunk, Unreadable, upright } from "./pixels.ts";
import { isPng, pngHeader, readPng } from "./png.ts";

/** 24 megapixels: the largest photograph of a common phone. */
export const maxPixels = 24_000_000;
export const longestSide = 960;
const quality = 82;

export type Converted = { bytes: Buffer; width: number; height: number };

const checkSize = ({ width, height }: { width: number; height: number }): void => {
  if (width < 16 || height < 16) throw new Unreadable("is smaller than 16 pixels");
  if (width * height > maxPixels)
    throw new Unreadable(`has more than ${maxPixels / 1_000_000} million pixels`);
};

const readJpeg = (bytes: Buffer): Pixels => {
  const header = jpegHeader(bytes);
  checkSize(header);
  const limits = {
    useTArray: true,
    maxResolutionInMP: maxPixels / 1_000_000,
    maxMemoryUsageInMB: 512,
  } as const;
  try {
    const { width, height, data } = jpeg.decode(bytes, limits);
    return upright({ width, height, rgba: data }, header.orientation);
  } catch {
    throw new Unreadable("is a broken JPEG");
  }
};

const readPixels = (bytes: Buffer): Pixels => {
  if (isJpeg(bytes)) return readJpeg(bytes);
  if (!isPng(bytes)) throw new Unreadable("is neither a JPEG nor a PNG");
  checkSize(pngHeader(bytes));
  return readPng(bytes);
};

/** A JPEG of at most `longestSide`. Throws `Unreadable`. */
export const convert = (bytes: Buffer): Converted => {
  const small = onWhite(shrunk(readPixels(bytes), longestSide));
  const { data } = jpeg.encode({ width: small.width, height: small.height, data: small.rgba }, quality);
  return { bytes: Buffer.from(data), width: small.width, height: small.height };
};
