/** What the worker needs of the durable jobs: a narrow door to the rows that the kernel keeps. */
import type { PrintDocument, Printer } from "@tillbox/shared/contract/printer.ts";

export type JobError = { code: string; message: string };

export type ClaimedJob = {
  id: string;
  printer: Printer;
  document: PrintDocument;
  /** How often it was tried before this claim. */
  attempts: number;
  /** The job that this one prints again; the paper then says COPY. */
  copyOf: string | null;
  /** True where an earlier claim's lease ran out after `begin`: the process died and bytes may be on paper. */
  maybePrinted: boolean;
  /** Name of the printer that should have printed it. */
  divertedFrom: string | null;
};

export type JobOutcome =
  /** `warning`: printed, but not all of it as it should be (letters that the printer lacks). */
  | { status: "printed"; warning?: JobError }
  /** Bytes were sent and no answer came. A person looks and, if need be, prints it again, as a copy. */
  | { status: "unknown"; error: JobError }
  /** Nothing was sent. Due again at `notBefore`, RFC 3339 UTC. */
  | { status: "retry"; error: JobError; notBefore: string }
  | { status: "failed"; error: JobError };

/**
 * `claimNext` gives the oldest job of a printer that is neither printed nor given up, once it is due: while that one waits for
 * its retry nothing younger overtakes it, so that a void never comes before its order. The lease is longer than a job can
 * take; a job whose lease ran out is given again.
 */
export type PrintQueue = {
  claimNext(printerId: string, lease_ms: number): Promise<ClaimedJob | null>;
  /** Called before the first byte of a job goes out, where the queue wants to know. */
  begin?(jobId: string): Promise<void>;
  finish(jobId: string, outcome: JobOutcome): Promise<void>;
  printersWithWork(): string[];
  /** When `claimNext` may next give something: RFC 3339 UTC, or null when there is nothing to wait for. */
  nextDueAt(printerId: string): string | null;
};
