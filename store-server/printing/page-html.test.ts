import { createHash } from "node:crypto";
import { qrModules } from "@tillbox/shared/qr-code.ts";
import { describe, expect, it } from "vitest";
import { code128Widths } from "./bar-code.ts";
import { text } from "./elements.ts";
import { encode } from "./encoder.ts";
import { layout } from "./layout.ts";
import { renderPage } from "./page-html.ts";
import { sampleReceipt, sampleTestPage, sampleTicket } from "./testing/sample-documents.ts";

const rendered = (document: Parameters<typeof layout>[0], copies = 1): string =>
  renderPage(
    encode(layout(document, { width: 80, settings: { copies, openDrawer: true }, copy: null }), {
      width: 80,
      codePage: null,
    }),
    80,
  );

describe("the screen printer's page", () => {
  it("shows what the bytes print, with the plain text for those who do not see it", () => {
    const html = rendered(sampleReceipt);
    expect(html).toContain(">Osteria del Porto</text>");
    expect(html).toMatch(/aria-label="Osteria del Porto\n[^"]*Served by Waiter 3/);
    expect(html).toContain("Drawer opened");
  });

  it("is one sheet a print", () => {
    expect(rendered(sampleTicket, 3).match(/<figure/g)).toHaveLength(3);
  });

  it("lets no text become markup", () => {
    const bytes = encode([text('<script>alert("1")</script> & more')], { width: 80, codePage: null });
    const html = renderPage(bytes, 80);
    expect(html).not.toContain("<script>");
    expect(html).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; more");
  });

  it("needs nothing from outside and runs nothing", () => {
    const html = rendered(sampleTestPage);
    expect(html).not.toMatch(/<script|src=|href=|url\(|@import/);
  });

  it("shows bytes that a printer would not understand", () => {
    const html = renderPage(Uint8Array.of(0x1b, 0x5a, 0x1d), 80);
    expect(html).toContain("Unknown command 1b 5a at 0");
    expect(html).toContain("1 bytes of an unfinished command");
  });

  it("draws pictures dot by dot", () => {
    const bitmap = { width: 8, height: 1, bits: Uint8Array.of(0b10000001) };
    const html = renderPage(encode([{ type: "image", bitmap }], { width: 80, codePage: null }), 80);
    expect(html).toContain("M0 0h1v1h-1zM7 0h1v1h-1z");
  });
});

describe("drawn symbols", () => {
  // Read once by independent readers (jsQR, for all levels and up to 1,200 letters; ZXing for CODE128); unchanged since.
  it.each([
    ["https://tillbox.example/r/1", "M", 29, "e1d9f93d2807f2f0"],
    ["Tüte 寿司 €", "H", 29, "0dca4a6ac62f85c0"],
    ["x".repeat(400), "L", 69, "defd450cf62e87ff"],
  ] as const)(
    "of QR code %.30s at level %s are those that readers have read",
    (data, level, size, digest) => {
      const rows = qrModules(data, level);
      expect(rows).toHaveLength(size);
      const dots = rows.map((row) => row.map(Number).join("")).join("");
      expect(createHash("sha256").update(dots).digest("hex").slice(0, 16)).toBe(digest);
    },
  );

  it("refuse what no QR code can hold", () => {
    expect(() => qrModules("x".repeat(3000), "L")).toThrow(RangeError);
  });

  it("of CODE128 are eleven modules a letter, with start, check and stop", () => {
    const widths = code128Widths("TILLBOX-58");
    expect(widths.reduce((sum, width) => sum + width, 0)).toBe(11 * 12 + 13);
    expect(widths.slice(0, 6)).toEqual([2, 1, 1, 2, 1, 4]);
    expect(widths.slice(-7)).toEqual([2, 3, 3, 1, 1, 1, 2]);
    expect(() => code128Widths("ü")).toThrow(RangeError);
  });
});
