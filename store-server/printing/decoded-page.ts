/** What was read from ESC/POS bytes: the things on the paper in their order, requests, and whatever was not understood. */

export type DecodedRun = {
  text: string;
  /** Dots from the left edge of the line. */
  x: number;
  font: "A" | "B";
  wide: number;
  tall: number;
  bold: boolean;
  underline: boolean;
  inverse: boolean;
};
export type DecodedAlign = "left" | "center" | "right";
export type DecodedItem =
  | { type: "line"; runs: DecodedRun[]; align: DecodedAlign; width: number; height: number }
  | { type: "feed"; height: number }
  | { type: "image"; width: number; height: number; bits: Uint8Array; align: DecodedAlign }
  | { type: "qr"; data: string; module: number; level: "L" | "M" | "Q" | "H"; align: DecodedAlign }
  | {
      type: "barcode";
      system: number;
      data: string;
      height: number;
      module: number;
      align: DecodedAlign;
    }
  | { type: "cut"; mode: "full" | "partial" }
  | { type: "drawer"; pin: 2 | 5; on_ms: number; off_ms: number };

export type DecodedPage = {
  items: DecodedItem[];
  /** Status requests in the order in which they were met: DLE EOT n, GS r n. */
  requests: { command: "DLE EOT" | "GS r"; n: number }[];
  /** Bytes that are no command we know: hexadecimal, with their offset. */
  unknown: { offset: number; hex: string }[];
  /** Letters at the end that no line feed has printed. */
  unprinted: string;
  /** Bytes at the end that begin a command without ending it. */
  incomplete: number;
};

/** Text of the lines, one a line, without styles. */
export const pageText = (page: DecodedPage): string =>
  page.items
    .filter((item) => item.type === "line")
    .map((line) => lineText(line))
    .join("\n");

export const lineText = (line: { runs: readonly DecodedRun[] }): string =>
  line.runs.map((run) => run.text).join("");
