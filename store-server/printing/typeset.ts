/**
 * From elements to rows: wraps every text and cell to the width it has, so that nothing is cut off and nothing exceeds the
 * paper. A row is a line of the printer: runs of text, each with its ink and the column where it starts.
 */
import { cleanText, displayWidth, padText, wrapText } from "./display-width.ts";
import {
  type Align,
  type Cell,
  type ColumnsElement,
  cellDots,
  type Ink,
  type Paper,
  type PrintElement,
  type RuleElement,
  type Scale,
  type TextElement,
} from "./elements.ts";

export type Run = { text: string; column: number; wide: Scale } & Required<
  Pick<Ink, "bold" | "underline" | "inverse">
>;
export type Row = {
  type: "row";
  runs: Run[];
  align: Align;
  small: boolean;
  tall: Scale;
  /** Feed from this line to the next, 1/203 inch. */
  spacing: number;
};
/** What the encoder takes: rows instead of texts, columns and rules; the rest as it is. */
export type TypesetElement = Row | Exclude<PrintElement, { type: "text" | "columns" | "rule" }>;

const LEADING = 6;
const SMALL_LEADING = 5;

export function typeset(elements: readonly PrintElement[], paper: Paper): TypesetElement[] {
  return elements.flatMap((element): TypesetElement[] => {
    switch (element.type) {
      case "text":
        return textRows(element, paper);
      case "columns":
        return columnRows(element, paper);
      case "rule":
        return [ruleRow(element.style, paper)];
      default:
        return [element];
    }
  });
}

function heightOf(small: boolean, tall: Scale): number {
  return (small ? cellDots.smallHeight : cellDots.height) * tall;
}

function row(runs: Run[], style: { align?: Align; small?: boolean; tall?: Scale; tight?: boolean }): Row {
  const small = style.small ?? false;
  const tall = style.tall ?? 1;
  const leading = style.tight ? 0 : small ? SMALL_LEADING : LEADING;
  return {
    type: "row",
    runs,
    align: style.align ?? "left",
    small,
    tall,
    spacing: heightOf(small, tall) + leading,
  };
}

function run(content: string, column: number, ink: Ink): Run {
  return {
    text: content,
    column,
    wide: ink.wide ?? 1,
    bold: ink.bold ?? false,
    underline: ink.underline ?? false,
    inverse: ink.inverse ?? false,
  };
}

const columnsOf = (paper: Paper, small: boolean | undefined): number =>
  small ? paper.smallColumns : paper.columns;

/** A wide letter takes two cells; white letters on black have a space on either side, off the edge of their black. */
const LEAST = 2;
const marginOf = (ink: Ink): number => (ink.inverse ? 2 : 0);

/** The scale that was asked for, or the largest below at which one letter has room. */
function scaleFor(ink: Ink, available: number): Scale {
  let scale: Scale = ink.wide ?? 1;
  while (scale > 1 && Math.floor(available / scale) < LEAST + marginOf(ink)) scale = (scale - 1) as Scale;
  return scale;
}

/** Characters that fit into `available` columns between the margins. */
const roomIn = (available: number, scale: Scale, ink: Ink): number =>
  Math.max(LEAST, Math.floor(available / scale) - marginOf(ink));

function textRows(element: TextElement, paper: Paper): Row[] {
  const all = columnsOf(paper, element.small);
  const indent = element.indent ?? 0;
  const wide = scaleFor(element, all - indent);
  const ink = { ...element, wide };
  return wrapText(cleanText(element.text), roomIn(all - indent, wide, element)).map((line) => {
    const framed = element.inverse && line !== "" ? ` ${line} ` : line;
    if (element.fill) return row(filledRuns(framed, ink, all), { ...element, align: "left", tight: true });
    return row(framed === "" ? [] : [run(framed, indent, ink)], element);
  });
}

/** The text, and its background up to both edges of the paper, also where the width is no multiple of its letters'. */
function filledRuns(content: string, element: TextElement, all: number): Run[] {
  const wide = element.wide ?? 1;
  const room = Math.floor(all / wide);
  const rest = Math.max(0, all - room * wide);
  const before = element.align === "center" ? Math.floor(rest / 2) : element.align === "right" ? rest : 0;
  const plain = { ...element, wide: 1 } as const;
  return [
    run(" ".repeat(before), 0, plain),
    run(padText(content, room, element.align), before, element),
    run(" ".repeat(rest - before), before + room * wide, plain),
  ].filter((part) => part.text !== "");
}

function columnRows(element: ColumnsElement, paper: Paper): Row[] {
  const fixed = element.cells.reduce((sum, cell) => sum + (cell.columns ?? 0), 0);
  const rest = Math.max(2, columnsOf(paper, element.small) - fixed);
  let column = 0;
  const wrapped = element.cells.map((cell) => {
    const width = cell.columns ?? rest;
    const start = column;
    column += width;
    return cellRuns(cell, start, width);
  });
  const height = Math.max(...wrapped.map((lines) => lines.length));
  return Array.from({ length: height }, (_, index) =>
    row(
      wrapped.flatMap((lines) => lines[index] ?? []),
      element,
    ),
  );
}

/** The lines of a cell; an empty line is an empty list. */
function cellRuns(cell: Cell, start: number, width: number): Run[][] {
  const wide = scaleFor(cell, width);
  return wrapText(cleanText(cell.text), roomIn(width, wide, cell)).map((line) => {
    if (line === "") return [];
    const content = cell.inverse ? ` ${line} ` : line;
    const free = Math.max(0, width - displayWidth(content) * wide);
    return [run(content, start + (cell.align === "right" ? free : 0), { ...cell, wide })];
  });
}

const ruleLetters: Record<RuleElement["style"], string> = { thin: "─", double: "═", heavy: "▀" };

const ruleRow = (style: RuleElement["style"], paper: Paper): Row =>
  row([run(ruleLetters[style].repeat(paper.columns), 0, {})], {});
