/** Printers and stations: what is set up, and how others put a paper on the queue. What orders print is in `jobs.ts` beside this file. */
import type { PrintDocument, Printer, Receipt } from "@tillbox/shared/contract/printer.ts";
import { newsFor } from "@tillbox/shared/protocol/rooms.ts";
import { conflict, invalid } from "@tillbox/shared/refusal.ts";
import { query } from "../../kernel/database.ts";
import { addJob } from "../../kernel/jobs.ts";
import { type RecordFeature, type RecordState, recordFeature } from "../../kernel/record.ts";
import type { Reads } from "../../kernel/types.ts";
import { setting } from "../settings/rows.ts";
import { drawerPrinter } from "./routing.ts";

type PrinterFields = Omit<Printer, "id" | "version" | "createdAt" | "updatedAt"> & { sort: number };
export type PrinterState = RecordState<PrinterFields>;

const all = query<[], { id: string }>("SELECT id FROM printers ORDER BY sort, name, id");
const stationExists = query<[string], { id: string }>("SELECT id FROM stations WHERE id = ?");
const itemOfStation = query<[string], { name: string }>(
  "SELECT i.name FROM menu_items i, json_each(i.state, '$.stations') s WHERE s.value = ? LIMIT 1",
);
const categoryExists = query<[string], { id: string }>("SELECT id FROM categories WHERE id = ?");
const printerExists = query<[string], { id: string }>("SELECT id FROM printers WHERE id = ?");

export const stations = recordFeature<{ name: string; sort: number }>({
  name: "station",
  label: "station",
  table: "stations",
  permission: "printer.manage",
  defaults: { name: "", sort: 0 },
  columns: { name: (state) => state.name, sort: (state) => state.sort },
  checkRemoval: (state, reads) => {
    const user = allPrinters(reads).find((printer) => printer.stations.includes(state.id));
    if (user) throw conflict(`The printer ${user.name} serves this station. Take it off first.`);
    const item = itemOfStation.get(reads.db, state.id);
    if (item) throw conflict(`${item.name} is made at this station. Give its items another one first.`);
  },
  announce: { event: "menu:update", rooms: () => ["menu"] },
});

/** What was filtered by before is left alone: a category may have gone since. */
const checkFilter = (fields: PrinterFields, before: PrinterFields | undefined, { db }: Reads): void => {
  const known = before?.filterSettings.categories ?? [];
  (fields.filterSettings.categories ?? []).forEach((id, index) => {
    if (!known.includes(id) && !categoryExists.get(db, id))
      throw invalid(`filterSettings.categories.${index}`, `there is no category ${id}`);
  });
};

export const printers: RecordFeature<PrinterFields> = recordFeature<PrinterFields>({
  name: "printer",
  label: "printer",
  table: "printers",
  permission: "printer.manage",
  defaults: {
    name: "",
    transport: { type: "screen" },
    role: "receipt",
    stations: [],
    width: 80,
    codePage: null,
    backupPrinterId: null,
    filterSettings: {},
    printSettings: {},
    sort: 0,
  },
  columns: { name: (state) => state.name, sort: (state) => state.sort },
  check: (fields, id, reads) => {
    const { db } = reads;
    checkFilter(fields, reads.get(printers.entity, id), reads);
    fields.stations.forEach((station, index) => {
      if (!stationExists.get(db, station))
        throw invalid(`stations.${index}`, `there is no station ${station}`);
    });
    if (fields.backupPrinterId === id)
      throw invalid("backupPrinterId", "a printer cannot stand in for itself");
    if (fields.backupPrinterId !== null && !printerExists.get(db, fields.backupPrinterId))
      throw invalid("backupPrinterId", `there is no printer ${fields.backupPrinterId}`);
  },
  view: ({ sort: _sort, ...state }) => JSON.stringify(state),
  // Addresses of printers are nothing for a kiosk among guests.
  announce: { event: "print:update", rooms: () => newsFor("printers") },
});

export const allPrinters = (reads: Reads): PrinterState[] =>
  all.all(reads.db).flatMap(({ id }) => {
    const state = reads.get(printers.entity, id);
    return state ? [state] : [];
  });

export const printQueue = "print";
export type JobPayload = { document: PrintDocument };

const person = query<[string], { name: string }>("SELECT name FROM users WHERE id = ?");

export const personName = (reads: Reads, id: string): string => person.get(reads.db, id)?.name ?? "";

export const letterhead = (reads: Reads): Receipt["letterhead"] => ({
  businessName: setting(reads, "store.name"),
  header: setting(reads, "receipt.header"),
  footer: setting(reads, "receipt.footer"),
  currency: setting(reads, "currency.code"),
  timeZone: setting(reads, "store.time_zone"),
  locale: setting(reads, "store.locale"),
});

/** Prints what belongs to no order on the printer of the drawer; nothing where there is none. Inside the writer. */
export const printPaper = (
  reads: Reads,
  document: PrintDocument,
  job: { subject: string; at: string; id?: string; copyOf?: string | null },
): string | null => {
  const printer = drawerPrinter(allPrinters(reads));
  if (!printer) return null;
  return addJob(reads.db, {
    ...job,
    queue: printQueue,
    lane: printer.id,
    payload: { document } satisfies JobPayload,
  });
};
