/** Dayparts: named times of the week in which things are sold, or sold at another price. */
import type { Weekday } from "@tillbox/shared/contract/menu-words.ts";
import { conflict } from "@tillbox/shared/refusal.ts";
import { wallClock } from "@tillbox/shared/time.ts";
import { query } from "../../../kernel/database.ts";
import { recordFeature } from "../../../kernel/record.ts";
import type { BaseState, Context, Reads } from "../../../kernel/types.ts";
import { setting } from "../../settings/rows.ts";
import { saleTimeBack_ms, type WallClock } from "../daypart.ts";
import { statesWhere } from "../overlay.ts";

const naming = (entity: string, table: string) => ({
  entity,
  rows: query<[string], { id: string; state: string }>(
    `SELECT t.id, t.state FROM ${table} t, json_each(t.state, '$.dayparts') d WHERE d.value = ?`,
  ),
});
const users = [
  naming("menu-item", "menu_items"),
  naming("category", "categories"),
  naming("price-rule", "price_rules"),
];
type User = BaseState & { name: string; dayparts?: string[] };

export const dayparts = recordFeature<{
  name: string;
  days: Weekday[];
  from: string;
  to: string;
  sort: number;
}>({
  name: "daypart",
  label: "daypart",
  table: "dayparts",
  permission: "menu.manage",
  defaults: { name: "", days: [], from: "00:00", to: "00:00", sort: 0 },
  columns: { name: (state) => state.name, sort: (state) => state.sort },
  checkRemoval: ({ id }, reads) => {
    for (const { entity, rows } of users) {
      const [user] = statesWhere<User>(
        reads,
        entity,
        rows.all(reads.db, id),
        (state) => state.dayparts?.includes(id) === true,
      );
      if (user) throw conflict(`${user.name} goes by this daypart. Change that first.`);
    }
  },
  announce: { event: "menu:update", rooms: () => ["menu"] },
});

const ahead_ms = 2 * 60_000;

/**
 * When an order was made. A tablet without the box sells at the price on its screen and says later when that was; it is believed for
 * a day back, and for two minutes ahead, the skew that a clock may have. Anything else is the box's own time.
 */
export const saleTime = ({ at, deviceAt }: Pick<Context, "at" | "deviceAt">): string => {
  const said_ms = deviceAt === null ? Number.NaN : Date.parse(deviceAt);
  const box_ms = Date.parse(at);
  return said_ms <= box_ms + ahead_ms && said_ms >= box_ms - saleTimeBack_ms
    ? new Date(said_ms).toISOString()
    : at;
};

export const storeClock = (reads: Reads, at: string): WallClock =>
  wallClock(at, setting(reads, "store.time_zone"));
