/** What a device may send of the menu after it was alone: what was counted, and what was taken off or put back on. */
import { MenuItemChange, StockInput } from "@tillbox/shared/contract/menu.ts";
import { checked } from "../../http/input.ts";
import type { Intent } from "../../kernel/types.ts";
import { completeItem } from "./complete.ts";
import { type MenuItemFields, menuItems, type StockChange, setStock } from "./records/rows.ts";

export const toStockChange = (id: string, body: StockInput): { id: string } & StockChange => ({
  id,
  variantId: body.variantId ?? null,
  stock: body.stock,
  delta: body.delta,
  reason: body.reason ?? null,
});

export const menuIntents: readonly Intent[] = [
  {
    entityType: "menu-item",
    action: "stock",
    command: setStock,
    parse: ({ entityId, data }) => toStockChange(entityId, checked(StockInput, data, "data")),
  },
  {
    entityType: "menu-item",
    action: "update",
    command: menuItems.change,
    parse: ({ entityId, data }) => {
      const { commandId: _commandId, ...fields } = checked(MenuItemChange, data, "data") as Partial<
        MenuItemFields & { commandId: string }
      >;
      return { id: entityId, fields: completeItem(fields) };
    },
  },
];
