/**
 * Printers on TCP, usually port 9100. The printer is asked before a byte is sent (DLE EOT 1 to 4, answered at once), and after
 * the bytes it must answer again: GS r, which it works off in order behind them, then DLE EOT. A printer that does not know
 * GS r is believed by DLE EOT alone. Every wait has a limit.
 */
import { connect, type Socket } from "node:net";
import type { Transport } from "@tillbox/shared/contract/printer.ts";
import {
  canPrint,
  type FailureCode,
  type PrinterConnection,
  type PrinterMemory,
  type PrinterStatus,
  type Timeouts,
  type TransportDeps,
  TransportFailure,
  usualTimeouts,
} from "./connection.ts";
import { allowedAddresses } from "./network-address.ts";
import { readAnswers, readStatus, type StatusAnswers, type StatusBytes } from "./status-bytes.ts";

type NetworkTransport = Extract<Transport, { type: "network" }>;
type Line = {
  socket: Socket;
  answers: StatusAnswers;
  timeouts: Timeouts;
  memory: PrinterMemory;
  /** Why no further answer can come. */
  ended: TransportFailure | null;
  /** Called whenever something came in or the connection ended. */
  notify: () => void;
  ordersSent: number;
  wrote: boolean;
  /** A question or the bytes came to nothing: what the printer has not yet taken must not be printed later. */
  broken: boolean;
};

const GOODBYE_MS = 300;

/** Connects to the first address that takes the call. */
export async function openNetwork(
  transport: NetworkTransport,
  deps: TransportDeps,
): Promise<PrinterConnection> {
  const timeouts = { ...usualTimeouts, ...deps.timeouts };
  const addresses = await allowedAddresses(transport.host, deps);
  let failure: unknown;
  for (const address of addresses) {
    try {
      const socket = await dial(address, transport.port, timeouts.connect_ms, deps.signal);
      return conversation(socket, timeouts, deps);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

function dial(address: string, port: number, limit_ms: number, signal?: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, noDelay: true });
    const fail = (code: FailureCode, cause?: Error): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
      socket.on("error", () => {});
      socket.destroy();
      reject(new TransportFailure(code, `No connection to ${address}:${port}`, { cause }));
    };
    const stop = (): void => fail(abortCode(signal));
    const timer = setTimeout(() => fail("unreachable"), limit_ms);
    if (signal?.aborted) return stop();
    signal?.addEventListener("abort", stop, { once: true });
    socket.once("error", (error: NodeJS.ErrnoException) =>
      fail(error.code === "ECONNREFUSED" ? "refused" : "unreachable", error),
    );
    socket.once("connect", () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
      socket.removeAllListeners("error");
      resolve(socket);
    });
  });
}

/** A signal that ran out of time means a printer that took too long; any other, that the box stops. */
const abortCode = (signal: AbortSignal | undefined): FailureCode =>
  signal?.reason instanceof DOMException && signal.reason.name === "TimeoutError" ? "busy" : "stopped";

function conversation(socket: Socket, timeouts: Timeouts, deps: TransportDeps): PrinterConnection {
  const line: Line = {
    socket,
    answers: readAnswers(),
    timeouts,
    memory: deps.memory ?? {},
    ended: null,
    notify: () => {},
    ordersSent: 0,
    wrote: false,
    broken: false,
  };
  const end = (failure: TransportFailure): void => {
    line.ended ??= failure;
    line.notify();
  };
  const stop = (): void => end(new TransportFailure(abortCode(deps.signal), "Broken off while printing"));
  socket.on("data", (chunk) => {
    line.answers.push(typeof chunk === "string" ? Buffer.from(chunk, "latin1") : chunk);
    line.notify();
  });
  socket.on("error", (cause) =>
    end(new TransportFailure("connection_lost", "The connection broke", { cause })),
  );
  socket.on("close", () => end(new TransportFailure("connection_lost", "The printer closed the connection")));
  deps.signal?.addEventListener("abort", stop, { once: true });
  if (deps.signal?.aborted) stop();
  const attempt = async <T>(step: Promise<T>): Promise<T> => {
    try {
      return await step;
    } catch (error) {
      line.broken = true;
      throw error;
    }
  };
  return {
    status: () => attempt(askStatus(line)),
    write: (bytes) => attempt(send(line, bytes)),
    close: async () => {
      deps.signal?.removeEventListener("abort", stop);
      // A busy printer may have answered late: it does know GS r.
      if (line.answers.ordered > 0) line.memory.answersInOrder = true;
      if (line.broken) socket.resetAndDestroy();
      else await hangUp(socket);
    },
  };
}

/** Waits until `ready`, at most `limit_ms`: false when the time is up. Throws when the line has ended or is garbled. */
function until(line: Line, ready: () => boolean, limit_ms: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => settle(() => resolve(false)), limit_ms);
    const settle = (finish: () => void): void => {
      clearTimeout(timer);
      line.notify = () => {};
      finish();
    };
    line.notify = () => {
      if (line.answers.garbled) {
        const failure = new TransportFailure("not_understood", "The answer is none of a receipt printer");
        settle(() => reject(failure));
      } else if (ready()) settle(() => resolve(true));
      else if (line.ended) {
        const { ended } = line;
        settle(() => reject(ended));
      }
    };
    line.notify();
  });
}

async function askStatus(line: Line): Promise<PrinterStatus> {
  if (line.wrote && line.memory.answersInOrder) await workedOff(line);
  const status = await askNow(line);
  if (!line.wrote && canPrint(status) && line.memory.answersInOrder === undefined) await learnOrder(line);
  return status;
}

async function askNow(line: Line): Promise<PrinterStatus> {
  const bytes: StatusBytes = [await ask(line, 1), await ask(line, 2), await ask(line, 3), await ask(line, 4)];
  return readStatus(bytes);
}

/** One question at a time: the answers do not say which question they belong to. */
async function ask(line: Line, n: number): Promise<number> {
  line.answers.realTime.length = 0;
  line.socket.write(Uint8Array.of(0x10, 0x04, n));
  const came = await until(line, () => line.answers.realTime.length > 0, line.timeouts.answer_ms);
  const answer = line.answers.realTime.shift();
  if (!came || answer === undefined) throw new TransportFailure("no_answer", `No answer to DLE EOT ${n}`);
  return answer;
}

function askInOrder(line: Line): void {
  line.ordersSent += 1;
  line.socket.write(Uint8Array.of(0x1d, 0x72, 0x01));
}

/**
 * Finds out whether the printer knows GS r. What one that does not might print for it is cleared by the ESC @ with which every
 * page begins.
 */
async function learnOrder(line: Line): Promise<void> {
  askInOrder(line);
  line.memory.answersInOrder = await until(
    line,
    () => line.answers.ordered >= line.ordersSent,
    line.timeouts.ordered_ms,
  );
}

/** Until GS r behind the bytes is answered, or the printer says that it cannot go on. */
async function workedOff(line: Line): Promise<void> {
  askInOrder(line);
  const done = (): boolean => line.answers.ordered >= line.ordersSent;
  const deadline = performance.now() + line.timeouts.drain_ms;
  while (performance.now() < deadline) {
    if (await until(line, done, Math.min(line.timeouts.poll_ms, line.timeouts.drain_ms))) return;
    const status = await askNow(line);
    if (!canPrint(status)) return;
  }
  throw new TransportFailure("busy", "The printer has not worked off the bytes in time");
}

function send(line: Line, bytes: Uint8Array): Promise<void> {
  line.wrote = true;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => settle(new TransportFailure("busy", "The printer does not take the bytes")),
      line.timeouts.write_ms,
    );
    const settle = (failure: TransportFailure | null): void => {
      clearTimeout(timer);
      line.notify = () => {};
      if (failure) reject(failure);
      else resolve();
    };
    line.notify = () => {
      if (line.ended) settle(line.ended);
    };
    line.socket.write(bytes, (error) => {
      if (!error) settle(null);
    });
    line.notify();
  });
}

function hangUp(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => socket.destroy(), GOODBYE_MS);
    socket.once("close", () => {
      clearTimeout(timer);
      resolve();
    });
    if (socket.closed) {
      clearTimeout(timer);
      resolve();
    } else socket.end();
  });
}
