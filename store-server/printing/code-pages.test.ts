import { PrinterTypes, ThermalPrinter } from "node-thermal-printer";
import { describe, expect, it } from "vitest";
import { codePageNames, findCodePage, pagesByPreference, splitByPage } from "./code-pages.ts";
import { upperHalf } from "./decoder-tables.ts";
import { graphemes } from "./display-width.ts";

const page = (name: string) => {
  const found = findCodePage(name);
  if (!found) throw new Error(name);
  return found;
};

describe("code pages", () => {
  it("agree letter by letter with the decoder's tables, which were made apart", () => {
    for (const name of codePageNames) {
      const { number, byteOf } = page(name);
      const half = upperHalf(number);
      expect(half).toHaveLength(128);
      const letters = [...byteOf].filter(([letter, byte]) => byte >= 0x80 && !"ȘșȚț".includes(letter));
      for (const [letter, byte] of letters)
        expect([name, byte, half?.[byte - 0x80]]).toEqual([name, byte, letter]);
      expect(letters).toHaveLength(new Set(half?.filter((letter) => letter !== "\ufffd")).size);
    }
  });

  it.each([
    ["PC866", "ibm866"],
    ["WPC1252", "windows-1252"],
  ])("%s agrees with the platform's own %s", (name, encoding) => {
    const decoder = new TextDecoder(encoding);
    for (const [letter, byte] of page(name).byteOf) expect(decoder.decode(Uint8Array.of(byte))).toBe(letter);
  });

  it.each([
    ["PC437_USA", "PC437"],
    ["PC850_MULTILINGUAL", "PC850"],
    ["PC858_EURO", "PC858"],
    ["PC852_LATIN2", "PC852"],
    ["PC866_CYRILLIC2", "PC866"],
    ["WPC1252", "WPC1252"],
    ["PC737_GREEK", "PC737"],
    ["PC857_TURKISH", "PC857"],
    ["WPC775_BALTIC_RIM", "PC775"],
  ])("%s of node-thermal-printer selects the same table and prints the same bytes", (theirs, ours) => {
    const { number, byteOf } = page(ours);
    const witness = new ThermalPrinter({ type: PrinterTypes.EPSON, interface: "" });
    for (const [letter, byte] of byteOf) {
      if (byte < 0x80 || "ȘșȚț".includes(letter)) continue;
      witness.setBuffer(Buffer.alloc(0));
      Object.assign(witness, { config: { ...Reflect.get(witness, "config"), codePage: undefined } });
      witness.setCharacterSet(theirs);
      witness.append(letter);
      expect([...witness.getBuffer()]).toEqual([0x1b, 0x74, number, byte]);
    }
  });

  it("are found by the names that people use", () => {
    expect(["pc858", "CP858", "PC-858", "858"].map((name) => findCodePage(name)?.name)).toEqual(
      Array.from({ length: 4 }, () => "PC858"),
    );
    expect(findCodePage("windows-1252")?.number).toBe(16);
    expect(findCodePage("EBCDIC")).toBeUndefined();
    expect(pagesByPreference("PC866")[0]?.name).toBe("PC866");
    expect(pagesByPreference("EBCDIC").map(({ name }) => name)).toEqual(codePageNames);
  });
});

describe("splitting a text by code page", () => {
  const split = (text: string, current: string | null = null) =>
    splitByPage(graphemes(text), pagesByPreference(null), current === null ? null : page(current)).map(
      (run) => [run.page?.name ?? null, run.text],
    );

  it("keeps the page that is set as long as it serves", () => {
    expect(split("Café", "PC850")).toEqual([["PC850", "Café"]]);
  });

  it("takes the page that serves all rather than two that serve parts", () => {
    expect(split("Grüße € ž", "PC437")).toEqual([["WPC1252", "Grüße € ž"]]);
  });

  it("changes the page where one cannot serve all", () => {
    expect(split("борщ für 2 €").map(([name]) => name)).toEqual(["PC866", "PC858"]);
  });

  it("names letters that no page has", () => {
    expect(split("a寿b")).toEqual([
      ["PC437", "a"],
      [null, "寿"],
      ["PC437", "b"],
    ]);
  });

  it("prints Romanian comma letters with their cedilla twins", () => {
    expect(split("Șnițel")).toEqual([["PC852", "Șnițel"]]);
  });
});
