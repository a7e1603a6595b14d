/** Sitting down at a table and leaving it, as events of the table beside those of the order. */
import { conflict, invalid } from "@tillbox/shared/refusal.ts";
import type { Context, EventDraft, Reads } from "../../../kernel/types.ts";
import { occupancyOf, statusEvents, tables } from "../../floor/rows.ts";
import { setting } from "../../settings/rows.ts";
import { findOrder } from "../facts/rows.ts";
import type { OrderState } from "../order.ts";
import { orderView } from "../view.ts";

/** A table takes a second check only when asked to; being seated ends what was said of the table before. */
export const seatingEvents = (
  { reads, actor }: Context,
  input: { tableId: string | null; newCheck: boolean },
): EventDraft[] => {
  if (input.tableId === null) return [];
  const table = reads.get(tables.entity, input.tableId);
  if (!table) throw invalid("tableId", `there is no table ${input.tableId}`);
  const first = occupancyOf(reads.db, input.tableId).orderIds[0];
  if (first !== undefined && !input.newCheck)
    throw conflict(
      `Table ${table.name} has an open order. Add to it, or ask for a new check.`,
      // Who may not read orders learns that the table is taken, and no more of those who sit there.
      actor.permissions.has("order.read") ? orderView(findOrder(reads, first)) : undefined,
    );
  return statusEvents(table, "available");
};

/** A table that needs cleaning after its last order; `ended` are orders that end with the command. */
export const leavingEvents = (reads: Reads, ended: readonly OrderState[]): EventDraft[] => {
  if (ended.length === 0 || !setting(reads, "table.cleaning")) return [];
  const gone = new Set(ended.map((order) => order.id));
  return [...new Set(ended.map((order) => order.tableId))].flatMap((tableId) => {
    const table = tableId === null ? undefined : reads.get(tables.entity, tableId);
    if (!table || occupancyOf(reads.db, table.id).orderIds.some((id) => !gone.has(id))) return [];
    return statusEvents(table, "cleaning");
  });
};
