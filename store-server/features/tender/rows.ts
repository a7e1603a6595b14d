/**
 * The journal cut into parts, and the money that changed hands in each. A part is a range of the journal: it begins with a business day
 * or after a Z, so every event is in exactly one. Whatever carries a tender is added to its part in its own transaction; nothing here
 * knows which feature it came from.
 */
import type { Tender } from "@tillbox/shared/contract/tender.ts";
import { tenderOfPayment } from "@tillbox/shared/tender.ts";
import type { Database } from "better-sqlite3";
import { query } from "../../kernel/database.ts";
import type { Reads, StoredEvent } from "../../kernel/types.ts";
import { dayAt } from "../settings/rows.ts";

export type DayPart = {
  id: number;
  business_day: string;
  from_seq: number;
  from_at: string;
  /** Null while it runs. */
  to_seq: number | null;
  /** The Z that holds it; null while it waits for one. */
  report_id: string | null;
};

const running = query<[], DayPart>("SELECT * FROM day_parts ORDER BY id DESC LIMIT 1");
const begin = query<[number, string, number, string]>(
  "INSERT INTO day_parts (id, business_day, from_seq, from_at) VALUES (?, ?, ?, ?)",
);
const end = query<[number, number]>("UPDATE day_parts SET to_seq = ? WHERE id = ?");

/** The part that takes what happens now; undefined before the first event. */
export const runningPart = (db: Database): DayPart | undefined => running.get(db);

/** Ends the running part before `seq` and begins the next one there. */
export const beginPart = (db: Database, businessDay: string, seq: number, at: string): DayPart => {
  const before = running.get(db);
  if (before) end.run(db, seq - 1, before.id);
  const id = (before?.id ?? 0) + 1;
  begin.run(db, id, businessDay, seq, at);
  return { id, business_day: businessDay, from_seq: seq, from_at: at, to_seq: null, report_id: null };
};

/**
 * The part of an event. A day once begun is never left again, also where the cutover is moved to a later hour: the part keeps the day
 * that it began with.
 */
export const partOf = (event: StoredEvent, reads: Reads): DayPart => {
  const part = running.get(reads.db);
  const day = dayAt(reads, event.at);
  return part && day <= part.business_day ? part : beginPart(reads.db, day, event.seq, event.at);
};

const add = query<[number, string, string, string, number, number, number, number, number, number, number]>(
  "INSERT INTO day_tenders (part, purpose, method, drawer_id, count, amount, tip, rounding, given, late_count, late_given) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (part, purpose, method, drawer_id) DO UPDATE SET count = count + excluded.count, amount = amount + excluded.amount, tip = tip + excluded.tip, rounding = rounding + excluded.rounding, given = given + excluded.given, late_count = late_count + excluded.late_count, late_given = late_given + excluded.late_given",
);

type PaymentData = Parameters<typeof tenderOfPayment>[0];

/** All money that an event moved. */
export const tendersOf = ({
  entity,
  type,
  data,
}: Pick<StoredEvent, "entity" | "type" | "data">): Tender[] => {
  const { tender, tenders, payment } = data as { tender?: Tender; tenders?: Tender[]; payment?: PaymentData };
  if (tender) return [tender];
  if (tenders) return tenders;
  return entity === "order" && type === "PaymentCaptured" && payment ? [tenderOfPayment(payment)] : [];
};

/** What was handed over less the change. It is counted apart from the amounts, so that one can prove the other. */
const givenOf = ({ method, tendered, change, amount, tip, rounding }: Tender): number =>
  method === "cash" && tendered !== null ? tendered - change : amount + tip + rounding;

/** Clocks of devices may be off by this much before a payment counts as late. */
const skew_ms = 120_000;
const isLate = (event: StoredEvent, part: DayPart): boolean =>
  event.deviceAt !== null && Date.parse(event.deviceAt) + skew_ms < Date.parse(part.from_at);

export const addTenders = (event: StoredEvent, part: DayPart, { db }: Reads): void => {
  for (const tender of tendersOf(event)) {
    const given = givenOf(tender);
    const late = isLate(event, part);
    add.run(
      db,
      part.id,
      tender.purpose,
      tender.method,
      tender.drawerId ?? "",
      1,
      tender.amount,
      tender.tip,
      tender.rounding,
      given,
      late ? 1 : 0,
      late ? given : 0,
    );
  }
};

const cashOfDrawer = query<[string], { moves: number; given: number }>(
  "SELECT COALESCE(SUM(count), 0) AS moves, COALESCE(SUM(given), 0) AS given FROM day_tenders WHERE drawer_id = ? AND drawer_id <> '' AND method = 'cash'",
);
/** Cash that went into a drawer and out of it since it was opened, in minor units, and how many times it did. */
export const drawerCash = (db: Database, drawerId: string): { moves: number; given: number } =>
  cashOfDrawer.get(db, drawerId) ?? { moves: 0, given: 0 };
