/**
 * Holds a box's data against what it had acknowledged: nothing lost, nothing done twice, no answer changed, the chain unbroken, and
 * every table what the journal makes of it.
 */
import { openReadOnly } from "@tillbox/store-server/kernel/database.ts";
import { tellAgain } from "@tillbox/store-server/kernel/shown.ts";
import type { Feature, Reads } from "@tillbox/store-server/kernel/types.ts";
import { rebuildCheck } from "@tillbox/store-server/rebuild-command.ts";
import type { Database } from "better-sqlite3";
import type { Driver, Receipt, Tap } from "./driver.ts";

export type Findings = { lost: string[]; doubled: string[]; changed: string[]; broken: string[] };

export const noFindings = (): Findings => ({ lost: [], doubled: [], changed: [], broken: [] });
export const countFindings = (found: Findings): number =>
  Object.values(found).reduce((sum, sentences) => sum + sentences.length, 0);

type Stored = {
  command: string;
  version: number;
  refusal: string | null;
  body: string | null;
  shows: string | null;
};
/** Where the entries of one command lie; `runs` is 1 when they lie side by side. */
type Trail = { runs: number; last: number };

const trails = (db: Database): Map<string, Trail> => {
  const found = new Map<string, Trail>();
  let before = "";
  const rows = db.prepare<[], { seq: number; bytes: string }>("SELECT seq, bytes FROM journal ORDER BY seq");
  for (const { seq, bytes } of rows.iterate()) {
    const { command } = JSON.parse(bytes) as { command: string };
    const known = found.get(command);
    found.set(command, { runs: (known?.runs ?? 0) + (command === before ? 0 : 1), last: seq });
    before = command;
  }
  return found;
};

/** What the box would answer again: from the journal alone, as if nothing else were left. */
const textOf = ({ body, shows }: Stored, features: readonly Feature[], db: Database): string | null => {
  if (shows === null) return body;
  const reads: Reads = { db, storeId: "", epoch: 1, get: () => undefined, headSeq: () => 0 };
  const entities = features.flatMap((feature) => feature.entities);
  return tellAgain(shows, (name) => entities.find((entity) => entity.name === name) ?? missing(name), reads);
};
const missing = (name: string): never => {
  throw new Error(`no entity is called ${name}`);
};

const holdAgainst = (
  key: string,
  receipt: Receipt,
  stored: Stored | undefined,
  trail: Trail | undefined,
  found: Findings,
): void => {
  if (!stored) {
    found.lost.push(`${key}: acknowledged, but not there`);
    return;
  }
  const refused = stored.refusal === null ? null : (JSON.parse(stored.refusal) as { code: string }).code;
  if (refused !== receipt.code || (receipt.accepted && receipt.body !== null && receipt.body !== stored.body))
    found.changed.push(`${key}: answered ${JSON.stringify(receipt)}, kept ${JSON.stringify(stored)}`);
  if (!receipt.accepted && trail) found.doubled.push(`${key}: refused, but carried out`);
  if (receipt.accepted && stored.version > 0 && trail?.last !== stored.version)
    found.lost.push(`${key}: its entries do not end at ${stored.version}`);
};

/** Reads beside the running box. `ledger` holds every receipt by its key. */
export const checkBooks = <T extends Tap>(
  driver: Driver<T>,
  dataFile: string,
  ledger: ReadonlyMap<string, Receipt>,
): Findings => {
  const found = noFindings();
  const db = openReadOnly(dataFile);
  try {
    const stored = new Map(
      db
        .prepare<[], Stored>("SELECT command, version, refusal, body, shows FROM answers")
        .all()
        .map((row) => [row.command, { ...row, body: textOf(row, driver.features, db) }]),
    );
    const entries = trails(db);
    for (const [key, receipt] of ledger)
      holdAgainst(key, receipt, stored.get(driver.answerKey(key)), entries.get(key), found);
    for (const [command, { runs }] of entries)
      if (runs > 1) found.doubled.push(`${command}: carried out ${runs} times`);
    found.doubled.push(...driver.rules(db));
  } finally {
    db.close();
  }
  const rebuilt = rebuildCheck(dataFile, driver.features, { migrations: driver.migrations });
  if (!rebuilt.ok) found.broken.push(...rebuilt.lines);
  return found;
};
