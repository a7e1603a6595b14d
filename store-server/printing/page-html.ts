/**
 * ESC/POS bytes as a page that a person can look at: the paper of the screen printer. It is drawn from the decoded bytes, dot for
 * dot (a unit of the drawing is a dot of the printer), never from the document, so what is seen is what a printer would do.
 */

import { qrModules } from "@tillbox/shared/qr-code.ts";
import { code128Widths } from "./bar-code.ts";
import { type DecodedAlign, type DecodedItem, lineText } from "./decoded-page.ts";
import { decode } from "./decoder.ts";
import { type PaperWidth, paperOf } from "./elements.ts";
import { pageStyle } from "./page-style.ts";
import { dotAt } from "./raster.ts";

type Line = Extract<DecodedItem, { type: "line" }>;
type Sheet = { items: DecodedItem[]; cut: boolean };

const MARGIN = 44;
const TOOTH = 12;
const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escape = (text: string): string => text.replace(/[&<>"]/g, (letter) => escapes[letter] ?? letter);

/** A whole HTML document without scripts and outside resources; `bytes` may hold several sheets, cut apart. */
export function renderPage(bytes: Uint8Array, width: PaperWidth): string {
  const page = decode(bytes);
  const dots = paperOf(width).dots;
  const sheets = sheetsOf(page.items).map((sheet) => sheetFigure(sheet, dots));
  const pulses = page.items.filter((item) => item.type === "drawer").length;
  const notes = [
    ...(pulses > 0 ? ["Drawer opened"] : []),
    ...page.unknown.map((command) => `Unknown command ${command.hex} at ${command.offset}`),
    ...(page.incomplete > 0 ? [`${page.incomplete} bytes of an unfinished command at the end`] : []),
  ];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Printed page</title><style>${pageStyle}</style></head>
<body><main>${notes.map((note) => `<p class="note">${escape(note)}</p>`).join("")}${sheets.join("")}</main></body></html>`;
}

/** What stands between two cuts. Paper that was only fed is no sheet. */
function sheetsOf(items: readonly DecodedItem[]): Sheet[] {
  const sheets: Sheet[] = [{ items: [], cut: false }];
  for (const item of items) {
    const last = sheets.at(-1);
    if (!last || item.type === "drawer") continue;
    if (item.type !== "cut") last.items.push(item);
    else {
      last.cut = true;
      sheets.push({ items: [], cut: false });
    }
  }
  return sheets.filter((sheet) => sheet.items.some((item) => item.type !== "feed"));
}

function sheetFigure(sheet: Sheet, dots: number): string {
  let y = MARGIN;
  const drawn = sheet.items.map((item) => {
    const { svg, height } = drawItem(item, dots);
    const placed = svg === "" ? "" : `<g transform="translate(${MARGIN} ${y})">${svg}</g>`;
    y += height;
    return placed;
  });
  const width = dots + 2 * MARGIN;
  const height = y + MARGIN;
  const spoken = sheet.items
    .flatMap((item) => (item.type === "line" ? [lineText(item).trim()] : []))
    .filter((line) => line !== "")
    .join("\n");
  return `<figure class="sheet" style="width:${Math.round(width / 1.6)}px"><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(spoken)}"><path class="paper" d="${paperOutline(width, height)}"/>${drawn.join("")}</svg></figure>`;
}

/** A strip of paper, torn at both ends. */
function paperOutline(width: number, height: number): string {
  const teeth = Math.round(width / TOOTH);
  const step = width / teeth;
  const edge = (direction: 1 | -1): string =>
    Array.from(
      { length: teeth },
      () => `l${(direction * step) / 2} ${direction * -5}l${(direction * step) / 2} ${direction * 5}`,
    ).join("");
  return `M0 6${edge(1)}V${height - 6}${edge(-1)}Z`;
}

function drawItem(item: DecodedItem, dots: number): { svg: string; height: number } {
  switch (item.type) {
    case "line":
      return { svg: drawLine(item, dots), height: item.height };
    case "feed":
      return { svg: "", height: item.height };
    case "image":
      return { svg: drawDots(item, dots), height: item.height };
    case "qr":
      return drawQr(item, dots);
    case "barcode":
      return drawBars(item, dots);
    default:
      return { svg: "", height: 0 };
  }
}

const leftEdge = (align: DecodedAlign, width: number, dots: number): number =>
  align === "left" ? 0 : align === "right" ? dots - width : Math.floor((dots - width) / 2);

function drawLine(line: Line, dots: number): string {
  const left = leftEdge(line.align, line.width, dots);
  const tallest = Math.max(0, ...line.runs.map((run) => (run.font === "A" ? 24 : 17) * run.tall));
  return line.runs.map((run) => drawRun(run, left, tallest)).join("");
}

/** Letters are set at the printer's cell, whatever the screen's font: `textLength` stretches each run to its dots. */
function drawRun(run: Line["runs"][number], left: number, tallest: number): string {
  const cell = run.font === "A" ? { width: 12, height: 24, size: 20 } : { width: 9, height: 17, size: 15 };
  const length = [...run.text].length * cell.width;
  const x = left + run.x;
  const top = tallest - cell.height * run.tall;
  const back = run.inverse
    ? `<rect class="ink" shape-rendering="crispEdges" x="${x}" y="${top}" width="${length * run.wide}" height="${cell.height * run.tall}"/>`
    : "";
  const under = run.underline
    ? `<rect class="ink" shape-rendering="crispEdges" x="${x}" y="${top + cell.height * run.tall - 2}" width="${length * run.wide}" height="2"/>`
    : "";
  if (run.text.trim() === "") return back + under;
  const rules = drawRules(run.text, { x, top, cell, wide: run.wide });
  if (rules !== null) return back + rules;
  const style = `${run.inverse ? "light" : "ink"}${run.bold ? " bold" : ""}`;
  const baseline = Math.round(cell.height * 0.79);
  return `${back}<g transform="translate(${x} ${top}) scale(${run.wide} ${run.tall})"><text class="${style}" y="${baseline}" font-size="${cell.size}" textLength="${length}" lengthAdjust="spacingAndGlyphs" xml:space="preserve">${escape(run.text)}</text></g>${under}`;
}

/** Box-drawing lines are drawn as lines: a screen font leaves gaps between them, a printer does not. */
function drawRules(
  text: string,
  at: { x: number; top: number; cell: { width: number; height: number }; wide: number },
): string | null {
  const bars: Readonly<Record<string, readonly [number, number][]>> = {
    "─": [[11, 2]],
    "═": [
      [9, 2],
      [13, 2],
    ],
    "▀": [[0, 12]],
  };
  const first = text[0] ?? "";
  const strokes = bars[first];
  if (!strokes || text !== first.repeat(text.length)) return null;
  const width = text.length * at.cell.width * at.wide;
  return strokes
    .map(
      ([y, height]) =>
        `<rect class="ink" shape-rendering="crispEdges" x="${at.x}" y="${at.top + y}" width="${width}" height="${height}"/>`,
    )
    .join("");
}

const drawPath = (parts: readonly string[], x: number, scale: number): string =>
  `<path class="ink" shape-rendering="crispEdges" transform="translate(${x} 0) scale(${scale})" d="${parts.join("")}"/>`;

function drawDots(image: Extract<DecodedItem, { type: "image" }>, dots: number): string {
  const parts: string[] = [];
  for (let y = 0; y < image.height; y += 1) {
    for (let x = 0; x < image.width; x += 1) if (dotAt(image, x, y)) parts.push(`M${x} ${y}h1v1h-1z`);
  }
  return drawPath(parts, leftEdge(image.align, image.width, dots), 1);
}

function drawQr(symbol: Extract<DecodedItem, { type: "qr" }>, dots: number): { svg: string; height: number } {
  const rows = qrModules(symbol.data, symbol.level);
  const size = rows.length * symbol.module;
  const parts = rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { svg: drawPath(parts, leftEdge(symbol.align, size, dots), symbol.module), height: size };
}

function drawBars(
  symbol: Extract<DecodedItem, { type: "barcode" }>,
  dots: number,
): { svg: string; height: number } {
  if (symbol.system !== 73) return { svg: "", height: symbol.height };
  let x = 0;
  const parts: string[] = [];
  code128Widths(symbol.data).forEach((width, index) => {
    if (index % 2 === 0) parts.push(`M${x} 0h${width}v${symbol.height / symbol.module}h-${width}z`);
    x += width;
  });
  const left = leftEdge(symbol.align, x * symbol.module, dots);
  return { svg: drawPath(parts, left, symbol.module), height: symbol.height };
}
