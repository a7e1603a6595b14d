/** Prometheus metrics of the hub, a registry per hub so that several can live in one process. */
import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";

export type Metrics = {
  registry: Registry;
  request(labels: { route: string; method: string; status: number }, seconds: number): void;
  ingested(counts: { stored: number; duplicates: number; unreadable: number }, seconds: number): void;
  /** `code`: of the problem that was answered. */
  refused(code: string): void;
};

export const createMetrics = (): Metrics => {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: "tillbox_http_request_seconds",
    help: "Time to answer a request",
    labelNames: ["route", "method", "status"],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const entries = new Counter({
    name: "tillbox_hub_ingest_entries_total",
    help: "Journal entries by what became of them: stored, or known before",
    labelNames: ["result"],
    registers,
  });
  const refusals = new Counter({
    name: "tillbox_hub_ingest_refusals_total",
    help: "Batches that were refused, by problem code",
    labelNames: ["code"],
    registers,
  });
  const unreadable = new Counter({
    name: "tillbox_hub_unreadable_sales_total",
    help: "Sales that were stored but that this hub could not read",
    registers,
  });
  const seconds = new Histogram({
    name: "tillbox_hub_ingest_seconds",
    help: "Time from a received batch to its acknowledgement",
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  for (const result of ["stored", "duplicate"]) entries.inc({ result }, 0);
  return {
    registry,
    request: (labels, took) => requests.observe(labels, took),
    ingested: (counts, took) => {
      entries.inc({ result: "stored" }, counts.stored);
      entries.inc({ result: "duplicate" }, counts.duplicates);
      unreadable.inc(counts.unreadable);
      seconds.observe(took);
    },
    refused: (code) => refusals.inc({ code }),
  };
};
