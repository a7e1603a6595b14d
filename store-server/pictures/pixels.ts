/** Plain pixels, four bytes each, and what is done to them: turned upright, put on white, made smaller. */

export type Pixels = { width: number; height: number; rgba: Uint8Array };

/** What a person did who sent a file that is no picture for us: the message continues "The file …". */
export class Unreadable extends Error {}

/** By the EXIF orientation of a camera that was held sideways, 1 to 8. */
export const upright = (from: Pixels, orientation: number): Pixels => {
  if (orientation < 2 || orientation > 8) return from;
  const isTurned = orientation >= 5;
  const [width, height] = isTurned ? [from.height, from.width] : [from.width, from.height];
  const rgba = new Uint8Array(width * height * 4);
  const source = new Uint32Array(from.rgba.buffer, from.rgba.byteOffset, from.width * from.height);
  const target = new Uint32Array(rgba.buffer);
  const [lastX, lastY] = [from.width - 1, from.height - 1];
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const [u, v] = isTurned ? [y, x] : [x, y];
      const isMirroredX = orientation === 2 || orientation === 3 || orientation === 7 || orientation === 8;
      const isMirroredY = orientation === 3 || orientation === 4 || orientation === 6 || orientation === 7;
      const sourceX = isMirroredX ? lastX - u : u;
      const sourceY = isMirroredY ? lastY - v : v;
      target[y * width + x] = source[sourceY * from.width + sourceX] ?? 0;
    }
  return { width, height, rgba };
};

/** What shines through is white, as the paper of a menu. */
export const onWhite = ({ width, height, rgba }: Pixels): Pixels => {
  for (let at = 0; at < rgba.length; at += 4) {
    const alpha = rgba[at + 3] ?? 255;
    for (let part = 0; part < 3; part += 1)
      rgba[at + part] = Math.round(((rgba[at + part] ?? 0) * alpha + 255 * (255 - alpha)) / 255);
    rgba[at + 3] = 255;
  }
  return { width, height, rgba };
};

/** To at most `longest` on its longer side, each pixel the mean of those that it stands for; never larger than it was. */
export const shrunk = (from: Pixels, longest: number): Pixels => {
  const scale = longest / Math.max(from.width, from.height);
  if (scale >= 1) return from;
  const width = Math.max(1, Math.round(from.width * scale));
  const height = Math.max(1, Math.round(from.height * scale));
  const rgba = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      mean(
        from,
        [(x * from.width) / width, ((x + 1) * from.width) / width],
        [(y * from.height) / height, ((y + 1) * from.height) / height],
        rgba,
        (y * width + x) * 4,
      );
  return { width, height, rgba };
};

type Range = [from: number, to: number];
const mean = (
  source: Pixels,
  [left, right]: Range,
  [top, bottom]: Range,
  into: Uint8Array,
  at: number,
): void => {
  const sums = [0, 0, 0, 0];
  let weights = 0;
  for (let y = Math.floor(top); y < bottom; y += 1) {
    const tall = Math.min(y + 1, bottom) - Math.max(y, top);
    for (let x = Math.floor(left); x < right; x += 1) {
      const weight = tall * (Math.min(x + 1, right) - Math.max(x, left));
      const from = (y * source.width + x) * 4;
      for (let part = 0; part < 4; part += 1)
        sums[part] = (sums[part] ?? 0) + weight * (source.rgba[from + part] ?? 0);
      weights += weight;
    }
  }
  for (let part = 0; part < 4; part += 1) into[at + part] = Math.round((sums[part] ?? 0) / weights);
};
