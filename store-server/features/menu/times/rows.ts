/** Dayparts: named times of the week in which things are sold, or sold at another price. */
import type { Weekday } from "@tillbox/shared/contract/daypart.ts";
import { conflict } from "@tillbox/shared/refusal.ts";
import { wallClock } from "@tillbox/shared/time.ts";
import { query } from "../../../kernel/database.ts";
import { recordFeature } from "../../../kernel/record.ts";
import type { Context, Reads } from "../../../kernel/types.ts";
import { setting } from "../../settings/rows.ts";
import type { WallClock } from "../daypart.ts";

const naming = (table: string) =>
  query<[string], { name: string }>(
    `SELECT t.name FROM ${table} t, json_each(t.state, '$.dayparts') d WHERE d.value = ? LIMIT 1`,
  );
const users = [naming("menu_items"), naming("categories"), naming("price_rules")];

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
  checkRemoval: ({ id }, { db }) => {
    for (const find of users) {
      const user = find.get(db, id);
      if (user) throw conflict(`${user.name} goes by this daypart. Change that first.`);
    }
  },
  announce: { event: "menu:update", rooms: () => ["menu"] },
});

const ahead_ms = 2 * 60_000;
const behind_ms = 24 * 3_600_000;

/**
 * When an order was made. A tablet without the box sells at the price on its screen and says later when that was; it is believed for
 * a day back, and for two minutes ahead, the skew that a clock may have. Anything else is the box's own time.
 */
export const saleTime = ({ at, deviceAt }: Pick<Context, "at" | "deviceAt">): string => {
  const said_ms = deviceAt === null ? Number.NaN : Date.parse(deviceAt);
  const box_ms = Date.parse(at);
  return said_ms <= box_ms + ahead_ms && said_ms >= box_ms - behind_ms ? new Date(said_ms).toISOString() : at;
};

export const storeClock = (reads: Reads, at: string): WallClock =>
  wallClock(at, setting(reads, "store.time_zone"));
