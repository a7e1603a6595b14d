import { describe, expect, it } from "vitest";
import { lineText, pageText } from "./decoded-page.ts";
import { decode } from "./decoder.ts";

const bytes = (...parts: (number | string | readonly number[])[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) =>
      typeof part === "string" ? [...Buffer.from(part, "latin1")] : typeof part === "number" ? [part] : part,
    ),
  );
const [ESC, GS, LF] = [0x1b, 0x1d, 0x0a];

describe("the decoder", () => {
  it("reads lines, blank ones too", () => {
    expect(pageText(decode(bytes("one", LF, LF, "two", LF)))).toBe("one\n\ntwo");
  });

  it("keeps the styles of each run: ESC E, ESC -, GS B, GS !, ESC M", () => {
    const page = decode(
      bytes(
        [ESC, 0x45, 1],
        "bold",
        [ESC, 0x45, 0, ESC, 0x2d, 1],
        "under",
        [ESC, 0x2d, 0, GS, 0x42, 1],
        "inverse",
        [GS, 0x42, 0, GS, 0x21, 0x12],
        "big",
        [GS, 0x21, 0, ESC, 0x4d, 1],
        "small",
        LF,
      ),
    );
    const line = page.items[0];
    const runs = line?.type === "line" ? line.runs : [];
    expect(runs.map((run) => run.text)).toEqual(["bold", "under", "inverse", "big", "small"]);
    expect(runs.map((run) => [run.bold, run.underline, run.inverse])).toEqual([
      [true, false, false],
      [false, true, false],
      [false, false, true],
      [false, false, false],
      [false, false, false],
    ]);
    expect(runs[3]).toMatchObject({ wide: 2, tall: 3, x: 16 * 12 });
    expect(runs[4]).toMatchObject({ font: "B", x: 16 * 12 + 3 * 24 });
  });

  it("reads all modes of ESC ! from one byte", () => {
    const page = decode(bytes([ESC, 0x21, 0xb9], "x", LF));
    expect(page.items[0]).toMatchObject({
      runs: [{ font: "B", bold: true, tall: 2, wide: 2, underline: true }],
    });
  });

  it("reads alignment and code tables", () => {
    const page = decode(bytes([ESC, 0x61, 1, ESC, 0x74, 17], [0x81, 0xae, 0xe0, 0xe9], LF));
    expect(page.items[0]).toMatchObject({ align: "center" });
    expect(pageText(page)).toBe("Борщ");
  });

  it("feeds by ESC d, ESC J, ESC 2 and ESC 3 in the motion units that GS P sets", () => {
    const page = decode(
      bytes([GS, 0x50, 203, 203, ESC, 0x33, 30, ESC, 0x64, 2, ESC, 0x4a, 9, ESC, 0x32, ESC, 0x64, 1]),
    );
    expect(page.items).toEqual([
      { type: "feed", height: 60 },
      { type: "feed", height: 9 },
      { type: "feed", height: 34 },
    ]);
  });

  it("feeds at least the height of the letters", () => {
    const page = decode(bytes([GS, 0x50, 203, 203, ESC, 0x33, 30, GS, 0x21, 0x02], "tall", LF));
    expect(page.items[0]).toMatchObject({ height: 72 });
  });

  it("reads cuts and drawer pulses", () => {
    const page = decode(bytes([GS, 0x56, 0, GS, 0x56, 66, 0, ESC, 0x70, 1, 50, 200]));
    expect(page.items).toEqual([
      { type: "cut", mode: "full" },
      { type: "cut", mode: "partial" },
      { type: "drawer", pin: 5, on_ms: 100, off_ms: 400 },
    ]);
  });

  it("reads a picture of GS v 0", () => {
    const page = decode(bytes([GS, 0x76, 0x30, 0, 2, 0, 2, 0], [0xff, 0x00, 0x0a, 0x1b]));
    expect(page.items).toEqual([
      { type: "image", width: 16, height: 2, bits: Uint8Array.of(0xff, 0, 0x0a, 0x1b), align: "left" },
    ]);
  });

  it("reads a QR code from its functions 65, 67, 69, 80 and 81", () => {
    const page = decode(
      bytes(
        [
          GS,
          0x28,
          0x6b,
          4,
          0,
          49,
          65,
          50,
          0,
          GS,
          0x28,
          0x6b,
          3,
          0,
          49,
          67,
          6,
          GS,
          0x28,
          0x6b,
          3,
          0,
          49,
          69,
          51,
        ],
        [GS, 0x28, 0x6b, 8, 0, 49, 80, 48],
        "hello",
        [GS, 0x28, 0x6b, 3, 0, 49, 81, 48],
      ),
    );
    expect(page.unknown).toEqual([]);
    expect(page.items).toEqual([{ type: "qr", data: "hello", module: 6, level: "H", align: "left" }]);
  });

  it("reads barcodes of both forms of GS k", () => {
    const page = decode(
      bytes([GS, 0x68, 80, GS, 0x77, 2], [GS, 0x6b, 73, 6], "{Ba{{1", [GS, 0x6b, 4], "CODE39", 0),
    );
    expect(page.items).toMatchObject([
      { type: "barcode", system: 73, data: "a{1", height: 80, module: 2 },
      { type: "barcode", system: 4, data: "CODE39" },
    ]);
  });

  it("keeps requests for status apart from the page", () => {
    const page = decode(bytes([0x10, 4, 1], "a", [GS, 0x72, 1], LF));
    expect(page.requests).toEqual([
      { command: "DLE EOT", n: 1 },
      { command: "GS r", n: 1 },
    ]);
    expect(pageText(page)).toBe("a");
  });

  it("starts anew at ESC @ and loses what was not yet printed", () => {
    const page = decode(bytes([GS, 0x42, 1], "lost", [ESC, 0x40], "kept", LF));
    expect(page.items).toMatchObject([{ runs: [{ text: "kept", inverse: false }] }]);
  });

  it.each([
    ["a command that it does not know", [ESC, 0x5a], "1b 5a"],
    ["a code table that it does not know", [ESC, 0x74, 99], "1b 74 63"],
    ["an alignment that does not exist", [ESC, 0x61, 7], "1b 61 07"],
    ["a byte without a letter", [ESC, 0x74, 16, 0x81], "81"],
    ["a control character", [0x07], "07"],
  ])("lists %s and goes on", (_, odd, hex) => {
    const page = decode(bytes(odd, "text", LF));
    expect(page.unknown.map((entry) => entry.hex)).toEqual([hex]);
    expect(pageText(page)).toBe("text");
  });

  it("counts what is cut off at the end instead of guessing", () => {
    expect(decode(bytes("a", LF, [GS, 0x76, 0x30, 0, 10])).incomplete).toBe(5);
    expect(decode(bytes([ESC])).incomplete).toBe(1);
  });

  it("tells of letters that no line feed has printed", () => {
    expect(decode(bytes("a", LF, "rest"))).toMatchObject({ unprinted: "rest", items: [{ type: "line" }] });
  });

  it("takes a line's text together from its runs", () => {
    expect(lineText({ runs: [{ text: "a" }, { text: "b" }] as never })).toBe("ab");
  });
});
