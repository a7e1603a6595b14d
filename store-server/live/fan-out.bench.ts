/**
 * How fast one committed change reaches 200 tablets, against the limit: raw `ws` connections, the frame encoded once, the bytes
 * written straight to each stream. Both run in this process by turns, round after round, to clients in another process that only
 * count bytes; a ratio is the median of the rounds' ratios. The hub's side includes all that it does after a commit: reading
 * the journal, the view, rooms, bounds. Commits are made beforehand.
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { fileURLToPath } from "node:url";
import { WebSocketServer } from "ws";
import type { Kernel } from "../kernel/kernel.ts";
import { encodeText } from "./frame.ts";
import { startLive } from "./hub.ts";
import { quietLog, toyAuthenticate } from "./toy-live.ts";
import { openToyStore, tabs } from "./toy-store.ts";

export type Figure = { name: string; value: number; unit: string; limit: number; ratio: number };
export type FanOutOptions = { sockets?: number; events?: number; rounds?: number };

type Side = { port: number; send(): void };
type Round = { perSecond: number; cpu_us: number };

const clientsFile = fileURLToPath(new URL("./fan-out-clients.ts", import.meta.url));

const listen = async (server: Server): Promise<number> => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
};

const answer = (child: ChildProcess, key: "connected" | "ready" | "done", port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const heard = (message: unknown): void => {
      if (!(message && typeof message === "object" && key in message)) return;
      if ((message as Record<string, unknown>)[key] !== port) return;
      child.off("message", heard);
      child.off("exit", left);
      resolve();
    };
    const left = (code: number | null): void => reject(new Error(`the clients ended with ${code}`));
    child.on("message", heard);
    child.once("exit", left);
  });

const ask = async (child: ChildProcess, order: { do: string; port: number } & Record<string, unknown>) => {
  const answered = answer(child, order.do === "connect" ? "connected" : "ready", order.port);
  child.send(order);
  await answered;
};

/** One turn of the event loop for each event, as when orders come one by one. */
const eachInItsTurn = (count: number, work: (index: number) => void): void => {
  let index = 0;
  const next = (): void => {
    work(index);
    index += 1;
    if (index < count) setImmediate(next);
  };
  next();
};

const measure = async (
  child: ChildProcess,
  side: Side,
  bytes: number,
  deliveries: number,
): Promise<Round> => {
  await ask(child, { do: "expect", port: side.port, bytes });
  const done = answer(child, "done", side.port);
  const cpu = process.cpuUsage();
  const started = performance.now();
  side.send();
  await done;
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { perSecond: deliveries / seconds, cpu_us: (user + system) / deliveries };
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const figures = (name: string, limit: readonly Round[], live: readonly Round[]): Figure[] => {
  const pairs = live.map((round, index) => [round, limit[index] ?? round] as const);
  return [
    {
      name: `${name}-deliveries`,
      value: median(live.map((round) => round.perSecond)),
      unit: "deliveries/s",
      limit: median(limit.map((round) => round.perSecond)),
      ratio: median(pairs.map(([ours, raw]) => ours.perSecond / raw.perSecond)),
    },
    {
      name: `${name}-cpu`,
      value: median(live.map((round) => round.cpu_us)),
      unit: "µs/delivery",
      limit: median(limit.map((round) => round.cpu_us)),
      ratio: median(pairs.map(([ours, raw]) => raw.cpu_us / ours.cpu_us)),
    },
  ];
};

/** Text about as long as the view of an order with three lines. */
const filler = JSON.stringify(Array.from({ length: 3 }, (_, line) => ({ line, name: "x".repeat(560) })));

const openRaw = async () => {
  const server = createServer();
  const sockets: Duplex[] = [];
  const raw = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  server.on("upgrade", (request, socket, head) =>
    raw.handleUpgrade(request, socket, head, () => sockets.push(socket)),
  );
  const port = await listen(server);
  const side = (texts: readonly string[]): Side => ({
    port,
    send: () =>
      eachInItsTurn(texts.length, (index) => {
        const bytes = encodeText(texts[index] ?? "");
        for (const socket of sockets) socket.write(bytes);
      }),
  });
  const close = (): void => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  return { port, side, close };
};

const openHub = async (kernel: Kernel, pageEntries: number) => {
  let wake = (): void => undefined;
  const paused: Kernel = {
    ...kernel,
    onCommit: (listener) => {
      wake = listener;
      return () => undefined;
    },
  };
  const log = quietLog();
  const live = startLive({
    kernel: paused,
    authenticate: toyAuthenticate,
    changes: () => ({ changes: "[]", syncVersion: 0, hasMore: false }),
    log,
    config: { page_entries: pageEntries, heartbeatSeconds: 3600 },
  });
  const server = createServer();
  server.on("upgrade", (request, socket, head) => live.handleUpgrade(request, socket, head));
  const port = await listen(server);
  const close = async (): Promise<void> => {
    if (log.said.length > 0) throw new Error(`the hub complained: ${log.said.join(", ")}`);
    await live.close();
    server.close();
  };
  return { port, send: (): void => wake(), close };
};

const ofOneShape = async (name: string, pageEntries: number, options: Required<FanOutOptions>) => {
  const { sockets, events, rounds } = options;
  const { kernel, run } = openToyStore();
  const [raw, hub] = [await openRaw(), await openHub(kernel, pageEntries)];
  const child = fork(clientsFile, { execArgv: [] });
  const [limits, lives]: [Round[], Round[]] = [[], []];
  try {
    await ask(child, { do: "connect", port: raw.port, sockets, register: false });
    await ask(child, { do: "connect", port: hub.port, sockets, register: true });
    for (let round = -1; round < rounds; round++) {
      const ids = Array.from({ length: events }, (_, event) => `r${round}-e${event}`);
      const since = kernel.headSeq();
      await Promise.all(ids.map((id) => run("create", id, { filler })));
      const texts = ids.map((id, index) => {
        const state = kernel.get(tabs, id);
        return `{"event":"order:update","data":${JSON.stringify(state)},"seq":${since + index + 1},"last":true}`;
      });
      const bytes = texts.reduce((sum, text) => sum + encodeText(text).length, 0);
      const deliveries = sockets * events;
      const inTurn = { raw: raw.side(texts), hub };
      const first = round % 2 === 0 ? ("raw" as const) : ("hub" as const);
      for (const side of [first, first === "raw" ? ("hub" as const) : ("raw" as const)]) {
        const measured = await measure(child, inTurn[side], bytes, deliveries);
        if (round >= 0) (side === "raw" ? limits : lives).push(measured);
      }
    }
  } finally {
    child.kill();
    raw.close();
    await hub.close();
    kernel.close();
  }
  return figures(name, limits, lives);
};

/** Changes one by one, and many at once (where a socket gets the frames of a wake-up in one write). */
export const benchFanOut = async (options: FanOutOptions = {}): Promise<Figure[]> => {
  const full = { sockets: 200, events: 60, rounds: 15, ...options };
  return [
    ...(await ofOneShape("live-fan-out", 1, full)),
    ...(await ofOneShape("live-fan-out-burst", 500, full)),
  ];
};
