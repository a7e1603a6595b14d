import type { RefundSlip } from "@tillbox/shared/contract/printer.ts";
import { describe, expect, it } from "vitest";
import { lineText, pageText } from "./decoded-page.ts";
import { count, found, linesOf, printed } from "./testing/printed-page.ts";
import {
  sampleExclusiveReceipt,
  sampleProforma,
  sampleReceipt,
  sampleRefund,
  sampleTestPage,
  sampleTicket,
} from "./testing/sample-documents.ts";

describe("a copy", () => {
  it("says so in a black bar at the top, with the job that it repeats", () => {
    const lines = linesOf(sampleReceipt, { copy: { of: "job-7" } });
    expect(lineText(lines[0]!).trim()).toBe("COPY");
    expect(lines[0]!.runs.every((run) => run.inverse)).toBe(true);
    expect(lines[0]!.width).toBe(576);
    expect(found(lines, "Job job-7")).toBeDefined();
  });

  it("warns the cook", () => {
    expect(pageText(printed(sampleTicket, { copy: { of: "job-7" } }))).toContain("Check before you cook.");
  });

  it("is not said of a first print", () => {
    expect(pageText(printed(sampleReceipt))).not.toContain("COPY");
  });
});

describe("a ticket from another printer", () => {
  it("names that printer", () => {
    const line = found(linesOf(sampleTicket, { divertedFrom: "Bar printer" }), "For Bar printer");
    expect(line.runs.every((run) => run.inverse)).toBe(true);
  });
});

describe("the drawer", () => {
  const openDrawer = { settings: { openDrawer: true } };

  it("opens first of all, once, when cash was paid, however many prints there are", () => {
    const page = printed(sampleReceipt, { settings: { openDrawer: true, copies: 3 } });
    expect(page.items[0]).toMatchObject({ type: "drawer", pin: 2, on_ms: 100 });
    expect(page.items.filter((item) => item.type === "drawer")).toHaveLength(1);
  });

  it("stays shut without cash, for a bill, a copy, a ticket, and where the printer has no drawer", () => {
    const card = { ...sampleReceipt, payments: [sampleReceipt.payments[0]!] };
    expect(count(card, "drawer", openDrawer)).toBe(0);
    expect(count({ ...sampleReceipt, proforma: true }, "drawer", openDrawer)).toBe(0);
    expect(count(sampleReceipt, "drawer", { ...openDrawer, copy: { of: "job-7" } })).toBe(0);
    expect(count(sampleTicket, "drawer", openDrawer)).toBe(0);
    expect(count(sampleReceipt, "drawer")).toBe(0);
  });
});

describe("a refund", () => {
  const text = (change: Partial<RefundSlip> = {}) => pageText(printed({ ...sampleRefund, ...change }));
  it("names itself, its receipt, the reason, and what goes back by which means, as money out", () => {
    for (const said of [
      "Refund F1-000007",
      "For receipt R-2026-000123",
      "Reason: cold",
      "2 × Pizza Margherita",
    ])
      expect(text()).toContain(said);
    expect(text()).toMatch(/Pizza Margherita +-24\.12/);
    expect(text()).toMatch(/Given back +-24\.10/);
    expect(text()).toContain("Signature");
  });
  it("of a receipt with an invoice is a credit note to whom it was written", () => {
    const said = text({ creditNoteFor: "I1-000003", billTo: ["Hafen GmbH", "Kai 1"] });
    for (const part of ["Credit note F1-000007", "For invoice I1-000003", "Hafen GmbH"])
      expect(said).toContain(part);
  });
  it("opens the drawer for cash only", () => {
    const openDrawer = { settings: { openDrawer: true } };
    expect(count(sampleRefund, "drawer", openDrawer)).toBe(1);
    const slip = { ...sampleRefund, tenders: [{ method: "external", amount: -2412, tip: 0, rounding: 0 }] };
    expect(count(slip, "drawer", openDrawer)).toBe(0);
  });
});

describe("settings", () => {
  it("print several times, each with its number and its cut", () => {
    const page = printed(sampleTicket, { settings: { copies: 2 } });
    expect(pageText(page)).toContain("Print 1 of 2");
    expect(pageText(page)).toContain("Print 2 of 2");
    expect(page.items.filter((item) => item.type === "cut")).toHaveLength(2);
  });

  it("without a cutter feed the paper to where it is torn", () => {
    expect(count(sampleTicket, "cut", { settings: { autoCut: false } })).toBe(0);
    expect(printed(sampleTicket, { settings: { autoCut: false } }).items.at(-1)).toMatchObject({
      type: "feed",
      height: 120,
    });
  });

  it("leave out header, footer, time, table and special instructions", () => {
    const settings = { printHeader: false, printFooter: false, printTime: false, printTable: false };
    const receipt = pageText(printed(sampleReceipt, { settings }));
    for (const gone of ["Osteria del Porto", "Thank you", "19:42", "Table 12"])
      expect(receipt).not.toContain(gone);
    const ticket = pageText(
      printed(sampleTicket, { settings: { ...settings, printSpecialInstructions: false } }),
    );
    for (const gone of ["19:42", "Table 12", "Birthday", "without garlic"])
      expect(ticket).not.toContain(gone);
    expect(ticket).toContain("Dine-in 118");
  });

  it("print the logo above the header, or leave it out", () => {
    const logo = { width: 16, height: 2, bits: Uint8Array.of(1, 2, 3, 4) };
    expect(printed(sampleReceipt, { logo }).items[0]).toMatchObject({ type: "image", width: 16, height: 2 });
    expect(count(sampleReceipt, "image", { logo, settings: { printLogo: false } })).toBe(0);
  });
});

describe("a receipt", () => {
  it("at 58 mm holds everything that it holds at 80 mm", () => {
    const words = (width: 80 | 58) =>
      pageText(printed(sampleReceipt, { width }))
        .split(/\s+/)
        .filter((word) => !/[─═]/.test(word))
        .sort();
    expect(words(58)).toEqual(words(80));
  });

  it("wraps a long name and keeps its amount at the edge of the first line", () => {
    const lines = linesOf(sampleReceipt, { width: 58 }).map(lineText);
    const at = lines.findIndex((line) => line.startsWith("1 Hausgemachte"));
    expect(lines.slice(at, at + 4)).toEqual([
      "1 Hausgemachte           A 18.90",
      "  Tagliatelle mit",
      "  Pfifferlingen und",
      "  Salbeibutter",
    ]);
  });

  it("prints the total in letters of four times the area", () => {
    const line = found(linesOf(sampleReceipt), "Total  ");
    expect(line.runs.filter((run) => run.text.trim() !== "")).toMatchObject([
      { text: "Total", wide: 2, tall: 2, bold: true },
      { text: "€88.19", wide: 2, tall: 2, bold: true },
    ]);
    expect(line.width).toBe(576);
  });

  it("adds up from the subtotal to the total where tax is added", () => {
    const text = pageText(printed(sampleExclusiveReceipt));
    const amounts = ["Subtotal", "Coffee hour", "Service", "Sales tax 8% (A)"].map((label) => {
      const line = text.split("\n").find((candidate) => candidate.startsWith(label)) ?? "";
      return Math.round(Number(line.slice(label.length)) * 100);
    });
    expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBe(sampleExclusiveReceipt.total);
    expect(text).not.toContain("Gross");
  });

  it("shows discounts that their reasons do not explain", () => {
    const text = pageText(printed({ ...sampleReceipt, discounts: [{ reason: "Regulars", amount: 900 }] }));
    expect(text).toMatch(/Regulars +-9\.00\nDiscount +-0\.80/);
  });

  it("says which line was discounted where not all were", () => {
    expect(pageText(printed(sampleExclusiveReceipt))).toContain("Discounted by 1.00, see below");
    expect(pageText(printed(sampleReceipt))).not.toContain("Discounted by");
  });

  it("lists tip, rounding, what was given and the change under each payment", () => {
    const text = pageText(printed(sampleReceipt));
    expect(text).toMatch(
      /Card +50\.00\n {2}Tip +5\.00\nCash +38\.19\n {2}Rounding +0\.01\n {2}Given +50\.00\n {2}Change +11\.80/,
    );
  });

  it("says what is still due after a part was paid", () => {
    const part = { ...sampleReceipt, payments: [sampleReceipt.payments[0]!] };
    expect(pageText(printed(part))).toMatch(/Still due +€38\.19/);
    expect(pageText(printed(sampleReceipt))).not.toContain("Still due");
  });

  it("ties lines to taxes by letters, and drops the letters of the table rather than print wrong ones", () => {
    expect(pageText(printed(sampleReceipt))).toMatch(/A MwSt 7% +62\.49 +4\.37 +66\.86/);
    const lines = sampleReceipt.lines.map((line) => ({ ...line, taxMark: "19" }));
    expect(pageText(printed({ ...sampleReceipt, lines }))).toMatch(/\nMwSt 7% +62\.49/);
    const swapped = sampleReceipt.lines.map((line) => ({
      ...line,
      taxMark: line.taxMark === "A" ? "B" : "A",
    }));
    expect(pageText(printed({ ...sampleReceipt, lines: swapped }))).toMatch(/\nMwSt 7% +62\.49/);
  });

  it("gives one letter to a class with several rates", () => {
    const rate = { taxClassId: "sales", inclusive: false, net: 3450 };
    const taxes = [
      { ...rate, name: "State", rate: "0.05", tax: 173, gross: 3623 },
      { ...rate, name: "City", rate: "0.03", tax: 103, gross: 3553 },
    ];
    const text = pageText(printed({ ...sampleExclusiveReceipt, taxes }));
    expect(text).toMatch(/State 5% \(A\) +1\.73\nCity 3% \(A\) +1\.03/);
    expect(text).toMatch(/A State 5% +34\.50 +1\.73 +36\.23\nA City 3%/);
  });

  it("writes amounts and times as the locale does, in the store's zone", () => {
    const letterhead = { ...sampleReceipt.letterhead, locale: "de-DE" };
    const text = pageText(printed({ ...sampleReceipt, letterhead }));
    expect(text).toContain("12.03.2026, 19:42");
    expect(text).toContain("88,19 €");
    expect(text).toContain("0,385 × 54,00");
  });

  it("prints amounts in the currency's own decimals", () => {
    const letterhead = { ...sampleReceipt.letterhead, currency: "JPY", locale: "en" };
    expect(pageText(printed({ ...sampleReceipt, letterhead }))).toContain("¥8,819");
  });

  it("prints even with a zone, locale or currency that nobody knows", () => {
    const letterhead = { ...sampleReceipt.letterhead, timeZone: "Mars/Olympus", locale: "x", currency: "??" };
    const text = pageText(printed({ ...sampleReceipt, letterhead }));
    expect(text).toContain("UTC");
    expect(text).toContain("88.19");
  });

  it("that is only a bill says at the top and at the bottom that it is no receipt", () => {
    const lines = linesOf(sampleProforma);
    expect(lineText(lines[0]!).trim()).toBe("NOT A RECEIPT");
    expect(lines[0]!.runs.every((run) => run.inverse)).toBe(true);
    const text = pageText(printed(sampleProforma));
    expect(text).toContain("Pro-forma bill");
    expect(text).toContain("Not a receipt. You get one when you have paid.");
    expect(text).not.toContain("R-2026");
  });
});

describe("a kitchen ticket", () => {
  it("begins with the table as large as the paper allows", () => {
    expect(linesOf(sampleTicket)[0]!.runs.find((run) => run.text.includes("Table 12"))).toMatchObject({
      wide: 3,
      tall: 3,
      inverse: true,
      bold: true,
    });
    const long = { ...sampleTicket, tableName: "Terrasse am Wasser 14" };
    for (const width of [80, 58] as const) {
      const bar = linesOf(long, { width }).filter((line) =>
        line.runs.some((run) => run.inverse && run.tall > 1),
      );
      expect(bar.map(lineText).join(" ").replace(/\s+/g, " ")).toContain("Terrasse am Wasser 14");
    }
  });

  it("of what is carried away begins with the order's number and the guest", () => {
    const lines = linesOf({
      ...sampleTicket,
      orderType: "takeaway",
      tableName: null,
      customerName: "Guest 12",
    });
    expect(lineText(lines[0]!).trim()).toBe("Takeaway 118");
    expect(lineText(lines[1]!)).toMatch(/^Guest 12 +19:42$/);
  });

  it("shows voids first, white on black, then the courses in order", () => {
    const text = pageText(printed(sampleTicket));
    const order = ["VOID 1 Vitello tonnato", "Course 1", "+2", "Minestrone", "Course 2", "Pizza Margherita"];
    const places = order.map((part) => text.indexOf(part));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(places).not.toContain(-1);
    expect(found(linesOf(sampleTicket), "VOID").runs.every((run) => run.inverse)).toBe(true);
  });

  it("prints the quantity large and the name bold", () => {
    const runs = found(linesOf(sampleTicket), "Pizza Margherita").runs.filter(
      (run) => run.text.trim() !== "",
    );
    expect(runs).toMatchObject([
      { text: "2", wide: 2, tall: 2, bold: true },
      { text: "Pizza Margherita", tall: 2, bold: true },
    ]);
  });

  it("prints allergens white on black and special instructions underlined", () => {
    const lines = linesOf(sampleTicket);
    expect(found(lines, "gluten, milk").runs.find((run) => run.text.includes("gluten"))).toMatchObject({
      inverse: true,
    });
    expect(found(lines, "without garlic").runs.at(-1)).toMatchObject({ underline: true });
  });

  it("breaks no word of a dish at either width, and loses none", () => {
    const name = "Schweineschnitzel Wiener Art mit Bratkartoffeln";
    const ticket = { ...sampleTicket, lines: [{ ...sampleTicket.lines[2]!, name }] };
    for (const width of [80, 58] as const) {
      const text = pageText(printed(ticket, { width }));
      for (const word of name.split(" ")) expect(text).toContain(word);
    }
  });

  it("shows the time of the store's zone", () => {
    expect(pageText(printed({ ...sampleTicket, timeZone: "Asia/Tokyo" }))).toContain("03:42");
  });
});

describe("a test page", () => {
  it("shows the width, the letters, a QR code and a barcode", () => {
    const page = printed(sampleTestPage, { width: 58 });
    expect(pageText(page)).toContain("12345678901234567890123456789012\n");
    expect(pageText(page)).toContain("Żółć, příliš, őű");
    expect(count(sampleTestPage, "qr")).toBe(1);
    expect(count(sampleTestPage, "barcode", { width: 58 })).toBe(1);
  });
});
