/** What every way to a printer has in common: its status, its failures, the connection that serves one job, and the limits. */
import type { PaperWidth } from "./elements.ts";
import type { Resolve } from "./network-address.ts";

export type PrinterStatus = {
  online: boolean;
  paper: "ok" | "low" | "out";
  cover: "closed" | "open";
  error: "none" | "cutter" | "recoverable" | "unrecoverable";
};

/** Whether a printer in this state takes a job. Paper that runs low still does. */
export const canPrint = (status: PrinterStatus): boolean =>
  status.online && status.paper !== "out" && status.cover === "closed" && status.error === "none";

export type PrinterConnection = {
  /**
   * Asks the printer now. After `write` it answers only when the printer has worked off the bytes, or has stopped over
   * something that the status names. Throws TransportFailure.
   */
  status(): Promise<PrinterStatus>;
  /** Resolves when the bytes have left the box. From the call on they may be on paper. Throws TransportFailure. */
  write(bytes: Uint8Array): Promise<void>;
  /** Never throws. */
  close(): Promise<void>;
};

export const failureCodes = [
  "unreachable",
  "refused",
  "address_forbidden",
  "unsupported_transport",
  "no_answer",
  "not_understood",
  "connection_lost",
  "busy",
  "stopped",
] as const;
export type FailureCode = (typeof failureCodes)[number];

/** Why a transport gave up. Whether bytes may be on paper is known by whoever called `write`. */
export class TransportFailure extends Error {
  readonly code: FailureCode;
  constructor(code: FailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "TransportFailure";
    this.code = code;
  }
}

export type Timeouts = {
  connect_ms: number;
  /** For one answer of a living printer. */
  answer_ms: number;
  /** For the first answer to GS r, which not every printer knows. */
  ordered_ms: number;
  /** For the bytes to leave the box. */
  write_ms: number;
  /** For the printer to work off the bytes. */
  drain_ms: number;
  /** While it does, it is asked this often whether it still can. */
  poll_ms: number;
};
export const usualTimeouts: Timeouts = {
  connect_ms: 4_000,
  answer_ms: 3_000,
  ordered_ms: 1_000,
  write_ms: 15_000,
  drain_ms: 30_000,
  poll_ms: 1_000,
};

/** What is learnt about a printer and worth keeping from job to job. */
export type PrinterMemory = { answersInOrder?: boolean };

export type TransportDeps = {
  width: PaperWidth;
  allowLoopback: boolean;
  /** Keeps a page of the screen printer. */
  savePage: (page: { html: string; bytes: Uint8Array }) => Promise<void> | void;
  resolve?: Resolve;
  timeouts?: Partial<Timeouts>;
  memory?: PrinterMemory;
  /** Aborting ends every wait with `stopped`. */
  signal?: AbortSignal;
};
