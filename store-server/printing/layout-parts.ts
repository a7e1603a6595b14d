/** What all documents are built from: the header of the business, pairs of facts, the largest size that fits. */
import type { PrintSettings } from "@tillbox/shared/contract/printer.ts";
import { displayWidth, longestWord } from "./display-width.ts";
import {
  type Bitmap,
  type Cell,
  columns,
  feed,
  type Paper,
  type PrintElement,
  type Scale,
  text,
} from "./elements.ts";

export type LayoutContext = { paper: Paper; settings: PrintSettings; logo: Bitmap | undefined };

/**
 * The largest scale at which a text stands in one line, else the largest at which no word breaks, else 1. `frame` counts the
 * characters around it: 2 for white on black.
 */
export function fittingScale(content: string, room: number, largest: Scale, frame = 0): Scale {
  for (const measure of [displayWidth, longestWord]) {
    for (let scale = largest; scale > 1; scale -= 1) {
      if ((measure(content) + frame) * scale <= room) return scale;
    }
  }
  return 1;
}

/** Two facts in one line where both fit with a gap, else one below the other. Empty ones take no line. */
export function pair(
  left: string,
  right: string,
  paper: Paper,
  style: { bold?: boolean; small?: boolean } = {},
): PrintElement[] {
  const room = style.small ? paper.smallColumns : paper.columns;
  const width = displayWidth(right);
  if (left === "" || right === "" || displayWidth(left) + width + 2 > room) {
    return [left, right].filter((part) => part !== "").map((part) => text(part, style));
  }
  const bold = style.bold ?? false;
  return [
    columns(
      [
        { text: left, bold },
        { text: right, columns: width, align: "right", bold },
      ],
      {
        small: style.small ?? false,
      },
    ),
  ];
}

/** Logo, name of the business and the lines of its header, centred. */
export function letterhead(
  head: { businessName: string; header: string | null },
  context: LayoutContext,
): PrintElement[] {
  const elements: PrintElement[] = [];
  if (context.logo && context.settings.printLogo !== false) {
    elements.push({ type: "image", bitmap: context.logo }, feed(12));
  }
  if (context.settings.printHeader === false) return elements;
  const wide = fittingScale(head.businessName, context.paper.columns, 2);
  elements.push(text(head.businessName, { align: "center", bold: true, wide, tall: 2 }));
  if (head.header) elements.push(feed(4), text(head.header, { align: "center" }));
  return [...elements, feed(20)];
}

/** A label and its amount at the right edge. */
export function amountRow(
  label: string,
  amount: string,
  style: { bold?: boolean; indent?: number } = {},
): PrintElement {
  const bold = style.bold ?? false;
  const cells: Cell[] = [
    { text: label, bold },
    { text: amount, columns: displayWidth(amount) + 1, align: "right", bold },
  ];
  return columns(style.indent ? [{ text: "", columns: style.indent }, ...cells] : cells);
}

/** One word and one amount, as large as they fit in a line. */
export function largeRow(label: string, amount: string, paper: Paper): PrintElement[] {
  const wide = fittingScale(`${label} ${amount}`, paper.columns, 2);
  const cells: Cell[] = [
    { text: label, bold: true, wide },
    { text: amount, columns: displayWidth(amount) * wide, align: "right", bold: true, wide },
  ];
  return [feed(2), columns(cells, { tall: 2 }), feed(6)];
}
