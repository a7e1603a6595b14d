import { describe, expect, test } from "vitest";
import { allergensIn, allergyOfModifier, wishesIn } from "./allergy-words.ts";

describe("allergies in a note", () => {
  test.each([
    ["Allergy: sesame", ["sesame"], null],
    ["allergic to nuts and milk", ["nuts and milk"], null],
    ["well done, sesame allergy", ["sesame"], "well done"],
    ["ALLERGY!", ["ALLERGY!"], null],
    ["Allergy: nuts, sesame, no butter", ["nuts", "sesame"], "no butter"],
    ["one gluten-free", ["one gluten-free"], null],
    ["bitte glutenfrei; ohne Zwiebeln", ["bitte glutenfrei"], "ohne Zwiebeln"],
    ["Nussallergie", ["Nussallergie"], null],
    ["Allergie gegen Nüsse", ["Nüsse"], null],
    ["senza glutine", ["senza glutine"], null],
    ["coeliac", ["coeliac"], null],
    ["lactose intolerant. Birthday cake", ["lactose intolerant"], "Birthday cake"],
  ])("%s", (note, allergies, rest) => {
    expect(wishesIn(note)).toEqual({ allergies, rest });
  });

  test.each(["no nuts", "extra milk", "no butter, well done", "sugar free", "fat-free dressing", ""])(
    "%s is a wish, no allergy",
    (note) => {
      expect(wishesIn(note)).toEqual({ allergies: [], rest: note === "" ? null : note });
    },
  );

  test("a note that is not there has neither", () => {
    expect(wishesIn(null)).toEqual({ allergies: [], rest: null });
  });
});

describe("allergies among the options", () => {
  test("the group or the option says it", () => {
    expect(allergyOfModifier("Allergies", "Sesame")).toBe("Sesame");
    expect(allergyOfModifier("Base", "Gluten-free")).toBe("Gluten-free");
    expect(allergyOfModifier("Extras", "No nuts")).toBeNull();
  });
});

describe("allergens in words", () => {
  test("are those of the EU's list, and not what only sounds like one", () => {
    expect(allergensIn("peanut")).toEqual(["peanuts"]);
    expect(allergensIn("shellfish, lactose")).toEqual(["crustaceans", "milk"]);
    expect(allergensIn("coconut milk with eggplant")).toEqual([]);
    expect(allergensIn("Haselnüsse")).toEqual(["nuts"]);
  });
});
