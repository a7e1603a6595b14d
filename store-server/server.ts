/** The ports of the box: HTTP and WebSocket on each, plain on one and by TLS on the other. What goes wrong at the start says what to do. */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer as createSecureServer, type Server as SecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { createAdaptorServer } from "@hono/node-server";
import { serverOptions } from "./http/app.ts";
import { boundConnections } from "./http/connections.ts";
import { StartupError } from "./kernel/database.ts";

export type BoxServer = {
  /** Resolves with `http://host:port` when it serves. Rejects with `StartupError`. */
  listen(host: string, port: number): Promise<string>;
  /** Takes no more; resolves when what is under way has ended, or was cut off after two seconds. */
  close(): Promise<void>;
};

/** What answers on every port, however it is reached. */
export type Handlers = {
  fetch(request: Request): Response | Promise<Response>;
  /** Takes a request before `fetch` sees it; false leaves it alone. */
  handleRequest(request: IncomingMessage, response: ServerResponse): boolean;
  /** False for a path that takes no WebSocket. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
};
/** A certificate chain and its key, PEM. */
export type Shown = { cert: string; key: string };
export type SecureBoxServer = BoxServer & {
  /** New connections get this certificate; open ones keep theirs. */
  show(pair: Shown): void;
};

const patience_ms = 2000;
/** Connections that may wait to be accepted: all tablets of a house come back in the instant in which the box is up again. */
const backlog = 1024;
const handshake_ms = 10_000;
/** Browsers of the last ten years; and HTTP/1.1, because WebSocket and uploads gain nothing from 2 on a LAN. */
const tlsOptions = { minVersion: "TLSv1.2", ALPNProtocols: ["http/1.1"] } as const;

type Variable = "PORT" | "HTTPS_PORT";

const refusedBy = (
  error: NodeJS.ErrnoException,
  host: string,
  port: number,
  variable: Variable,
): StartupError =>
  new StartupError(
    error.code === "EADDRINUSE"
      ? `Port ${port} is taken by another program. Stop it, or choose another with ${variable}=${port + 1}.`
      : `The box cannot listen on ${host}:${port} (${error.code}). Set HOST and ${variable} to an address of this machine.`,
  );

type Answers = (request: IncomingMessage, response: ServerResponse) => void;

/** Puts the doors of the live hub before what a server answers already; several servers share them. */
const attachDoors = (server: Server, { handleRequest, handleUpgrade }: Handlers): void => {
  const answers = server.listeners("request") as Answers[];
  server.removeAllListeners("request");
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    if (handleRequest(request, response)) return;
    for (const answer of answers) answer.call(server, request, response);
  });
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!handleUpgrade(request, socket, head)) socket.destroy();
  });
};

/** Everything that is the same on both ports. */
const boxServer = (server: Server, handlers: Handlers, isSecure: boolean): BoxServer => {
  attachDoors(server, handlers);
  boundConnections(server);
  return {
    listen: (host, port) =>
      new Promise((resolve, reject) => {
        const failed = (error: NodeJS.ErrnoException): void =>
          reject(refusedBy(error, host, port, isSecure ? "HTTPS_PORT" : "PORT"));
        server.once("error", failed);
        server.listen(port, host, backlog, () => {
          server.off("error", failed);
          const { port: chosen } = server.address() as AddressInfo;
          const shown = host === "0.0.0.0" ? "127.0.0.1" : host;
          resolve(`${isSecure ? "https" : "http"}://${shown}:${chosen}`);
        });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        setTimeout(() => server.closeAllConnections(), patience_ms).unref();
      }),
  };
};

export const openServer = (handlers: Handlers): BoxServer =>
  boxServer(createAdaptorServer({ fetch: handlers.fetch, serverOptions }) as Server, handlers, false);

export const openSecureServer = (handlers: Handlers, pair: Shown): SecureBoxServer => {
  const server = createAdaptorServer({
    fetch: handlers.fetch,
    createServer: createSecureServer,
    serverOptions: { ...serverOptions, ...tlsOptions, ...pair, handshakeTimeout: handshake_ms },
  }) as SecureServer;
  return {
    ...boxServer(server, handlers, true),
    show: (renewed) => server.setSecureContext({ ...renewed, minVersion: tlsOptions.minVersion }),
  };
};

/** Which pages of browsers may open a socket: the box's own, and those of CORS_ORIGINS. */
export const originRule =
  (corsOrigins: readonly string[]) =>
  (origin: string, host: string | undefined): boolean =>
    corsOrigins.includes(origin) || (URL.canParse(origin) && new URL(origin).host === host);
