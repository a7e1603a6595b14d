/**
 * The replication proof: people trade on a box that replicates to a hub, and box, hub or the hub's Postgres is killed with signal 9 at
 * random moments, also while it starts; the other one goes on. At the end both are left alone until nothing is on its way, and the hub
 * has to hold the box's journal byte for byte and its sales to the cent, while the box still holds all that it acknowledged.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { checkBooks, countFindings, type Findings, noFindings } from "./books.ts";
import { boxDriver, type HttpBox, type HttpTap } from "./box-driver.ts";
import { compareHubWithBox, type HubDifference } from "./hub-books.ts";
import { type KillableHub, openKillableHub } from "./hub-process.ts";
import { type Life, type Person, tapOnce } from "./kill-proof.ts";
import type { Random } from "./random.ts";

export type ReplicationOptions = {
  kills: number;
  random: Random;
  writers?: number;
  limit_ms?: number;
  progress?(text: string): void;
};
export type ReplicationResult = {
  boxKills: number;
  hubKills: number;
  /** Of the hub's: with its Postgres in the same moment. */
  postgresKills: number;
  whileStarting: number;
  /** Kills that met entries which the hub had not acknowledged. */
  onTheWay: number;
  acknowledged: number;
  /** From the last start until the hub had all. */
  catchUp_ms: number;
  findings: Findings;
  hub: HubDifference;
  /** Where the data is that did not hold; null when all did. */
  folder: string | null;
};

export const killsOf = ({ boxKills, hubKills }: ReplicationResult): number => boxKills + hubKills;
export const hasHeld = ({ findings, hub }: ReplicationResult): boolean =>
  countFindings(findings) === 0 && hub.wrong === 0 && hub.sales.length === 0 && hub.rollUps > 0;

const patience_ms = 120_000;

type Line = {
  life: Life<HttpTap>;
  hub: KillableHub;
  box: HttpBox;
  random: Random;
  result: ReplicationResult;
};

type Lag = { lastSeq: number; ackedSeq: number };
const lagOf = async ({ box }: Line): Promise<number> => {
  const { lastSeq, ackedSeq } = (await box.ask("GET", "/api/replication")) as Lag;
  return lastSeq - ackedSeq;
};

/** Everybody taps, on whichever box is alive, until `over`. */
const trade = async (line: Line, over: AbortSignal): Promise<void> => {
  const write = async (person: Person<HttpTap>): Promise<void> => {
    while (!over.aborted) if (!(await tapOnce(line.life, line.box, person))) await wait(5);
  };
  await Promise.all(line.life.people.map(write));
};

const killBox = async (line: Line): Promise<void> => {
  const { life, random, result } = line;
  await line.box.kill();
  result.boxKills += 1;
  while (random.chance(0.15)) {
    const starting = life.driver.start(life.folder);
    await wait(random.between(20, 300));
    await starting.abandon();
    await starting.ready.catch(() => undefined);
    result.boxKills += 1;
    result.whileStarting += 1;
  }
  line.box = (await life.driver.start(life.folder).ready) as HttpBox;
};

const killHub = async ({ hub, random, result }: Line): Promise<void> => {
  const withPostgres = random.chance(0.4);
  await hub.kill(withPostgres);
  result.hubKills += 1;
  if (withPostgres) result.postgresKills += 1;
  await wait(random.between(0, 600));
  while (random.chance(0.15)) {
    await hub.stillbirth(random.between(50, 900));
    result.hubKills += 1;
    result.whileStarting += 1;
  }
  await hub.start();
};

/** One kill of one of them, or of both at once. */
const strike = async (line: Line): Promise<void> => {
  const { random, result } = line;
  await wait(random.between(20, 900));
  if ((await lagOf(line).catch(() => 1)) > 0) result.onTheWay += 1;
  const victims = random.pick([[killBox], [killBox], [killHub], [killHub], [killBox, killHub]]);
  await Promise.all(victims.map((kill) => kill(line)));
};

const strikeUntil = async (line: Line, options: ReplicationOptions): Promise<void> => {
  const began = performance.now();
  const { kills, limit_ms = Number.POSITIVE_INFINITY, progress } = options;
  while (killsOf(line.result) < kills && performance.now() - began < limit_ms) {
    await strike(line);
    progress?.(`${killsOf(line.result)} kills, ${line.life.ledger.size} acknowledged`);
  }
};

/** Nobody taps any more; until the hub has acknowledged the last entry. */
const settle = async (line: Line): Promise<void> => {
  for (const person of line.life.people) if (person.pending) await tapOnce(line.life, line.box, person);
  const began = performance.now();
  while ((await lagOf(line)) > 0) {
    if (performance.now() - began > patience_ms)
      throw new Error(`the hub still lacks ${await lagOf(line)} entries`);
    await wait(100);
  }
  line.result.catchUp_ms = Math.round(performance.now() - began);
};

const run = async (line: Line, options: ReplicationOptions): Promise<void> => {
  const over = new AbortController();
  const trading = trade(line, over.signal);
  // A person whose box fails in another way than by being gone ends the run.
  const failed = new Promise<never>((_, reject) => void trading.catch(reject));
  try {
    await Promise.race([strikeUntil(line, options), failed]);
  } finally {
    over.abort();
  }
  await trading;
  await settle(line);
};

const newResult = (folder: string): ReplicationResult => ({
  boxKills: 0,
  hubKills: 0,
  postgresKills: 0,
  whileStarting: 0,
  onTheWay: 0,
  acknowledged: 0,
  catchUp_ms: 0,
  findings: noFindings(),
  hub: { entries: 0, wrong: 0, rollUps: 0, sales: [] },
  folder,
});

/** Rejects when box or hub cannot be started again, or when the hub does not catch up. */
export const proveReplication = async (options: ReplicationOptions): Promise<ReplicationResult> => {
  const { random, writers = 16 } = options;
  const folder = mkdtempSync(join(tmpdir(), "tillbox-replication-"));
  const result = newResult(folder);
  const [hubFolder, boxFolder] = [join(folder, "hub"), join(folder, "box")];
  const hub = await openKillableHub(hubFolder);
  const driver = boxDriver({ HUB_URL: hub.url, HUB_ENROLL_CODE: "DEMO-ENROLL" });
  const people = Array.from({ length: writers }, (_, index) => ({
    writer: driver.writer(index, random),
    pending: null,
  }));
  const life: Life<HttpTap> = {
    driver,
    folder: boxFolder,
    people,
    ledger: new Map(),
    contradictions: [],
    random,
  };
  await hub.start();
  const line: Line = { life, hub, box: (await driver.start(boxFolder).ready) as HttpBox, random, result };
  try {
    await driver.prepare(line.box);
    await run(line, options);
    result.findings = checkBooks(driver, driver.dataFile(boxFolder), life.ledger);
    result.findings.changed.push(...life.contradictions);
    result.acknowledged = life.ledger.size;
  } finally {
    await Promise.all([line.box.kill(), hub.stop()]);
  }
  result.hub = await compareHubWithBox(hubFolder, driver.dataFile(boxFolder));
  if (!hasHeld(result)) return result;
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  return { ...result, folder: null };
};
