/** From how a delivery went to what is written, when it is tried again, and what people are told. */
import type { Delivery } from "./delivery.ts";
import { failedOf, type ProblemCode } from "./problems.ts";
import type { ClaimedJob, JobOutcome } from "./queue.ts";

export type PrintAlert = {
  printerId: string;
  printerName: string;
  /** The job that is unknown, failed or misses letters; null where the printer as a whole waits for a person. */
  jobId: string | null;
  code: ProblemCode;
  message: string;
};
export type PrintAlerts = {
  raise: (alert: PrintAlert) => void;
  /** The printer prints again: what was raised without a job is over. */
  resolve: (printerId: string) => void;
};
export type RetryPolicy = {
  tries: number;
  first_ms: number;
  longest_ms: number;
  /** The whole of one try; the lease is longer. */
  job_ms: number;
  lease_ms: number;
  /** How long `stop` waits for what is on its way to the paper. */
  grace_ms: number;
};
/** What the next try depends on. */
export type Retrying = { policy: RetryPolicy; random: () => number; clock: { now: () => number } };

export const usualPolicy: RetryPolicy = {
  tries: 12,
  first_ms: 1_000,
  longest_ms: 60_000,
  job_ms: 90_000,
  lease_ms: 180_000,
  grace_ms: 5_000,
};
/** A printer that did not answer once may have been asked at a bad moment; these are told from the second time on. */
const passing: readonly ProblemCode[] = [
  "unreachable",
  "refused",
  "no_answer",
  "connection_lost",
  "busy",
  "offline",
];

/** What becomes of the job. */
export function outcomeOf(job: ClaimedJob, delivery: Delivery, retrying: Retrying): JobOutcome {
  switch (delivery.result) {
    case "printed":
      return delivery.warning ? { status: "printed", warning: delivery.warning } : { status: "printed" };
    case "unknown":
      return { status: "unknown", error: delivery.problem };
    case "failed":
      return { status: "failed", error: delivery.problem };
    case "retry": {
      const tries = job.attempts + 1;
      // Stopping is no fault of the job: it stays, whatever it has tried.
      if (tries >= retrying.policy.tries && delivery.problem.code !== "stopped") {
        return { status: "failed", error: failedOf(delivery.problem.code, job.printer.name, tries) };
      }
      const notBefore = new Date(retrying.clock.now() + backOff(retrying, job.attempts)).toISOString();
      return { status: "retry", error: delivery.problem, notBefore };
    }
  }
}

/** Doubles from try to try up to the longest, then a random part from half to all of it. */
function backOff({ policy, random }: Retrying, attempts: number): number {
  const { first_ms, longest_ms } = policy;
  const full = Math.min(longest_ms, first_ms * 2 ** Math.min(attempts, 30));
  return Math.round(full * (0.5 + random() / 2));
}

/**
 * Raises what a person has to know and resolves what is over. `told` is the printer's problem that people know of already;
 * the answer is the one they know of now.
 */
export function tell(
  alerts: PrintAlerts,
  job: ClaimedJob,
  delivery: Delivery,
  outcome: JobOutcome,
  told: ProblemCode | null,
): ProblemCode | null {
  const about = { printerId: job.printer.id, printerName: job.printer.name };
  if (delivery.result === "printed") {
    if (told !== null) alerts.resolve(job.printer.id);
    if (delivery.warning) alerts.raise({ ...about, jobId: job.id, ...delivery.warning });
    return null;
  }
  const { code } = delivery.problem;
  if (outcome.status !== "retry") {
    const message = "error" in outcome ? outcome.error.message : delivery.problem.message;
    alerts.raise({ ...about, jobId: job.id, code, message });
    return told;
  }
  if (code === "stopped" || code === told || (passing.includes(code) && job.attempts === 0)) return told;
  alerts.raise({ ...about, jobId: null, ...delivery.problem });
  return code;
}
