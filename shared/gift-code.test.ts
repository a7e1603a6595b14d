import { array, assert, integer, pre, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { giftCode, readGiftCode, shownGiftCode } from "./gift-code.ts";

const code = array(integer({ min: 0, max: 31 }), { minLength: 15, maxLength: 15 }).map((values) =>
  giftCode(values),
);
const position = integer({ min: 0, max: 15 });
const symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

describe("codes of gift cards", () => {
  test("a code is read as it is, in fours, in small letters, and with the letters that look like digits", () => {
    assert(
      property(code, (made) => {
        expect(readGiftCode(made)).toBe(made);
        expect(readGiftCode(` ${shownGiftCode(made).toLowerCase()} `)).toBe(made);
        expect(readGiftCode(made.replaceAll("0", "o").replaceAll("1", "l"))).toBe(made);
      }),
    );
  });

  test("one wrong symbol is always found", () => {
    assert(
      property(code, position, integer({ min: 1, max: 31 }), (made, at, by) => {
        const wrong = symbols.charAt((symbols.indexOf(made.charAt(at)) + by) % 32);
        expect(readGiftCode(made.slice(0, at) + wrong + made.slice(at + 1))).toBeNull();
      }),
    );
  });

  test("two symbols that changed places are always found, wherever they stand", () => {
    assert(
      property(code, position, position, (made, one, other) => {
        pre(made.charAt(one) !== made.charAt(other));
        const swapped = [...made];
        [swapped[one], swapped[other]] = [made.charAt(other), made.charAt(one)];
        expect(readGiftCode(swapped.join(""))).toBeNull();
      }),
    );
  });

  test.each(["", "1234", "0000-0000-0000-0001", "UUUU-UUUU-UUUU-UUUU", "0".repeat(17), "é".repeat(16)])(
    "%j is no code",
    (text) => {
      expect(readGiftCode(text)).toBeNull();
    },
  );

  const values = (value: number): number[] => Array.from({ length: 15 }, () => value);
  test("a code is made of fifteen numbers, and of nothing else", () => {
    expect(giftCode(values(0))).toBe("0000000000000000");
    for (const wrong of [[], values(32), values(-1), values(0.5)])
      expect(() => giftCode(wrong)).toThrow(RangeError);
  });
});
