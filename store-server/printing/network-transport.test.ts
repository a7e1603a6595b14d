import { once } from "node:events";
import { connect as connectSocket, createServer } from "node:net";
import { Worker } from "node:worker_threads";
import { afterEach, describe, expect, it } from "vitest";
import { type PrinterMemory, type Timeouts, type TransportDeps } from "./connection.ts";
import { pageText } from "./decoded-page.ts";
import { text } from "./elements.ts";
import { type Emulator, type EmulatorState, startEmulator } from "./emulator.ts";
import { encode } from "./encoder.ts";
import { problemIn } from "./problems.ts";
import { open } from "./transport.ts";

const page = encode(
  Array.from({ length: 40 }, (_, index) => text(`Line ${index}`)),
  { width: 80, codePage: null },
);
/** For what never comes; everything else has the usual, generous limits, so that a busy machine fails no test. */
const quick: Partial<Timeouts> = { answer_ms: 250, ordered_ms: 250 };
/** Bad after a good beginning: the answers at the beginning have a second even so. */
const patient: Partial<Timeouts> = { answer_ms: 1_000, poll_ms: 50 };
const emulators: Emulator[] = [];

async function printer(state: Partial<EmulatorState> = {}): Promise<Emulator> {
  const emulator = await startEmulator(state);
  emulators.push(emulator);
  return emulator;
}
afterEach(async () => {
  await Promise.all(emulators.splice(0).map((emulator) => emulator.stop()));
});

const connect = (port: number, deps: Partial<TransportDeps> = {}) =>
  open(
    { type: "network", host: "127.0.0.1", port },
    { width: 80, allowLoopback: true, savePage: () => {}, ...deps },
  );

const silent = (state: Partial<EmulatorState>): boolean =>
  state.answers === "none" || state.reading === false;

/** Listens, but its thread sleeps and its queue of calls is full: a further call hangs, as at a printer that is switched off. */
async function deafListener(): Promise<{ port: number; stop: () => Promise<void> }> {
  const worker = new Worker(
    `const { parentPort } = require("node:worker_threads");
     const server = require("node:net").createServer();
     server.listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => {
       parentPort.postMessage(server.address().port);
       setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
     });`,
    { eval: true },
  );
  const [port] = (await once(worker, "message")) as [number];
  const fillers = Array.from({ length: 8 }, () =>
    connectSocket({ port, host: "127.0.0.1" }).on("error", () => {}),
  );
  await once(fillers[0]!, "connect");
  const stop = async (): Promise<void> => {
    for (const filler of fillers) filler.destroy();
    await worker.terminate();
  };
  return { port, stop };
}

/** What a person would be told: at which step it ended, and why. */
async function attempt(emulator: Emulator, deps: Partial<TransportDeps> = {}): Promise<string> {
  let step = "open";
  try {
    const connection = await connect(emulator.port, deps);
    try {
      step = "before";
      const before = problemIn(await connection.status());
      if (before) return `before: ${before}`;
      step = "write";
      await connection.write(page);
      step = "after";
      const after = problemIn(await connection.status());
      return after ? `after: ${after}` : "printed";
    } finally {
      await connection.close();
    }
  } catch (error) {
    return `${step}: ${(error as { code: string }).code}`;
  }
}

describe("a network printer", () => {
  it("that is well prints, and the very bytes arrive", async () => {
    const emulator = await printer();
    await expect(attempt(emulator)).resolves.toBe("printed");
    expect(pageText(emulator.page())).toContain("Line 39");
    expect(emulator.page()).toMatchObject({ unknown: [], incomplete: 0, unprinted: "" });
  });

  it("that knows no GS r is believed by DLE EOT, and is not asked in vain again", async () => {
    const emulator = await printer({ ordered: false });
    const memory: PrinterMemory = {};
    await expect(attempt(emulator, { memory, timeouts: { ordered_ms: 100 } })).resolves.toBe("printed");
    expect(memory).toEqual({ answersInOrder: false });
    const asked = emulator.page().requests.length;
    await expect(attempt(emulator, { memory })).resolves.toBe("printed");
    expect(emulator.page().requests).toHaveLength(asked);
  });

  it.each<[Partial<EmulatorState>, string]>([
    [{ paper: "out" }, "before: paper_out"],
    [{ cover: "open" }, "before: cover_open"],
    [{ error: "cutter" }, "before: cutter_jammed"],
    [{ error: "unrecoverable" }, "before: printer_error"],
    [{ offline: true }, "before: offline"],
    [{ answers: "none" }, "before: no_answer"],
    [{ answers: "garbage" }, "before: not_understood"],
    [{ reading: false }, "before: no_answer"],
  ])("in state %o gets no byte of the document", async (state, outcome) => {
    const emulator = await printer(state);
    await expect(attempt(emulator, { timeouts: silent(state) ? quick : {} })).resolves.toBe(outcome);
    expect(emulator.received_bytes()).toBe(0);
  });

  it.each<[Partial<EmulatorState>, string]>([
    [{ answers: "before" }, "after: no_answer"],
    [{ answers: "garbage-after" }, "after: not_understood"],
    [{ paperOutAfter_bytes: 100 }, "after: paper_out"],
    [{ closeAfter_bytes: 100 }, "after: connection_lost"],
  ])("that turns bad after the bytes (%o) is not said to have printed", async (state, outcome) => {
    const emulator = await printer(state);
    await expect(attempt(emulator, { timeouts: patient })).resolves.toBe(outcome);
    expect(emulator.received_bytes()).toBeGreaterThan(0);
  });

  it("that is low on paper prints", async () => {
    await expect(attempt(await printer({ paper: "low" }))).resolves.toBe("printed");
  });

  it("that takes one byte at a time prints", async () => {
    const emulator = await printer({ drip: true });
    await expect(attempt(emulator)).resolves.toBe("printed");
    expect(pageText(emulator.page())).toContain("Line 39");
  });

  it("that is slow is waited for, and has printed only when it has worked off the bytes", async () => {
    const emulator = await printer();
    const events: string[] = [];
    const connection = await connect(emulator.port);
    await connection.status();
    emulator.set({ busy: true });
    await connection.write(page);
    const printed = connection.status().then(() => events.push("printed"));
    await emulator.until(() => emulator.received_bytes() === page.length);
    expect(emulator.printed().length).toBeLessThan(page.length);
    events.push("worked off");
    emulator.set({ busy: false });
    await printed;
    await connection.close();
    expect(events).toEqual(["worked off", "printed"]);
  });

  it("that stays busy for too long is given up, its print unknown", async () => {
    const emulator = await printer();
    const connection = await connect(emulator.port, { timeouts: { drain_ms: 250 } });
    await connection.status();
    emulator.set({ busy: true });
    await connection.write(page);
    await expect(connection.status()).rejects.toMatchObject({ code: "busy" });
    await connection.close();
  });

  it("that reads nothing more is busy", async () => {
    const emulator = await printer();
    const connection = await connect(emulator.port, { timeouts: { write_ms: 250 } });
    await connection.status();
    emulator.set({ reading: false });
    const large = new Uint8Array(32 * 1024 * 1024).fill(0x20);
    await expect(connection.write(large)).rejects.toMatchObject({ code: "busy" });
    await connection.close();
  });

  it("that closes while bytes are on their way makes the write fail", async () => {
    const emulator = await printer();
    const connection = await connect(emulator.port);
    await connection.status();
    emulator.set({ reading: false });
    const written = connection.write(new Uint8Array(32 * 1024 * 1024).fill(0x20));
    await emulator.refuse();
    await expect(written).rejects.toMatchObject({ code: "connection_lost" });
    await connection.close();
  });

  it("that refuses, and one that is not there, are unreachable before any byte", async () => {
    const emulator = await printer();
    await emulator.refuse();
    await expect(connect(emulator.port)).rejects.toMatchObject({ code: "refused" });
    await emulator.accept();
    await expect(attempt(emulator)).resolves.toBe("printed");
  });

  it("that takes no call within the time is unreachable", async () => {
    const deaf = await deafListener();
    await expect(connect(deaf.port, { timeouts: { connect_ms: 50 } })).rejects.toMatchObject({
      code: "unreachable",
    });
    await deaf.stop();
  });

  it("at an address that is not allowed is never called", async () => {
    const emulator = await printer();
    await expect(connect(emulator.port, { allowLoopback: false })).rejects.toMatchObject({
      code: "address_forbidden",
    });
    expect(emulator.connections()).toBe(0);
  });

  it("is called at the address that was checked, whatever its name says later", async () => {
    const emulator = await printer();
    let asked = 0;
    const resolve = async () => (asked++ === 0 ? ["127.0.0.1"] : ["203.0.113.9"]);
    const connection = await open(
      { type: "network", host: "printer.lan", port: emulator.port },
      { width: 80, allowLoopback: true, savePage: () => {}, resolve },
    );
    await connection.status();
    await connection.close();
    expect([asked, emulator.connections()]).toEqual([1, 1]);
  });

  it("is called at its next address where the first takes no call", async () => {
    const emulator = await printer();
    const resolve = async () => ["127.0.0.2", "127.0.0.1"];
    const connection = await open(
      { type: "network", host: "printer.lan", port: emulator.port },
      { width: 80, allowLoopback: true, savePage: () => {}, resolve },
    );
    await expect(connection.status()).resolves.toMatchObject({ online: true });
    await connection.close();
  });

  it("is let go at once when the box stops", async () => {
    const emulator = await printer({ answers: "none" });
    const abort = new AbortController();
    const connection = await connect(emulator.port, { signal: abort.signal });
    const status = connection.status();
    abort.abort();
    await expect(status).rejects.toMatchObject({ code: "stopped" });
    await connection.close();
    await expect(connect(emulator.port, { signal: abort.signal })).rejects.toMatchObject({ code: "stopped" });
  });

  it("that takes longer than a job may is told from a box that stops", async () => {
    const emulator = await printer({ answers: "none" });
    const connection = await connect(emulator.port, { signal: AbortSignal.timeout(500) });
    await expect(connection.status()).rejects.toMatchObject({ code: "busy" });
    await connection.close();
  });

  it("that is something else entirely is not understood, and gets no document", async () => {
    const got: Buffer[] = [];
    const server = createServer((socket) => {
      socket.on("data", (chunk) => got.push(Buffer.from(chunk)));
      socket.on("error", () => {});
      socket.write(Buffer.from([0xfe, 0xed, 0xfa, 0xce]));
    });
    const port = await new Promise<number>((resolve) => {
      server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port));
    });
    const connection = await connect(port);
    await expect(connection.status()).rejects.toMatchObject({ code: "not_understood" });
    await connection.close();
    await new Promise((resolve) => server.close(resolve));
    expect(Buffer.concat(got).length).toBeLessThanOrEqual(3);
  });
});

describe("other transports", () => {
  const deps: TransportDeps = { width: 80, allowLoopback: true, savePage: () => {} };

  it.each([
    { type: "usb", vendorId: 1208, productId: 514 },
    { type: "serial", path: "/dev/ttyUSB0", baudRate: 19200 },
    { type: "bluetooth", address: "00:11:22:33:44:55" },
  ] as const)("$type are refused in so many words", async (transport) => {
    await expect(open(transport, deps)).rejects.toMatchObject({
      code: "unsupported_transport",
      message: expect.stringContaining("This version cannot print by"),
    });
  });

  it("of the screen keep the page that the bytes make", async () => {
    const saved: { html: string; bytes: Uint8Array }[] = [];
    const connection = await open({ type: "screen" }, { ...deps, savePage: (kept) => void saved.push(kept) });
    await expect(connection.status()).resolves.toMatchObject({ online: true });
    await connection.write(page);
    await connection.close();
    expect(saved).toHaveLength(1);
    expect(saved[0]?.html).toContain("Line 39");
    expect(saved[0]?.bytes).toEqual(page);
  });
});
