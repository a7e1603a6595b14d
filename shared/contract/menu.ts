import { z } from "zod";
import { Amount, changeOf, entityFields, Id, Name, RateText, Text } from "./common.ts";
import { orderTypes } from "./order-words.ts";

/** The 14 allergens of EU 1169/2011, annex II. */
export const allergens = [
  "gluten",
  "crustaceans",
  "eggs",
  "fish",
  "peanuts",
  "soybeans",
  "milk",
  "nuts",
  "celery",
  "mustard",
  "sesame",
  "sulphites",
  "lupin",
  "molluscs",
] as const;

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

const categoryFields = {
  name: Name,
  parentId: Id.nullable().optional(),
  color: z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, "must be a colour like #17694a")
    .nullable()
    .optional(),
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
    sort: z.int(),
  })
  .meta({ id: "Category" });
export type Category = z.infer<typeof Category>;

const Option = z.strictObject({ id: Id.optional(), name: Name, price: Amount.default(0) });
const ModifierGroup = z
  .strictObject({
    id: Id.optional(),
    name: Name,
    min: z.int().min(0).max(50),
    max: z.int().min(1).max(50),
    options: z.array(Option).min(1).max(100),
  })
  .refine((group) => group.min <= group.max, { message: "min must not be more than max", path: ["min"] });
const Variant = z.strictObject({ id: Id.optional(), name: Name, price: Amount });
export const units = ["each", "kg", "g", "l", "m"] as const;
const menuItemFields = {
  name: Name,
  categoryId: Id,
  price: Amount,
  unit: z.enum(units).optional(),
  taxClassId: Id.nullable().optional(),
  description: Text.nullable().optional(),
  variants: z.array(Variant).max(50).optional(),
  modifierGroups: z.array(ModifierGroup).max(30).optional(),
  allergens: z.array(z.enum(allergens)).max(14).optional(),
  stations: z.array(Id).max(20).optional(),
  available: z.boolean().optional(),
  stock: z.int().min(0).max(1_000_000).nullable().optional(),
  sku: z.string().max(64).nullable().optional(),
  barcode: z.string().max(64).nullable().optional(),
  image: z.string().max(200).nullable().optional(),
  sort: z.int().min(0).max(100_000).optional(),
};
export const MenuItemInput = z.strictObject({ id: Id.optional(), ...menuItemFields });
export const MenuItemChange = changeOf(menuItemFields);
export const MenuItem = z
  .object({
    ...entityFields,
    name: z.string(),
    categoryId: z.string(),
    price: z.int(),
    unit: z.enum(units),
    taxClassId: z.string().nullable(),
    description: z.string().nullable(),
    variants: z.array(z.object({ id: z.string(), name: z.string(), price: z.int() })),
    modifierGroups: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        min: z.int(),
        max: z.int(),
        options: z.array(z.object({ id: z.string(), name: z.string(), price: z.int() })),
      }),
    ),
    allergens: z.array(z.enum(allergens)),
    stations: z.array(z.string()),
    available: z.boolean(),
    stock: z.int().nullable(),
    sku: z.string().nullable(),
    barcode: z.string().nullable(),
    image: z.string().nullable(),
    sort: z.int(),
  })
  .meta({ id: "MenuItem" });
export type MenuItem = z.infer<typeof MenuItem>;
