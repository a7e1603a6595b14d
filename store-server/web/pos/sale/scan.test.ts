import { describe, expect, test } from "vitest";
import { sampleItem } from "../../testing/samples.ts";
import { askedOf, itemOfCode, noKeys, pressed } from "./scan.ts";

const typed = (keys: readonly string[], pause_ms: number): string | null => {
  let buffer = noKeys;
  let code: string | null = null;
  keys.forEach((key, index) => {
    ({ buffer, code } = pressed(buffer, key, 1_000 + index * pause_ms));
  });
  return code;
};

describe("a scanner that types", () => {
  test("is told from a person by how fast it is", () => {
    const keys = [..."4006381333931", "Enter"];
    expect(typed(keys, 8)).toBe("4006381333931");
    expect(typed(keys, 160)).toBeNull();
  });
  test("is not a quick press of Enter after two keys", () => {
    expect(typed(["4", "2", "Enter"], 8)).toBeNull();
  });
  test("sends capitals with Shift, which is no part of the code", () => {
    expect(typed(["Shift", "A", "b", "1", "2", "Tab"], 10)).toBe("Ab12");
  });
  test("starts anew after whatever a person typed before", () => {
    const before = pressed(noKeys, "9", 500).buffer;
    let buffer = before;
    let code: string | null = null;
    [..."1234", "Enter"].forEach((key, index) => {
      ({ buffer, code } = pressed(buffer, key, 1_000 + index * 5));
    });
    expect(code).toBe("1234");
  });
});

describe("a code", () => {
  const soap = sampleItem({ id: "soap", barcode: "40123456", sku: "SOAP-1" });
  const jam = sampleItem({ id: "jam", barcode: "40999999", sku: "40123456" });
  test("is the barcode before it is a SKU, in whatever case", () => {
    expect(itemOfCode([jam, soap], "40123456")?.id).toBe("soap");
    expect(itemOfCode([jam, soap], "soap-1")?.id).toBe("soap");
    expect(itemOfCode([jam, soap], "4012345")).toBeUndefined();
  });
  test("may say how many before it", () => {
    expect(askedOf("3*40123456")).toEqual({ quantity: 3, code: "40123456" });
    expect(askedOf(" 12 x SOAP-1 ")).toEqual({ quantity: 12, code: "SOAP-1" });
    expect(askedOf("40123456")).toEqual({ quantity: 1, code: "40123456" });
    expect(askedOf("0*40123456")).toEqual({ quantity: 1, code: "0*40123456" });
  });
});
