import * as fc from "fast-check";
import { PrinterTypes, ThermalPrinter } from "node-thermal-printer";
import { describe, expect, it } from "vitest";
import { codePageNames, findCodePage } from "./code-pages.ts";
import { lineText, pageText } from "./decoded-page.ts";
import { decode } from "./decoder.ts";
import { cleanText, graphemes } from "./display-width.ts";
import { columns, feed, type PrintElement, paperOf, rule, type Scale, text } from "./elements.ts";
import { encode, encodePage } from "./encoder.ts";
import { layout } from "./layout.ts";
import { faultsOf } from "./testing/page-check.ts";
import {
  sampleExclusiveReceipt,
  sampleProforma,
  sampleReceipt,
  sampleTakeaway,
  sampleTestPage,
  sampleTicket,
} from "./testing/sample-documents.ts";

const plain = { width: 80, codePage: null } as const;
const [ESC, GS] = [0x1b, 0x1d];
const START = [ESC, 0x40, 0x1c, 0x2e, GS, 0x50, 203, 203];
const MODES = [
  ESC,
  0x61,
  0,
  ESC,
  0x33,
  30,
  ESC,
  0x4d,
  0,
  GS,
  0x21,
  0,
  ESC,
  0x45,
  0,
  ESC,
  0x2d,
  0,
  GS,
  0x42,
  0,
];
const HI_HO = [ESC, 0x74, 0, 0x48, 0x69, 0x0a, 0x48, 0x6f, 0x0a];
const visible = (content: string): string => content.replace(/\s/g, "");
/** Romanian comma letters come back as the cedilla letters with which they are printed. */
const romanian = new Map([
  ["Ș", "Ş"],
  ["ș", "ş"],
  ["Ț", "Ţ"],
  ["ț", "ţ"],
]);
const asPrinted = (letter: string): string => romanian.get(letter) ?? letter;
const lines = (bytes: Uint8Array): string[] =>
  decode(bytes).items.flatMap((item) => (item.type === "line" ? [lineText(item)] : []));

describe("the bytes", () => {
  it("of a line of text set every mode once, then the letters and a line feed", () => {
    expect([...encode([text("Hi"), text("Ho")], plain)]).toEqual([...START, ...MODES, ...HI_HO]);
  });

  it("of the drawer are one pulse on pin 2 with its times", () => {
    expect([...encode([{ type: "drawer" }], plain)].slice(START.length)).toEqual([ESC, 0x70, 0, 50, 200]);
  });

  it("of a cut feed to the cutter and leave a point uncut", () => {
    expect([...encode([{ type: "cut" }], plain)].slice(START.length)).toEqual([GS, 0x56, 66, 0]);
  });

  it("of feeds are split where one command is too small", () => {
    expect([...encode([feed(300)], plain)].slice(START.length)).toEqual([ESC, 0x4a, 255, ESC, 0x4a, 45]);
  });

  it("of a QR code count the data in bytes, not in letters", () => {
    const page = decode(encode([{ type: "qr", data: "Tüte 寿司 €", module: 5 }], plain));
    expect(page).toMatchObject({
      unknown: [],
      items: [{ type: "qr", data: "Tüte 寿司 €", module: 5, level: "M", align: "center" }],
    });
  });

  it("of a QR code that no symbol can hold are refused", () => {
    expect(() => encode([{ type: "qr", data: "x".repeat(3000), module: 5 }], plain)).toThrow(RangeError);
  });

  it("of a barcode hold a brace as itself", () => {
    const page = decode(encode([{ type: "barcode", data: "A{1}", height: 60 }], plain));
    expect(page.items).toMatchObject([{ type: "barcode", data: "A{1}", height: 60 }]);
  });

  it.each([
    ["that is wider than the paper", "R-2026-000123-000123-000123"],
    ["with letters that its code lacks", "Ü-1"],
  ])("of a barcode %s print its text, for a printer would print nothing", (_, data) => {
    const page = decode(encode([{ type: "barcode", data, height: 60 }], { width: 58, codePage: null }));
    expect(page.items.filter((item) => item.type === "barcode")).toEqual([]);
    expect(pageText(page)).toBe(data);
  });

  it("keep blank lines and double spaces", () => {
    expect(lines(encode([text("a"), text(""), text("b\n\nc"), text("d  e")], plain))).toEqual([
      "a",
      "",
      "b",
      "",
      "c",
      "d  e",
    ]);
  });

  it("pad by cells: wide letters stand for two", () => {
    const row = columns([{ text: "寿司", columns: 8 }, { text: "9" }]);
    expect(lines(encode([row], plain))).toEqual(["■■■■    9"]);
  });

  it("hold no command that came with a text", () => {
    const page = decode(
      encode([text("Guest \u001bp\u0000\u0019\u00fa\u001d!\u0077\u0010\u0004\u0001")], plain),
    );
    expect(page).toMatchObject({ unknown: [], requests: [] });
    expect(page.items.map((item) => item.type)).toEqual(["line"]);
  });
});

describe("letters", () => {
  it.each(codePageNames)("of %s come back as they went in, with that page preferred", (name) => {
    const page = findCodePage(name);
    const letters = [...(page?.byteOf.keys() ?? [])].filter((letter) => visible(cleanText(letter)) !== "");
    const { bytes, missing } = encodePage([text(letters.join(""))], { width: 80, codePage: name });
    expect(missing).toEqual([]);
    expect(visible(lines(bytes).join(""))).toBe(visible(letters.map(asPrinted).join("")));
    const selected = [...bytes].flatMap((byte, index) =>
      byte === 0x74 && bytes[index - 1] === ESC ? [bytes[index + 1]] : [],
    );
    expect(selected[0]).toBe(page?.number);
  });

  it("that no page has are replaced in sight, and named", () => {
    const { bytes, missing } = encodePage([text("Ramen 寿司 q\u0303")], plain);
    expect(lines(bytes)).toEqual(["Ramen ■■■■ ■"]);
    expect(missing).toEqual(["寿", "司", "q\u0303"]);
  });
});

describe("every document", () => {
  const documents = {
    sampleReceipt,
    sampleExclusiveReceipt,
    sampleProforma,
    sampleTicket,
    sampleTakeaway,
    sampleTestPage,
  };
  const papers = [{ width: 80 }, { width: 58 }, { width: 80, columns: 42 }] as const;
  for (const [name, document] of Object.entries(documents)) {
    it.each(papers)(`${name} at %o has the same letters on paper, and nothing beyond its edge`, (paper) => {
      for (const codePage of [null, "PC858", "PC866", "WPC1252"]) {
        const settings = { openDrawer: true, copies: 2 };
        const elements = layout(document, { ...paper, settings, copy: null, divertedFrom: "Bar printer" });
        const { bytes, missing } = encodePage(elements, { ...paper, codePage });
        const { width, columns: count } = { columns: undefined, ...paper };
        expect(faultsOf(elements, bytes, paperOf(width, count))).toEqual([]);
        expect(missing).toEqual([]);
      }
    });
  }
});

const printable = fc.constantFrom(
  ...new Set(
    codePageNames
      .flatMap((name) => [...(findCodePage(name)?.byteOf.keys() ?? [])])
      .filter((letter) => letter === " " || (visible(cleanText(letter)) !== "" && !"ȘșȚț".includes(letter)))
      .filter((letter) => !/[─═▀]/.test(letter)),
  ),
);
const someText = fc.string({ unit: printable, maxLength: 80 });
const scale = fc.constantFrom<Scale>(1, 2, 3);
const ink = { bold: fc.boolean(), underline: fc.boolean(), inverse: fc.boolean(), wide: scale };
const anyElement: fc.Arbitrary<PrintElement> = fc.oneof(
  fc.record({
    type: fc.constant("text" as const),
    text: someText,
    align: fc.constantFrom("left" as const, "center" as const, "right" as const),
    small: fc.boolean(),
    tall: scale,
    indent: fc.integer({ min: 0, max: 6 }),
    ...ink,
  }),
  fc.record({ type: fc.constant("text" as const), text: someText, fill: fc.constant(true), ...ink }),
  fc.record({
    type: fc.constant("columns" as const),
    tall: scale,
    small: fc.boolean(),
    cells: fc.tuple(
      fc.record({ text: someText, columns: fc.integer({ min: 6, max: 10 }), ...ink }),
      fc.record({ text: someText, ...ink }),
      fc.record({
        text: someText,
        columns: fc.integer({ min: 6, max: 10 }),
        align: fc.constantFrom("left" as const, "right" as const),
        ...ink,
      }),
    ),
  }),
  fc.constant(rule("double")),
  fc.record({ type: fc.constant("feed" as const), height: fc.integer({ min: 1, max: 600 }) }),
);

describe("any page", () => {
  it("comes back with the same letters and within its width", () => {
    fc.assert(
      fc.property(
        fc.array(anyElement, { maxLength: 8 }),
        fc.constantFrom(80 as const, 58 as const),
        fc.constantFrom(null, ...codePageNames),
        (elements, width, codePage) => {
          expect(faultsOf(elements, encode(elements, { width, codePage }), paperOf(width))).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("of any Unicode text prints each letter or names it as missing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (raw) => {
        const { bytes, missing } = encodePage([text(raw)], plain);
        const page = decode(bytes);
        expect(page.unknown).toEqual([]);
        const asked = graphemes(visible(cleanText(raw)));
        const kept = asked
          .filter((letter) => !missing.includes(letter))
          .map(asPrinted)
          .join("");
        expect(visible(pageText(page)).replaceAll("■", "")).toBe(kept.replaceAll("■", ""));
      }),
      { numRuns: 300 },
    );
  });
});

describe("the check itself", () => {
  const paper = paperOf(80);
  const wanted = [text("Crème brûlée 7,80 €")];
  const good = encode(wanted, plain);

  it("passes what is right", () => {
    expect(faultsOf(wanted, good, paper)).toEqual([]);
  });

  it.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ["selects the wrong code page", (bytes) => bytes.map((byte, at) => (bytes[at - 1] === 0x74 ? 18 : byte))],
    ["loses a letter", (bytes) => bytes.filter((byte) => byte !== 0x6c)],
    ["breaks a command", (bytes) => bytes.filter((_, at) => at !== 1)],
    ["ends within a command", (bytes) => Uint8Array.of(...bytes, ESC)],
    ["opens the drawer", (bytes) => Uint8Array.of(...bytes, ESC, 0x70, 0, 50, 200)],
    ["exceeds the paper", (bytes) => Uint8Array.of(...bytes.slice(0, -1), ...Buffer.alloc(40, 0x20), 0x0a)],
  ])("catches an encoder that %s", (_, sabotage) => {
    expect(faultsOf(wanted, sabotage(good), paper)).not.toEqual([]);
  });

  it("catches the faults of node-thermal-printer, for which we write the bytes ourselves", () => {
    const theirs = new ThermalPrinter({ type: PrinterTypes.EPSON, interface: "", width: "48" as never });
    theirs.setCharacterSet("PC437_USA");
    theirs.println("a");
    theirs.println("");
    theirs.println("b\n\nc");
    expect(lines(Uint8Array.from(theirs.getBuffer()))).toEqual(["a", "", "b", "c"]);
    const faultsOfTheirs = (elements: PrintElement[], use: () => void): string[] => {
      theirs.setBuffer(Buffer.alloc(0));
      use();
      return faultsOf(elements, Uint8Array.from(theirs.getBuffer()), paper);
    };
    expect(faultsOfTheirs([{ type: "drawer" }], () => theirs.openCashDrawer())).not.toEqual([]);
    expect(
      faultsOfTheirs([{ type: "qr", data: "Tüte", module: 3 }], () => theirs.printQR("Tüte")),
    ).not.toEqual([]);
    expect(faultsOfTheirs([text("寿")], () => theirs.println("寿"))).not.toEqual([]);
  });
});
