/** What stands elsewhere is the same: the hub's journal and its sales, and tables made anew from the journal. */
import { features } from "@tillbox/store-server/features.ts";
import { openDatabase } from "@tillbox/store-server/kernel/database.ts";
import { migrate } from "@tillbox/store-server/kernel/migrate.ts";
import {
  businessTables,
  compareTables,
  replay,
  verifyJournal,
} from "@tillbox/store-server/kernel/rebuild.ts";
import { migrations } from "@tillbox/store-server/testing.ts";
import type { Database } from "better-sqlite3";
import { databaseOf } from "../box.ts";
import type { Hub } from "../hub.ts";
import { addTo, type Books, same, textOf } from "./books.ts";

let emptyBytes: Buffer | null = null;
/** An empty store; migrated once, then copied. */
const emptyStore = (): Database => {
  if (emptyBytes === null) {
    const made = openDatabase(":memory:");
    migrate(made, migrations, () => undefined);
    emptyBytes = made.serialize();
    made.close();
  }
  return databaseOf(emptyBytes);
};

export const rebuiltFaults = ({ kernel }: Books): string[] => {
  const into = emptyStore();
  const { storeId, epoch } = kernel;
  replay(kernel.db, into, features, { storeId, epoch });
  const differences = compareTables(kernel.db, into, businessTables(features), 5);
  into.close();
  const { error } = verifyJournal(kernel.db);
  return [
    ...(error === null ? [] : [`the chain is broken: ${error}`]),
    ...differences.map(
      ({ table, key, live, rebuilt }) => `${table} ${key}: live ${live}, rebuilt ${rebuilt}`,
    ),
  ];
};

const journalFaults = async ({ kernel }: Books, hub: Hub): Promise<string[]> => {
  const own = kernel.db.prepare<[], { bytes: string }>("SELECT bytes FROM journal ORDER BY seq").all();
  const held = await hub.journal();
  const differs = own.findIndex(({ bytes }, index) => bytes !== held[index]);
  return [
    ...same("entries at the hub", held.length, own.length),
    ...(differs === -1 ? [] : [`the hub's entry ${differs + 1} is another one`]),
    ...(await hub.unreadable()).map((reason) => `the hub cannot read a sale: ${reason}`),
  ];
};

type SalesRow = {
  day: string;
  orders: number;
  gross: number;
  net: number;
  tax: number;
  discounts: number;
  tips: number;
};
const salesFaults = async ({ kernel }: Books, hub: Hub): Promise<string[]> => {
  const sums = ["orders", "gross", "net", "tax", "discounts", "tips"] as const;
  const box = new Map<string, number>();
  const rows = kernel.db
    .prepare<[], SalesRow>(
      `SELECT business_day AS day, ${sums.map((name) => `SUM(${name}) AS ${name}`).join(", ")} FROM sales_by_hour GROUP BY business_day`,
    )
    .all();
  for (const row of rows) for (const name of sums) addTo(box, `${row.day} ${name}`, row[name]);
  const far = new Map<string, number>();
  for (const sale of await hub.sales())
    if (sale.kind === "day") for (const name of sums) addTo(far, `${sale.businessDay} ${name}`, sale[name]);
  return same("sales at the hub", textOf(far), textOf(box));
};

export const hubFaults = async (books: Books, hub: Hub): Promise<string[]> => [
  ...(await journalFaults(books, hub)),
  ...(await salesFaults(books, hub)),
];
