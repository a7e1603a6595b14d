/**
 * Elements to the bytes of ESC/POS, from Epson's published command reference. The same elements give the same bytes; every
 * mode is set explicitly, so that nothing depends on what the printer did before. Letters outside the preferred code page
 * select another one; letters that no page has are drawn as dots where a rasteriser is at hand, and else replaced by a black
 * square and reported: nothing is lost in silence.
 */
import { type CodePage, pagesByPreference, splitByPage } from "./code-pages.ts";
import { displayWidth, graphemes } from "./display-width.ts";
import { cellDots, type Paper, type PaperWidth, type PrintElement, paperOf, text } from "./elements.ts";
import { drawBitmap, emptyBitmap, type Rasterise, rasterCommands } from "./raster.ts";
import { type Row, type Run, typeset } from "./typeset.ts";

export type EncodeOptions = {
  width: PaperWidth;
  /** Preferred code page, as `codePages` name them; null leaves the choice to the text. */
  codePage: string | null;
  /** Columns of font A where they differ from the usual 48 (80 mm) and 32 (58 mm). */
  columns?: 48 | 42 | 32;
  rasterise?: Rasterise;
};
/** `missing`: the letters that stand on the paper as black squares. */
export type EncodedPage = { bytes: Uint8Array; missing: string[] };

const ESC = 0x1b;
const GS = 0x1d;
const LF = 0x0a;
const FS = 0x1c;
/** Dots of the narrowest bar. */
const BAR_DOTS = 2;
/** What level M of the largest symbol holds (ISO/IEC 18004, table 7). */
const QR_LIMIT_BYTES = 2331;
/** In PC437, 850, 852, 858, 866 and their relatives alike. */
const REPLACEMENT = "■";

type State = {
  bytes: number[];
  missing: Set<string>;
  order: readonly CodePage[];
  paper: Paper;
  rasterise: Rasterise | undefined;
  page: CodePage | null;
  /** The last value sent for each mode, by command. */
  modes: Map<string, number>;
};

/** The bytes of a page. Letters that could not be printed are replaced; use `encodePage` to learn which. */
export function encode(elements: readonly PrintElement[], options: EncodeOptions): Uint8Array {
  return encodePage(elements, options).bytes;
}

/** The bytes of a page and the letters that it could not print. */
export function encodePage(elements: readonly PrintElement[], options: EncodeOptions): EncodedPage {
  const paper = paperOf(options.width, options.columns);
  const state: State = {
    bytes: [],
    missing: new Set(),
    order: pagesByPreference(options.codePage),
    paper,
    rasterise: options.rasterise,
    page: null,
    modes: new Map(),
  };
  start(state);
  for (const element of typeset(elements, paper)) write(state, element);
  return { bytes: Uint8Array.from(state.bytes), missing: [...state.missing] };
}

/** ESC @, cancel Kanji mode (FS .), motion units of 1/203 inch (GS P): all that follows is then in known units. */
function start(state: State): void {
  state.bytes.push(ESC, 0x40, FS, 0x2e, GS, 0x50, 203, 203);
}

function write(state: State, element: ReturnType<typeof typeset>[number]): void {
  switch (element.type) {
    case "row":
      return writeRow(state, element);
    case "feed":
      return feed(state, element.height);
    case "image":
      align(state, "center");
      return void state.bytes.push(...rasterCommands(element.bitmap, state.paper.dots));
    case "qr":
      return qr(state, element.data, element.module);
    case "barcode":
      return barcode(state, element.data, element.height);
    case "cut":
      // GS V 66 0: feed to the cutter, leave one point uncut.
      return void state.bytes.push(GS, 0x56, 66, 0);
    case "drawer":
      // ESC p 0: pin 2 alone, 100 ms on, 400 ms off, in units of 2 ms.
      return void state.bytes.push(ESC, 0x70, 0, 50, 200);
  }
}

/** Sends a mode only where it changes. */
function mode(state: State, command: readonly number[], value: number): void {
  const key = command.join(" ");
  if (state.modes.get(key) === value) return;
  state.modes.set(key, value);
  state.bytes.push(...command, value);
}

const alignments = { left: 0, center: 1, right: 2 } as const;
const align = (state: State, side: keyof typeof alignments): void =>
  mode(state, [ESC, 0x61], alignments[side]);

/** ESC J takes up to 255. */
function feed(state: State, height: number): void {
  for (let left = Math.round(height); left > 0; left -= 255) state.bytes.push(ESC, 0x4a, Math.min(255, left));
}

function writeRow(state: State, row: Row): void {
  align(state, row.align);
  mode(state, [ESC, 0x33], row.spacing);
  const content = row.runs.map((run) => run.text).join("");
  if (state.rasterise && needsDots(state, content) && drawRow(state, row, state.rasterise)) return;
  mode(state, [ESC, 0x4d], row.small ? 1 : 0);
  let column = 0;
  for (const run of row.runs) {
    if (run.column > column) writeRun(state, gap(run.column - column), row);
    writeRun(state, run, row);
    column = Math.max(column, run.column) + displayWidth(run.text) * run.wide;
  }
  state.bytes.push(LF);
}

const gap = (columns: number): Run => ({
  text: " ".repeat(columns),
  column: 0,
  wide: 1,
  bold: false,
  underline: false,
  inverse: false,
});

function writeRun(state: State, run: Run, row: Row): void {
  mode(state, [GS, 0x21], ((run.wide - 1) << 4) | (row.tall - 1));
  mode(state, [ESC, 0x45], run.bold ? 1 : 0);
  mode(state, [ESC, 0x2d], run.underline ? 1 : 0);
  mode(state, [GS, 0x42], run.inverse ? 1 : 0);
  for (const part of splitByPage(graphemes(run.text), state.order, state.page)) {
    if (part.page) writeLetters(state, part.page, part.text);
    else replaceLetters(state, part.text);
  }
}

function writeLetters(state: State, page: CodePage, text: string): void {
  if (state.page !== page) {
    state.page = page;
    state.bytes.push(ESC, 0x74, page.number);
  }
  for (const letter of graphemes(text)) state.bytes.push(page.byteOf.get(letter) ?? 0x3f);
}

function replaceLetters(state: State, text: string): void {
  const page = state.order.find((candidate) => candidate.byteOf.has(REPLACEMENT));
  for (const letter of graphemes(text)) {
    state.missing.add(letter);
    if (page) writeLetters(state, page, REPLACEMENT.repeat(Math.max(1, displayWidth(letter))));
  }
}

const needsDots = (state: State, content: string): boolean =>
  splitByPage(graphemes(content), state.order, state.page).some((part) => part.page === null);

/** Draws the whole row as one picture. False, and nothing written, where the rasteriser lacks a letter. */
function drawRow(state: State, row: Row, rasterise: Rasterise): boolean {
  const cell = row.small ? cellDots.small : cellDots.normal;
  const height = (row.small ? cellDots.smallHeight : cellDots.height) * row.tall;
  const right = row.runs.reduce(
    (most, run) => Math.max(most, run.column + displayWidth(run.text) * run.wide),
    0,
  );
  const picture = emptyBitmap(Math.min(state.paper.dots, right * cell), height);
  for (const run of row.runs) {
    const drawn = rasterise(run.text, { height, cell: cell * run.wide, bold: run.bold });
    if (!drawn) return false;
    drawBitmap(picture, drawn, run.column * cell, run.inverse);
  }
  state.bytes.push(...rasterCommands(picture, state.paper.dots));
  feed(state, row.spacing - height);
  return true;
}

/** GS ( k, functions 165 (model 2), 167 (module), 169 (level M), 180 (store), 181 (print). */
function qr(state: State, data: string, module: number): void {
  const stored = new TextEncoder().encode(data);
  if (stored.length > QR_LIMIT_BYTES) throw new RangeError(`A QR code cannot hold ${stored.length} bytes`);
  const length = stored.length + 3;
  align(state, "center");
  state.bytes.push(GS, 0x28, 0x6b, 4, 0, 49, 65, 50, 0, GS, 0x28, 0x6b, 3, 0, 49, 67, module);
  state.bytes.push(GS, 0x28, 0x6b, 3, 0, 49, 69, 49);
  state.bytes.push(GS, 0x28, 0x6b, length & 0xff, length >> 8, 49, 80, 48, ...stored);
  state.bytes.push(GS, 0x28, 0x6b, 3, 0, 49, 81, 48);
}

/**
 * GS k 73: CODE128, set B, which takes printable ASCII. Data that it cannot take, or that is wider than the paper, on which a
 * printer would print nothing at all, is printed as text.
 */
function barcode(state: State, data: string, height: number): void {
  // "{" announces a code set within the data; doubled it is itself.
  const codes = data.replaceAll("{", "{{");
  const dots = ((data.length + 3) * 11 + 2) * BAR_DOTS;
  if (!/^[ -~]+$/.test(data) || dots > state.paper.dots || codes.length > 253) {
    for (const line of typeset([text(data, { align: "center" })], state.paper)) write(state, line);
    return;
  }
  align(state, "center");
  state.bytes.push(GS, 0x68, height, GS, 0x77, BAR_DOTS, GS, 0x48, 0);
  state.bytes.push(GS, 0x6b, 73, codes.length + 2, 0x7b, 0x42, ...new TextEncoder().encode(codes));
}
