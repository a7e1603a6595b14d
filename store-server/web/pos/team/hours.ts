/** The hours report as a person reads it: a row for each of them. Pure. */
import type { HoursReport } from "@tillbox/shared/contract/time-entry.ts";
import type { z } from "zod";
import { writeCsv } from "../../../features/menu/csv.ts";
import { hoursDecimal } from "./time-words.ts";

export type Hours = z.infer<typeof HoursReport>;
export type HoursRow = {
  userId: string;
  name: string;
  byDay: ReadonlyMap<string, Hours["items"][number]>;
  days: number;
  entries: number;
  worked: number;
  breaks: number;
  open: number;
};

const sumOf = <T>(items: readonly T[], value: (item: T) => number): number =>
  items.reduce((sum, item) => sum + value(item), 0);

/** By name. */
export const hoursRows = ({ items }: Pick<Hours, "items">): HoursRow[] =>
  [...Map.groupBy(items, ({ userId }) => userId)]
    .map(([userId, own]) => ({
      userId,
      name: own[0]?.name ?? userId,
      byDay: new Map(own.map((item) => [item.businessDay, item])),
      days: own.length,
      entries: sumOf(own, ({ entries }) => entries),
      worked: sumOf(own, ({ workedSeconds }) => workedSeconds),
      breaks: sumOf(own, ({ breakSeconds }) => breakSeconds),
      open: sumOf(own, ({ open }) => open),
    }))
    .toSorted((one, other) => one.name.localeCompare(other.name));

export const hoursTotals = (rows: readonly HoursRow[]) => ({
  worked: sumOf(rows, ({ worked }) => worked),
  breaks: sumOf(rows, ({ breaks }) => breaks),
  open: sumOf(rows, ({ open }) => open),
});

/** A row for each person and business day; hours as decimals, because a spreadsheet multiplies them. */
export const hoursTable = ({ items }: Pick<Hours, "items">): string =>
  writeCsv([
    ["Person", "Business day", "Hours worked", "Hours of breaks", "Entries", "Not ended"],
    ...items
      .toSorted(
        (one, other) =>
          one.name.localeCompare(other.name) || one.businessDay.localeCompare(other.businessDay),
      )
      .map(({ name, businessDay, workedSeconds, breakSeconds, entries, open }) => [
        name,
        businessDay,
        hoursDecimal(workedSeconds),
        hoursDecimal(breakSeconds),
        `${entries}`,
        `${open}`,
      ]),
  ]);
