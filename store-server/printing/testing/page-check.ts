/**
 * Holds the bytes of a page against the elements that they are to print: reads them back with the decoder and names every
 * difference. An empty list is a good page. Tests use it on our encoder, and on broken ones to see that it bites.
 */
import { type DecodedItem, lineText, pageText } from "../decoded-page.ts";
import { decode } from "../decoder.ts";
import { cleanText } from "../display-width.ts";
import type { Paper, PrintElement } from "../elements.ts";

const sortedLetters = (text: string): string => [...text.replace(/\s/g, "")].sort().join("");
const ruleLetters = /[─═▀]/g;

/** The letters that the elements ask for, in any order: the cells of a row stand beside each other, wrapped. */
function wantedText(elements: readonly PrintElement[]): string {
  return elements
    .map((element) => {
      if (element.type === "text") return element.text;
      return element.type === "columns" ? element.cells.map((cell) => cell.text).join("") : "";
    })
    .map(cleanText)
    .join("");
}

/** All of one kind, with what they hold. */
const having = (items: readonly { type: string; data?: string }[], type: string): string =>
  items.flatMap((item) => (item.type === type ? [`${type} ${item.data ?? ""}`] : [])).join(", ");

type Line = Extract<DecodedItem, { type: "line" }>;

export function faultsOf(elements: readonly PrintElement[], bytes: Uint8Array, paper: Paper): string[] {
  const page = decode(bytes);
  const faults = page.unknown.map((command) => `unknown command ${command.hex}`);
  if (page.incomplete > 0) faults.push("unfinished command at the end");
  if (page.unprinted !== "") faults.push(`not printed: ${page.unprinted}`);
  const lines = page.items.filter((item): item is Line => item.type === "line");
  for (const line of lines) if (line.width > paper.dots) faults.push(`too wide: ${lineText(line)}`);
  const asked = sortedLetters(wantedText(elements)).replace(ruleLetters, "");
  const got = sortedLetters(pageText(page)).replace(ruleLetters, "");
  if (asked !== got) faults.push(`letters differ: asked ${asked}, got ${got}`);
  for (const type of ["cut", "drawer", "qr", "barcode"]) {
    const [asked, got] = [having(elements, type), having(page.items, type)];
    if (asked !== got) faults.push(`asked for ${asked}, got ${got}`);
  }
  for (const item of page.items) {
    if (item.type === "drawer" && (item.on_ms < 50 || item.on_ms > 250))
      faults.push("drawer pulse out of range");
  }
  return faults;
}
