/**
 * The layer below Socket.IO: long polling and WebSocket under one session, in both protocols that its clients speak. Loaded when the first client
 * knocks. It has the limits of the hub's own door.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { maxFrameBytes } from "@tillbox/shared/protocol/live.ts";
import { Server, type ServerOptions, type Socket } from "engine.io";
import { type ServerOptions as WebSocketOptions, WebSocketServer } from "ws";
import type { Core } from "../core.ts";
import type { LiveConfig } from "../types.ts";
import { converse } from "./conversation.ts";

export type EngineParts = {
  core: Core;
  config: LiveConfig;
  /** Why a client may not come in, or null. */
  refusal(request: IncomingMessage): string | null;
};
export type Engine = {
  request(request: IncomingMessage, response: ServerResponse): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  size(): number;
  /** Asks all to leave. */
  dismiss(): void;
  /** Ends what is left. */
  close(): void;
};

const closing_ms = 5000;
const upgrade_ms = 10_000;

/** Called with `new`. */
function webSockets(options: WebSocketOptions): WebSocketServer {
  return new WebSocketServer({ ...options, closeTimeout: closing_ms } as WebSocketOptions);
}

const optionsOf = ({ config, refusal }: EngineParts): ServerOptions => ({
  transports: ["polling", "websocket"],
  allowEIO3: true,
  maxHttpBufferSize: maxFrameBytes,
  pingInterval: config.heartbeatSeconds * 1000,
  pingTimeout: config.heartbeatSeconds * 800,
  upgradeTimeout: upgrade_ms,
  perMessageDeflate: false,
  httpCompression: false,
  wsEngine: webSockets,
  // Pages of the box itself need no leave; those of other origins that may connect get it by name.
  cors: {
    origin: (origin, tell) => tell(null, origin !== undefined && config.allowOrigin(origin, undefined)),
    credentials: true,
  },
  allowRequest: (request, decide) => {
    const why = refusal(request);
    decide(why, why === null);
  },
});

export const openEngine = (parts: EngineParts): Engine => {
  const server = new Server(optionsOf(parts));
  const all = new Set<Socket>();
  /** Those that are no clients of the hub yet. */
  const strangers = new Set<Socket>();
  server.on("connection", (conn: Socket) => {
    const { remoteAddress } = conn;
    const joined = (): void => {
      if (strangers.delete(conn)) parts.core.places.leave(remoteAddress);
    };
    all.add(conn);
    strangers.add(conn);
    parts.core.places.enter(remoteAddress);
    conn.on("close", () => {
      all.delete(conn);
      joined();
    });
    converse(parts, conn, joined);
  });
  return {
    request: (request, response) => server.handleRequest(request, response),
    upgrade: (request, socket, head) => server.handleUpgrade(request, socket, head),
    size: () => all.size,
    dismiss: () => {
      for (const conn of all) conn.close();
    },
    close: () => {
      server.close();
    },
  };
};
