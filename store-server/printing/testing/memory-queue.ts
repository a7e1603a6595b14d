/** The print queue without a database, for tests and demos: it keeps the promises that `PrintQueue` makes, in memory. */
import type { ClaimedJob, JobOutcome, PrintQueue } from "../queue.ts";

export type MemoryJob = Omit<ClaimedJob, "attempts" | "maybePrinted"> & {
  attempts: number;
  status: "queued" | "printing" | Exclude<JobOutcome["status"], "retry">;
  begun: boolean;
  dueAt: string;
  leaseUntil_ms: number;
  outcomes: JobOutcome[];
};
export type MemoryQueue = PrintQueue & {
  add: (
    job: Pick<ClaimedJob, "id" | "printer" | "document"> &
      Partial<Pick<ClaimedJob, "copyOf" | "divertedFrom">>,
  ) => void;
  job: (id: string) => MemoryJob;
  /** Every outcome, "job-1 printed", in the order in which it was written. */
  history: string[];
  /** Resolves when the job's outcome is final, or when it has `count` outcomes. */
  settled: (id: string, count?: number) => Promise<JobOutcome>;
  /** The person pressed Resume. */
  resume: (printerId: string) => void;
};

const isOpen = (job: MemoryJob): boolean => job.status === "queued" || job.status === "printing";

const dueAt_ms = (job: MemoryJob): number =>
  job.status === "printing" ? job.leaseUntil_ms : Date.parse(job.dueAt);

function claim(job: MemoryJob, leaseUntil_ms: number): ClaimedJob {
  const { id, printer, document, attempts, copyOf, divertedFrom } = job;
  const maybePrinted = job.status === "printing" && job.begun;
  Object.assign(job, { status: "printing", attempts: attempts + 1, leaseUntil_ms });
  return { id, printer, document, attempts, copyOf, divertedFrom, maybePrinted };
}

export function memoryQueue(now: () => number): MemoryQueue {
  const jobs: MemoryJob[] = [];
  const history: string[] = [];
  const watchers = new Set<() => void>();
  const find = (id: string): MemoryJob => {
    const job = jobs.find((candidate) => candidate.id === id);
    if (!job) throw new Error(`No job ${id}`);
    return job;
  };
  const head = (printerId: string): MemoryJob | undefined =>
    jobs.find((job) => job.printer.id === printerId && isOpen(job));
  const settled = (id: string, count?: number): Promise<JobOutcome> =>
    new Promise((resolve) => {
      const look = (): void => {
        const job = find(id);
        const last = job.outcomes.at(-1);
        if (!last || (count === undefined ? isOpen(job) : job.outcomes.length < count)) return;
        watchers.delete(look);
        resolve(last);
      };
      watchers.add(look);
      look();
    });
  return {
    add: (job) =>
      void jobs.push({
        copyOf: null,
        divertedFrom: null,
        ...job,
        attempts: 0,
        status: "queued",
        begun: false,
        dueAt: new Date(now()).toISOString(),
        leaseUntil_ms: 0,
        outcomes: [],
      }),
    job: find,
    history,
    settled,
    resume: (printerId) => {
      const waiting = head(printerId);
      if (waiting?.status === "queued") waiting.dueAt = new Date(now()).toISOString();
    },
    claimNext: async (printerId, lease_ms) => {
      const job = head(printerId);
      return job && dueAt_ms(job) <= now() ? claim(job, now() + lease_ms) : null;
    },
    begin: async (id) => void (find(id).begun = true),
    finish: async (id, outcome) => {
      const job = find(id);
      job.outcomes.push(outcome);
      history.push(`${id} ${outcome.status}`);
      job.status = outcome.status === "retry" ? "queued" : outcome.status;
      if (outcome.status === "retry") {
        job.dueAt = outcome.notBefore;
        job.begun = false;
      }
      for (const look of watchers) look();
    },
    printersWithWork: () => [...new Set(jobs.filter(isOpen).map((job) => job.printer.id))],
    nextDueAt: (printerId) => {
      const job = head(printerId);
      return job ? new Date(dueAt_ms(job)).toISOString() : null;
    },
  };
}
