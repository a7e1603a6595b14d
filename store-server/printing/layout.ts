/**
 * How a document looks on paper. Pure: the facts of the document and the wishes of its printer go in, elements come out. What a
 * person must not miss (a copy, a ticket from another printer, a bill that is no receipt) stands in a black bar at the top.
 */
import type { PrintDocument, PrintSettings } from "@tillbox/shared/contract/printer.ts";
import { cashSlip } from "./cash-layout.ts";
import { dayReport } from "./day-layout.ts";
import { type Bitmap, feed, type PaperWidth, type PrintElement, paperOf, text } from "./elements.ts";
import { kitchenTicket } from "./kitchen-layout.ts";
import { giftCardPaper, ledgerSlip } from "./ledger-layout.ts";
import { receipt } from "./receipt-layout.ts";
import { refundSlip } from "./refund-layout.ts";
import { testPage } from "./test-page-layout.ts";

export type LayoutOptions = {
  width: PaperWidth;
  /** Columns of font A where they differ from the usual 48 (80 mm) and 32 (58 mm). */
  columns?: 48 | 42 | 32;
  settings: PrintSettings;
  /** Set when this may have been printed before; `of` names the earlier print job. */
  copy: { of: string } | null;
  /** Name of the printer that should have printed this. */
  divertedFrom?: string;
  /** Printed above the header where `settings.printLogo` is not off. */
  logo?: Bitmap;
};

/** Tear-off without a cutter: the head stands about 12 mm behind the edge. */
const TEAR_OFF = 120;

/** The elements of a document, all its prints (`settings.copies`) with their cuts. Never throws for a valid document. */
export function layout(document: PrintDocument, options: LayoutOptions): PrintElement[] {
  const prints = options.settings.copies ?? 1;
  const elements: PrintElement[] = opensDrawer(document, options) ? [{ type: "drawer" }] : [];
  if (document.kind === "drawer") return elements;
  for (let number = 1; number <= prints; number += 1) {
    elements.push(...notices(document, options), ...body(document, options));
    if (prints > 1) {
      elements.push(feed(8), text(`Print ${number} of ${prints}`, { align: "center", small: true }));
    }
    elements.push(...ending(options.settings));
  }
  return elements;
}

function body(document: PrintDocument, options: LayoutOptions): PrintElement[] {
  const paper = paperOf(options.width, options.columns);
  const context = { paper, settings: options.settings, logo: options.logo };
  switch (document.kind) {
    case "kitchen":
      return kitchenTicket(document, context);
    case "receipt":
      return receipt(document, context);
    case "refund":
      return refundSlip(document, context);
    case "cash":
      return cashSlip(document, context);
    case "day":
      return dayReport(document, context);
    case "slip":
      return ledgerSlip(document, context);
    case "gift-card":
      return giftCardPaper(document, context);
    case "drawer":
      return [];
    case "test":
      return testPage(document, context);
  }
}

/** The drawer opens for cash and without a sale, once, and never for a bill that is only shown or printed again. */
function opensDrawer(document: PrintDocument, options: LayoutOptions): boolean {
  if (options.copy || options.settings.openDrawer !== true) return false;
  if (document.kind === "drawer") return true;
  if (document.kind === "cash") return document.event !== "closed";
  if (document.kind === "slip") return document.tender?.method === "cash";
  if (document.kind === "refund") return document.tenders.some((tender) => tender.method === "cash");
  return (
    document.kind === "receipt" &&
    !document.proforma &&
    document.payments.some((paid) => paid.method === "cash")
  );
}

function notices(document: PrintDocument, options: LayoutOptions): PrintElement[] {
  const elements: PrintElement[] = [];
  if (options.copy) {
    elements.push(
      bar("COPY", 2),
      feed(6),
      text(copyAdvice(document), { align: "center" }),
      text(`Job ${options.copy.of}`, { align: "center", small: true }),
      feed(10),
    );
  }
  if (options.divertedFrom !== undefined) elements.push(bar(`For ${options.divertedFrom}`, 1), feed(10));
  return elements;
}

const copyAdvice = (document: PrintDocument): string =>
  document.kind === "kitchen"
    ? "May have been printed before.\nCheck before you cook."
    : "May have been printed before.";

const bar = (content: string, scale: 1 | 2): PrintElement =>
  text(content, { inverse: true, fill: true, bold: true, align: "center", wide: scale, tall: 2 });

const ending = (settings: PrintSettings): PrintElement[] =>
  settings.autoCut === false ? [feed(TEAR_OFF)] : [feed(16), { type: "cut" }];
