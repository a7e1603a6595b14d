/** How long a waiter waits: 20 orders a second through HTTP while 200 tablets listen, with the disk's own fsync measured beside it. */
import { closeSync, fsyncSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { newId } from "@tillbox/shared/id.ts";
import { WebSocket } from "ws";
import { type Box } from "./box.ts";
import { type Figure, figure, percentile } from "./figure.ts";
import { startBenchBox } from "./http.ts";
import { watchProcessor } from "./processor.ts";
import { openRawClient, requestBytes } from "./raw-http.ts";
import { newOrder } from "./workload.ts";

/** A listening tablet; resolves when it is registered. Counts the frames that it gets. */
export const openTablet = (box: Box, index: number, heard: (frame: string) => void): Promise<WebSocket> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://${box.host}:${box.port}/sync`);
    socket.once("error", reject);
    socket.once("open", () => {
      const data = {
        deviceId: `bench-${index}`,
        deviceType: "tablet",
        capabilities: { canTakeOrders: true },
      };
      socket.send(JSON.stringify({ event: "device:register", data, id: 1 }));
    });
    socket.on("message", (message: Buffer) => {
      const text = message.toString();
      if (text.startsWith('{"event":"device:registered"')) resolve(socket);
      else heard(text);
    });
  });

const timeFsync = (descriptor: number, block: Buffer): number => {
  const started = performance.now();
  writeSync(descriptor, block);
  fsyncSync(descriptor);
  return performance.now() - started;
};

export const benchLatency = async (
  folder: string,
  base: string,
  tablets = 200,
  seconds = 15,
): Promise<Figure[]> => {
  const box = await startBenchBox(folder, base, "latency", { DEMO: "1" });
  let delivered = 0;
  const sockets = await Promise.all(
    Array.from({ length: tablets }, (_, index) => openTablet(box, index, () => (delivered += 1))),
  );
  const client = await openRawClient(box.host, box.port);
  const probe = openSync(join(folder, "fsync-probe"), "w");
  const block = Buffer.alloc(4096, 1);
  const commands: number[] = [];
  const syncs: number[] = [];
  const [began, ofBox] = [performance.now(), watchProcessor(box.pid)];
  for (let round = 0; round < seconds * 20; round += 1) {
    const { id, type, items } = newOrder(round);
    const request = requestBytes(
      "POST",
      "/api/orders",
      { authorization: `Bearer ${box.token}`, "idempotency-key": newId() },
      { id, type, items },
    );
    const started = performance.now();
    const answer = await client.send(request);
    commands.push(performance.now() - started);
    if (answer.status !== 201) throw new Error(`the box answered ${answer.status}`);
    syncs.push(timeFsync(probe, block));
    await sleep(Math.max(0, 50 - (performance.now() - started)));
  }
  const took_s = (performance.now() - began) / 1000;
  const { waited_s } = ofBox();
  closeSync(probe);
  for (const socket of sockets) socket.terminate();
  client.close();
  await box.stop();
  if (delivered < commands.length * tablets * 0.9) throw new Error(`only ${delivered} frames arrived`);
  return [
    figure(
      `command p50 at 20/s with ${tablets} tablets`,
      percentile(commands, 0.5),
      "ms",
      percentile(syncs, 0.5),
    ),
    figure(
      `command p99 at 20/s with ${tablets} tablets (limit: fsync p99)`,
      percentile(commands, 0.99),
      "ms",
      percentile(syncs, 0.99),
    ),
    figure("share of that time in which the box waited for a processor", waited_s / took_s, "of 1"),
  ];
};
