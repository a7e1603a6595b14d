/**
 * The power cut proof. A kernel works under 16 writers while everything it writes to its files is recorded, its acknowledgements among
 * it. Then the power is cut at moments of that record: the files are put together as a disk might have left them, SQLite opens them, and
 * they are held against every acknowledgement that came before the cut. Half of the moments lie right after an acknowledgement, where
 * there is the most to lose.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { answerKey } from "@tillbox/store-server/kernel/answers.ts";
import { businessTables, compareTables, verifyJournal } from "@tillbox/store-server/kernel/rebuild.ts";
import { openRebuilt } from "@tillbox/store-server/kernel/repair.ts";
import { tabFeature, tabMigrations } from "@tillbox/store-server/kernel/testing/tab-feature.ts";
import { waiter } from "@tillbox/store-server/kernel/testing/tab-store.ts";
import type { Answer } from "@tillbox/store-server/kernel/types.ts";
import Sqlite, { type Database } from "better-sqlite3";
import { preloadEnvironment } from "../preload/preload.ts";
import { openCutDisk } from "./cut-disk.ts";
import { startKernelBox, tabWriter } from "./kernel-driver.ts";
import type { Random } from "./random.ts";
import { type Operation, readTrace } from "./trace.ts";

export type Session = {
  synchronous: "FULL" | "NORMAL";
  /** Taps that are acknowledged before it ends. */
  taps: number;
  /** Pages in the WAL at which SQLite brings them into the file; the box's own when not given. */
  checkpoint?: number;
  /** Whether a thread brings them in, as in the whole box. */
  thread?: boolean;
  random: Random;
};
export type Ack = { key: string; answer: Answer };
export type Recording = {
  operations: Operation[];
  /** Acknowledgements by the index of the operation that wrote them. */
  acks: Map<number, Ack>;
};

const acksName = "acks";
const databaseName = "box.db";

/** Lets a kernel work and end by itself; throws `NoCompilerError` where nothing can be recorded. */
export const recordSession = async (session: Session): Promise<Recording> => {
  const folder = mkdtempSync(join(tmpdir(), "tillbox-record-"));
  const data = join(folder, "data");
  const trace = join(folder, "trace");
  mkdirSync(data);
  try {
    const environment = preloadEnvironment("record-writes", { RECORD_FOLDER: data, RECORD_TRACE: trace });
    const checkpoint = session.checkpoint === undefined ? [] : ["--checkpoint", String(session.checkpoint)];
    const acks = ["--acks", join(data, acksName), "--synchronous", session.synchronous];
    const thread = session.thread === true ? ["--thread"] : [];
    const options = { environment, arguments: [...acks, ...checkpoint, ...thread] };
    const box = await startKernelBox(join(data, databaseName), options).ready;
    let left = session.taps;
    const people = Array.from({ length: 16 }, async (_, index) => {
      const person = tabWriter(index, session.random);
      while (left > 0) {
        left -= 1;
        await box.submit(person.next());
      }
    });
    await Promise.all(people);
    await box.stop();
    const operations = readTrace(trace);
    return { operations, acks: acksIn(operations) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const acksIn = (operations: readonly Operation[]): Map<number, Ack> => {
  const acks = new Map<number, Ack>();
  const files = new Set<number>();
  for (const [index, operation] of operations.entries()) {
    if (operation.kind === "open" && operation.name === acksName) files.add(operation.file);
    if (operation.kind !== "write" || !files.has(operation.file)) continue;
    acks.set(index, JSON.parse(operation.bytes.toString()) as Ack);
  }
  return acks;
};

export type CutResult = {
  cuts: number;
  /** Cuts after which something acknowledged was gone, and how much in all. */
  cutsThatLost: number;
  lost: number;
  /** Cuts after which the data could not be trusted, in words. */
  corrupt: string[];
  /** Acknowledgements that were held against, over all cuts. */
  checked: number;
};

/** Cuts the power `cuts` times at moments of one recording. */
export const cutPower = (recording: Recording, cuts: number, random: Random): CutResult => {
  const { operations, acks } = recording;
  const result: CutResult = { cuts: 0, cutsThatLost: 0, lost: 0, corrupt: [], checked: 0 };
  const moments = chooseMoments(operations.length, [...acks.keys()], cuts, random);
  const folder = mkdtempSync(join(tmpdir(), "tillbox-cut-"));
  const disk = openCutDisk();
  const acknowledged: Ack[] = [];
  let done = 0;
  try {
    for (const moment of moments) {
      for (; done < moment; done += 1) {
        const operation = operations[done];
        if (operation) disk.apply(operation);
        const ack = acks.get(done);
        if (ack) acknowledged.push(ack);
      }
      const thorough = random.chance(0.1);
      note(result, acknowledged, inspect(folder, disk.cut(random), acknowledged, thorough), moment);
    }
    return result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const note = (
  result: CutResult,
  acks: readonly Ack[],
  outcome: { lost: number } | { corrupt: string },
  moment: number,
): void => {
  result.cuts += 1;
  result.checked += acks.length;
  if ("corrupt" in outcome) {
    result.corrupt.push(`cut before operation ${moment}: ${outcome.corrupt}`);
    return;
  }
  result.lost += outcome.lost;
  if (outcome.lost > 0) result.cutsThatLost += 1;
};

/** Numbers of operations that had happened, ascending. */
const chooseMoments = (
  length: number,
  ackIndexes: readonly number[],
  cuts: number,
  random: Random,
): number[] => {
  const moment = (): number =>
    random.chance(0.5) && ackIndexes.length > 0 ? random.pick(ackIndexes) + 1 : random.between(1, length);
  return Array.from({ length: cuts }, moment).sort((left, right) => left - right);
};

/** Puts the files there, lets SQLite recover them, and looks. */
const inspect = (
  folder: string,
  files: ReadonlyMap<string, Buffer>,
  acks: readonly Ack[],
  thorough: boolean,
): { lost: number } | { corrupt: string } => {
  const path = join(folder, databaseName);
  for (const rest of ["", "-wal", "-journal", "-shm"]) {
    rmSync(`${path}${rest}`, { force: true });
    const bytes = files.get(`${databaseName}${rest}`);
    if (bytes && rest !== "-shm") writeFileSync(`${path}${rest}`, bytes);
  }
  let db: Database | undefined;
  try {
    db = new Sqlite(path);
    db.pragma("synchronous = OFF");
    const fault = faultOf(db, thorough);
    return fault === null ? { lost: countLost(db, acks) } : { corrupt: fault };
  } catch (error) {
    return { corrupt: String(error) };
  } finally {
    db?.close();
  }
};

const hasTables = (db: Database): boolean =>
  db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'guests'").get() !== undefined;

const faultOf = (db: Database, thorough: boolean): string | null => {
  const [page] = db.pragma("integrity_check(1)") as { integrity_check: string }[];
  if (page?.integrity_check !== "ok") return page?.integrity_check ?? "no answer";
  if (!hasTables(db)) return null;
  const chain = verifyJournal(db);
  if (chain.error !== null || !thorough) return chain.error;
  const rebuilt = openRebuilt(db, [tabFeature], tabMigrations());
  const differences = compareTables(db, rebuilt, businessTables([tabFeature]), 1);
  rebuilt.close();
  return differences.length === 0 ? null : `a table differs: ${JSON.stringify(differences[0])}`;
};

type Stored = { command: string; version: number; refusal: string | null; body: string | null };

const countLost = (db: Database, acks: readonly Ack[]): number => {
  if (!hasTables(db)) return acks.length;
  const rows = db.prepare<[], Stored>("SELECT command, version, refusal, body FROM answers").all();
  const stored = new Map(rows.map((row) => [row.command, row]));
  const head = db.prepare<[], number>("SELECT IFNULL(MAX(seq), 0) FROM journal").pluck().get() ?? 0;
  return acks.filter(({ key, answer }) => {
    const row = stored.get(answerKey(waiter, key));
    if (!row || row.version !== answer.version || row.version > head) return true;
    return answer.ok ? row.body !== answer.body : row.refusal !== JSON.stringify(answer.refusal);
  }).length;
};
