/** The durable print queue as the printers' workers see it: rows of `jobs`, claimed and settled in the kernel's group commits. */
import type { PrintDocument, Printer } from "@tillbox/shared/contract/printer.ts";
import {
  beginJob,
  claimHead,
  endLeases,
  headDueAt,
  type JobRow,
  jobsForPeople,
  lanesWithWork,
  settleJob,
} from "../../kernel/jobs.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import { unsealJson } from "../../kernel/personal.ts";
import { findPrintJob, type JobPayload, jobView, printQueue } from "./jobs.ts";
import { printers } from "./rows.ts";

type Failure = { code: string; message: string };
export type PrintOutcome =
  | { status: "printed"; warning?: Failure }
  | { status: "unknown"; error: Failure }
  | { status: "retry"; error: Failure; notBefore: string }
  | { status: "failed"; error: Failure };
export type ClaimedPrintJob = {
  id: string;
  printer: Printer;
  document: PrintDocument;
  attempts: number;
  copyOf: string | null;
  maybePrinted: boolean;
  divertedFrom: string | null;
};
export type DurablePrintQueue = {
  claimNext(printerId: string, lease_ms: number): Promise<ClaimedPrintJob | null>;
  begin(jobId: string): Promise<void>;
  finish(jobId: string, outcome: PrintOutcome): Promise<void>;
  printersWithWork(): string[];
  nextDueAt(printerId: string): string | null;
};

const later = (at: string, by_ms: number): string => new Date(Date.parse(at) + by_ms).toISOString();

const toClaimed = ({ db }: Kernel, job: JobRow, printer: Printer): ClaimedPrintJob => ({
  id: job.id,
  printer,
  document: (JSON.parse(unsealJson(db, job.payload)) as JobPayload).document,
  attempts: job.attempts,
  copyOf: job.copy_of,
  maybePrinted: job.status === "printing" && job.begun === 1,
  divertedFrom: null,
});

const gone: Failure = {
  code: "printer_removed",
  message: "This printer was removed. Print the job on another one.",
};

/** `changed` is told of every job whose state people can see. */
export const openPrintQueue = (
  kernel: Kernel,
  changed: (job: ReturnType<typeof jobView>) => void,
): DurablePrintQueue => {
  const now = (): string => kernel.clock.now();
  const tell = (id: string): void => changed(jobView(findPrintJob(kernel, id)));
  const claim = (printerId: string, lease_ms: number): JobRow | undefined =>
    claimHead(kernel.db, printQueue, printerId, now(), later(now(), lease_ms));
  const settle = (id: string, outcome: PrintOutcome): void => {
    const error = outcome.status === "printed" ? (outcome.warning ?? null) : outcome.error;
    const dueAt = outcome.status === "retry" ? { dueAt: outcome.notBefore } : {};
    settleJob(
      kernel.db,
      id,
      { status: outcome.status === "retry" ? "queued" : outcome.status, error, ...dueAt },
      now(),
    );
  };
  const claimNext = async (printerId: string, lease_ms: number): Promise<ClaimedPrintJob | null> => {
    const job = await kernel.operate(() => claim(printerId, lease_ms));
    if (!job) return null;
    const printer = kernel.get(printers.entity, printerId);
    if (printer) {
      tell(job.id);
      return toClaimed(kernel, job, printer);
    }
    await kernel.operate(() => settle(job.id, { status: "failed", error: gone }));
    tell(job.id);
    return claimNext(printerId, lease_ms);
  };
  return {
    claimNext,
    begin: (id) => kernel.operate(() => beginJob(kernel.db, id, now())),
    finish: async (id, outcome) => {
      await kernel.operate(() => settle(id, outcome));
      tell(id);
    },
    printersWithWork: () => lanesWithWork(kernel.db, printQueue),
    nextDueAt: (printerId) => headDueAt(kernel.db, printQueue, printerId),
  };
};

const settledAtStart = 10_000;

/**
 * At the start of the box: what a screen printer may have printed when the box went down is settled by looking, for its page is there or
 * it is not. What is not found stays unknown; old pages are thrown away. Answers how many were printed.
 */
export const settleByPages = (kernel: Kernel, isWhole: (jobId: string) => boolean): Promise<number> => {
  const isOnScreen = (printerId: string): boolean =>
    kernel.get(printers.entity, printerId)?.transport.type === "screen";
  const found = jobsForPeople(kernel.db, printQueue, settledAtStart).filter(
    ({ id, lane, status }) => status === "unknown" && isOnScreen(lane) && isWhole(id),
  );
  if (found.length === 0) return Promise.resolve(0);
  return kernel.operate(() => {
    for (const { id } of found) settleJob(kernel.db, id, { status: "printed" }, kernel.clock.now());
    return found.length;
  });
};

/** At the start of the box: what a process that ended had claimed is claimed again at once, not when its lease runs out. */
export const recoverPrintJobs = (kernel: Kernel): Promise<number> =>
  kernel.operate(() => endLeases(kernel.db, printQueue, kernel.clock.now()));
