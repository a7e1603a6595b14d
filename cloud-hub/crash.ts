/**
 * Kills the hub while a box replicates to it, again and again, and looks whether anything was lost or doubled. Each round is
 * a real process on its own Postgres, killed with SIGKILL at a random moment; in every other round its Postgres is
 * killed in the same moment. The box sends two batches at a time and goes on from what it was told; at the
 * end the hub must hold exactly the box's journal, and its sales must be those of the journal.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { readConfig } from "./config.ts";
import { demoCode, demoUser } from "./demo.ts";
import { openStorage } from "./hub.ts";
import { createLog } from "./log.ts";
import { organisationOf } from "./organisations.ts";
import { rebuildSales } from "./rebuild.ts";
import { enrolStore, getJson, postBatch, postJson } from "./testing-client.ts";
import { type Line, newJournal, saleOf, soldAt, type TestJournal } from "./testing-journal.ts";
import { type HubProcess, readyUrl, spawnHub } from "./testing-process.ts";

const BATCH_ENTRIES = 200;
const LONGEST_ROUND_MS = 400;
/** More than a round can take in, so that every kill meets work. */
const ENTRIES_PER_ROUND = 3_000;

export type CrashReport = {
  rounds: number;
  sent: number;
  /** Batches on the way when the hub was killed, in all rounds. */
  cutOff: number;
  /** Entries that were acknowledged and not there after the next start. */
  lost: number;
  /** Rows in the hub that are not the box's, missing or doubled, at the end. */
  wrong: number;
  /** Differences between the hub's sales and its journal. */
  salesDifferences: number;
  longestRecovery_ms: number;
};

/** `rounds` kills; each takes one to two seconds. */
export const crashHub = async (
  rounds: number,
  log: (line: string) => void = () => undefined,
): Promise<CrashReport> => {
  const dataDir = await mkdtemp(join(tmpdir(), "tillbox-crash-hub-"));
  const env = { DATA_DIR: dataDir, DEMO: "1" };
  const report = {
    rounds,
    sent: 0,
    cutOff: 0,
    lost: 0,
    wrong: 0,
    salesDifferences: 0,
    longestRecovery_ms: 0,
  };
  const box = newBox();
  let running: HubProcess | undefined;
  try {
    for (let round = 1; round <= rounds; round += 1) {
      box.trade();
      running = spawnHub(env);
      const started = performance.now();
      const url = await readyUrl(running);
      if (round > 1)
        report.longestRecovery_ms = Math.max(
          report.longestRecovery_ms,
          Math.round(performance.now() - started),
        );
      report.lost += await box.join(url);
      const sending = box.send(url);
      await pause(Math.random() * LONGEST_ROUND_MS);
      await kill(running, dataDir, round % 2 === 0);
      report.cutOff += await sending;
      log(`round ${round}: acknowledged ${box.acked()}, lost so far ${report.lost}`);
    }
    running = spawnHub(env);
    const url = await readyUrl(running);
    report.lost += await box.join(url);
    report.cutOff += await box.send(url);
    running.child.kill("SIGTERM");
    await running.ended;
    report.sent = box.journal.lines.length;
    return { ...report, ...(await compare(dataDir, box.journal)) };
  } finally {
    running?.child.kill("SIGKILL");
    await running?.ended;
    // Its Postgres may still be writing its last.
    await rm(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
};

const kill = async (hub: HubProcess, dataDir: string, withPostgres: boolean): Promise<void> => {
  const pid = Number.parseInt(await readFile(join(dataDir, "postgres", "postmaster.pid"), "utf8"), 10);
  if (withPostgres) process.kill(pid, "SIGKILL");
  hub.child.kill("SIGKILL");
  await hub.ended;
};

/** A box that sells, replicates and remembers what was acknowledged. */
const newBox = () => {
  const journal = newJournal("crash-store");
  let token = "";
  let acked = 0;
  const trade = (): void => {
    for (let left = ENTRIES_PER_ROUND; left > 0; left -= 1) {
      const seq = journal.lines.length + 1;
      journal.append(seq % 4 === 0 ? soldAt(saleOf(seq)) : { data: { line: seq } });
    }
  };
  /** Signs in and asks how far the hub is. Returns how many acknowledged entries it has lost. */
  const join = async (url: string): Promise<number> => {
    if (token === "") token = String((await enrolStore(url, demoCode, journal.storeId)).body["token"]);
    const { username, password } = demoUser;
    const signedIn = await postJson(`${url}/api/auth/login`, { username, password });
    const { body } = await getJson(`${url}/api/stores`, String(signedIn.body["accessToken"]));
    const held = (body as { items: { ackedSeq: number }[] }).items[0]?.ackedSeq ?? 0;
    const lost = Math.max(0, acked - held);
    acked = held;
    return lost;
  };
  /** Sends until all is acknowledged or the hub is gone. Returns the batches that got no answer. */
  const send = async (url: string): Promise<number> => {
    const deliver = async (from: number): Promise<boolean> => {
      const answer = await postBatch(url, token, await journal.batch(from, BATCH_ENTRIES));
      if (answer.status === 200) acked = Math.max(acked, Number(answer.body["ackedSeq"]));
      return answer.status === 200 || answer.status === 409 || answer.status === 503;
    };
    for (;;) {
      const starts = [acked + 1, acked + 1 + BATCH_ENTRIES].filter((from) => from <= journal.lines.length);
      if (starts.length === 0) return 0;
      const delivered = await Promise.all(starts.map((from) => deliver(from).catch(() => null)));
      if (delivered.includes(false)) throw new Error("the hub refused a batch of the box's own journal");
      const gone = delivered.filter((answer) => answer === null).length;
      if (gone > 0) return gone;
    }
  };
  return { journal, trade, join, send, acked: () => acked };
};

const compare = async (dataDir: string, journal: TestJournal) => {
  const config = readConfig({ DATA_DIR: dataDir, DEMO: "1" });
  const storage = await openStorage(config, createLog("silent"));
  try {
    const orgId = (await organisationOf(storage.database, demoUser.username)) ?? "";
    const rows = await storage.database.tenant(orgId, (sql) =>
      sql.rows<Kept>("SELECT bytes, hash FROM journal WHERE org_id = $1 ORDER BY epoch, seq", [orgId]),
    );
    const { differences } = await rebuildSales(storage.database, { orgId, storeId: journal.storeId }, false);
    return { wrong: countWrong(rows, journal.lines), salesDifferences: differences.length };
  } finally {
    await storage.close();
  }
};

type Kept = { bytes: string; hash: Buffer };

/** How many places differ between what the hub holds and what the box has: missing, doubled or changed. */
export const countWrong = (rows: readonly Kept[], lines: readonly Line[]): number => {
  const most = Math.max(rows.length, lines.length);
  const places = Array.from({ length: most }, (_, index) => [rows[index], lines[index]] as const);
  return places.filter(
    ([row, line]) =>
      !row || !line || row.bytes !== line.bytes.toString("utf8") || !line.hash.equals(row.hash),
  ).length;
};
