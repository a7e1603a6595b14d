import {
  Daypart,
  DaypartChange,
  DaypartInput,
  PriceRule,
  PriceRuleChange,
  PriceRuleInput,
} from "@tillbox/shared/contract/daypart.ts";
import {
  Category,
  CategoryChange,
  CategoryInput,
  MenuItem,
  MenuItemChange,
  MenuItemInput,
  MenuItemQuery,
  Scan,
  StockInput,
  TaxClass,
  TaxClassChange,
  TaxClassInput,
} from "@tillbox/shared/contract/menu.ts";
import type { z } from "zod";
import { recordRoutes } from "../../http/record-routes.ts";
import { type Route, read, write } from "../../http/route.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import { itemsWithCode, scan } from "./codes/rows.ts";
import { completeItem } from "./complete.ts";
import { draftRoutes } from "./drafts/draft-routes.ts";
import { exchangeRoutes } from "./exchange/exchange-routes.ts";
import { toStockChange } from "./intents.ts";
import { priceRules } from "./price-rules/rows.ts";
import { categories, menuItems, setStock, taxClasses } from "./records/rows.ts";
import { dayparts } from "./times/rows.ts";

/** No code asked for: all items. */
const byCode = (kernel: Kernel, query: z.output<typeof MenuItemQuery>) =>
  (["barcode", "sku"] as const).flatMap((kind) => {
    const code = query[kind];
    if (code === undefined) return [];
    return [{ sql: "id = ?", values: [itemsWithCode(kernel, kind, code)[0] ?? ""] }];
  });

const common = { tag: "Menu", readPermission: "menu.read" };
export const menuRoutes: Route[] = [
  ...draftRoutes,
  ...exchangeRoutes,
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
    filter: { query: MenuItemQuery, where: byCode },
  }),
  read({
    path: "/menu-items/scan/:code",
    tag: common.tag,
    permission: common.readPermission,
    summary: "What a scanned code means: an item, its variant, and how much of it a scale's label says",
    answers: Scan,
    run: ({ kernel, params }) => {
      const { item, variantId, quantity } = scan(kernel, params.code ?? "");
      return { item: JSON.parse(menuItems.entity.view(item, kernel)) as unknown, variantId, quantity };
    },
  }),
  ...recordRoutes({
    ...common,
    path: "/dayparts",
    record: dayparts,
    input: DaypartInput,
    change: DaypartChange,
    answers: Daypart,
  }),
  ...recordRoutes({
    ...common,
    path: "/price-rules",
    record: priceRules,
    input: PriceRuleInput,
    change: PriceRuleChange,
    answers: PriceRule,
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
