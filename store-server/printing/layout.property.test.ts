import type { KitchenTicket, Receipt } from "@tillbox/shared/contract/printer.ts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codePageNames, findCodePage } from "./code-pages.ts";
import { pageText } from "./decoded-page.ts";
import { decode } from "./decoder.ts";
import { cleanText } from "./display-width.ts";
import { paperOf } from "./elements.ts";
import { encode } from "./encoder.ts";
import { layout } from "./layout.ts";
import { faultsOf } from "./testing/page-check.ts";
import { sampleReceipt, sampleTicket } from "./testing/sample-documents.ts";

const letters = [
  ...new Set(codePageNames.flatMap((name) => [...(findCodePage(name)?.byteOf.keys() ?? [])])),
].filter((letter) => cleanText(letter) === letter && !/[─═▀ȘșȚț]/.test(letter));
const words = fc.string({ unit: fc.constantFrom(...letters, " ", " ", " "), minLength: 1, maxLength: 60 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const amount = fc.integer({ min: 0, max: 10_000_000_000 });
const line = {
  name: words,
  quantity: fc.oneof(fc.integer({ min: 1, max: 999 }), fc.constantFrom(0.385, 12.5)),
  modifiers: fc.array(words, { maxLength: 3 }),
  notes: maybe(words),
  seat: maybe(fc.integer({ min: 1, max: 999 })),
};
const ticket: fc.Arbitrary<KitchenTicket> = fc.record({
  ...Object.fromEntries(Object.entries(sampleTicket).map(([key, value]) => [key, fc.constant(value)])),
  tableName: maybe(words),
  customerName: maybe(words),
  notes: maybe(words),
  waiter: words,
  stationName: words,
  lines: fc.array(
    fc.record({
      ...line,
      change: fc.constantFrom("new" as const, "more" as const, "void" as const),
      course: maybe(fc.integer({ min: 1, max: 20 })),
      allergens: fc.array(words, { maxLength: 4 }),
    }),
    { maxLength: 4 },
  ),
}) as fc.Arbitrary<KitchenTicket>;
const receipt: fc.Arbitrary<Receipt> = fc.record({
  ...Object.fromEntries(Object.entries(sampleReceipt).map(([key, value]) => [key, fc.constant(value)])),
  tableName: maybe(words),
  waiter: words,
  receiptNumber: maybe(words),
  total: amount,
  subtotal: amount,
  lines: fc.array(
    fc.record({
      ...line,
      unitPrice: amount,
      lineTotal: amount,
      discountAmount: amount,
      taxMark: fc.constantFrom("A", "B", ""),
    }),
    { maxLength: 4 },
  ),
}) as fc.Arbitrary<Receipt>;

const papers = fc.constantFrom<{ width: 80 | 58; columns?: 48 | 42 | 32 }>(
  { width: 80 },
  { width: 58 },
  { width: 80, columns: 42 },
);

describe("any document", () => {
  it.each([
    ["kitchen ticket", ticket],
    ["receipt", receipt],
  ])("that is a %s is printed letter by letter, within the paper, at every width", (_, documents) => {
    fc.assert(
      fc.property(documents as fc.Arbitrary<KitchenTicket | Receipt>, papers, (document, paper) => {
        const elements = layout(document, { ...paper, settings: {}, copy: { of: "job-1" } });
        const bytes = encode(elements, { ...paper, codePage: null });
        expect(faultsOf(elements, bytes, paperOf(paper.width, paper.columns))).toEqual([]);
        const text = pageText(decode(bytes)).replace(/\s/g, "");
        for (const { name } of document.lines) {
          const first = cleanText(name).trim().split(/\s+/)[0]?.slice(0, 4) ?? "";
          expect(text).toContain(first);
        }
      }),
      { numRuns: 150 },
    );
  });
});
