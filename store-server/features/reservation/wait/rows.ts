/** The line as it stands: how long each party waits, and what it may have now. */
import type { WaitSuggestion } from "@tillbox/shared/contract/reservation.ts";
import { query } from "../../../kernel/database.ts";
import type { Reads } from "../../../kernel/types.ts";
import { allTables, placesFor, seatableTables, type TableState } from "../../floor/rows.ts";
import { waitlist } from "../entities/rows.ts";
import { expectedIn, freeInMinutes, isFreeNow, namedSet, typicalMinutes } from "../facts/rows.ts";
import { minutesAfter } from "../reservation.ts";
import type { WaitState } from "./entry.ts";
import { type Expectation, expectWaits, type Party, type Seatable } from "./estimate.ts";

const inLine = query<[], { id: string }>(
  "SELECT id FROM waitlist WHERE waits = 1 ORDER BY created_at, id LIMIT 500",
);

/** Everybody who waits, who came first first. */
export const waitingLine = (reads: Reads): WaitState[] =>
  inLine.all(reads.db).flatMap(({ id }) => reads.get(waitlist, id) ?? []);

/** When a table can be had: free of those who sit there, and for long enough before the next reservation. */
const seatable = (reads: Reads, table: TableState, now: string): Seatable => {
  const claims = expectedIn(reads, { at: now, until: minutesAfter(now, 24 * 60) })
    .filter(({ tableIds }) => tableIds.includes(table.id))
    .map(({ at, until }) => ({
      from: (Date.parse(at) - Date.parse(now)) / 60_000,
      until: (Date.parse(until) - Date.parse(now)) / 60_000,
    }));
  const soonest = isFreeNow(reads, table) ? 0 : freeInMinutes(reads, table, now);
  const freeIn = (guests: number): number =>
    claims.reduce(
      (free, { from, until }) => (from < free + typicalMinutes(reads, guests) && until > free ? until : free),
      soonest,
    );
  return { id: table.id, freeIn };
};

const expect = (reads: Reads, line: readonly Party[], now: string): Map<string, Expectation> => {
  const all = allTables(reads);
  const places = new Map(all.map((table) => [table.id, seatable(reads, table, now)]));
  return expectWaits(
    line,
    places,
    (guests) => placesFor(seatableTables(all), guests, 60),
    (guests) => typicalMinutes(reads, guests),
  );
};

const setOf = (reads: Reads, ids: readonly string[] | null) => {
  if (ids === null) return null;
  const seats = allTables(reads).reduce((sum, { id, seats }) => (ids.includes(id) ? sum + seats : sum), 0);
  return namedSet(reads, { ids: [...ids], seats });
};

export const waitSuggestions = (reads: Reads, now: string): WaitSuggestion[] => {
  const line = waitingLine(reads);
  const expected = expect(reads, line, now);
  return line.map(({ id }) => {
    const { waitMinutes, ids } = expected.get(id) ?? { waitMinutes: null, ids: null };
    return { entryId: id, waitMinutes, tables: setOf(reads, ids) };
  });
};

/** What a party hears that asks at the door; they would be the last in the line. */
export const estimateWait = (reads: Reads, guests: number, now: string) => {
  const line = waitingLine(reads);
  const newcomer = { id: "", guests };
  const { waitMinutes, ids } = expect(reads, [...line, newcomer], now).get("") ?? {
    waitMinutes: null,
    ids: null,
  };
  return { guests, ahead: line.length, waitMinutes, tables: setOf(reads, ids) };
};
