/** Printing put together: the durable queue, a worker for each printer, the pages of screen printers, alerts to people. */
import { newsFor } from "@tillbox/shared/protocol/rooms.ts";
import type { Config } from "./config.ts";
import { findPrintJob, jobView, printQueue } from "./features/printer/jobs.ts";
import { openPages, type Pages } from "./features/printer/pages.ts";
import { openPrintQueue, recoverPrintJobs, settleByPages } from "./features/printer/queue.ts";
import { allPrinters, printers } from "./features/printer/rows.ts";
import type { CheckResult } from "./http/health.ts";
import type { Log } from "./http/log.ts";
import type { Metrics } from "./http/metrics.ts";
import { jobsForPeople, queueDepth } from "./kernel/jobs.ts";
import type { Kernel } from "./kernel/kernel.ts";
import type { Announcement } from "./kernel/types.ts";
import { openTroubles, type Troubles } from "./printing/troubles.ts";
import { startPrinting, systemClock } from "./printing/worker.ts";

export type Paper = {
  pages: Pages;
  check(): CheckResult;
  /** Jobs that wait, by printer. */
  depths(): { printer: string; waiting: number }[];
  stop(): Promise<void>;
};

/** A job names its order, so a device that may not see orders (a kiosk among guests) does not hear of it. */
const jobRooms = ["orders", ...newsFor("printers")];

type Publish = (announcement: Announcement) => void;

/** More than anybody looks through; the count of a box in worse trouble stands still there. */
const mostToLookAt = 500;

const troublesOf = (kernel: Kernel, publish: Publish): Troubles => {
  const tell = (printerId: string, facts: object): void =>
    publish({
      event: "alert",
      rooms: ["store"],
      data: JSON.stringify({ kind: "printer", printerId, ...facts }),
    });
  return openTroubles({
    papers: () => jobsForPeople(kernel.db, printQueue, mostToLookAt),
    nameOf: (id) => kernel.get(printers.entity, id)?.name ?? "A printer that was removed",
    tell: (printerId, trouble) => {
      if (!trouble) return tell(printerId, { resolved: true });
      const { code, message } = trouble;
      tell(printerId, { resolved: false, code, message, jobId: null });
    },
    once: ({ printerId, code, message, jobId }) => tell(printerId, { resolved: false, code, message, jobId }),
    settled: (id) => publish(ofJob(jobView(findPrintJob(kernel, id)))),
  });
};

const ofJob = (job: ReturnType<typeof jobView>): Announcement => ({
  event: "print:update",
  rooms: jobRooms,
  data: JSON.stringify(job),
});

export const openPaper = async (
  kernel: Kernel,
  config: Config,
  folder: string | null,
  parts: { log: Log; metrics: Metrics; publish: Publish },
): Promise<Paper> => {
  const pages = openPages(folder);
  await recoverPrintJobs(kernel);
  await settleByPages(kernel, pages.isWhole);
  const troubles = troublesOf(kernel, parts.publish);
  const jobs = openPrintQueue(kernel, (job) => {
    parts.publish(ofJob(job));
    troubles.changed(job.status);
  });
  const printing = startPrinting({
    jobs,
    alerts: troubles,
    // Jobs are due by box time, which the machine's own clock may be behind.
    clock: { ...systemClock, now: () => Date.parse(kernel.clock.now()) },
    log: parts.log,
    allowLoopback: config.loopbackPrinters,
    savePage: ({ job, html }) => pages.save(job.id, html),
    onOutcome: (printer, status) => parts.metrics.printJob(printer.id, status),
  });
  const ignore = kernel.onCommit(() => {
    printing.wake();
    troubles.changed();
  });
  const depths = (): { printer: string; waiting: number }[] => {
    const waiting = new Map(allPrinters(kernel).map(({ id }) => [id, 0]));
    for (const { lane, waiting: jobs } of queueDepth(kernel.db, printQueue)) waiting.set(lane, jobs);
    return [...waiting].map(([printer, jobs]) => ({ printer, waiting: jobs }));
  };
  return {
    pages,
    depths,
    check: () => {
      const problems = troubles
        .now()
        .map((trouble) => ({ ...trouble, printer: kernel.get(printers.entity, trouble.printerId)?.name }));
      return { status: problems.length === 0 ? "ok" : "degraded", waiting: depths(), problems };
    },
    stop: async () => {
      ignore();
      await printing.stop();
    },
  };
};
