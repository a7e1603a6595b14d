/** Parties that are expected or wait, as the floor shows them. Pure. */
import type { Table } from "@tillbox/shared/contract/floor.ts";
import type { Reservation, WaitEntry, WaitSuggestion } from "@tillbox/shared/contract/reservation.ts";
import type { Tone } from "@tillbox/shared/ui/tone.ts";
import { minutesSince, minutesText } from "../../common/figures.ts";

type Tables = ReadonlyMap<string, Pick<Table, "name">>;

/** "8", "14 + 15", "–" for a party without a table. */
export const tableNames = (tableIds: readonly string[], tables: Tables): string =>
  tableIds.length === 0 ? "–" : tableIds.map((id) => tables.get(id)?.name ?? "?").join(" + ");

export const guestsText = (guests: number): string => (guests === 1 ? "1 guest" : `${guests} guests`);

export const isExpected = ({ status }: Reservation): boolean => status === "booked" || status === "arrived";
export const isWaiting = ({ status }: WaitEntry): boolean => status === "waiting" || status === "notified";

/** Those of one business day, by their time. */
export const bookingsOf = (all: Iterable<Reservation>, businessDay: string): Reservation[] =>
  [...all]
    .filter((one) => one.businessDay === businessDay)
    .toSorted((a, b) => a.at.localeCompare(b.at) || a.id.localeCompare(b.id));

/** Who came first, first. */
export const lineOf = (all: Iterable<WaitEntry>): WaitEntry[] =>
  [...all]
    .filter(isWaiting)
    .toSorted((a, b) => a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id));

export type Said = { text: string; tone: Tone };

const ended: Partial<Record<Reservation["status"], Said>> = {
  seated: { text: "Seated", tone: "new" },
  completed: { text: "Gone home", tone: "plain" },
  "no-show": { text: "Did not come", tone: "bad" },
  cancelled: { text: "Cancelled", tone: "plain" },
};

/** How a booking stands, in words. */
export const bookingSaid = (booking: Reservation, now_ms: number): Said => {
  const over = ended[booking.status];
  if (over) return over;
  if (booking.status === "arrived") return { text: "Arrived", tone: "good" };
  const late = minutesSince(booking.at, now_ms);
  if (Date.parse(booking.at) < now_ms && late > 0) return { text: `${minutesText(late)} late`, tone: "bad" };
  return booking.held ? { text: "Table is kept", tone: "attention" } : { text: "Booked", tone: "plain" };
};

/** What a party that waits may hear. */
export const waitSaid = (entry: WaitEntry, suggestion: WaitSuggestion | undefined, now_ms: number): Said => {
  const minutes = minutesSince(entry.createdAt, now_ms);
  const waited = minutes < 1 ? "Just came" : `Waits ${minutesText(minutes)}`;
  if (suggestion?.tables)
    return { text: `Table ${suggestion.tables.names.join(" + ")} is free`, tone: "good" };
  if (entry.status === "notified") return { text: "Called", tone: "new" };
  const quoted = entry.quotedMinutes;
  const isOver = quoted !== null && minutes > quoted;
  const more = suggestion?.waitMinutes ? `, about ${minutesText(suggestion.waitMinutes)} more` : "";
  return { text: `${waited}${more}`, tone: isOver ? "attention" : "plain" };
};
