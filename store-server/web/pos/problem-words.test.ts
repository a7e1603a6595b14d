import { describe, expect, test } from "vitest";
import { fieldWords, inWords } from "./problem-words.ts";

const money = (minor: number): string => `$${(minor / 100).toFixed(2)}`;

describe("what the box has against a field", () => {
  test("names the thing in the words of the trade, and sums as money", () => {
    const path = "payment.tendered";
    expect(fieldWords({ path, message: "is less than the difference of 1188" }, money)).toBe(
      "The cash is less than the difference of $11.88.",
    );
    expect(fieldWords({ path: "items.0.quantity", message: "must be a whole number for this item" })).toBe(
      "The quantity must be a whole number for this item.",
    );
  });
  test("leaves a whole sentence and other figures as they are", () => {
    const message = "an order at a table is eaten there; take it off the table first";
    expect(fieldWords({ path: "type", message })).toBe(
      "An order at a table is eaten there; take it off the table first.",
    );
    const digits = "must be a telephone number of at least 4 digits";
    expect(fieldWords({ path: "phone", message: digits }, money)).toBe(
      "The telephone number must be a telephone number of at least 4 digits.",
    );
  });
  test("never shows a field's name, also of one that nobody thought of", () => {
    expect(fieldWords({ path: "splitDetails.whatever", message: "is missing" })).toBe(
      "What was entered is missing.",
    );
  });
  test("is said once, and is nothing where the box speaks of something else", () => {
    const error = { path: "guests", message: "must be more than zero" };
    expect(inWords({ details: { status: 422, errors: [error, error] } })).toBe(
      "The number of guests must be more than zero.",
    );
    expect(inWords({ details: { status: 409 } })).toBeNull();
  });
});
