/**
 * How much paper a text takes, counted in cells of a monospaced printer: CJK and emoji take two, combining marks
 * and marks within a letter take none. Everything that pads or wraps measures with this, never with `length`.
 */

const WIDE =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18cff}\u{1aff0}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;
const INKLESS = /^[\p{Cc}\p{Default_Ignorable_Code_Point}]+$/u;
const PLAIN = /^[\x20-\x7e]*$/;
/** Letters of the European alphabets, punctuation, box drawing: each stands alone and takes one cell. */
const SIMPLE =
  /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u2012-\u2027\u2030-\u205e\u20a0-\u20bf\u2500-\u25f0]*$/;
const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The user-perceived characters of a text; a combining mark stays with its letter. */
export function graphemes(text: string): string[] {
  if (SIMPLE.test(text)) return [...text];
  return Array.from(segmenter.segment(text), (part) => part.segment);
}

function graphemeWidth(grapheme: string): number {
  if (INKLESS.test(grapheme)) return 0;
  return WIDE.test(grapheme) ? 2 : 1;
}

/** Cells of a single-line text at scale 1. */
export function displayWidth(text: string): number {
  if (SIMPLE.test(text)) return text.length;
  return graphemes(text).reduce((sum, grapheme) => sum + graphemeWidth(grapheme), 0);
}

/** The text with spaces up to `columns`; a longer text is returned as it is. */
export function padText(text: string, columns: number, align: "left" | "center" | "right" = "left"): string {
  const missing = Math.max(0, columns - displayWidth(text));
  if (align === "left") return text + " ".repeat(missing);
  if (align === "right") return " ".repeat(missing) + text;
  const before = Math.floor(missing / 2);
  return " ".repeat(before) + text + " ".repeat(missing - before);
}

/**
 * Lines of at most `columns` cells: broken at spaces, within a word only where the word alone is too long. No character is
 * lost but the spaces at a break. A line feed in the text starts a new line. `columns` must be at least 2, the widest cell.
 */
export function wrapText(text: string, columns: number): string[] {
  if (columns < 2) throw new RangeError(`Cannot wrap text to ${columns} columns`);
  return text.split("\n").flatMap((paragraph) => wrapParagraph(paragraph, columns));
}

function wrapParagraph(paragraph: string, columns: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of paragraph.split(" ")) {
    const joined = line === "" ? word : `${line} ${word}`;
    if (displayWidth(joined) <= columns) {
      line = joined;
      continue;
    }
    if (line !== "") lines.push(line);
    const pieces = breakWord(word, columns);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? "";
  }
  lines.push(line);
  return lines;
}

function breakWord(word: string, columns: number): string[] {
  const pieces: string[] = [];
  let piece = "";
  let width = 0;
  for (const grapheme of graphemes(word)) {
    const cells = graphemeWidth(grapheme);
    if (width + cells > columns) {
      pieces.push(piece);
      piece = "";
      width = 0;
    }
    piece += grapheme;
    width += cells;
  }
  pieces.push(piece);
  return pieces;
}

/** Cells of the longest word, the least width at which no word is broken. */
export function longestWord(text: string): number {
  return Math.max(0, ...text.split(/[ \n]/).map(displayWidth));
}

/** Marks that a letter of an alphabet does not need: joiners and wishes for a coloured glyph. */
const JOINERS = /(?<=[\u0020-\u04ff])(?:\u200c|\u200d|\ufe0e|\ufe0f)/gu;

/**
 * Text as paper can take it: composed letters (NFC), line feeds for all line ends, spaces for tabs and exotic spaces, plain
 * hyphen and minus. Control characters, which a printer would obey, and marks without ink are taken out.
 */
export function cleanText(text: string): string {
  if (PLAIN.test(text)) return text;
  const plain = text
    .normalize("NFC")
    .toWellFormed()
    .replace(/\r\n?|\u2028|\u2029|\u0085/g, "\n")
    .replace(/\u3000/g, "  ")
    .replace(/[\t\p{Zs}]/gu, " ")
    .replace(/[\u2010\u2011\u2212]/g, "-")
    .replace(JOINERS, "");
  return graphemes(plain)
    .filter((grapheme) => grapheme === "\n" || !INKLESS.test(grapheme))
    .join("");
}
