/** Sitting down at a table and leaving it, as events of the table beside those of the order. */
import { conflict, invalid } from "@tillbox/shared/refusal.ts";
import type { Context, EventDraft, Reads } from "../../../kernel/types.ts";
import {
  groupOf,
  joinEvents,
  type OrderMove,
  ordersAt,
  statusEvents,
  tables,
  vacatedEvents,
} from "../../floor/rows.ts";
import { setting } from "../../settings/rows.ts";
import { findOrder } from "../facts/rows.ts";
import { orderView } from "../view.ts";

type Seating = {
  tableId: string | null;
  newCheck: boolean;
  /** Tables that are pushed together with it for this party. */
  joinedTableIds?: readonly string[];
  /** The reservation that the tables may be kept for. */
  reservationId?: string;
};

/** A table takes a second check only when asked to; being seated ends what was said of the table before. */
export const seatingEvents = ({ reads, actor }: Context, input: Seating): EventDraft[] => {
  const { tableId, newCheck, joinedTableIds = [], reservationId } = input;
  if (tableId === null) {
    if (joinedTableIds.length > 0) throw invalid("joinedTableIds", "goes with tableId");
    return [];
  }
  const table = reads.get(tables.entity, tableId);
  if (!table) throw invalid("tableId", `there is no table ${tableId}`);
  const joined =
    joinedTableIds.length === 0
      ? []
      : joinEvents(reads, table, joinedTableIds, { path: "joinedTableIds", reservationId });
  const others = joinedTableIds.flatMap((id) => reads.get(tables.entity, id) ?? []);
  const members = [...new Map([...groupOf(reads, table), ...others].map((one) => [one.id, one])).values()];
  const first = members.flatMap((member) => ordersAt(reads.db, member))[0];
  if (first !== undefined && !newCheck)
    throw conflict(
      `Table ${table.name} has an open order. Add to it, or ask for a new check.`,
      // Who may not read orders learns that the table is taken, and no more of those who sit there.
      actor.permissions.has("order.read") ? orderView(findOrder(reads, first)) : undefined,
    );
  const cleared = members.flatMap((member) => statusEvents(member, "available"));
  const said = new Set(joined.filter(({ data }) => "status" in data).map(({ id }) => id));
  return [...joined, ...cleared.filter(({ id }) => !said.has(id))];
};

/** What orders leave behind that end with the command or move away. */
export const leavingEvents = (reads: Reads, moves: readonly OrderMove[]): EventDraft[] =>
  vacatedEvents(
    reads,
    moves.filter(({ from, to }) => from !== to),
    setting(reads, "table.cleaning"),
  );
