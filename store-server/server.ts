/** The one port of the box: HTTP and WebSocket. What goes wrong at the start says what to do. */
import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { createAdaptorServer } from "@hono/node-server";
import { serverOptions } from "./http/app.ts";
import { StartupError } from "./kernel/database.ts";

export type BoxServer = {
  /** Resolves with `http://host:port` when it serves. Rejects with `StartupError`. */
  listen(host: string, port: number): Promise<string>;
  /** Takes no more; resolves when what is under way has ended, or was cut off after two seconds. */
  close(): Promise<void>;
};

const patience_ms = 2000;

const refusedBy = (error: NodeJS.ErrnoException, host: string, port: number): StartupError =>
  new StartupError(
    error.code === "EADDRINUSE"
      ? `Port ${port} is taken by another program. Stop it, or choose another with PORT=${port + 1}.`
      : `The box cannot listen on ${host}:${port} (${error.code}). Set HOST and PORT to an address of this machine.`,
  );

export const openServer = (
  fetch: (request: Request) => Response | Promise<Response>,
  handleUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean,
): BoxServer => {
  const server = createAdaptorServer({ fetch, serverOptions }) as Server;
  server.on("upgrade", (request, socket, head) => {
    if (!handleUpgrade(request, socket, head)) socket.destroy();
  });
  return {
    listen: (host, port) =>
      new Promise((resolve, reject) => {
        const failed = (error: NodeJS.ErrnoException): void => reject(refusedBy(error, host, port));
        server.once("error", failed);
        server.listen(port, host, () => {
          server.off("error", failed);
          const { port: chosen } = server.address() as AddressInfo;
          resolve(`http://${host === "0.0.0.0" ? "127.0.0.1" : host}:${chosen}`);
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

/** Which pages of browsers may open a socket: the box's own, and those of CORS_ORIGINS. */
export const originRule =
  (corsOrigins: readonly string[]) =>
  (origin: string, host: string | undefined): boolean =>
    corsOrigins.includes(origin) || (URL.canParse(origin) && new URL(origin).host === host);
