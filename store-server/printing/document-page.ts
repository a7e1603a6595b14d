/** A document as a page to look at, exactly as the widest paper would show it. */
import type { PrintDocument } from "@tillbox/shared/contract/printer.ts";
import { encode } from "./encoder.ts";
import { layout } from "./layout.ts";
import { renderPage } from "./page-html.ts";

const width = 80;

export const documentPage = (document: PrintDocument): string =>
  renderPage(encode(layout(document, { width, settings: {}, copy: null }), { width, codePage: null }), width);
