/** Time prices: happy hour, lunch price. A rule names the dayparts in which it holds and the items or categories that it is for. */
import type { PriceRule } from "@tillbox/shared/contract/daypart.ts";
import { percentToPpm } from "@tillbox/shared/decimal.ts";
import { conflict, invalid } from "@tillbox/shared/refusal.ts";
import { query } from "../../../kernel/database.ts";
import { type RecordState, recordFeature } from "../../../kernel/record.ts";
import type { BaseState, Entity, Reads } from "../../../kernel/types.ts";
import { categories, menuItems } from "../records/rows.ts";
import { dayparts } from "../times/rows.ts";

type Fields = Omit<PriceRule, keyof BaseState>;

const allRules = query<[], { id: string }>("SELECT id FROM price_rules ORDER BY sort, name, id");

const checkNamed = <S extends BaseState>(
  path: string,
  label: string,
  ids: readonly string[],
  entity: Entity<S>,
  reads: Reads,
): void => {
  ids.forEach((id, index) => {
    if (!reads.get(entity, id)) throw invalid(`${path}.${index}`, `there is no ${label} ${id}`);
  });
};

export const priceRules = recordFeature<Fields>({
  name: "price-rule",
  label: "price rule",
  table: "price_rules",
  permission: "menu.manage",
  defaults: {
    name: "",
    dayparts: [],
    menuItems: [],
    categories: [],
    orderTypes: [],
    percentOff: null,
    price: null,
    active: true,
    sort: 0,
  },
  columns: { name: (state) => state.name, sort: (state) => state.sort },
  check: (fields, _id, reads) => {
    checkNamed("dayparts", "daypart", fields.dayparts, dayparts.entity, reads);
    checkNamed("menuItems", "menu item", fields.menuItems, menuItems.entity, reads);
    checkNamed("categories", "category", fields.categories, categories.entity, reads);
    if ((fields.percentOff === null) === (fields.price === null))
      throw invalid("percentOff", "give either percentOff or price");
    if (fields.percentOff !== null && percentToPpm(fields.percentOff) > 1_000_000)
      throw invalid("percentOff", "must be at most 100 per cent");
  },
  checkRemoval: (state) => {
    // Devices may still show its prices; a rule that is off keeps its history for them.
    if (state.active)
      throw conflict("This rule is in force. Switch it off first, and remove it another day.");
  },
  announce: { event: "menu:update", rooms: () => ["menu"] },
});

/** In the order in which they are asked. */
export const rulesInOrder = (reads: Reads): RecordState<Fields>[] =>
  allRules.all(reads.db).flatMap(({ id }) => reads.get(priceRules.entity, id) ?? []);
