/** A print worker on a clock that stands still, with emulated printers, for tests. */
import type { PrintDocument, Printer } from "@tillbox/shared/contract/printer.ts";
import { type Emulator, type EmulatorState, startEmulator } from "../emulator.ts";
import type { PrintAlert } from "../outcomes.ts";
import type { JobOutcome } from "../queue.ts";
import { type Clock, type Printing, type PrintingDeps, startPrinting } from "../worker.ts";
import { type MemoryQueue, memoryQueue } from "./memory-queue.ts";
import { samplePrinter, sampleTicket } from "./sample-documents.ts";

const emulators: Emulator[] = [];
const started: Printing[] = [];

export async function emulate(state: Partial<EmulatorState> = {}): Promise<Emulator> {
  const emulator = await startEmulator(state);
  emulators.push(emulator);
  return emulator;
}
/** For `afterEach`: stops all that a test has started. */
export async function stopAll(): Promise<void> {
  await Promise.all(started.splice(0).map((printing) => printing.stop()));
  await Promise.all(emulators.splice(0).map((emulator) => emulator.stop()));
}

export const printerAt = (emulator: Emulator, id = "kitchen", change: Partial<Printer> = {}): Printer => ({
  ...samplePrinter,
  id,
  name: `${id[0]?.toUpperCase()}${id.slice(1)} printer`,
  transport: { type: "network", host: emulator.host, port: emulator.port },
  ...change,
});

/** Time stands still until the test moves it. */
export function handClock() {
  let now_ms = Date.parse("2026-03-12T18:00:00.000Z");
  const timers = new Set<{ at: number; callback: () => void }>();
  const clock: Clock = {
    now: () => now_ms,
    after: (delay_ms, callback) => {
      const timer = { at: now_ms + delay_ms, callback };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
  };
  const advance = (by_ms: number): void => {
    now_ms += by_ms;
    for (const timer of timers) {
      if (timer.at > now_ms) continue;
      timers.delete(timer);
      timer.callback();
    }
  };
  return { clock, advance, waits: () => [...timers].map((timer) => timer.at - now_ms) };
}

export function start(change: Partial<PrintingDeps> & { jobs?: MemoryQueue } = {}) {
  const hands = handClock();
  const jobs = change.jobs ?? memoryQueue(hands.clock.now);
  const alerts: PrintAlert[] = [];
  const resolved: string[] = [];
  const outcomes: string[] = [];
  const log: { level: string; message: string }[] = [];
  const note = (level: string) => (_: object, message: string) => void log.push({ level, message });
  const pages: string[] = [];
  const printing = startPrinting({
    jobs,
    alerts: { raise: (alert) => alerts.push(alert), resolve: (printerId) => resolved.push(printerId) },
    log: { info: note("info"), warn: note("warn"), error: note("error") },
    savePage: ({ html }) => void pages.push(html),
    allowLoopback: true,
    clock: hands.clock,
    random: () => 1 - Number.EPSILON,
    onOutcome: (printer, status) => outcomes.push(`${printer.id} ${status}`),
    timeouts: { poll_ms: 50 },
    ...change,
  });
  started.push(printing);
  /** The job's outcome, when its lane has come to rest; with `count`, that of so many tries. */
  const settle = async (id: string, count?: number): Promise<JobOutcome> => {
    const last = await jobs.settled(id, count);
    await printing.idle();
    return last;
  };
  const add = (id: string, printer: Printer, document: PrintDocument = sampleTicket): void => {
    jobs.add({ id, printer, document });
    printing.wake(printer.id);
  };
  return { ...hands, jobs, alerts, resolved, outcomes, log, pages, printing, add, settle };
}
