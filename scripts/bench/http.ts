/** Durable order commands a second through HTTP at 32 connections, beside the same limit as `execute`. */
import { join } from "node:path";
import { copyFileSync, mkdirSync } from "node:fs";
import { newId } from "@tillbox/shared/id.ts";
import { type Box, startBox } from "./box.ts";
import { type RawClient, openRawClient, requestBytes } from "./raw-http.ts";
import { newOrder } from "./workload.ts";

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

/** A box on a copy of the bench's base database. */
export const startBenchBox = async (
  folder: string,
  base: string,
  name: string,
  env: NodeJS.ProcessEnv = {},
): Promise<Box> => {
  const dataDir = join(folder, name);
  mkdirSync(dataDir, { recursive: true });
  copyFileSync(base, join(dataDir, "box.db"));
  return startBox(dataDir, env);
};
