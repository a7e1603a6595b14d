/** The page that shows what a printer can: width, sizes, ink, letters of every code page, QR and barcode, cutter. */
import type { TestPage } from "@tillbox/shared/contract/printer.ts";
import { columns, feed, type PrintElement, rule, text } from "./elements.ts";
import { dateTimeText } from "./formats.ts";
import { type LayoutContext, letterhead } from "./layout-parts.ts";

const samples: readonly [string, string][] = [
  ["West", "äöüß éèç ñ å ø 12,50 €"],
  ["Central", "Żółć, příliš, őű"],
  ["Baltic", "ąčęėįšųū"],
  ["Turkish", "ğışöç İ"],
  ["Greek", "Καλημέρα"],
  ["Cyrillic", "Спасибо"],
];

export function testPage(page: TestPage, context: LayoutContext): PrintElement[] {
  const { paper } = context;
  const { timeZone, locale } = page.letterhead;
  return [
    ...letterhead(page.letterhead, context),
    text("Test page", { bold: true, wide: 2, tall: 2, align: "center" }),
    feed(6),
    text(page.printerName, { align: "center", bold: true }),
    text(dateTimeText(page.at, timeZone, locale), { align: "center" }),
    feed(8),
    text(ruler(paper.columns)),
    text(`${paper.columns} columns: the line above fills one line exactly.`, { small: true }),
    rule(),
    text("Normal"),
    text("Bold", { bold: true }),
    text("Underlined", { underline: true }),
    text("White on black", { inverse: true }),
    text("Small print", { small: true }),
    text("Tall", { tall: 2 }),
    text("Large", { wide: 2, tall: 2 }),
    rule(),
    ...samples.map(([name, letters]) => columns([{ text: name, columns: 10 }, { text: letters }])),
    rule(),
    columns([{ text: "Left" }, { text: "right", columns: 10, align: "right" }]),
    feed(10),
    { type: "qr", data: `${page.printerName} · ${page.at}`, module: 5 },
    feed(14),
    { type: "barcode", data: "TILLBOX-58", height: 60 },
    feed(14),
    text("All readable? This printer is ready.", { align: "center" }),
  ];
}

/** "1234567890123…", so that a missing column is seen at once. */
const ruler = (count: number): string =>
  Array.from({ length: count }, (_, index) => String((index + 1) % 10)).join("");
