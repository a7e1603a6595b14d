import type { PrintDocument } from "@tillbox/shared/contract/printer.ts";
import { describe, expect, test } from "vitest";
import { pageText } from "./decoded-page.ts";
import { decode } from "./decoder.ts";
import { encode } from "./encoder.ts";
import { type LayoutOptions, layout } from "./layout.ts";
import { sampleGiftCard, sampleInvoice, sampleSlip } from "./testing/sample-documents.ts";

const usual: LayoutOptions = { width: 80, settings: { openDrawer: true }, copy: null };
const printed = (document: PrintDocument, options: Partial<LayoutOptions> = {}) => {
  const all = { ...usual, ...options };
  return decode(encode(layout(document, all), { width: all.width, codePage: null }));
};
const typesOf = (document: PrintDocument, options: Partial<LayoutOptions> = {}): string[] =>
  printed(document, options).items.map(({ type }) => type);
const said = (document: PrintDocument, options: Partial<LayoutOptions> = {}): string =>
  pageText(printed(document, options));

describe("the paper of a gift card", () => {
  test.each([80, 58] as const)(
    "on %d mm has the code once for scanners and once for people, in one line",
    (width) => {
      const page = printed(sampleGiftCard, { width });
      const codes = page.items.filter((item) => item.type === "qr");
      expect(codes).toMatchObject([{ data: "65BDD1GD2MX57YP6" }]);
      const text = pageText(page);
      expect(text).toContain("65BD-D1GD-2MX5-7YP6");
      expect(text).toContain("Good until 12 Mar 2029");
      expect(text).toMatch(/€\s?50\.00/);
    },
  );

  test("that never ends says no day, and opens no drawer", () => {
    expect(said({ ...sampleGiftCard, expiresOn: null })).not.toContain("Good until");
    expect(typesOf(sampleGiftCard)).not.toContain("drawer");
  });
});

describe("the slip of a card or an account", () => {
  test("says what was paid, how, what came back and what stands there now", () => {
    const text = said(sampleSlip);
    for (const words of [
      "Gift card G1-000012",
      "•••• 7YP6",
      "Given",
      "60.00",
      "Change",
      "10.00",
      "On the card",
    ])
      expect(text).toContain(words);
  });

  test("opens the drawer for cash, once, and never for a copy or a terminal", () => {
    const external = { method: "external", amount: 5000, rounding: 0, tendered: null, change: 0 };
    expect(typesOf(sampleSlip).filter((type) => type === "drawer")).toHaveLength(1);
    expect(typesOf(sampleSlip, { copy: { of: "job-1" } })).not.toContain("drawer");
    expect(typesOf({ ...sampleSlip, tender: external })).not.toContain("drawer");
    expect(typesOf(sampleInvoice)).not.toContain("drawer");
  });

  test("as an invoice lists what is due and until when; an erased guest is said to be erased", () => {
    const text = said(sampleInvoice);
    for (const words of [
      "Invoice A1-000003",
      "Harbour Freight Ltd",
      "Pier 4",
      "Receipt R1-000118",
      "-12.00",
      "116.50",
    ])
      expect(text).toContain(words);
    expect(said({ ...sampleInvoice, facts: [{ label: "To", value: null }] })).toContain("To: erased");
  });
});
