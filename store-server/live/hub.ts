/**
 * The live hub: every committed change reaches every registered device that may hear of it, in the order of the journal. A commit only
 * wakes it; it reads the journal from its own cursor and encodes each frame once for everybody. Every queue in it is bounded, and
 * no socket can delay another, or an order.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { parseJson } from "@tillbox/shared/json.ts";
import { closeCodes, maxFrameBytes } from "@tillbox/shared/protocol/live.ts";
import { type ServerOptions, type WebSocket, WebSocketServer } from "ws";
import type { Announcement } from "../kernel/types.ts";
import { type Core, type CoreOptions, openCore } from "./core.ts";
import { rawLink } from "./link.ts";
import type { Here } from "./presence.ts";
import { type Door, openDoor } from "./socket-io/door.ts";
import { type LiveConfig, liveDefaults } from "./types.ts";

export type LiveOptions = Omit<CoreOptions, "config"> & {
  config?: Partial<LiveConfig>;
  /** Whether the store wants the Socket.IO door; it does unless told otherwise. */
  wantsSocketIo?(): boolean;
};
export type Live = {
  /** Takes a request of a Socket.IO client; false for any other, which it leaves alone. */
  handleRequest(request: IncomingMessage, response: ServerResponse): boolean;
  /** Takes an upgrade of one of `livePaths`, or of a Socket.IO client; false for any other path, whose socket it leaves alone. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Something that is not in the journal (a print job, an alert), to all who are in its rooms. */
  publish(announcement: Announcement): void;
  /** Since when a device is here, and who works on it; null where it has no socket. */
  here(deviceId: string): Here | null;
  /** Closes the sockets of a device that was revoked (4403). */
  disconnect(deviceId: string): void;
  /** Closes the sockets of a device that were proven by a credential that ended, or that may hear something else by now (4401). */
  recheck(deviceId: string): void;
  /** Whether a device has a socket in this room. */
  isIn(deviceId: string, room: string): boolean;
  /** Takes a person out of the rooms that were theirs, on every device; who may still be there registers again. */
  forgetPerson(userId: string): void;
  /** Sessions may have ended: takes whoever is not signed in any more out of the rooms that were theirs. */
  review(): void;
  /** The Socket.IO door was switched off: whoever came in by it leaves. */
  leaveSocketIo(): void;
  /** `lag`: how many entries the slowest socket is behind. */
  state(): { connections: number; syncVersion: number; lag: number };
  close(): Promise<void>;
};

export const livePaths: ReadonlySet<string> = new Set(["/sync", "/api/sync", "/api/v1/sync"]);
const goingAway = 1001;
const closing_ms = 5000;
const leaving_ms = 1000;
/** A sweep that comes later than this many intervals after the one before was held up. */
const lateFactor = 1.5;

const pathOf = (request: IncomingMessage): string => (request.url ?? "/").split("?", 1)[0] ?? "/";

const addressOf = (request: IncomingMessage): string => request.socket.remoteAddress ?? "";

const turnAway = (socket: Duplex, status: string): void => {
  socket.on("error", () => undefined);
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
};

type Doors = { core: Core; config: LiveConfig; open: Set<WebSocket>; door: Door };

/** Why nobody more may come in, by whichever door. */
const refusal = ({ core, config, open, door }: Doors, request: IncomingMessage): string | null => {
  const { origin, host } = request.headers;
  if (origin !== undefined && !config.allowOrigin(origin, host)) return "403 Forbidden";
  const isFull = open.size + door.size() >= config.maxConnections;
  return isFull || !core.places.hasRoom(addressOf(request)) ? "503 Service Unavailable" : null;
};

const attach = (core: Core, ws: WebSocket, socket: Duplex, address: string): void => {
  const peer = core.admit(rawLink(ws, socket), address);
  ws.on("message", (data, isBinary) =>
    core.received(peer, isBinary ? null : () => parseJson((data as Buffer).toString("utf8"))),
  );
  // Too large, not UTF-8, cut off: ws closes with the right code, and the close is what counts.
  ws.on("error", () => undefined);
  ws.on("close", () => core.sockets.left(peer));
  socket.on("drain", () => core.drained(peer));
};

const review = ({ peers, registrar }: Core): void => {
  const now = Date.now();
  for (const peer of peers.all) registrar.review(peer, now);
};

/**
 * Ends sockets that were silent since the last ping, asks the others whether they live. After a time in which the box itself stood still
 * (a machine that slept) nobody is ended: their answers wait to be read.
 */
const openSweep = (core: Core, every_ms: number): (() => void) => {
  let last_ms = performance.now();
  return () => {
    const now_ms = performance.now();
    const isLate = now_ms - last_ms > every_ms * lateFactor;
    last_ms = now_ms;
    review(core);
    for (const peer of core.peers.all) {
      peer.strikes = 0;
      if (!isLate) peer.link.beat();
    }
  };
};

const slowest = ({ peers, reader }: Core): number => {
  let seq = reader.position();
  for (const peer of peers.all)
    if (peer.mode === "behind" || peer.mode === "resuming") seq = Math.min(seq, peer.cursor);
  return seq;
};

const serverSettings: ServerOptions & { closeTimeout: number } = {
  noServer: true,
  clientTracking: false,
  maxPayload: maxFrameBytes,
  perMessageDeflate: false,
  closeTimeout: closing_ms,
};

export const startLive = (options: LiveOptions): Live => {
  const config: LiveConfig = { ...liveDefaults, ...options.config };
  const core = openCore({ ...options, config });
  const { peers, sockets, delivery, reader } = core;
  const open = new Set<WebSocket>();
  const door: Door = openDoor({
    core,
    config,
    isWanted: options.wantsSocketIo ?? (() => true),
    refusal: (request) => refusal(doors, request),
    log: options.log,
  });
  const doors: Doors = { core, config, open, door };
  const server = new WebSocketServer(serverSettings);
  const sleep = options.kernel.onCommit(reader.wake);
  const every_ms = config.heartbeatSeconds * 1000;
  const sweeping = setInterval(openSweep(core, every_ms), every_ms);
  let closed = false;

  const accept = (request: IncomingMessage, socket: Duplex, head: Buffer): void =>
    server.handleUpgrade(request, socket, head, (ws) => {
      open.add(ws);
      ws.on("close", () => open.delete(ws));
      attach(core, ws, socket, addressOf(request));
    });
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): boolean => {
    if (!livePaths.has(pathOf(request))) return door.handleUpgrade(request, socket, head);
    const status = closed ? "503 Service Unavailable" : refusal(doors, request);
    if (status === null) accept(request, socket, head);
    else turnAway(socket, status);
    return true;
  };
  return {
    handleRequest: door.handleRequest,
    handleUpgrade: upgrade,
    leaveSocketIo: door.dismiss,
    publish: delivery.tell,
    here: core.presence.of,
    disconnect: (deviceId) => {
      for (const peer of peers.ofDevice(deviceId) ?? [])
        sockets.drop(peer, closeCodes.revoked, "this device was revoked");
    },
    recheck: (deviceId) => {
      for (const peer of peers.ofDevice(deviceId) ?? []) core.registrar.recheck(peer);
    },
    isIn: (deviceId, room) => [...(peers.ofDevice(deviceId) ?? [])].some((peer) => peer.rooms.has(room)),
    forgetPerson: (userId) => {
      for (const peer of peers.all)
        if (peer.registration?.actor.userId === userId) core.registrar.forgetPerson(peer);
    },
    review: () => review(core),
    state: () => ({
      connections: peers.registered(),
      syncVersion: reader.position(),
      lag: options.kernel.headSeq() - slowest(core),
    }),
    close: async () => {
      closed = true;
      sleep();
      clearInterval(sweeping);
      core.close();
      for (const peer of peers.all) sockets.drop(peer, goingAway, "the box is stopping");
      await Promise.all([allClosed(open), door.close()]);
    },
  };
};

/** Waits a moment for goodbyes, then ends what is left. */
const allClosed = async (open: ReadonlySet<WebSocket>): Promise<void> => {
  const left = setTimeout(() => {
    for (const ws of open) ws.terminate();
  }, leaving_ms);
  await Promise.all([...open].map((ws) => new Promise<void>((done) => ws.once("close", () => done()))));
  clearTimeout(left);
};
