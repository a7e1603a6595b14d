/**
 * An ESC/POS printer on TCP for tests and demos: it decodes what it gets, answers status requests as Epson's reference says
 * (DLE EOT at once, GS r in order behind the data, nothing worked off while it is offline), and misbehaves on command.
 */
import { createServer, type Server, type Socket } from "node:net";
import type { DecodedPage } from "./decoded-page.ts";
import { decode } from "./decoder.ts";

export type EmulatorState = {
  paper: "ok" | "low" | "out";
  cover: "closed" | "open";
  error: "none" | "cutter" | "recoverable" | "unrecoverable";
  /** Offline for no reason that it names, as when the feed button is held. */
  offline: boolean;
  /** Which requests are answered: `before` stops at the first byte of a document; `garbage` answers nonsense. */
  answers: "all" | "none" | "before" | "garbage" | "garbage-after";
  /** Whether it knows GS r. */
  ordered: boolean;
  /** Busy: takes bytes into its buffer and works none off. */
  busy: boolean;
  /** False: reads nothing from the network. */
  reading: boolean;
  /** Takes in one byte a turn. */
  drip: boolean;
  /** Closes the connection, or runs out of paper, when a document has got this many bytes. */
  closeAfter_bytes: number | null;
  paperOutAfter_bytes: number | null;
};

export type Emulator = {
  host: "127.0.0.1";
  port: number;
  state: Readonly<EmulatorState>;
  set: (change: Partial<EmulatorState>) => void;
  /** Takes no connections until `accept`; those that are open are cut. */
  refuse: () => Promise<void>;
  accept: () => Promise<void>;
  /** All document bytes that were worked off, without requests. */
  printed: () => Uint8Array;
  page: () => DecodedPage;
  /** Document bytes that came in, worked off or not. */
  received_bytes: () => number;
  connections: () => number;
  /** Resolves as soon as the condition holds; it is looked at after everything that happens. */
  until: (condition: () => boolean) => Promise<void>;
  stop: () => Promise<void>;
};

type Machine = {
  state: EmulatorState;
  sockets: Set<Socket>;
  connections: number;
  /** Everything but real-time requests, in the order in which it came; the first `worked` bytes are worked off. */
  bytes: number[];
  worked: number;
  orderedAnswered: number;
  watchers: Set<() => void>;
};

const GOOD: EmulatorState = {
  paper: "ok",
  cover: "closed",
  error: "none",
  offline: false,
  answers: "all",
  ordered: true,
  busy: false,
  reading: true,
  drip: false,
  closeAfter_bytes: null,
  paperOutAfter_bytes: null,
};
const GARBAGE = 0xff;

/** Starts on a free port of the loopback (or on `port`). */
export async function startEmulator(
  change: Partial<EmulatorState> = {},
  wanted: { port?: number } = {},
): Promise<Emulator> {
  const machine: Machine = {
    state: { ...GOOD, ...change },
    sockets: new Set(),
    connections: 0,
    bytes: [],
    worked: 0,
    orderedAnswered: 0,
    watchers: new Set(),
  };
  const server = createServer((socket) => serve(machine, socket));
  const port = await listen(server, wanted.port ?? 0);
  return {
    host: "127.0.0.1",
    port,
    state: machine.state,
    set: (next) => applyState(machine, next),
    refuse: () => refuse(machine, server),
    accept: async () => void (await listen(server, port)),
    printed: () => workedBytes(machine),
    page: () => decode(workedBytes(machine)),
    received_bytes: () => documentBytes(machine, machine.bytes.length),
    connections: () => machine.connections,
    until: (condition) => until(machine, condition),
    stop: () => refuse(machine, server),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}

function refuse(machine: Machine, server: Server): Promise<void> {
  for (const socket of machine.sockets) socket.destroy();
  if (!server.listening) return Promise.resolve();
  return new Promise((resolve) => server.close(() => resolve()));
}

function until(machine: Machine, condition: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!condition()) return;
      machine.watchers.delete(look);
      resolve();
    };
    machine.watchers.add(look);
    look();
  });
}

const happened = (machine: Machine): void => {
  for (const look of machine.watchers) look();
};

function applyState(machine: Machine, change: Partial<EmulatorState>): void {
  Object.assign(machine.state, change);
  for (const socket of machine.sockets) {
    if (machine.state.reading) socket.resume();
    else socket.pause();
    workOff(machine, socket);
  }
  happened(machine);
}

function serve(machine: Machine, socket: Socket): void {
  machine.sockets.add(socket);
  machine.connections += 1;
  const intake = requestFilter();
  socket.on("error", () => {});
  socket.on("close", () => {
    machine.sockets.delete(socket);
    happened(machine);
  });
  socket.on("data", (chunk) => {
    const bytes = typeof chunk === "string" ? Buffer.from(chunk, "latin1") : chunk;
    if (machine.state.drip) dripIn(machine, socket, intake, bytes);
    else takeIn(machine, socket, intake, bytes);
  });
  if (!machine.state.reading) socket.pause();
  happened(machine);
}

type Intake = (byte: number) => { request?: number; data: number[] };

/** Finds DLE EOT n wherever it stands, also across packets, and lets everything else through. */
function requestFilter(): Intake {
  let held: number[] = [];
  return (byte) => {
    if (held.length === 2) {
      const before = held;
      held = [];
      return byte >= 1 && byte <= 4 ? { request: byte, data: [] } : { data: [...before, byte] };
    }
    if (held.length === 1 && byte === 0x04) {
      held.push(byte);
      return { data: [] };
    }
    const before = held;
    held = byte === 0x10 ? [byte] : [];
    return { data: byte === 0x10 ? before : [...before, byte] };
  };
}

function dripIn(machine: Machine, socket: Socket, intake: Intake, bytes: Uint8Array): void {
  socket.pause();
  let index = 0;
  const one = (): void => {
    if (index >= bytes.length) return void socket.resume();
    takeIn(machine, socket, intake, bytes.subarray(index, index + 1));
    index += 1;
    setImmediate(one);
  };
  one();
}

function takeIn(machine: Machine, socket: Socket, intake: Intake, bytes: Uint8Array): void {
  for (const byte of bytes) {
    const { request, data } = intake(byte);
    machine.bytes.push(...data);
    if (request !== undefined) answer(machine, socket, realTimeAnswer(machine.state, request));
  }
  workOff(machine, socket);
  happened(machine);
}

const stopped = ({ paper, cover, error, offline }: EmulatorState): boolean =>
  paper === "out" || cover === "open" || error !== "none" || offline;

const workedBytes = (machine: Machine): Uint8Array => Uint8Array.from(machine.bytes.slice(0, machine.worked));

const STEP_BYTES = 32;

/** Works off what is in the buffer, up to where it has to stop, and answers the GS r that it meets. */
function workOff(machine: Machine, socket: Socket): void {
  const { state } = machine;
  const { closeAfter_bytes, paperOutAfter_bytes } = state;
  if (state.busy || stopped(state)) return;
  while (machine.worked < machine.bytes.length) {
    machine.worked = Math.min(machine.bytes.length, machine.worked + STEP_BYTES);
    const printed = documentBytes(machine, machine.worked);
    if (closeAfter_bytes !== null && printed >= closeAfter_bytes) return void socket.destroy();
    if (paperOutAfter_bytes !== null && printed >= paperOutAfter_bytes) {
      Object.assign(state, { paper: "out", paperOutAfter_bytes: null });
      return;
    }
    answerInOrder(machine, socket);
  }
}

/** Bytes among the first `count` that are neither a request for status nor the unfinished end of a command. */
function documentBytes(machine: Machine, count: number): number {
  const { requests, incomplete } = decode(Uint8Array.from(machine.bytes.slice(0, count)));
  return count - incomplete - requests.length * 3;
}

function answerInOrder(machine: Machine, socket: Socket): void {
  const asked = decode(workedBytes(machine)).requests.length;
  while (machine.orderedAnswered < asked) {
    machine.orderedAnswered += 1;
    if (machine.state.ordered) answer(machine, socket, machine.state.paper === "low" ? 0x03 : 0x00);
  }
}

function answer(machine: Machine, socket: Socket, byte: number): void {
  const { answers } = machine.state;
  const begun = documentBytes(machine, machine.bytes.length) > 0;
  if (answers === "none" || (answers === "before" && begun)) return;
  const garbage = answers === "garbage" || (answers === "garbage-after" && begun);
  socket.write(Uint8Array.of(garbage ? GARBAGE : byte));
}

const errorBits = { none: 0, cutter: 0x08, recoverable: 0x04, unrecoverable: 0x20 } as const;

function realTimeAnswer(state: EmulatorState, n: number): number {
  const fixed = 0x12;
  const out = state.paper === "out";
  switch (n) {
    case 1:
      return fixed | (stopped(state) ? 0x08 : 0);
    case 2:
      return (
        fixed | (state.cover === "open" ? 0x04 : 0) | (out ? 0x20 : 0) | (state.error === "none" ? 0 : 0x40)
      );
    case 3:
      return fixed | errorBits[state.error];
    default:
      return fixed | (out ? 0x60 : 0) | (state.paper === "ok" ? 0 : 0x0c);
  }
}
