import { z } from "zod";
import { Amount, changeOf, entityFields, Id, ListQuery, Name, RateText, Reason, Text } from "./common.ts";
import { allergens, diets, units } from "./menu-words.ts";
import { orderTypes } from "./order-words.ts";

export const Rate = z.strictObject({ name: Name, rate: RateText });
const taxClassFields = {
  name: Name,
  inclusive: z.boolean(),
  rates: z.array(Rate).max(6),
  byOrderType: z.partialRecord(z.enum(orderTypes), z.array(Rate).max(6)).optional(),
};
export const TaxClassInput = z.strictObject({ id: Id.optional(), ...taxClassFields });
export const TaxClassChange = changeOf(taxClassFields);
export const TaxClass = z.object({ ...entityFields, ...taxClassFields }).meta({ id: "TaxClass" });
export type TaxClass = z.infer<typeof TaxClass>;

const limits = {
  orderTypes: z
    .array(z.enum(orderTypes))
    .max(4)
    .optional()
    .meta({ description: "Types of order that it is sold in; none: all" }),
  dayparts: z
    .array(Id)
    .max(20)
    .optional()
    .meta({ description: "Dayparts in which it is sold; none: always" }),
};
const shownLimits = {
  orderTypes: z.array(z.enum(orderTypes)).optional(),
  dayparts: z.array(z.string()).optional(),
};
const categoryFields = {
  name: Name,
  parentId: Id.nullable().optional(),
  color: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, "must be a colour like #17694a")
    .nullable()
    .optional(),
  ...limits,
  sort: z.int().min(0).max(100_000).optional(),
};
export const CategoryInput = z.strictObject({ id: Id.optional(), ...categoryFields });
export const CategoryChange = changeOf(categoryFields);
export const Category = z
  .object({
    ...entityFields,
    name: z.string(),
    parentId: z.string().nullable(),
    color: z.string().nullable(),
    ...shownLimits,
    sort: z.int(),
  })
  .meta({ id: "Category" });
export type Category = z.infer<typeof Category>;

const option = { id: Id.optional(), name: Name, price: Amount.default(0) };
const groupOf = <T extends z.ZodType>(inner: T) =>
  z
    .strictObject({
      id: Id.optional(),
      name: Name,
      min: z.int().min(0).max(50),
      max: z.int().min(1).max(50),
      options: z.array(inner).min(1).max(100),
    })
    .refine((group) => group.min <= group.max, { message: "min must not be more than max", path: ["min"] });
/** Groups inside an option: "with fries, and which sauce to them". They nest no deeper. */
const InnerGroup = groupOf(z.strictObject(option));
const ModifierGroup = groupOf(
  z.strictObject({ ...option, modifierGroups: z.array(InnerGroup).max(10).optional() }),
);
/** A part of a combo: one of its choices comes with it. A part with a single choice is fixed. */
const ComboPart = z.strictObject({
  id: Id.optional(),
  name: Name,
  choices: z
    .array(
      z.strictObject({
        menuItemId: Id,
        variantId: Id.nullable().optional(),
        surcharge: Amount.optional(),
      }),
    )
    .min(1)
    .max(100),
});
const Code = z.string().trim().min(1).max(64);
const Variant = z.strictObject({
  id: Id.optional(),
  name: Name,
  price: Amount,
  sku: Code.nullable().optional(),
  barcode: Code.nullable().optional(),
});
/** What is left of an item: whole pieces, or up to three decimals of its unit. */
const thousandths = (value: number): boolean => Math.abs(value * 1000 - Math.round(value * 1000)) < 1e-6;
const Stock = z.number().min(0).max(1_000_000).refine(thousandths, "has more than three decimals");
export const StockInput = z
  .strictObject({
    commandId: Id.optional(),
    variantId: Id.nullable().optional(),
    stock: Stock.nullable().optional().meta({
      description: "What a person counted; null stops counting, and the item is never out by itself",
    }),
    delta: z
      .number()
      .min(-1_000_000)
      .max(1_000_000)
      .refine(thousandths, "has more than three decimals")
      .optional()
      .meta({ description: "How many came (or, below zero, went)" }),
    reason: Reason.optional(),
  })
  .refine(({ stock, delta }) => (stock === undefined) !== (delta === undefined), {
    message: "give either stock or delta",
    path: ["stock"],
  });
export type StockInput = z.infer<typeof StockInput>;
const menuItemFields = {
  name: Name,
  categoryId: Id,
  price: Amount,
  unit: z.enum(units).optional(),
  taxClassId: Id.nullable().optional(),
  description: Text.nullable().optional(),
  variants: z.array(Variant).max(50).optional(),
  modifierGroups: z.array(ModifierGroup).max(30).optional(),
  parts: z
    .array(ComboPart)
    .max(12)
    .optional()
    .meta({ description: "Makes the item a combo: its one price is allocated to these parts" }),
  allergens: z.array(z.enum(allergens)).max(14).optional(),
  diets: z.array(z.enum(diets)).max(6).optional(),
  stations: z.array(Id).max(20).optional(),
  ...limits,
  available: z.boolean().optional(),
  stock: Stock.nullable().optional(),
  sku: Code.nullable().optional(),
  barcode: Code.nullable().optional(),
  image: z
    .string()
    .max(200, "is longer than 200 characters")
    .nullable()
    .optional()
    .meta({ description: "What POST /api/pictures answered: /pictures/<name>.jpg" }),
  sort: z.int().min(0).max(100_000).optional(),
};
export const MenuItemInput = z.strictObject({ id: Id.optional(), ...menuItemFields });
export const MenuItemChange = changeOf(menuItemFields);
const innerGroup = {
  id: z.string(),
  name: z.string(),
  min: z.int(),
  max: z.int(),
};
const shownOption = { id: z.string(), name: z.string(), price: z.int() };
const ShownGroup = z.object({
  ...innerGroup,
  options: z.array(
    z.object({
      ...shownOption,
      modifierGroups: z
        .array(z.object({ ...innerGroup, options: z.array(z.object(shownOption)) }))
        .optional(),
    }),
  ),
});
const ShownPart = z.object({
  id: z.string(),
  name: z.string(),
  choices: z.array(
    z.object({ menuItemId: z.string(), variantId: z.string().nullable(), surcharge: z.int() }),
  ),
});
export const MenuItem = z
  .object({
    ...entityFields,
    name: z.string(),
    categoryId: z.string(),
    price: z.int(),
    unit: z.enum(units),
    taxClassId: z.string().nullable(),
    description: z.string().nullable(),
    variants: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        price: z.int(),
        sku: z.string().nullable().optional(),
        barcode: z.string().nullable().optional(),
        stock: z.number().optional(),
      }),
    ),
    modifierGroups: z.array(ShownGroup),
    parts: z.array(ShownPart).optional(),
    allergens: z.array(z.enum(allergens)),
    diets: z.array(z.enum(diets)).optional(),
    stations: z.array(z.string()),
    ...shownLimits,
    available: z.boolean(),
    stock: z.number().nullable().meta({ description: "What is left; null where nobody counts" }),
    sku: z.string().nullable(),
    barcode: z.string().nullable(),
    image: z.string().nullable(),
    sort: z.int(),
  })
  .meta({ id: "MenuItem" });
export type MenuItem = z.infer<typeof MenuItem>;

/** By an exact code, of the item or of one of its variants. */
export const MenuItemQuery = ListQuery.extend({
  barcode: z.string().min(1).max(64).optional(),
  sku: z.string().min(1).max(64).optional(),
});
export const Scan = z
  .object({
    item: MenuItem,
    variantId: z.string().nullable(),
    quantity: z.number().meta({ description: "1, or what the label of a scale says" }),
  })
  .meta({ id: "Scan" });
