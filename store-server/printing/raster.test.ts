import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decode } from "./decoder.ts";
import { displayWidth } from "./display-width.ts";
import { columns, text } from "./elements.ts";
import { encodePage } from "./encoder.ts";
import { dotAt, emptyBitmap, type Rasterise, rasterCommands, strideOf } from "./raster.ts";

/** A font of filled cells: enough to see where dots land. */
const blocks: Rasterise = (content, { height, cell }) => {
  if (content.includes("🍕")) return null;
  const bitmap = emptyBitmap(displayWidth(content) * cell, height);
  [...content].reduce((x, letter) => {
    const width = displayWidth(letter) * cell;
    if (letter !== " ") {
      for (let dot = x; dot < x + width; dot += 1) {
        for (let y = 0; y < height; y += 1) {
          const index = y * strideOf(bitmap.width) + (dot >> 3);
          bitmap.bits[index] = (bitmap.bits[index] ?? 0) | (0x80 >> (dot & 7));
        }
      }
    }
    return x + width;
  }, 0);
  return bitmap;
};
const options = { width: 80, codePage: null, rasterise: blocks } as const;

describe("a line with letters that no code page has", () => {
  it("is drawn as one picture, every run in its place, and nothing is missing", () => {
    const { bytes, missing } = encodePage(
      [
        columns(
          [
            { text: "2", columns: 4 },
            { text: "寿司", inverse: true },
          ],
          { tall: 2 },
        ),
      ],
      options,
    );
    const page = decode(bytes);
    const [image] = page.items;
    if (image?.type !== "image") throw new Error("No picture");
    expect(missing).toEqual([]);
    expect(page.unknown).toEqual([]);
    expect([dotAt(image, 0, 0), dotAt(image, 11, 47), dotAt(image, 12, 0)]).toEqual([true, true, false]);
    // From column 4: a black margin, four white cells, a black margin.
    expect([48, 60, 107, 108].map((x) => dotAt(image, x, 10))).toEqual([true, false, false, true]);
    expect(image.height).toBe(48);
    expect(page.items[1]).toEqual({ type: "feed", height: 6 });
  });

  it("leaves the lines around it as letters", () => {
    const page = decode(encodePage([text("before"), text("寿"), text("after")], options).bytes);
    expect(page.items.map((item) => item.type)).toEqual(["line", "image", "feed", "line"]);
  });

  it("falls back to black squares where the font lacks the letter too", () => {
    const { bytes, missing } = encodePage([text("🍕!")], options);
    expect(missing).toEqual(["🍕"]);
    expect(decode(bytes).items).toMatchObject([{ type: "line", runs: [{ text: "■■!" }] }]);
  });
});

describe("pictures", () => {
  const obeyed = /10 0[45]|10 14/;
  const hex = (bytes: readonly number[]): string =>
    bytes.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");

  it("never spell a command that a printer obeys within data", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.constantFrom(0x10, 0x04, 0x05, 0x14, 0x00, 0xff), { minLength: 5, maxLength: 200 }),
        (stride, dots) => {
          const height = Math.floor(dots.length / stride);
          const bits = Uint8Array.from(dots.slice(0, stride * height));
          const commands = rasterCommands({ width: stride * 8, height, bits }, 576);
          expect(hex(commands)).not.toMatch(obeyed);
          const changed = commands.slice(8).filter((byte, index) => byte !== bits[index]);
          expect(changed.every((byte) => byte === 0x18)).toBe(true);
        },
      ),
    );
  });

  it("without that care would spell one, so the rule above can fail", () => {
    expect(hex([0x1d, 0x76, 0x30, 0, 2, 0, 1, 0, 0x10, 0x04])).toMatch(obeyed);
  });

  it("are sent in bands that small printers can hold", () => {
    const commands = rasterCommands(emptyBitmap(16, 300), 576);
    const page = decode(Uint8Array.from(commands));
    expect(page.items.map((item) => (item.type === "image" ? item.height : 0))).toEqual([128, 128, 44]);
  });

  it("keep within the paper", () => {
    const page = decode(Uint8Array.from(rasterCommands(emptyBitmap(800, 2), 384)));
    expect(page).toMatchObject({ unknown: [], incomplete: 0, items: [{ type: "image", width: 384 }] });
  });
});
