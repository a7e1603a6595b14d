/** The words that every contract uses: ids, money, decimals, business days, lists, problems. */
import { z } from "zod";

/** Any `[A-Za-z0-9._:-]{1,64}`; ours are UUIDv7. A JSON number is taken as its string. */
export const Id = z
  .union([z.string(), z.number().int().transform(String)])
  .pipe(z.string().regex(/^[A-Za-z0-9._:-]{1,64}$/, "must be 1 to 64 characters of A-Z a-z 0-9 . _ : -"))
  .meta({ description: "Identifier, made by whoever creates the thing; ours are UUIDv7" });

/** An amount in minor units of the store's currency, possibly negative. A fraction is refused, not rounded. */
export const Minor = z.int("must be a whole number of minor units").meta({ description: "Minor units" });
/** An amount of zero or more minor units, at most ten billion. */
export const Amount = Minor.min(0, "must not be negative").max(10_000_000_000, "is too large");

const decimalText = (pattern: RegExp, message: string) =>
  z
    .union([z.string(), z.number().transform((value) => String(value))])
    .pipe(z.string().regex(pattern, message));

/** A fraction of one as a decimal string: `"0.19"`; at most six decimals, at most 1. */
export const RateText = decimalText(
  /^(0|[1-9]\d?)(\.\d{1,6})?$/,
  'must be a decimal like "0.19", at most six decimals',
)
  .refine((text) => Number(text) <= 1, {
    error: ({ input }) =>
      `is more than 1, which is 100 %; for ${String(input)} % write "${Number((Number(input) / 100).toFixed(6))}"`,
  })
  .meta({
    description: 'Decimal string, a fraction of one, at most 1: "0.19" is 19 %',
  });
/** A percentage as a decimal string: `"12.5"`; at most four decimals. */
export const PercentText = decimalText(
  /^(0|[1-9]\d{0,2})(\.\d{1,4})?$/,
  'must be a percentage like "12.5", at most four decimals',
).meta({
  description: 'Decimal string of a percentage: "12.5"',
});
/** A quantity: whole for single goods, up to three decimals for goods by weight or length. */
export const Quantity = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,7}(\.\d{1,3})?$/)
      .transform(Number),
  ])
  .pipe(
    z
      .number()
      .gt(0, "must be more than zero")
      .max(100_000, "is too large")
      .refine(
        (value) =>
          Number.isSafeInteger(Math.round(value * 1000)) &&
          Math.abs(value * 1000 - Math.round(value * 1000)) < 1e-6,
        "has more than three decimals",
      ),
  );

export const Name = z.string().trim().min(1, "must not be empty").max(120, "is longer than 120 characters");
export const Text = z.string().max(1000, "is longer than 1000 characters");
export const Reason = z.string().trim().min(1, "must not be empty").max(300, "is longer than 300 characters");
export const Instant = z.iso.datetime({ offset: false, message: "must be an RFC 3339 time in UTC" });
export const BusinessDay = z.iso.date("must be a business day, YYYY-MM-DD");

/** Business days, inclusive. What is left out is said by the route: today, or this month so far. */
export const DaysQuery = z.strictObject({ from: BusinessDay.optional(), to: BusinessDay.optional() });
export type DaysQuery = z.infer<typeof DaysQuery>;

type Clearable<S extends z.ZodRawShape> = {
  [K in keyof S]: S[K] extends z.ZodOptional<z.ZodType> ? z.ZodNullable<S[K]> : z.ZodOptional<S[K]>;
};
/** The body of a PUT: the named fields only; null clears whatever need not be there when it is created. */
export const changeOf = <S extends z.ZodRawShape>(fields: S) =>
  z.strictObject(
    Object.fromEntries(
      Object.entries(fields).map(([name, field]) => {
        const schema = field as z.ZodType;
        return [name, schema instanceof z.ZodOptional ? schema.nullable() : schema.optional()];
      }),
    ) as Clearable<S>,
  );

/** What every entity on the wire has. `version` is the journal sequence of its last change. */
export const entityFields = {
  id: z.string(),
  version: z.int(),
  createdAt: z.string(),
  updatedAt: z.string(),
};

export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

export const ListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).optional(),
  cursor: z.string().max(200).optional(),
});

export const problemCodes = [
  "invalid",
  "key_reused",
  "unsupported",
  "too_large",
  "unauthorized",
  "forbidden",
  "not_found",
  "conflict",
  "precondition_failed",
  "rate_limited",
  "unavailable",
  "internal",
] as const;
export type ProblemCode = (typeof problemCodes)[number];

/** RFC 9457. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    code: z.enum(problemCodes),
    instance: z.string().optional(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    current: z.unknown().optional(),
    movedTo: z
      .object({ id: z.string(), number: z.int() })
      .optional()
      .meta({ description: "The check on which it stands now" }),
    permission: z.string().optional(),
    approvable: z.boolean().optional(),
    approval: z
      .object({
        action: z.string(),
        subjectId: z.string(),
        amount: z.int().optional(),
        about: z.string().optional(),
      })
      .optional()
      .meta({
        description: "With approvable: what to send to /api/approvals, together with a manager's PIN",
      }),
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof Problem>;
