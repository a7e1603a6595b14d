/**
 * The Socket.IO door of the hub, at `/socket.io/` of the same port. Who comes in by it is a client of the hub like any other: the same rooms,
 * proofs, order and bounds. What it needs is loaded when the first client knocks, so a box that nobody asks for it pays nothing.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { Core } from "../core.ts";
import type { LiveConfig, Log } from "../types.ts";
import type { Engine } from "./engine.ts";

export type DoorParts = {
  core: Core;
  config: LiveConfig;
  /** Whether the store wants this door. */
  isWanted(): boolean;
  /** Why a client may not come in, by any door; an HTTP status, or null. */
  refusal(request: IncomingMessage): string | null;
  log: Log;
};
export type Door = {
  /** Takes a request to `/socket.io/`; false for any other. */
  handleRequest(request: IncomingMessage, response: ServerResponse): boolean;
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Connections, registered or not. */
  size(): number;
  /** Closes all that are connected; who may not come back is told so at the door. */
  dismiss(): void;
  close(): Promise<void>;
};

const path = "/socket.io";
const leaving_ms = 1000;

/** `/socket.io/`, with or without the last slash. Script files under it are not served here. */
const isMine = ({ url = "" }: IncomingMessage): boolean =>
  url.startsWith(path) && /^(\/?)(\?|$)/.test(url.slice(path.length));

/** Answers in scripts, for browsers of another age: they would pass by the rule of origins. */
const isScript = ({ url = "" }: IncomingMessage): boolean =>
  new URLSearchParams(url.slice(url.indexOf("?") + 1)).has("j");

const problem = (
  response: ServerResponse,
  status: number,
  code: string,
  title: string,
  detail: string,
): void => {
  response.writeHead(status, { "content-type": "application/problem+json", connection: "close" });
  response.end(JSON.stringify({ type: "about:blank", title, status, code, detail, instance: `${path}/` }));
};

const turnAway = (response: ServerResponse): void =>
  problem(
    response,
    403,
    "forbidden",
    "Forbidden",
    "The Socket.IO door is switched off (setting socket_io.enabled). Use the WebSocket at /sync.",
  );

const endSocket = (socket: Duplex, status: string): void => {
  socket.on("error", () => undefined);
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
};

export const openDoor = (parts: DoorParts): Door => {
  let engine: Engine | null = null;
  let loading: Promise<Engine | null> | null = null;
  let isClosed = false;
  const load = async (): Promise<Engine | null> => {
    try {
      const { openEngine } = await import("./engine.ts");
      engine ??= openEngine(parts);
      return engine;
    } catch (error) {
      parts.log.error({ err: error }, "the Socket.IO door could not be opened");
      loading = null;
      return null;
    }
  };
  const isShut = (): boolean => isClosed || !parts.isWanted();
  /** At once where the engine runs already. */
  const through = (go: (engine: Engine) => void, failed: () => void): void => {
    if (engine) return go(engine);
    loading ??= load();
    void loading.then((opened) => (opened && !isShut() ? go(opened) : failed()));
  };
  return {
    handleRequest: (request, response) => {
      if (!isMine(request)) return false;
      const failed = (): void => problem(response, 503, "unavailable", "Service Unavailable", "Try again.");
      if (isShut()) turnAway(response);
      else if (isScript(request)) problem(response, 400, "invalid", "Bad Request", "j: is not supported");
      else through((opened) => opened.request(request, response), failed);
      return true;
    },
    handleUpgrade: (request, socket, head) => {
      if (!isMine(request)) return false;
      const failed = (): void => endSocket(socket, "503 Service Unavailable");
      if (isShut()) endSocket(socket, "403 Forbidden");
      else through((opened) => opened.upgrade(request, socket, head), failed);
      return true;
    },
    size: () => engine?.size() ?? 0,
    dismiss: () => engine?.dismiss(),
    close: async () => {
      isClosed = true;
      await loading;
      if (!engine) return;
      engine.dismiss();
      const end = Date.now() + leaving_ms;
      while (engine.size() > 0 && Date.now() < end) await new Promise((next) => setTimeout(next, 10));
      engine.close();
    },
  };
};
