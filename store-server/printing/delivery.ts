/**
 * One job to one printer. "Printed" is said only when the printer answered after the bytes. What fails before the first byte may
 * be tried again without harm; what fails after it is unknown, because the paper may be out. Never throws.
 */

import { type PrinterConnection, type TransportDeps, TransportFailure } from "./connection.ts";
import type { Bitmap } from "./elements.ts";
import { encodePage } from "./encoder.ts";
import { layout } from "./layout.ts";
import {
  lettersMissing,
  type Problem,
  type ProblemCode,
  problemIn,
  problemOf,
  unknownOf,
} from "./problems.ts";
import type { ClaimedJob } from "./queue.ts";
import type { Rasterise } from "./raster.ts";
import { open } from "./transport.ts";

export type DeliveryDeps = {
  transport: Omit<TransportDeps, "width" | "savePage">;
  savePage: (page: { job: ClaimedJob; html: string; bytes: Uint8Array }) => Promise<void> | void;
  /** Told before the first byte goes out. */
  begin: (jobId: string) => Promise<void>;
  rasterise: Rasterise | undefined;
  logo: Bitmap | undefined;
  /** Told of every error whose words a person does not see. */
  report: (error: unknown) => void;
};

export type Delivery =
  | { result: "printed"; warning: Problem | null }
  | { result: "unknown"; problem: Problem }
  | { result: "retry"; problem: Problem }
  /** Trying again cannot help. */
  | { result: "failed"; problem: Problem };

export async function deliver(job: ClaimedJob, deps: DeliveryDeps): Promise<Delivery> {
  const { name, transport } = job.printer;
  // The page of a screen printer is named by its job: printed again it replaces itself, and no paper is out twice.
  if (job.maybePrinted && transport.type !== "screen")
    return { result: "unknown", problem: unknownOf("interrupted", name) };
  const page = pageOf(job, deps);
  if (!page) return { result: "failed", problem: problemOf("cannot_lay_out", name) };
  let connection: PrinterConnection | null = null;
  try {
    connection = await connect(job, deps);
    const obstacle = problemIn(await connection.status());
    if (obstacle) return retry(obstacle, name);
    await deps.begin(job.id);
    return await send(connection, job, page, deps);
  } catch (error) {
    return notBegun(error, name, deps);
  } finally {
    await connection?.close();
  }
}

function pageOf(job: ClaimedJob, deps: DeliveryDeps): ReturnType<typeof encodePage> | null {
  const { printer } = job;
  try {
    const elements = layout(job.document, {
      width: printer.width,
      settings: printer.printSettings,
      copy: job.copyOf === null ? null : { of: job.copyOf },
      ...(job.divertedFrom === null ? {} : { divertedFrom: job.divertedFrom }),
      ...(deps.logo ? { logo: deps.logo } : {}),
    });
    const { width, codePage } = printer;
    return encodePage(elements, {
      width,
      codePage,
      ...(deps.rasterise ? { rasterise: deps.rasterise } : {}),
    });
  } catch (error) {
    deps.report(error);
    return null;
  }
}

const connect = (job: ClaimedJob, deps: DeliveryDeps): Promise<PrinterConnection> =>
  open(job.printer.transport, {
    ...deps.transport,
    width: job.printer.width,
    savePage: (saved) => deps.savePage({ job, ...saved }),
  });

const retry = (code: ProblemCode, name: string): Delivery => ({
  result: "retry",
  problem: problemOf(code, name),
});

const hopeless: readonly ProblemCode[] = ["address_forbidden", "unsupported_transport"];

/** Nothing was sent. */
function notBegun(error: unknown, name: string, deps: DeliveryDeps): Delivery {
  deps.report(error);
  const code = error instanceof TransportFailure ? error.code : "box_fault";
  return hopeless.includes(code) ? { result: "failed", problem: problemOf(code, name) } : retry(code, name);
}

/** From here on bytes may be on paper. */
async function send(
  connection: PrinterConnection,
  job: ClaimedJob,
  page: ReturnType<typeof encodePage>,
  deps: DeliveryDeps,
): Promise<Delivery> {
  const { name, transport } = job.printer;
  try {
    await connection.write(page.bytes);
    const obstacle = problemIn(await connection.status());
    if (obstacle) return { result: "unknown", problem: unknownOf(obstacle, name) };
  } catch (error) {
    deps.report(error);
    // A page that could not be kept is on no paper.
    if (transport.type === "screen") return retry("save_failed", name);
    const code = error instanceof TransportFailure ? error.code : "box_fault";
    return { result: "unknown", problem: unknownOf(code === "stopped" ? "interrupted" : code, name) };
  }
  const warning = page.missing.length > 0 ? lettersMissing(page.missing, name) : null;
  return { result: "printed", warning };
}
