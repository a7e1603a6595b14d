/** What other features see of the menu. */
import type { EventDraft, Reads } from "../../kernel/types.ts";
import { countsOf, menuItems } from "./records/rows.ts";
import { decideMovement, type StockDemand } from "./stock.ts";

export { type Offer, openOffer } from "./offer/rows.ts";
export { priceRules } from "./price-rules/rows.ts";
export {
  categories,
  countsOf,
  type MenuItemFields,
  type MenuItemState,
  menuItems,
  stocks,
  taxClasses,
} from "./records/rows.ts";
export { taxClassFor } from "./tax/rows.ts";
export { dayparts } from "./times/rows.ts";

/** What orders take of counted goods and give back. Throws `conflict`, naming the item and what is left. */
export const stockEvents = (reads: Reads, demands: readonly StockDemand[]): EventDraft[] =>
  [...Map.groupBy(demands, ({ menuItemId }) => menuItemId)].flatMap(([id, ofItem]) => {
    const item = reads.get(menuItems.entity, id);
    return item ? decideMovement(id, item.name, countsOf(item, reads), ofItem) : [];
  });
