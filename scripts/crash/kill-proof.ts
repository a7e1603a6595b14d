/**
 * The kill proof: people write, the box is killed with signal 9 at a random moment (also while it starts), started again, and its books
 * are held against every receipt. What was under way is sent again with its key. The data folder is a fresh one after some kills, so
 * that early and late lives are both met. The first finding ends the proof, and the folder stays to be looked at.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { checkBooks, countFindings, type Findings, noFindings } from "./books.ts";
import { type Box, type Driver, NoAnswerError, type Receipt, type Tap, type Writer } from "./driver.ts";
import type { Random } from "./random.ts";

export type KillOptions = {
  kills: number;
  random: Random;
  writers?: number;
  killsPerFolder?: number;
  /** How long the people write before a kill, in milliseconds. */
  shortest_ms?: number;
  longest_ms?: number;
  /** After this many milliseconds no further life begins. */
  limit_ms?: number;
  progress?(text: string): void;
};

export type KillResult = {
  kills: number;
  acknowledged: number;
  /** Taps that were under way at a kill and sent again. */
  retried: number;
  /** Kills that met the box while it was starting. */
  whileStarting: number;
  findings: Findings;
  /** Where the data is that did not hold; null when all did. */
  folder: string | null;
};

export type Person<T extends Tap> = { writer: Writer<T>; pending: T | null };
export type Life<T extends Tap> = {
  driver: Driver<T>;
  folder: string;
  people: Person<T>[];
  ledger: Map<string, Receipt>;
  /** Two answers to one key that differ. */
  contradictions: string[];
  random: Random;
};

const enter = <T extends Tap>(life: Life<T>, person: Person<T>, tap: T, receipt: Receipt): void => {
  const { ledger, contradictions } = life;
  const known = ledger.get(tap.key);
  if (known && JSON.stringify(known) !== JSON.stringify(receipt))
    contradictions.push(`${tap.key}: answered ${JSON.stringify(known)}, then ${JSON.stringify(receipt)}`);
  ledger.set(tap.key, receipt);
  person.pending = null;
  person.writer.acknowledged(tap, receipt);
};

/** Sends one tap, a nervous person twice at once. False when there was no answer. */
export const tapOnce = async <T extends Tap>(
  life: Life<T>,
  box: Box<T>,
  person: Person<T>,
): Promise<boolean> => {
  const tap = person.pending ?? person.writer.next();
  person.pending = tap;
  const twice = life.random.chance(0.05);
  const sent = [box.submit(tap), ...(twice ? [box.submit(tap)] : [])];
  const outcomes = await Promise.allSettled(sent);
  let answered = false;
  for (const outcome of outcomes) {
    if (outcome.status === "fulfilled") {
      enter(life, person, tap, outcome.value);
      answered = true;
    } else if (!(outcome.reason instanceof NoAnswerError)) throw outcome.reason;
  }
  return answered;
};

/** Everybody writes until the box is gone. */
const writeUntilKilled = async <T extends Tap>(
  life: Life<T>,
  box: Box<T>,
  after_ms: number,
): Promise<void> => {
  const gone = new AbortController();
  const write = async (person: Person<T>): Promise<void> => {
    while (!gone.signal.aborted) if (!(await tapOnce(life, box, person))) await wait(1);
  };
  const kill = async (): Promise<void> => {
    await wait(after_ms);
    await box.kill();
    gone.abort();
  };
  await Promise.all([kill(), ...life.people.map(write)]);
};

/** Starts the box; now and then it is killed before it is ready, and started again. */
const startAgain = async <T extends Tap>(life: Life<T>, result: KillResult): Promise<Box<T>> => {
  while (life.random.chance(0.1)) {
    const starting = life.driver.start(life.folder);
    await wait(life.random.between(20, 250));
    await starting.abandon();
    await starting.ready.catch(() => undefined);
    result.kills += 1;
    result.whileStarting += 1;
  }
  return life.driver.start(life.folder).ready;
};

const check = <T extends Tap>(life: Life<T>, result: KillResult): boolean => {
  const { driver, folder, ledger } = life;
  result.findings = checkBooks(driver, driver.dataFile(folder), ledger);
  result.findings.changed.push(...life.contradictions);
  return countFindings(result.findings) === 0;
};

/** One data folder through several kills; false when something was found. */
const liveOnce = async <T extends Tap>(
  life: Life<T>,
  result: KillResult,
  kills: number,
  options: KillOptions,
): Promise<boolean> => {
  const { shortest_ms = 5, longest_ms = 250 } = options;
  let box = await life.driver.start(life.folder).ready;
  await life.driver.prepare(box);
  try {
    const last = result.kills + kills;
    while (result.kills < last) {
      await writeUntilKilled(life, box, life.random.between(shortest_ms, longest_ms));
      result.kills += 1;
      result.retried += life.people.filter((person) => person.pending !== null).length;
      box = await startAgain(life, result);
      if (!check(life, result)) return false;
    }
    for (const person of life.people) if (person.pending) await tapOnce(life, box, person);
    return check(life, result);
  } finally {
    await box.kill();
    result.acknowledged += life.ledger.size;
  }
};

export const proveKills = async <T extends Tap>(
  driver: Driver<T>,
  options: KillOptions,
): Promise<KillResult> => {
  const { kills, random, writers = 16, killsPerFolder = 10, limit_ms = Number.POSITIVE_INFINITY } = options;
  const result: KillResult = {
    kills: 0,
    acknowledged: 0,
    retried: 0,
    whileStarting: 0,
    findings: noFindings(),
    folder: null,
  };
  const began = performance.now();
  while (result.kills < kills && performance.now() - began < limit_ms) {
    const folder = mkdtempSync(join(tmpdir(), "tillbox-crash-"));
    const people = Array.from({ length: writers }, (_, index) => ({
      writer: driver.writer(index, random),
      pending: null,
    }));
    const life: Life<T> = { driver, folder, people, ledger: new Map(), contradictions: [], random };
    result.folder = folder;
    if (!(await liveOnce(life, result, Math.min(killsPerFolder, kills - result.kills), options)))
      return result;
    rmSync(folder, { recursive: true, force: true });
    result.folder = null;
    options.progress?.(`${result.kills} kills, ${result.acknowledged} acknowledged`);
  }
  return result;
};
