/** Durable order commands a second through HTTP at 32 connections, beside the same limit as `execute`. */

import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { newId } from "@tillbox/shared/id.ts";
import { slowFsyncEnvironment } from "../preload/preload.ts";
import { type Box, startBox } from "./box.ts";
import { type Figure, figure, median } from "./figure.ts";
import { openRawClient, type RawClient, requestBytes } from "./raw-http.ts";
import { type Recorded, replayStatements } from "./recorder.ts";
import { copyOf, newOrder } from "./workload.ts";

/** Orders a second of a box over `connections`, each waiting for its answer before it sends the next. */
export const loadOrders = async (box: Box, count: number, connections: number): Promise<number> => {
  const headers = { authorization: `Bearer ${box.token}` };
  const requests = Array.from({ length: count }, (_, index) => {
    const { id, type, items } = newOrder(index);
    return requestBytes(
      "POST",
      "/api/orders",
      { ...headers, "idempotency-key": newId() },
      { id, type, items },
    );
  });
  const clients = await Promise.all(
    Array.from({ length: connections }, () => openRawClient(box.host, box.port)),
  );
  let next = 0;
  const work = async (client: RawClient): Promise<void> => {
    for (let request = requests[next++]; request; request = requests[next++]) {
      const answer = await client.send(request);
      if (answer.status !== 201)
        throw new Error(`the box answered ${answer.status}: ${answer.body.toString()}`);
    }
  };
  const started = performance.now();
  await Promise.all(clients.map(work));
  const rate = (count / (performance.now() - started)) * 1000;
  for (const client of clients) client.close();
  return rate;
};

/** The control: the same box whose commits are not grouped. */
export const ungrouped = [join(import.meta.dirname, "ungrouped-box.ts")];

/** A box on a copy of the bench's base database. */
export const startBenchBox = async (
  folder: string,
  base: string,
  name: string,
  env: NodeJS.ProcessEnv = {},
  program?: readonly string[],
): Promise<Box> => {
  const dataDir = join(folder, name);
  mkdirSync(dataDir, { recursive: true });
  copyFileSync(base, join(dataDir, "box.db"));
  return startBox(dataDir, env, program);
};

const connections = 32;

/** Units and commits of a box so far, by its own count. */
const commitsOf = async (box: Box): Promise<{ units: number; commits: number }> => {
  const text = await (await fetch(`${box.url}/metrics`)).text();
  const value = (name: string): number =>
    Number(new RegExp(`^tillbox_commit_batch_size_${name} (\\S+)`, "m").exec(text)?.[1]);
  return { units: value("sum"), commits: value("count") };
};

/** Runs `load` and tells how many units shared a commit in it. */
const countingUnits = async (name: string, box: Box, load: () => Promise<void>): Promise<Figure> => {
  const before = await commitsOf(box);
  await load();
  const after = await commitsOf(box);
  const mean = (after.units - before.units) / (after.commits - before.commits);
  return figure(name, mean, "units/commit", connections);
};

/** HTTP against the limit of `execute`, taken in turns. */
export const benchHttp = async (
  folder: string,
  base: string,
  recorded: readonly Recorded[],
  orders: number,
  rounds = 11,
): Promise<Figure[]> => {
  const box = await startBenchBox(folder, base, "http");
  await loadOrders(box, orders, connections);
  const rates: number[] = [];
  const limits: number[] = [];
  const units = await countingUnits("http: units that share a commit", box, async () => {
    for (let round = 0; round < rounds; round += 1) {
      rates.push(await loadOrders(box, orders, connections));
      limits.push(orders / replayStatements(copyOf(base, `http-limit-${round}`), recorded));
    }
  });
  await box.stop();
  const rate = figure("http: orders of 3 lines, 32 connections", median(rates), "orders/s", median(limits));
  return [rate, units];
};

/** The same with every fsync 8 ms slower, beside the same server without grouping. */
export const benchSlowDisk = async (folder: string, base: string): Promise<Figure[]> => {
  const slow = slowFsyncEnvironment(8);
  const grouped = await startBenchBox(folder, base, "slow", slow);
  const control = await startBenchBox(folder, base, "slow-ungrouped", slow, ungrouped);
  await loadOrders(grouped, 500, connections);
  const rates: number[] = [];
  const controls: number[] = [];
  const units = await countingUnits(
    "http with fsync 8 ms slower: units that share a commit",
    grouped,
    async () => {
      for (let round = 0; round < 7; round += 1) {
        rates.push(await loadOrders(grouped, 1000, connections));
        controls.push(await loadOrders(control, 100, connections));
      }
    },
  );
  await Promise.all([grouped.stop(), control.stop()]);
  const name = "http with fsync 8 ms slower (limit: the same server without grouping)";
  return [figure(name, median(rates), "orders/s", median(controls)), units];
};
