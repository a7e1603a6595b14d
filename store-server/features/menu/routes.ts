import {
  Category,
  CategoryChange,
  CategoryInput,
  MenuItem,
  MenuItemChange,
  MenuItemInput,
  TaxClass,
  TaxClassChange,
  TaxClassInput,
} from "@tillbox/shared/contract/menu.ts";
import { newId } from "@tillbox/shared/id.ts";
import { recordRoutes } from "../../http/record-routes.ts";
import type { Route } from "../../http/route.ts";
import { categories, type MenuItemFields, menuItems, taxClasses } from "./rows.ts";

const withId = <T extends { id?: string }>(part: T): T & { id: string } => ({
  ...part,
  id: part.id ?? newId(),
});

/** Variants, groups and options without an id get one. */
const completeItem = (fields: Partial<MenuItemFields>): Partial<MenuItemFields> => ({
  ...fields,
  ...(fields.variants ? { variants: fields.variants.map(withId) } : {}),
  ...(fields.modifierGroups
    ? {
        modifierGroups: fields.modifierGroups.map((group) => ({
          ...withId(group),
          options: group.options.map(withId),
        })),
      }
    : {}),
});

const common = { tag: "Menu", readPermission: "menu.read" };
export const menuRoutes: Route[] = [
  ...recordRoutes({
    ...common,
    path: "/categories",
    record: categories,
    input: CategoryInput,
    change: CategoryChange,
    answers: Category,
  }),
  ...recordRoutes({
    ...common,
    path: "/menu-items",
    record: menuItems,
    input: MenuItemInput,
    change: MenuItemChange,
    answers: MenuItem,
    complete: completeItem,
  }),
  ...recordRoutes({
    ...common,
    path: "/tax-classes",
    record: taxClasses,
    input: TaxClassInput,
    change: TaxClassChange,
    answers: TaxClass,
  }),
];
