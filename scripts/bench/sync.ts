/**
 * Sync: a call of 500 changes beside the same commands through `execute`, a reading of 100,000 entries beside the bare reading of their
 * rows, and how long a device that was away for a day takes over HTTP until it has sent its taps and knows everything again.
 */
import { newId } from "@tillbox/shared/id.ts";
import { openOrder } from "@tillbox/store-server/features/order/commands.ts";
import { payOrder } from "@tillbox/store-server/features/order/money/commands.ts";
import { sendOrder } from "@tillbox/store-server/features/order/workflow/commands.ts";
import { silentLog } from "@tillbox/store-server/http/log.ts";
import { readSince } from "@tillbox/store-server/kernel/journal.ts";
import type { Kernel } from "@tillbox/store-server/kernel/kernel.ts";
import { openChanges } from "@tillbox/store-server/sync/changes.ts";
import { processChanges } from "@tillbox/store-server/sync/process.ts";
import { openTestKernel } from "@tillbox/store-server/testing.ts";
import { type Box } from "./box.ts";
import { type Figure, figure, median } from "./figure.ts";
import { startBenchBox } from "./http.ts";
import { copyOf, newOrder, submit, waiter } from "./workload.ts";

const callSize = 500;
const resumed = 100_000;
/** A busy day of a restaurant. */
const ordersOfDay = 1500;
const tapsOffline = 60;

type Tap = { changeId: string; entityType: string; entityId: string; action: string; data: object };
const opening = (index: number): Tap => {
  const { id, type, items } = newOrder(index);
  return { changeId: newId(), entityType: "order", entityId: id, action: "create", data: { type, items } };
};

/** What a call adds to its commands: identity, the device's own answers, results. */
const processRates = async (base: string, rounds: number): Promise<Figure> => {
  const rates: number[] = [];
  const limits: number[] = [];
  const kernel = openTestKernel(copyOf(base, "sync-process"));
  const from = { deviceId: waiter.deviceId ?? "", actor: waiter };
  for (let round = 0; round < rounds; round += 1) {
    const taps = Array.from({ length: callSize }, (_, index) => opening(index));
    const started = performance.now();
    const results = await processChanges(kernel, taps, from, silentLog);
    rates.push((callSize / (performance.now() - started)) * 1000);
    if (results.some(({ status }) => status !== "applied")) throw new Error("a tap of the bench was refused");
    const inputs = Array.from({ length: callSize }, (_, index) => newOrder(index));
    const again = performance.now();
    await Promise.all(inputs.map((input) => submit(kernel, openOrder, input, waiter)));
    limits.push((callSize / (performance.now() - again)) * 1000);
  }
  kernel.close();
  const name = `/sync/process: ${callSize} orders of 3 lines a call (limit: execute)`;
  return figure(name, median(rates), "changes/s", median(limits));
};

/** Orders that are opened, sent and paid, until the journal has `entries` more. */
const trade = async (kernel: Kernel, entries: number): Promise<void> => {
  const end = kernel.headSeq() + entries;
  const work = async (): Promise<void> => {
    while (kernel.headSeq() < end) {
      const input = newOrder(kernel.headSeq());
      await submit(kernel, openOrder, input, waiter);
      await submit(kernel, sendOrder, { id: input.id }, waiter);
      const payment = { id: input.id, paymentId: newId(), payment: { method: "cash" as const } };
      await submit(kernel, payOrder, payment, waiter);
    }
  };
  await Promise.all(Array.from({ length: 128 }, work));
};

const readAll = (kernel: Kernel, since: number): number => {
  const changes = openChanges(kernel, silentLog);
  const started = performance.now();
  for (let page = { syncVersion: since, hasMore: true }; page.hasMore; )
    page = changes(page.syncVersion, kernel.headSeq(), () => true);
  return performance.now() - started;
};
const readRows = (kernel: Kernel, since: number): number => {
  const started = performance.now();
  for (let rows = readSince(kernel.db, since, 500); rows.length > 0; )
    rows = readSince(kernel.db, rows.at(-1)?.seq ?? 0, 500);
  return performance.now() - started;
};

const resumeRates = async (base: string): Promise<Figure> => {
  const kernel = openTestKernel(copyOf(base, "sync-resume"));
  const since = kernel.headSeq();
  await trade(kernel, resumed);
  const entries = kernel.headSeq() - since;
  const rounds = [0, 1, 2];
  const rate = median(rounds.map(() => (entries / readAll(kernel, since)) * 1000));
  const limit = median(rounds.map(() => (entries / readRows(kernel, since)) * 1000));
  kernel.close();
  return figure("resume: 100,000 entries as views (limit: their rows)", rate, "entries/s", limit);
};

type Answer = { results: { status: string }[]; syncVersion: number; hasMore: boolean };
const post = async (
  box: Box,
  path: string,
  body: unknown,
  device: Record<string, string>,
): Promise<unknown> => {
  const headers = { "content-type": "application/json", authorization: `Bearer ${box.token}`, ...device };
  const answer = await fetch(`${box.url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  const value: unknown = await answer.json();
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(value)}`);
  return value;
};

const pair = async (box: Box, deviceId: string): Promise<Record<string, string>> => {
  const { code } = (await post(box, "/api/devices/pairing-codes", {}, {})) as { code: string };
  const body = { deviceId, deviceType: "tablet", capabilities: { canTakeOrders: true }, pairingCode: code };
  const { deviceToken } = (await post(box, "/sync/register-device", body, {})) as { deviceToken: string };
  return { "x-device-id": deviceId, "x-device-token": deviceToken };
};

const catchUp = async (box: Box, deviceId: string, device: Record<string, string>, since: number) => {
  const started = performance.now();
  let changes: Tap[] = Array.from({ length: tapsOffline }, (_, index) => opening(index));
  let [lastSyncVersion, calls] = [since, 0];
  for (let more = true; more; changes = []) {
    const body = { deviceId, lastSyncVersion, changes };
    const answer = (await post(box, "/sync/process", body, device)) as Answer;
    if (answer.results.some(({ status }) => status !== "applied")) throw new Error("a tap was refused");
    ({ syncVersion: lastSyncVersion, hasMore: more } = answer);
    calls += 1;
  }
  return { took_ms: performance.now() - started, calls };
};

/** From the first call after a day to the last page: all taps are in, and the device knows what the box knows. */
const awayForADay = async (folder: string, base: string): Promise<Figure[]> => {
  const day = copyOf(base, "sync-day");
  const kernel = openTestKernel(day);
  const since = kernel.headSeq();
  await trade(kernel, ordersOfDay * 6);
  kernel.db.pragma("wal_checkpoint(TRUNCATE)");
  kernel.close();
  const box = await startBenchBox(folder, day, "sync-away");
  const times: number[] = [];
  let calls = 0;
  for (let round = 0; round < 5; round += 1) {
    const device = await pair(box, `tablet-${round}`);
    const run = await catchUp(box, `tablet-${round}`, device, since);
    times.push(run.took_ms);
    calls = run.calls;
  }
  await box.stop();
  return [
    figure(
      `back after a day: ${tapsOffline} taps sent, a day of ${ordersOfDay} orders read`,
      median(times),
      "ms",
    ),
    figure("back after a day: calls until everything is known", calls, "calls"),
  ];
};

export const benchSync = async (folder: string, base: string): Promise<Figure[]> => [
  await processRates(base, 11),
  await resumeRates(base),
  ...(await awayForADay(folder, base)),
];
