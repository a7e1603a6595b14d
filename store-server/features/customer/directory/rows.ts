/**
 * The directory: customers found by name, mail or telephone. The database holds sealed texts only, so the words are opened once into
 * memory, at the first search, in bounded steps with a turn of the event loop between them; from then on each search reads what
 * changed since, by version. Nothing that could tell a person is written for it, so there is nothing of it to erase or to steal.
 */
import { phoneDigits } from "@tillbox/shared/phone.ts";
import type { Database } from "better-sqlite3";
import { query } from "../../../kernel/database.ts";
import { unseal } from "../../../kernel/personal.ts";
import type { Reads } from "../../../kernel/types.ts";
import { type CustomerState, customers } from "../rows.ts";

type Entry = { id: string; words: string[]; mail: string; digits: string; seen: string };
type Directory = { version: number; entries: Map<string, Entry>; reading: Promise<void> | null };

const step = 200;
const changed = query<[number, number], { state: string; version: number }>(
  "SELECT state, version FROM customers WHERE version > ? ORDER BY version LIMIT ?",
);
const directories = new WeakMap<Database, Directory>();

/** Small letters without marks: "Åström" is found by "astrom". */
const folded = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase("en");
const wordsOf = (text: string): string[] =>
  folded(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

const entryOf = (db: Database, state: CustomerState): Entry => {
  const open = (text: string | null | undefined): string => (text ? (unseal(db, text) ?? "") : "");
  return {
    id: state.id,
    words: [...wordsOf(open(state.name)), ...wordsOf(open(state.company?.name))],
    mail: folded(open(state.email)),
    digits: phoneDigits(open(state.phone)),
    seen: state.updatedAt,
  };
};

const readStep = (db: Database, directory: Directory): boolean => {
  const rows = changed.all(db, directory.version, step);
  for (const { state, version } of rows) {
    const customer = JSON.parse(state) as CustomerState;
    if (customer.erasedAt === null) directory.entries.set(customer.id, entryOf(db, customer));
    else directory.entries.delete(customer.id);
    directory.version = version;
  }
  return rows.length === step;
};

const readAll = async (db: Database, directory: Directory): Promise<void> => {
  while (readStep(db, directory)) await new Promise((resolve) => void setImmediate(resolve));
};

/** Up to date with what is committed. Several searches at once wait for one reading. */
const directoryOf = async ({ db }: Reads): Promise<Directory> => {
  const directory = directories.get(db) ?? { version: 0, entries: new Map(), reading: null };
  directories.set(db, directory);
  directory.reading ??= readAll(db, directory).finally(() => {
    directory.reading = null;
  });
  await directory.reading;
  return directory;
};

type Rank = 0 | 1 | 2 | 3;
/** 3: the telephone number, 2: whole words, 1: beginnings and parts, 0: no match. */
const rankOf = (entry: Entry, words: readonly string[], wanted: { text: string; digits: string }): Rank => {
  if (wanted.digits.length >= 3 && entry.digits !== "") {
    if (entry.digits === wanted.digits) return 3;
    const isLonger = entry.digits.length >= 7 && wanted.digits.endsWith(entry.digits);
    if (entry.digits.includes(wanted.digits) || isLonger) return 2;
  }
  if (wanted.text.length >= 3 && entry.mail.includes(wanted.text)) return 1;
  if (words.length === 0 || !words.every((word) => entry.words.some((own) => own.startsWith(word)))) return 0;
  return words.every((word) => entry.words.includes(word)) ? 2 : 1;
};

/** Ids of those that fit, the best first, then whom the store had to do with last. At most `limit`. */
export const searchCustomers = async (reads: Reads, search: string, limit: number): Promise<string[]> => {
  const directory = await directoryOf(reads);
  const isNumber = /^\+?[\d\s()./-]+$/.test(search);
  const wanted = { text: folded(search.trim()), digits: isNumber ? phoneDigits(search) : "" };
  const words = isNumber ? [] : wordsOf(search);
  const ranked = [...directory.entries.values()]
    .map((entry) => ({ entry, rank: rankOf(entry, words, wanted) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank || (a.entry.seen < b.entry.seen ? 1 : -1));
  const found: string[] = [];
  for (const { entry } of ranked) {
    if (found.length === limit) break;
    // Nothing tells the directory of somebody who was removed.
    if (reads.get(customers, entry.id)) found.push(entry.id);
    else directory.entries.delete(entry.id);
  }
  return found;
};
