import {
  Category,
  CategoryChange,
  CategoryInput,
  MenuItem,
  MenuItemChange,
  MenuItemInput,
  StockInput,
  TaxClass,
  TaxClassChange,
  TaxClassInput,
} from "@tillbox/shared/contract/menu.ts";
import { recordRoutes } from "../../http/record-routes.ts";
import { type Route, write } from "../../http/route.ts";
import { completeItem } from "./complete.ts";
import { toStockChange } from "./intents.ts";
import { categories, menuItems, setStock, taxClasses } from "./records/rows.ts";

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
  write({
    method: "post",
    path: "/menu-items/:id/stock",
    tag: common.tag,
    status: 200,
    summary: "Count what is left of an item, or say how many came or went",
    body: StockInput,
    answers: MenuItem,
    prepare: ({ body, params }) => ({ command: setStock, input: toStockChange(params.id ?? "", body) }),
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
