import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanText, displayWidth, graphemes, longestWord, padText, wrapText } from "./display-width.ts";

const visible = (text: string): string => text.replace(/\s/g, "");

describe("display width", () => {
  it.each([
    ["Pizza", 5],
    ["Crème brûlée", 12],
    ["Cre\u0300me", 5],
    ["寿司", 4],
    ["ﾗｰﾒﾝ", 4],
    ["비빔밥", 6],
    ["🍕", 2],
    ["👩‍🍳", 2],
    ["q\u0303", 1],
    ["", 0],
  ])("%s takes %i cells", (text, cells) => {
    expect(displayWidth(text)).toBe(cells);
  });

  it("pads by cells and not by UTF-16 units", () => {
    expect(padText("寿司", 6)).toBe("寿司  ");
    expect(padText("🍕", 4, "right")).toBe("  🍕");
    expect(padText("ab", 5, "center")).toBe(" ab  ");
    expect(padText("too long", 3)).toBe("too long");
  });
});

describe("wrapping", () => {
  it("breaks at spaces, and inside a word only where the word alone is too long", () => {
    expect(wrapText("Tagliatelle mit Pfifferlingen", 12)).toEqual([
      "Tagliatelle",
      "mit",
      "Pfifferlinge",
      "n",
    ]);
    expect(wrapText("one\ntwo", 10)).toEqual(["one", "two"]);
    expect(wrapText("", 10)).toEqual([""]);
  });

  it("never splits a letter from its marks, nor a wide letter in two", () => {
    expect(wrapText("寿司寿", 3)).toEqual(["寿", "司", "寿"]);
    expect(wrapText("q\u0303q\u0303q\u0303", 2)).toEqual(["q\u0303q\u0303", "q\u0303"]);
  });

  it("refuses a width in which a wide letter has no room", () => {
    expect(() => wrapText("a", 1)).toThrow(RangeError);
  });

  it("loses no letter and exceeds no width, for any text", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 120 }),
        fc.integer({ min: 2, max: 60 }),
        (raw, columns) => {
          const text = cleanText(raw);
          const lines = wrapText(text, columns);
          expect(visible(lines.join(""))).toBe(visible(text));
          for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
        },
      ),
    );
  });

  it("measures the longest word", () => {
    expect(longestWord("Tagliatelle mit\nPfifferlingen")).toBe(13);
  });
});

describe("cleaned text", () => {
  it("holds nothing that a printer would obey", () => {
    expect(cleanText("Guest\u001bp\u0000\u0019\u00fa\u0010\u0004\u0001")).toBe("Guestpú");
    expect(cleanText("a\tb\r\nc\u00a0d\u202fe\u3000f")).toBe("a b\nc d e  f");
  });

  it("composes letters and drops marks without ink", () => {
    expect(cleanText("e\u0301 soft\u00adhyphen \u200bzero ©\ufe0f")).toBe("é softhyphen zero ©");
    expect(cleanText("\u202eabc\u202c −5 ‑")).toBe("abc -5 -");
  });

  it("is stable: cleaning twice changes nothing more", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 60 }), (points) => {
        const raw = String.fromCodePoint(...points);
        const once = cleanText(raw);
        expect(cleanText(once)).toBe(once);
        expect(graphemes(once).join("")).toBe(once);
      }),
    );
  });
});
