/**
 * What the box tells Prometheus. Every name of the wire exists from the first scrape; a label that is known beforehand starts at
 * zero. Whoever has something to tell gets a function here, so that names and labels are written down once.
 */

import { Refusal } from "@tillbox/shared/refusal.ts";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Kernel } from "../kernel/kernel.ts";

export type SalesPeriod = "daily" | "weekly" | "monthly";

export type Metrics = {
  orderReached(status: string, type: string): void;
  /** How long an order took until it reached a status. */
  orderTook(status: string, seconds: number): void;
  /** An order waits for the kitchen longer than it may. */
  orderDelayed(type: string): void;
  paymentTaken(method: string): void;
  kitchenTook(station: string, seconds: number): void;
  syncOperation(operation: string): void;
  command(name: string, result: string, seconds: number): void;
  commitBatch(units: number): void;
  printJob(printer: string, result: string): void;
  httpRequest(route: string, method: string, status: number, seconds: number): void;
  /** Values that are asked for at each scrape. A part may be given by each module that knows one. */
  provide(source: MetricSource): void;
  /** The exposition text. */
  text(): Promise<string>;
  contentType: string;
};

export type MetricSource = {
  /** Minor units */
  sales?(): Record<SalesPeriod, number>;
  liveConnections?(): number;
  /** How far the slowest live consumer is behind, in journal entries. */
  liveLag?(): number;
  printQueues?(): readonly { printer: string; waiting: number }[];
  replication?(): { lagSeq: number; lagSeconds: number };
};

const short = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const minutes = [10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];
const statuses = ["pending", "confirmed", "preparing", "ready", "served", "completed", "cancelled"];
const orderTypes = ["dine-in", "takeaway", "delivery", "kiosk"];
const methods = ["cash", "card", "wallet", "gift_card", "house_account", "external"];
const syncOperations = ["register", "heartbeat", "process", "resume", "reset"];

const storeMetrics = (registers: Registry[]) => ({
  orders: new Counter({
    name: "pos_orders_total",
    help: "Orders that reached a status",
    labelNames: ["status", "type"],
    registers,
  }),
  orderSeconds: new Histogram({
    name: "pos_order_duration_seconds",
    help: "Time from the opening of an order until it reached a status",
    labelNames: ["status"],
    buckets: minutes,
    registers,
  }),
  delays: new Counter({
    name: "tillbox_orders_delayed_total",
    help: "Orders that waited for the kitchen longer than the threshold",
    labelNames: ["type"],
    registers,
  }),
  sales: new Gauge({
    name: "pos_sales_total",
    help: "Sales of the current business day, week and month, in minor units",
    labelNames: ["period"],
    registers,
  }),
  payments: new Counter({
    name: "pos_payment_methods_total",
    help: "Captured payments by method",
    labelNames: ["method"],
    registers,
  }),
  kitchenSeconds: new Histogram({
    name: "pos_kitchen_time_seconds",
    help: "Time from sending to ready, by station",
    labelNames: ["station"],
    buckets: minutes,
    registers,
  }),
  syncs: new Counter({
    name: "pos_sync_operations_total",
    help: "Operations of devices that synchronise",
    labelNames: ["operation"],
    registers,
  }),
});

const boxMetrics = (registers: Registry[]) => ({
  commands: new Counter({
    name: "tillbox_commands_total",
    help: "Commands by result: ok, replay or the code of the refusal",
    labelNames: ["command", "result"],
    registers,
  }),
  commandSeconds: new Histogram({
    name: "tillbox_command_seconds",
    help: "Time from asking to answering, commit included",
    buckets: short,
    registers,
  }),
  batch: new Histogram({
    name: "tillbox_commit_batch_size",
    help: "Units of work that shared one commit",
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
    registers,
  }),
  liveConnections: new Gauge({
    name: "tillbox_live_connections",
    help: "Open live connections",
    registers,
  }),
  liveLag: new Gauge({
    name: "tillbox_live_lag_seq",
    help: "Journal entries that the slowest live connection is behind",
    registers,
  }),
  printJobs: new Counter({
    name: "tillbox_print_jobs_total",
    help: "Print jobs by printer and outcome",
    labelNames: ["printer", "result"],
    registers,
  }),
  printQueue: new Gauge({
    name: "tillbox_print_queue_depth",
    help: "Print jobs that wait, by printer",
    labelNames: ["printer"],
    registers,
  }),
  replicationLag: new Gauge({
    name: "tillbox_replication_lag_seq",
    help: "Journal entries that the hub has not acknowledged",
    registers,
  }),
  replicationSeconds: new Gauge({
    name: "tillbox_replication_lag_seconds",
    help: "Age of the oldest entry that the hub has not acknowledged",
    registers,
  }),
  httpSeconds: new Histogram({
    name: "tillbox_http_request_seconds",
    help: "Time to answer, by route",
    labelNames: ["route", "method", "status"],
    buckets: short,
    registers,
  }),
});
type Instruments = ReturnType<typeof storeMetrics> & ReturnType<typeof boxMetrics>;

const startAtZero = (all: Instruments): void => {
  for (const status of statuses) {
    for (const type of orderTypes) all.orders.inc({ status, type }, 0);
    all.orderSeconds.zero({ status });
  }
  for (const type of orderTypes) all.delays.inc({ type }, 0);
  for (const method of methods) all.payments.inc({ method }, 0);
  for (const operation of syncOperations) all.syncs.inc({ operation }, 0);
  for (const period of ["daily", "weekly", "monthly"]) all.sales.set({ period }, 0);
  all.kitchenSeconds.zero({ station: "kitchen" });
};

const scrape = (all: Instruments, source: MetricSource): void => {
  for (const [period, total] of Object.entries(source.sales?.() ?? {})) all.sales.set({ period }, total);
  if (source.liveConnections) all.liveConnections.set(source.liveConnections());
  if (source.liveLag) all.liveLag.set(source.liveLag());
  const queues = source.printQueues?.();
  if (queues) all.printQueue.reset();
  for (const { printer, waiting } of queues ?? []) all.printQueue.set({ printer }, waiting);
  const lag = source.replication?.();
  if (!lag) return;
  all.replicationLag.set(lag.lagSeq);
  all.replicationSeconds.set(lag.lagSeconds);
};

export const createMetrics = (): Metrics => {
  const registry = new Registry();
  const all: Instruments = { ...storeMetrics([registry]), ...boxMetrics([registry]) };
  const sources: MetricSource[] = [];
  startAtZero(all);
  return {
    orderReached: (status, type) => all.orders.inc({ status, type }),
    orderTook: (status, seconds) => all.orderSeconds.observe({ status }, seconds),
    orderDelayed: (type) => all.delays.inc({ type }),
    paymentTaken: (method) => all.payments.inc({ method }),
    kitchenTook: (station, seconds) => all.kitchenSeconds.observe({ station }, seconds),
    syncOperation: (operation) => all.syncs.inc({ operation }),
    command: (command, result, seconds) => {
      all.commands.inc({ command, result });
      all.commandSeconds.observe(seconds);
    },
    commitBatch: (units) => all.batch.observe(units),
    printJob: (printer, result) => all.printJobs.inc({ printer, result }),
    httpRequest: (route, method, status, seconds) =>
      all.httpSeconds.observe({ route, method, status }, seconds),
    provide: (source) => {
      sources.push(source);
    },
    text: () => {
      for (const source of sources) scrape(all, source);
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
};

/** The same kernel, whose commands are counted and timed. For `store.ts`, around what `openKernel` gave. */
export const measureCommands = (kernel: Kernel, metrics: Metrics): Kernel => ({
  ...kernel,
  execute: async (request) => {
    const started = performance.now();
    const tell = (result: string): void =>
      metrics.command(request.command.name, result, (performance.now() - started) / 1000);
    try {
      const answer = await kernel.execute(request);
      if (answer.ok) tell(answer.replay ? "replay" : "ok");
      else tell(answer.refusal.code);
      return answer;
    } catch (error) {
      tell(error instanceof Refusal ? error.code : "internal");
      throw error;
    }
  },
});
