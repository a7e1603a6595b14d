/**
 * Prints the durable jobs. Every printer has a lane of its own, so that a dead one delays no other; within a lane jobs go one
 * after the other. Nothing polls: a lane wakes when a job was committed (`wake`) and at the very time when the next one is due.
 * Tries are bounded; what is given up or unknown is told to people with cause and next step. A crash loses nothing: the
 * job's lease runs out and it is claimed again.
 */
import type { Printer } from "@tillbox/shared/contract/printer.ts";
import type { PrinterMemory, Timeouts } from "./connection.ts";
import { type DeliveryDeps, deliver } from "./delivery.ts";
import type { Bitmap } from "./elements.ts";
import type { Resolve } from "./network-address.ts";
import { outcomeOf, type PrintAlerts, type RetryPolicy, tell, usualPolicy } from "./outcomes.ts";
import type { ProblemCode } from "./problems.ts";
import type { ClaimedJob, JobOutcome, PrintQueue } from "./queue.ts";
import type { Rasterise } from "./raster.ts";

export type PrintLog = {
  info: (facts: object, message: string) => void;
  warn: (facts: object, message: string) => void;
  error: (facts: object, message: string) => void;
};
export type Clock = {
  /** Milliseconds since the epoch. */
  now: () => number;
  /** Calls back once after `delay_ms`; returns how to call it off. */
  after: (delay_ms: number, callback: () => void) => () => void;
};
export type PrintingDeps = {
  jobs: PrintQueue;
  alerts: PrintAlerts;
  log: PrintLog;
  savePage: DeliveryDeps["savePage"];
  allowLoopback: boolean;
  clock?: Clock;
  /** From 0 to below 1, for the jitter. */
  random?: () => number;
  policy?: Partial<RetryPolicy>;
  resolve?: Resolve;
  timeouts?: Partial<Timeouts>;
  rasterise?: Rasterise;
  logo?: () => Bitmap | undefined;
  /** Told of every outcome, for metrics. */
  onOutcome?: (printer: Printer, status: JobOutcome["status"]) => void;
};
export type Printing = {
  /** After a commit that made jobs for this printer, or for any. Never throws, never waits. */
  wake: (printerId?: string) => void;
  /** Resolves when no lane is at work; lanes that wait for a time are idle. */
  idle: () => Promise<void>;
  /** Takes no more jobs, waits a little for the current ones, then breaks them off. */
  stop: () => Promise<void>;
};

export const systemClock: Clock = {
  now: Date.now,
  after: (delay_ms, callback) => {
    const timer = setTimeout(callback, delay_ms);
    return () => clearTimeout(timer);
  },
};
const REST_MS = 1_000;
const LONGEST_TIMER_MS = 2_147_483_647;

type Worker = PrintingDeps & {
  clock: Clock;
  policy: RetryPolicy;
  random: () => number;
  /** Printers that were woken and not yet looked at. */
  asked: Set<string> | "all";
  looking: Promise<void> | null;
  lanes: Map<string, Lane>;
  abort: AbortController;
  stopping: boolean;
};
type Lane = {
  printerId: string;
  running: Promise<void> | null;
  /** Woken since the queue was last looked at. */
  again: boolean;
  resting: boolean;
  cancelTimer: () => void;
  memory: PrinterMemory;
  /** The problem that people were told of. */
  told: ProblemCode | null;
};

/** Starts the lanes of all printers with work. */
export function startPrinting(deps: PrintingDeps): Printing {
  const worker: Worker = {
    ...deps,
    clock: deps.clock ?? systemClock,
    policy: { ...usualPolicy, ...deps.policy },
    random: deps.random ?? Math.random,
    asked: new Set(),
    looking: null,
    lanes: new Map(),
    abort: new AbortController(),
    stopping: false,
  };
  const wake = (printerId?: string): void => {
    if (printerId === undefined) worker.asked = "all";
    else if (worker.asked !== "all") worker.asked.add(printerId);
    worker.looking ??= nextTurn().then(() => look(worker));
  };
  wake();
  return { wake, idle: () => idle(worker), stop: () => stop(worker) };
}

const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Once a turn, however many commits it had, and after their answers went out. */
function look(worker: Worker): void {
  const { asked } = worker;
  worker.asked = new Set();
  worker.looking = null;
  try {
    for (const id of asked === "all" ? worker.jobs.printersWithWork() : asked)
      kick(worker, laneOf(worker, id));
  } catch (error) {
    worker.log.error({ error }, "print queue failed");
  }
}

async function idle(worker: Worker): Promise<void> {
  const working = (): Promise<void>[] => [
    ...(worker.looking ? [worker.looking] : []),
    ...[...worker.lanes.values()].flatMap((lane) => lane.running ?? []),
  ];
  for (let busy = working(); busy.length > 0; busy = working()) await Promise.all(busy);
}

async function stop(worker: Worker): Promise<void> {
  worker.stopping = true;
  for (const lane of worker.lanes.values()) lane.cancelTimer();
  const patience = setTimeout(() => worker.abort.abort(), worker.policy.grace_ms);
  await idle(worker);
  clearTimeout(patience);
}

function laneOf(worker: Worker, printerId: string): Lane {
  const known = worker.lanes.get(printerId);
  if (known) return known;
  const lane: Lane = {
    printerId,
    running: null,
    again: false,
    resting: false,
    cancelTimer: () => {},
    memory: {},
    told: null,
  };
  worker.lanes.set(printerId, lane);
  return lane;
}

function kick(worker: Worker, lane: Lane): void {
  if (worker.stopping || lane.resting) return;
  lane.again = true;
  lane.running ??= run(worker, lane).finally(() => {
    lane.running = null;
    if (lane.again) kick(worker, lane);
  });
}

/**
 * Prints all that is due, then waits for the time of the next. A wake-up in the meantime is not lost. The queue is asked to
 * claim only what it says is due: claiming is a commit, which may itself be what wakes us.
 */
async function run(worker: Worker, lane: Lane): Promise<void> {
  lane.cancelTimer();
  try {
    let delay_ms = untilDue(worker, lane);
    while (delay_ms === 0 && !worker.stopping) {
      if (!(await printNext(worker, lane))) return rest(worker, lane);
      delay_ms = untilDue(worker, lane);
    }
    if (delay_ms === null || worker.stopping) return;
    lane.cancelTimer = worker.clock.after(delay_ms, () => kick(worker, lane));
  } catch (error) {
    worker.log.error({ printerId: lane.printerId, error }, "print queue failed");
    rest(worker, lane);
  }
}

/** The queue failed, or gave nothing though it said that something was due. Asking again at once would spin. */
function rest(worker: Worker, lane: Lane): void {
  lane.again = false;
  if (worker.stopping) return;
  lane.resting = true;
  lane.cancelTimer = worker.clock.after(REST_MS, () => {
    lane.resting = false;
    kick(worker, lane);
  });
}

/** 0 when something is due, null when there is nothing to wait for. */
function untilDue(worker: Worker, lane: Lane): number | null {
  lane.again = false;
  const due = worker.jobs.nextDueAt(lane.printerId);
  return due === null ? null : Math.min(LONGEST_TIMER_MS, Math.max(0, Date.parse(due) - worker.clock.now()));
}

/** False when there is nothing to print now. */
async function printNext(worker: Worker, lane: Lane): Promise<boolean> {
  const job = await worker.jobs.claimNext(lane.printerId, worker.policy.lease_ms);
  if (!job) return false;
  const delivery = await deliver(job, deliveryDeps(worker, lane, job));
  const outcome = outcomeOf(job, delivery, worker);
  await worker.jobs.finish(job.id, outcome);
  worker.onOutcome?.(job.printer, outcome.status);
  worker.log.info({ printerId: lane.printerId, jobId: job.id, status: outcome.status }, "print job");
  lane.told = tell(worker.alerts, job, delivery, outcome, lane.told);
  return true;
}

function deliveryDeps(worker: Worker, lane: Lane, job: ClaimedJob): DeliveryDeps {
  const { jobs, log } = worker;
  return {
    transport: {
      allowLoopback: worker.allowLoopback,
      memory: lane.memory,
      signal: AbortSignal.any([worker.abort.signal, AbortSignal.timeout(worker.policy.job_ms)]),
      ...(worker.resolve ? { resolve: worker.resolve } : {}),
      ...(worker.timeouts ? { timeouts: worker.timeouts } : {}),
    },
    savePage: worker.savePage,
    begin: async (jobId) => jobs.begin?.(jobId),
    rasterise: worker.rasterise,
    logo: worker.logo?.(),
    report: (error) => log.warn({ printerId: lane.printerId, jobId: job.id, error }, "print try ended"),
  };
}
