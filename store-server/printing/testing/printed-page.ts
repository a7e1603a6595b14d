/** A document laid out, encoded and read back by the decoder: what its paper says. For tests. */
import type { PrintDocument } from "@tillbox/shared/contract/printer.ts";
import { type DecodedItem, lineText } from "../decoded-page.ts";
import { decode } from "../decoder.ts";
import { encode } from "../encoder.ts";
import { type LayoutOptions, layout } from "../layout.ts";

export type Line = Extract<DecodedItem, { type: "line" }>;
export const usual: LayoutOptions = { width: 80, settings: {}, copy: null };
export const printed = (document: PrintDocument, options: Partial<LayoutOptions> = {}) => {
  const all = { ...usual, ...options };
  return decode(encode(layout(document, all), { width: all.width, codePage: null }));
};
export const linesOf = (document: PrintDocument, options: Partial<LayoutOptions> = {}): Line[] =>
  printed(document, options).items.filter((item): item is Line => item.type === "line");
export const found = (lines: Line[], content: string): Line => {
  const line = lines.find((candidate) => lineText(candidate).includes(content));
  if (!line) throw new Error(`No line says ${content}`);
  return line;
};
export const count = (document: PrintDocument, type: string, options: Partial<LayoutOptions> = {}): number =>
  printed(document, options).items.filter((item) => item.type === type).length;
