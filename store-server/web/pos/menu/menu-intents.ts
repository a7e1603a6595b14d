/** What a person may do with the menu, as intents for the outbox. */
import type { MenuItem, StockInput } from "@tillbox/shared/contract/menu.ts";
import type { MenuChange } from "@tillbox/shared/contract/menu-draft.ts";
import { newId } from "@tillbox/shared/id.ts";
import type { OrderIntent } from "../../client/intents.ts";

type Ids = { id: string };
export type ItemFields = Partial<
  Pick<
    MenuItem,
    | "name"
    | "price"
    | "categoryId"
    | "description"
    | "available"
    | "allergens"
    | "diets"
    | "variants"
    | "modifierGroups"
    | "parts"
    | "unit"
    | "taxClassId"
    | "stations"
    | "orderTypes"
    | "dayparts"
    | "sort"
    | "image"
    | "sku"
    | "barcode"
  >
>;
/** As the box shows it. */
export type Draft = {
  id: string;
  name: string;
  status: "draft" | "scheduled" | "published";
  effectiveDay: string | null;
  changes: MenuChange[];
  skipped: { index: number; message: string }[];
};

/** Editing is done while the box is there. What a kitchen does in a hurry (off the menu, counted) is kept like any tap. */
const isDirect = true;
const item = ({ id }: Ids): string => `/api/menu-items/${encodeURIComponent(id)}`;
const draft = ({ id }: Ids, rest = ""): string => `/api/menu-drafts/${encodeURIComponent(id)}${rest}`;

export const addItem = (fields: ItemFields & Ids): OrderIntent => ({
  label: `Add ${fields.name}`,
  chain: fields.id,
  method: "POST",
  path: "/api/menu-items",
  body: fields,
  isDirect,
});
export const changeItem = (of: Pick<MenuItem, "id" | "name">, fields: ItemFields): OrderIntent => ({
  label: `Change ${of.name}`,
  chain: of.id,
  method: "PUT",
  path: item(of),
  body: fields,
  isDirect: !("available" in fields),
});
export const countItem = (of: Pick<MenuItem, "id" | "name">, input: StockInput): OrderIntent => ({
  label: `Count ${of.name}`,
  chain: of.id,
  method: "POST",
  path: `${item(of)}/stock`,
  body: input,
});

/** Into a draft that there is, or a new one. */
export const putInDraft = (known: Draft | null, name: string, change: MenuChange): OrderIntent => {
  const id = known?.id ?? newId();
  const changes = [...(known?.changes ?? []), change];
  return known
    ? {
        label: `Change the draft ${known.name}`,
        chain: id,
        method: "PUT",
        path: draft(known),
        body: { changes },
        isDirect,
      }
    : {
        label: `Draft ${name}`,
        chain: id,
        method: "POST",
        path: "/api/menu-drafts",
        body: { id, name, changes },
        isDirect,
      };
};
export const publish = (of: Draft, effectiveDay: string | null): OrderIntent => ({
  label: `Publish ${of.name}`,
  chain: of.id,
  method: "POST",
  path: draft(of, "/publish"),
  body: effectiveDay === null ? {} : { effectiveDay },
  isDirect,
});
export const withdraw = (of: Draft): OrderIntent => ({
  label: `Withdraw ${of.name}`,
  chain: of.id,
  method: "POST",
  path: draft(of, "/withdraw"),
  body: {},
  isDirect,
});
export const discard = (of: Draft): OrderIntent => ({
  label: `Discard ${of.name}`,
  chain: of.id,
  method: "DELETE",
  path: draft(of),
  isDirect,
});
export const importTable = (content: string, dryRun: boolean): OrderIntent => ({
  label: dryRun ? "Try the file" : "Import the menu",
  chain: "menu-import",
  method: "POST",
  path: "/api/menu/import",
  body: { format: "csv", content, dryRun },
  asksOnce: true,
});
export const keepPicture = (data: string): OrderIntent => ({
  label: "Keep a picture",
  chain: "pictures",
  method: "POST",
  path: "/api/pictures",
  body: { data },
  asksOnce: true,
});
