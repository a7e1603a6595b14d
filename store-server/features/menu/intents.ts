/** What a device may send of the menu: what was counted, what was taken off or put back on, and what a manager edits on a tablet. */
import { Id } from "@tillbox/shared/contract/common.ts";
import {
  CategoryChange,
  CategoryInput,
  MenuItemChange,
  MenuItemInput,
  StockInput,
} from "@tillbox/shared/contract/menu.ts";
import { MenuDraftChange, MenuDraftInput, MenuPublishInput } from "@tillbox/shared/contract/menu-draft.ts";
import { z } from "zod";
import { intentsOf, recordIntents } from "../../kernel/intent.ts";
import type { Intent } from "../../kernel/types.ts";
import { completeItem } from "./complete.ts";
import { changeDraft, publishDraft, withdrawDraft } from "./drafts/commands.ts";
import { completeDraft } from "./drafts/draft-routes.ts";
import { menuDrafts } from "./drafts/rows.ts";
import { categories, menuItems, type StockChange, setStock } from "./records/rows.ts";

export const toStockChange = (id: string, body: StockInput): { id: string } & StockChange => ({
  id,
  variantId: body.variantId ?? null,
  stock: body.stock,
  delta: body.delta,
  reason: body.reason ?? null,
});

const item = intentsOf("menu-item");
const draft = intentsOf("menu-draft");

export const menuIntents: readonly Intent[] = [
  item("stock", StockInput, setStock, toStockChange),
  ...recordIntents("menu-item", menuItems, {
    input: MenuItemInput,
    change: MenuItemChange,
    complete: completeItem,
  }),
  ...recordIntents("category", categories, { input: CategoryInput, change: CategoryChange }),
  ...recordIntents(
    "menu-draft",
    { ...menuDrafts, change: changeDraft },
    { input: MenuDraftInput, change: MenuDraftChange, complete: completeDraft },
  ),
  draft("publish", MenuPublishInput, publishDraft, (id, { effectiveDay }) => ({
    id,
    effectiveDay: effectiveDay ?? null,
  })),
  draft("withdraw", z.strictObject({ commandId: Id.optional() }), withdrawDraft, (id) => ({ id })),
];
