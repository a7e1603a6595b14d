/** Pages of rows by the values of their sort columns, so that a page stays right while others write. */
import { invalid } from "@tillbox/shared/refusal.ts";
import type { Database } from "better-sqlite3";
import { type Query, query } from "./database.ts";
import type { ColumnValue } from "./types.ts";

export type Page<T> = { items: T[]; nextCursor: string | null };
export type KeysetOptions = {
  select: string;
  /** Sort columns, the last one unique. */
  order: readonly string[];
  direction: "ASC" | "DESC";
};
export type PageRequest = { limit?: number | undefined; cursor?: string | undefined };

export const defaultLimit = 50;
const compiled = new Map<string, Query<ColumnValue[], Record<string, ColumnValue>>>();

/**
 * One page of `select` (a statement without WHERE). `where` are conditions with `?`, joined by AND. Throws `invalid` for a
 * cursor that is not one of ours.
 */
export const readPage = (
  db: Database,
  options: KeysetOptions,
  where: readonly { sql: string; values: ColumnValue[] }[],
  page: PageRequest,
): Page<Record<string, ColumnValue>> => {
  const limit = page.limit ?? defaultLimit;
  const after = page.cursor === undefined ? [] : decodeCursor(page.cursor, options.order.length);
  const sql = statement(
    options,
    where.map((condition) => condition.sql),
    after.length > 0,
  );
  const known = compiled.get(sql) ?? query<ColumnValue[], Record<string, ColumnValue>>(sql);
  compiled.set(sql, known);
  const rows = known.all(db, ...where.flatMap((condition) => condition.values), ...after, limit + 1);
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const nextCursor =
    rows.length > limit && last ? encodeCursor(options.order.map((column) => last[column] ?? null)) : null;
  return { items, nextCursor };
};

/** One page of a list that is at hand as a whole; its cursor is the id of the last item before. */
export const pageOfAll = <T extends { id: string }>(all: readonly T[], page: PageRequest): Page<T> => {
  const [after] = page.cursor === undefined ? [] : decodeCursor(page.cursor, 1);
  const start = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1;
  if (after !== undefined && start === 0) throw invalid("cursor", "is not a cursor of this list");
  const items = all.slice(start, start + (page.limit ?? defaultLimit));
  const last = items.at(-1);
  const isMore = start + items.length < all.length;
  return { items, nextCursor: isMore && last ? encodeCursor([last.id]) : null };
};

const statement = (options: KeysetOptions, conditions: readonly string[], continued: boolean): string => {
  const sign = options.direction === "ASC" ? ">" : "<";
  const keys = options.order.join(", ");
  const all = continued
    ? [...conditions, `(${keys}) ${sign} (${options.order.map(() => "?").join(", ")})`]
    : conditions;
  const filter = all.length > 0 ? ` WHERE ${all.join(" AND ")}` : "";
  return `${options.select}${filter} ORDER BY ${options.order.map((column) => `${column} ${options.direction}`).join(", ")} LIMIT ?`;
};

const encodeCursor = (values: ColumnValue[]): string =>
  Buffer.from(JSON.stringify(values)).toString("base64url");

const decodeCursor = (cursor: string, length: number): ColumnValue[] => {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    const fits =
      Array.isArray(values) &&
      values.length === length &&
      values.every((value) => value === null || typeof value === "string" || typeof value === "number");
    if (fits) return values as ColumnValue[];
  } catch {
    // falls through to the refusal
  }
  throw invalid("cursor", "is not a cursor of this list");
};
