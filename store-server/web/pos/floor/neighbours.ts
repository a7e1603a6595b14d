/** Tables that can be pushed together. Pure. */
import type { Table } from "@tillbox/shared/contract/floor.ts";

/** Free tables that reach this one, or one of those that stand with it or are about to. */
export const neighboursOf = (
  table: Table,
  joined: readonly string[],
  tables: ReadonlyMap<string, Table>,
): Table[] => {
  const reached = [table, ...joined.flatMap((id) => tables.get(id) ?? [])].flatMap((one) => one.joinsWith);
  return [...new Set([...joined, ...reached])].flatMap((id) => {
    const one = tables.get(id);
    const isFree = one?.status === "available" && one.joinedTableIds.length === 0;
    return one && id !== table.id && isFree ? [one] : [];
  });
};
