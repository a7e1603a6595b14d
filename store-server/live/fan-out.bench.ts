/**
 * How fast a committed change reaches 200 tablets, against the limit: raw `ws` connections, the frame encoded once, the bytes written
 * straight to each stream. Both commit the same changes to a store of their own and run in this process by turns, round after
 * round, to clients in another process that only count bytes; what the commits alone take is measured in each round too, and
 * taken off both. A ratio is the median of the rounds' ratios. The hub's side is all that it does after a commit: reading the
 * journal, the view, rooms, bounds.
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

/** Commits the events of a round and sends what they tell; resolves when all was handed over. */
type Side = { send(ids: readonly string[]): Promise<void> };
type Cost = { seconds: number; cpu_us: number };
type Round = { commits: Cost; raw: Cost; hub: Cost };
type Shape = { name: string; isBurst: boolean };

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

const measured = async (work: () => Promise<void>): Promise<Cost> => {
  const cpu = process.cpuUsage();
  const started = performance.now();
  await work();
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { seconds, cpu_us: user + system };
};

/** Until the clients have everything. */
const delivered = async (
  child: ChildProcess,
  port: number,
  bytes: number,
  send: () => Promise<void>,
): Promise<Cost> => {
  await ask(child, { do: "expect", port, bytes });
  return measured(async () => {
    const done = answer(child, "done", port);
    await send();
    await done;
  });
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const figures = (name: string, rounds: readonly Round[], deliveries: number): Figure[] => {
  const figure = (
    what: string,
    unit: string,
    rate: (cost: Cost, commits: Cost) => number,
    ratio: (ours: number, limit: number) => number,
  ): Figure => {
    const pairs = rounds.map(({ commits, raw, hub }) => [rate(hub, commits), rate(raw, commits)] as const);
    return {
      name: `${name}-${what}`,
      value: median(pairs.map(([ours]) => ours)),
      unit,
      limit: median(pairs.map(([, limit]) => limit)),
      ratio: median(pairs.map(([ours, limit]) => ratio(ours, limit))),
    };
  };
  return [
    figure(
      "deliveries",
      "deliveries/s",
      (cost, own) => deliveries / (cost.seconds - own.seconds),
      (ours, limit) => ours / limit,
    ),
    figure(
      "cpu",
      "µs/delivery",
      (cost, own) => (cost.cpu_us - own.cpu_us) / deliveries,
      (ours, limit) => limit / ours,
    ),
  ];
};

/** Text about as long as the view of an order with three lines. */
const filler = JSON.stringify(Array.from({ length: 3 }, (_, line) => ({ line, name: "x".repeat(560) })));

/** Commits to a store of its own; `told` hears of each change after its commit. */
const openWriter = ({ isBurst }: Shape, told: (id: string) => void) => {
  const store = openToyStore();
  const commit = (id: string) => store.run("create", id, { filler });
  const send = async (ids: readonly string[]): Promise<void> => {
    if (isBurst) {
      await Promise.all(ids.map(commit));
      for (const id of ids) told(id);
      return;
    }
    for (const id of ids) {
      await commit(id);
      told(id);
    }
  };
  const frameOf = (id: string): Buffer => {
    const state = store.kernel.get(tabs, id);
    if (!state) throw new Error(`there is no ${id}`);
    return encodeText(
      `{"event":"order:update","data":${tabs.view(state, store.kernel)},"seq":${state.version},"last":true}`,
    );
  };
  return { kernel: store.kernel, send, frameOf };
};

const openRaw = async (shape: Shape) => {
  const server = createServer();
  const sockets: Duplex[] = [];
  const raw = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  server.on("upgrade", (request, socket, head) =>
    raw.handleUpgrade(request, socket, head, () => sockets.push(socket)),
  );
  const writer = openWriter(shape, (id) => {
    const bytes = writer.frameOf(id);
    for (const socket of sockets) socket.write(bytes);
  });
  const close = (): void => {
    for (const socket of sockets) socket.destroy();
    server.close();
    writer.kernel.close();
  };
  return { port: await listen(server), send: writer.send, close };
};

const openHub = async (shape: Shape) => {
  let wake = (): void => undefined;
  const writer = openWriter(shape, () => wake());
  const kernel: Kernel = {
    ...writer.kernel,
    onCommit: (listener) => {
      wake = listener;
      return () => undefined;
    },
  };
  const log = quietLog();
  const live = startLive({
    kernel,
    authenticate: toyAuthenticate,
    changes: () => ({ changes: "[]", syncVersion: 0, hasMore: false }),
    log,
    config: { heartbeatSeconds: 3600 },
  });
  const server = createServer();
  server.on("upgrade", (request, socket, head) => live.handleUpgrade(request, socket, head));
  const close = async (): Promise<void> => {
    if (log.said.length > 0) throw new Error(`the hub complained: ${log.said.join(", ")}`);
    await live.close();
    server.close();
    writer.kernel.close();
  };
  return { port: await listen(server), send: writer.send, close };
};

const ofOneShape = async (shape: Shape, { sockets, events, rounds }: Required<FanOutOptions>) => {
  const commits = openWriter(shape, () => undefined);
  const [raw, hub] = [await openRaw(shape), await openHub(shape)];
  const child = fork(clientsFile, { execArgv: [] });
  const all: Round[] = [];
  const round = async (number: number): Promise<Round> => {
    const ids = Array.from({ length: events }, (_, event) => `r${number}-e${event}`);
    const alone = await measured(() => commits.send(ids));
    const bytes = ids.reduce((sum, id) => sum + commits.frameOf(id).length, 0);
    const of = (side: Side & { port: number }) => delivered(child, side.port, bytes, () => side.send(ids));
    if (number % 2 === 0) return { commits: alone, raw: await of(raw), hub: await of(hub) };
    return { commits: alone, hub: await of(hub), raw: await of(raw) };
  };
  try {
    await ask(child, { do: "connect", port: raw.port, sockets, register: false });
    await ask(child, { do: "connect", port: hub.port, sockets, register: true });
    await round(0);
    for (let number = 1; number <= rounds; number++) all.push(await round(number));
  } finally {
    child.kill();
    raw.close();
    await hub.close();
    commits.kernel.close();
  }
  return figures(shape.name, all, sockets * events);
};

/** Changes one by one, and many at once (where a socket gets the frames of a wake-up in one write). */
export const benchFanOut = async (options: FanOutOptions = {}): Promise<Figure[]> => {
  const full = { sockets: 200, events: 60, rounds: 15, ...options };
  return [
    ...(await ofOneShape({ name: "live-fan-out", isBurst: false }, full)),
    ...(await ofOneShape({ name: "live-fan-out-burst", isBurst: true }, full)),
  ];
};
