/**
 * The neutral language between layout and encoder: what stands on the paper, top to bottom, without a byte of any printer.
 * Widths are columns (cells of font A, or of the small font B where `small`), heights are 1/203 inch,
 * one dot of most printers.
 */

export type Align = "left" | "center" | "right";
/** Magnification of a character in one direction. */
export type Scale = 1 | 2 | 3 | 4;

/** One bit a dot, rows of whole bytes, the leftmost dot is the highest bit, 1 is ink. */
export type Bitmap = { width: number; height: number; bits: Uint8Array };

export type Ink = {
  bold?: boolean;
  underline?: boolean;
  /** White on black. */
  inverse?: boolean;
  wide?: Scale;
};

/** A text that wraps at the paper's edge. `fill` draws its background (with `inverse`: a black bar) over the whole
 * width; it knows no indent. */
export type TextElement = Ink & {
  type: "text";
  text: string;
  align?: Align;
  small?: boolean;
  tall?: Scale;
  fill?: boolean;
  /** Columns left free before every line of it. */
  indent?: number;
};
/** A cell wraps within its own columns. One cell of a row may leave out `columns`: it gets what the others leave. */
export type Cell = Ink & { text: string; columns?: number; align?: "left" | "right" };
export type ColumnsElement = { type: "columns"; cells: Cell[]; small?: boolean; tall?: Scale };
export type RuleElement = { type: "rule"; style: "thin" | "double" | "heavy" };

export type PrintElement =
  | TextElement
  | ColumnsElement
  | RuleElement
  | { type: "feed"; height: number }
  | { type: "qr"; data: string; module: number }
  | { type: "barcode"; data: string; height: number }
  | { type: "image"; bitmap: Bitmap }
  | { type: "cut" }
  | { type: "drawer" };

export const text = (content: string, style: Omit<TextElement, "type" | "text"> = {}): TextElement => ({
  type: "text",
  text: content,
  ...style,
});
export const columns = (
  cells: Cell[],
  style: Omit<ColumnsElement, "type" | "cells"> = {},
): ColumnsElement => ({ type: "columns", cells, ...style });
export const rule = (style: RuleElement["style"] = "thin"): RuleElement => ({ type: "rule", style });
export const feed = (height: number): PrintElement => ({ type: "feed", height });

export type PaperWidth = 80 | 58;
/** The printable width: dots, and cells of font A and the small font B. */
export type Paper = { dots: number; columns: number; smallColumns: number };

/** Dots across a cell and its height at scale 1. */
export const cellDots = { normal: 12, small: 9, height: 24, smallHeight: 17 } as const;

/**
 * 80 mm: 576 dots, 48 columns (42 columns, 512 dots on the printers that have only these); 58 mm: 384 dots, 32 columns.
 */
export function paperOf(width: PaperWidth, fontColumns?: 48 | 42 | 32): Paper {
  const count = fontColumns ?? (width === 80 ? 48 : 32);
  const dots = count === 42 ? 512 : count * cellDots.normal;
  return { dots, columns: count, smallColumns: Math.floor(dots / cellDots.small) };
}
