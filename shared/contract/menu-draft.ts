/** Changes of the menu that take effect together: on a business day that a manager chooses, or at once. */
import { z } from "zod";
import { BusinessDay, entityFields, Id, Name } from "./common.ts";
import { DaypartChange, DaypartInput, PriceRuleChange, PriceRuleInput } from "./daypart.ts";
import {
  CategoryChange,
  CategoryInput,
  MenuItemChange,
  MenuItemInput,
  TaxClassChange,
  TaxClassInput,
} from "./menu.ts";

/** In the order in which they build on each other. */
export const menuChangeEntities = ["tax-class", "daypart", "category", "menu-item", "price-rule"] as const;
export const menuChangeActions = ["create", "change", "remove"] as const;

const create = <E extends string, S extends z.ZodType>(entity: E, fields: S) =>
  z.strictObject({ entity: z.literal(entity), action: z.literal("create"), id: Id, fields });
const change = <E extends string, S extends z.ZodType>(entity: E, fields: S) =>
  z.strictObject({ entity: z.literal(entity), action: z.literal("change"), id: Id, fields });
const remove = <E extends string>(entity: E) =>
  z.strictObject({ entity: z.literal(entity), action: z.literal("remove"), id: Id });

/** One edit, as its own route would take it. */
export const MenuChange = z
  .union([
    create("tax-class", TaxClassInput.omit({ id: true })),
    change("tax-class", TaxClassChange),
    remove("tax-class"),
    create("daypart", DaypartInput.omit({ id: true })),
    change("daypart", DaypartChange),
    remove("daypart"),
    create("category", CategoryInput.omit({ id: true })),
    change("category", CategoryChange),
    remove("category"),
    create("menu-item", MenuItemInput.omit({ id: true })),
    change("menu-item", MenuItemChange),
    remove("menu-item"),
    create("price-rule", PriceRuleInput.omit({ id: true })),
    change("price-rule", PriceRuleChange),
    remove("price-rule"),
  ])
  .meta({ id: "MenuChange" });
export type MenuChange = {
  entity: (typeof menuChangeEntities)[number];
  action: (typeof menuChangeActions)[number];
  id: string;
  fields?: Record<string, unknown>;
};

const Changes = z.array(MenuChange).max(2_000);
const draftFields = { name: Name, changes: Changes.optional() };
export const MenuDraftInput = z.strictObject({ id: Id.optional(), ...draftFields });
export const MenuDraftChange = z.strictObject({ name: Name.optional(), changes: Changes.optional() });
export const MenuPublishInput = z.strictObject({
  commandId: Id.optional(),
  effectiveDay: BusinessDay.nullable()
    .optional()
    .meta({ description: "Takes effect when this business day begins; none: at once" }),
});
export const menuDraftStatuses = ["draft", "scheduled", "published"] as const;
const Problem = z.object({ index: z.int(), path: z.string(), message: z.string() });
export const MenuDraft = z
  .object({
    ...entityFields,
    name: z.string(),
    status: z.enum(menuDraftStatuses),
    effectiveDay: z.string().nullable(),
    publishedAt: z.string().nullable(),
    changes: z.array(z.unknown()),
    /** Changes that could not be done any more when the day came. */
    skipped: z.array(Problem),
  })
  .meta({ id: "MenuDraft" });
export const MenuPreview = z
  .object({
    differences: z.array(
      z.object({
        index: z.int(),
        entity: z.enum(menuChangeEntities),
        action: z.enum(menuChangeActions),
        id: z.string(),
        name: z.string(),
        fields: z.array(z.object({ field: z.string(), from: z.unknown(), to: z.unknown() })),
      }),
    ),
    problems: z.array(Problem),
  })
  .meta({ id: "MenuPreview" });
export type MenuPreview = z.infer<typeof MenuPreview>;
