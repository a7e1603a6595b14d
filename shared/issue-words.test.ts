import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readAs } from "./checked.ts";

const wrong = (schema: z.ZodType, value: unknown): string | undefined => {
  const read = readAs(schema, value, "body");
  return read.errors?.map(({ path, message }) => `${path}: ${message}`).join("; ");
};

describe("what a schema complains about", () => {
  it("is said in people's words, whatever kind of check it was", () => {
    const cases: [z.ZodType, unknown, string][] = [
      [z.string(), undefined, "is missing"],
      [z.string(), 5, "must be a text"],
      [z.string(), null, "must be a text"],
      [z.int(), "5", "must be a number"],
      [z.int(), 1.5, "must be a whole number"],
      [z.boolean(), "yes", "must be true or false"],
      [z.array(z.string()), {}, "must be a list"],
      [z.strictObject({}), [], "must be an object"],
      [z.string().min(1), "", "must not be empty"],
      [z.string().min(3), "ab", "must have at least 3 characters"],
      [z.string().max(2), "abc", "must have at most 2 characters"],
      [z.array(z.string()).min(1), [], "must not be empty"],
      [z.array(z.string()).max(1), ["a", "b"], "must have at most 1 entry"],
      [z.number().min(1), 0, "must be at least 1"],
      [z.number().gt(0), 0, "must be more than 0"],
      [z.number().max(9), 10, "must be at most 9"],
      [z.number().multipleOf(5), 7, "must be a multiple of 5"],
      [z.email(), "nobody", "must be an e-mail address"],
      [z.iso.date(), "yesterday", "must be a date, YYYY-MM-DD"],
      [z.string().regex(/^a$/), "b", "does not have the right form"],
      [z.enum(["cash", "card"]), "shells", 'must be one of "cash", "card"'],
      [z.enum(["cash", "card"]), undefined, "is missing"],
      [z.literal("csv"), "xml", 'must be "csv"'],
      [z.union([z.string(), z.number()]), true, "is of no known kind"],
      [z.string().refine((text) => text === "x"), "y", "is not valid"],
    ];
    for (const [schema, value, words] of cases) expect(wrong(schema, value)).toBe(`body: ${words}`);
  });
  it("keeps the schema's own words, and names what is inside by its path", () => {
    const schema = z.strictObject({
      lines: z.array(
        z.strictObject({ price: z.int("must be whole minor units").min(0, "must not be negative") }),
      ),
      way: z.discriminatedUnion("type", [z.strictObject({ type: z.literal("a"), n: z.int() })]),
    });
    expect(wrong(schema, { lines: [{ price: 1.5 }, { price: -1 }, { cost: 1 }], way: { type: "b" } })).toBe(
      "lines.0.price: must be whole minor units; lines.1.price: must not be negative; lines.2.price: is missing; lines.2.cost: is not a known field; way.type: is of no known kind",
    );
  });
});
