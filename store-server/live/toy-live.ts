/** A live hub on a real port and clients with real sockets, for tests. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import type { ServerFrame } from "@tillbox/shared/protocol/live.ts";
import type { DeviceType } from "@tillbox/shared/protocol/rooms.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import { type ClientOptions, WebSocket } from "ws";
import { openChanges } from "../sync/changes.ts";
import { type Live, type LiveOptions, startLive } from "./hub.ts";
import { actorOf, openToyStore, type ToyStore } from "./toy-store.ts";
import type { Authenticate, Log } from "./types.ts";

export const quietLog = (): Log & { said: string[] } => {
  const said: string[] = [];
  const say = (_details: object, message: string): void => {
    said.push(message);
  };
  return { said, debug: () => undefined, info: say, warn: say, error: say };
};

/** Lets everybody in but those with a wrong token; `accessToken` is "role:permission,permission". */
export const toyAuthenticate: Authenticate = async (request) => {
  if (request.token === "wrong") return new Refusal("unauthorized", "The device is not known here.");
  if (request.token === "broken") throw new Error("the database is gone");
  const [role = "device", list = ""] = request.accessToken?.split(":") ?? [];
  const person = request.accessToken === undefined ? null : `user-${role}`;
  return {
    device: {
      id: request.deviceId,
      type: request.deviceType,
      name: request.name ?? request.deviceId,
      capabilities: request.capabilities,
    },
    ...(request.pairingCode === undefined ? {} : { deviceToken: "new-token" }),
    actor: { ...actorOf(request.deviceId), userId: person, role },
    permissions: new Set(list === "" ? [] : list.split(",")),
  };
};

export type ToyLive = {
  live: Live;
  port: number;
  /** The box's ends of the connections. */
  sockets: Duplex[];
  log: ReturnType<typeof quietLog>;
  close(): Promise<void>;
};

export const openToyLive = async (store: ToyStore, options: Partial<LiveOptions> = {}): Promise<ToyLive> => {
  const log = quietLog();
  const live = startLive({
    kernel: store.kernel,
    authenticate: toyAuthenticate,
    changes: openChanges(store.kernel, log),
    log,
    ...options,
  });
  const server = createServer((request, response) => {
    if (!live.handleRequest(request, response)) response.end();
  });
  const sockets: Duplex[] = [];
  server.on("upgrade", (request, socket, head) => {
    sockets.push(socket);
    if (!live.handleUpgrade(request, socket, head)) socket.destroy();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    live,
    log,
    sockets,
    port: (server.address() as AddressInfo).port,
    close: async () => {
      await live.close();
      server.closeAllConnections();
      server.close();
    },
  };
};

/** A store and its hub; what closes them goes onto the list. */
export const openToyBox = async (
  opened: (() => unknown)[],
  options: Partial<LiveOptions> = {},
): Promise<ToyStore & ToyLive> => {
  const store = openToyStore();
  const live = await openToyLive(store, options);
  opened.push(
    () => store.kernel.close(),
    () => live.close(),
  );
  return { ...store, ...live };
};

export type ToyClient = {
  ws: WebSocket;
  frames: ServerFrame[];
  send(event: string, data?: unknown, id?: string | number): void;
  /** The first frame that fits, come or still to come; it and those before it are not given again. */
  next(fits: (frame: ServerFrame) => boolean): Promise<ServerFrame>;
  event(name: string): Promise<ServerFrame>;
  ack(id: string | number): Promise<ServerFrame>;
  closed: Promise<{ code: number; reason: string }>;
  close(): void;
};

const frameWait_ms = 8000;

export const connect = async (
  port: number,
  options: ClientOptions & { path?: string } = {},
): Promise<ToyClient> => {
  const { path = "/sync", ...rest } = options;
  const ws = new WebSocket(`ws://127.0.0.1:${port}${path}`, rest);
  const frames: ServerFrame[] = [];
  const waiting = new Set<() => void>();
  let given = 0;
  ws.on("message", (data: Buffer) => {
    frames.push(JSON.parse(data.toString()) as ServerFrame);
    for (const look of waiting) look();
  });
  const closed = new Promise<{ code: number; reason: string }>((done) =>
    ws.on("close", (code, reason) => done({ code, reason: reason.toString() })),
  );
  await once(ws, "open");
  ws.on("error", () => undefined);
  const next = (fits: (frame: ServerFrame) => boolean): Promise<ServerFrame> =>
    new Promise((resolve, reject) => {
      const limit = setTimeout(() => {
        waiting.delete(look);
        reject(new Error(`no such frame; the last were ${JSON.stringify(frames.slice(-5)).slice(0, 2000)}`));
      }, frameWait_ms);
      const look = (): void => {
        const at = frames.findIndex((frame, index) => index >= given && fits(frame));
        const found = frames[at];
        if (!found) return;
        given = at + 1;
        waiting.delete(look);
        clearTimeout(limit);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  return {
    ws,
    frames,
    closed,
    next,
    send: (event, data = {}, id) =>
      ws.send(JSON.stringify(id === undefined ? { event, data } : { event, data, id })),
    event: (name) => next((frame) => frame.event === name),
    ack: (id) => next((frame) => frame.event === "ack" && frame.id === id),
    close: () => ws.close(),
  };
};

export type RegisterExtras = Record<string, unknown> & { deviceType?: DeviceType };
export const registration = (deviceId: string, extras: RegisterExtras = {}) => ({
  deviceId,
  deviceType: "tablet" as DeviceType,
  capabilities: { canTakeOrders: true },
  ...extras,
});

/** A client that is registered and, unless it resumes, live. */
export const joinAs = async (
  port: number,
  deviceId: string,
  extras: RegisterExtras = {},
): Promise<ToyClient> => {
  const client = await connect(port);
  client.send("device:register", registration(deviceId, extras));
  await client.event("device:registered");
  return client;
};

/** Waits for something that no event tells; looks every few milliseconds, fails after 8 s. */
export const until = async (holds: () => boolean, limit_ms = frameWait_ms): Promise<true> => {
  const end = Date.now() + limit_ms;
  while (!holds()) {
    if (Date.now() > end) throw new Error("it did not come true in time");
    await pause(5);
  }
  return true;
};
