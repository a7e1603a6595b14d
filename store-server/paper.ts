/** Printing put together: the durable queue, a worker for each printer, the pages of screen printers, alerts to people. */
import { newsFor } from "@tillbox/shared/protocol/rooms.ts";
import type { Config } from "./config.ts";
import { printQueue } from "./features/printer/jobs.ts";
import { openPages, type Pages } from "./features/printer/pages.ts";
import { openPrintQueue, recoverPrintJobs } from "./features/printer/queue.ts";
import { allPrinters, printers } from "./features/printer/rows.ts";
import type { CheckResult } from "./http/health.ts";
import type { Log } from "./http/log.ts";
import type { Metrics } from "./http/metrics.ts";
import { queueDepth } from "./kernel/jobs.ts";
import type { Kernel } from "./kernel/kernel.ts";
import type { Announcement } from "./kernel/types.ts";
import type { PrintAlert } from "./printing/outcomes.ts";
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

type Problems = Map<string, PrintAlert>;

const alertsOf = (problems: Problems, publish: (announcement: Announcement) => void) => {
  const tell = (printerId: string, alert: PrintAlert | null): void =>
    publish({
      event: "alert",
      rooms: ["store"],
      data: JSON.stringify({
        kind: "printer",
        printerId,
        resolved: alert === null,
        ...(alert ? { code: alert.code, message: alert.message, jobId: alert.jobId } : {}),
      }),
    });
  return {
    raise: (alert: PrintAlert) => {
      if (alert.jobId === null) problems.set(alert.printerId, alert);
      tell(alert.printerId, alert);
    },
    resolve: (printerId: string) => {
      if (problems.delete(printerId)) tell(printerId, null);
    },
  };
};

export const openPaper = async (
  kernel: Kernel,
  config: Config,
  folder: string | null,
  parts: { log: Log; metrics: Metrics; publish(announcement: Announcement): void },
): Promise<Paper> => {
  const pages = openPages(folder);
  const problems: Problems = new Map();
  await recoverPrintJobs(kernel);
  const jobs = openPrintQueue(kernel, (job) =>
    parts.publish({ event: "print:update", rooms: jobRooms, data: JSON.stringify(job) }),
  );
  const printing = startPrinting({
    jobs,
    alerts: alertsOf(problems, parts.publish),
    // Jobs are due by box time, which the machine's own clock may be behind.
    clock: { ...systemClock, now: () => Date.parse(kernel.clock.now()) },
    log: parts.log,
    allowLoopback: config.loopbackPrinters,
    savePage: ({ job, html }) => pages.save(job.id, html),
    onOutcome: (printer, status) => parts.metrics.printJob(printer.id, status),
  });
  const ignore = kernel.onCommit(() => printing.wake());
  const depths = (): { printer: string; waiting: number }[] => {
    const waiting = new Map(allPrinters(kernel).map(({ id }) => [id, 0]));
    for (const { lane, waiting: jobs } of queueDepth(kernel.db, printQueue)) waiting.set(lane, jobs);
    return [...waiting].map(([printer, jobs]) => ({ printer, waiting: jobs }));
  };
  return {
    pages,
    depths,
    check: () => ({
      status: problems.size === 0 ? "ok" : "degraded",
      waiting: depths(),
      problems: [...problems.values()].map(({ printerId, code, message }) => ({
        printerId,
        printer: kernel.get(printers.entity, printerId)?.name,
        code,
        message,
      })),
    }),
    stop: async () => {
      ignore();
      await printing.stop();
    },
  };
};
