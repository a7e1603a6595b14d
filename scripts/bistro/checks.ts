/** What has to be true of a bistro after its days: each Z, the drawers, the ledgers, the stock, and the journal that it all came from. */
import type { DayReport } from "@tillbox/shared/contract/day.ts";
import { features } from "@tillbox/store-server/features.ts";
import { openDatabase } from "@tillbox/store-server/kernel/database.ts";
import type { Kernel } from "@tillbox/store-server/kernel/kernel.ts";
import { migrate, migrationsFolder, readMigrations } from "@tillbox/store-server/kernel/migrate.ts";
import {
  businessTables,
  compareTables,
  replay,
  verifyJournal,
} from "@tillbox/store-server/kernel/rebuild.ts";
import { type Books, booksOf, type Entry, equationText, soldOf, takenOf } from "./books.ts";
import { countedFrom_milli, countedItem } from "./week.ts";

const statesOf = <S>({ db }: Kernel, table: string, order = "id"): S[] =>
  db
    .prepare<[], { state: string }>(`SELECT state FROM ${table} ORDER BY ${order}`)
    .all()
    .map(({ state }) => JSON.parse(state) as S);
export const journalOf = ({ db }: Kernel): Entry[] =>
  db
    .prepare<[], { bytes: string }>("SELECT bytes FROM journal ORDER BY seq")
    .all()
    .map(({ bytes }) => JSON.parse(bytes) as Entry);
export const reportsOf = (kernel: Kernel): DayReport[] =>
  statesOf<DayReport>(kernel, "day_reports", "version");

const same = (what: string, has: unknown, wants: unknown): string[] =>
  JSON.stringify(has) === JSON.stringify(wants)
    ? []
    : [`${what}: ${JSON.stringify(has)}, the journal says ${JSON.stringify(wants)}`];

const givenByMethod = ({ tenderSums }: DayReport): Record<string, number> => {
  const sums: Record<string, number> = {};
  for (const { purpose, method, given } of tenderSums)
    if (method !== "house_account" && purpose !== "paid_in" && purpose !== "paid_out")
      sums[method] = (sums[method] ?? 0) + given;
  return sums;
};
const sorted = (sums: Iterable<readonly [string, number]>): [string, number][] =>
  [...sums].map(([key, sum]): [string, number] => [key, sum]).toSorted();

const zFaults = (report: DayReport, books: Books): string[] => {
  const { equation, number, sales, refunds, drawers } = report;
  return [
    ...(soldOf(books) === takenOf(books) ? [] : [`${number} does not add up: ${equationText(books)}`]),
    ...same(`${number} equation`, equation.difference, 0),
    ...same(`${number} receipts`, sales.gross, books.receipts),
    ...same(`${number} refunds`, refunds.gross, books.refunds),
    ...same(`${number} tips`, equation.tips, books.tips),
    ...same(`${number} rounding`, equation.rounding, books.rounding),
    ...same(`${number} gift cards sold`, equation.giftCardsSold, books.giftCardsSold),
    ...same(`${number} accounts settled`, equation.accountsSettled, books.accountsSettled),
    ...same(`${number} on account`, equation.houseAccountSales, books.houseAccountSales),
    ...same(`${number} tenders`, sorted(Object.entries(givenByMethod(report))), sorted(books.tenders)),
    ...drawers.flatMap(({ id, float, expected }) =>
      same(`${number} drawer ${id}`, expected, float + (books.drawers.get(id) ?? 0)),
    ),
  ];
};

/** Every entry lies in exactly one Z, but for the Zs themselves and what came after the last. */
const rangeFaults = (reports: readonly DayReport[]): string[] =>
  reports.flatMap((report, index) => {
    const before = reports[index - 1];
    const wants = before ? before.toSeq + 1 : 1;
    return same(`${report.number} begins`, report.fromSeq, wants);
  });

type Line = { menuItemId: string | null; quantityMilli: number; sentMilli: number; status: string };
type Order = { id: string; status: string; lines: Line[]; mergedInto?: unknown };

/** What was counted is what is left and what went to the tables, also what was sent and then voided. */
const stockFaults = (kernel: Kernel): string[] => {
  const eaten = statesOf<Order>(kernel, "orders")
    .flatMap(({ status, lines }) => (status === "cancelled" ? [] : lines))
    .filter(({ menuItemId }) => menuItemId === countedItem)
    .reduce((sum, line) => sum + line.quantityMilli, 0);
  const [stock] = statesOf<{ id: string; leftMilli: number }>(kernel, "menu_stock").filter(
    ({ id }) => id === countedItem,
  );
  return same(`left of ${countedItem}`, stock?.leftMilli, countedFrom_milli - eaten);
};

const sumOf = (entries: readonly Entry[], id: string, types: readonly string[], field: string): number =>
  entries
    .filter((entry) => entry.id === id && types.includes(entry.type))
    .reduce((sum, { data }) => sum + Number(data[field] ?? 0), 0);

const ledgerFaults = (kernel: Kernel, entries: readonly Entry[]): string[] => [
  ...statesOf<{ id: string; balance: number }>(kernel, "gift_cards").flatMap(({ id, balance }) =>
    same(
      `card ${id}`,
      balance,
      sumOf(entries, id, ["GiftCardIssued", "GiftCardRedeemed", "GiftCardCredited"], "amount"),
    ),
  ),
  ...statesOf<{ id: string; balance: number }>(kernel, "accounts").flatMap(({ id, balance }) =>
    same(
      `account ${id}`,
      balance,
      sumOf(entries, id, ["AccountCharged", "AccountSettled", "AccountCredited"], "amount"),
    ),
  ),
  ...statesOf<{ id: string; points?: number }>(kernel, "customers").flatMap(({ id, points = 0 }) =>
    same(
      `points of ${id}`,
      points,
      sumOf(entries, id, ["PointsEarned", "PointsReversed", "PointsSpent"], "points"),
    ),
  ),
];

/** A replay of the journal gives the same tables, and its chain is whole. */
export const rebuildFaults = (kernel: Kernel): string[] => {
  const into = openDatabase(":memory:");
  migrate(into, readMigrations(migrationsFolder), () => undefined);
  replay(kernel.db, into, features, { storeId: kernel.storeId, epoch: kernel.epoch });
  const differences = compareTables(kernel.db, into, businessTables(features), 5);
  into.close();
  const { error } = verifyJournal(kernel.db);
  return [
    ...(error === null ? [] : [`the chain is broken: ${error}`]),
    ...differences.map(({ table, key }) => `${table} ${key} differs after a rebuild`),
  ];
};

/** What is wrong with the books; nothing, if all holds. `read` may give a journal that somebody tampered with. */
export const bookFaults = (kernel: Kernel, read: (kernel: Kernel) => Entry[] = journalOf): string[] => {
  const entries = read(kernel);
  const reports = reportsOf(kernel);
  return [
    ...rangeFaults(reports),
    ...reports.flatMap((report) =>
      zFaults(report, booksOf(entries.filter(({ seq }) => seq >= report.fromSeq && seq <= report.toSeq))),
    ),
    ...stockFaults(kernel),
    ...ledgerFaults(kernel, entries),
  ];
};

/** The equation of each day, written out from the journal. */
export const equationsOf = (kernel: Kernel): string[] => {
  const entries = journalOf(kernel);
  return reportsOf(kernel).map(({ number, businessDay, fromSeq, toSeq }) => {
    const books = booksOf(entries.filter(({ seq }) => seq >= fromSeq && seq <= toSeq));
    return `${businessDay} ${number}: ${equationText(books)}`;
  });
};
