/** Stands between the tablets and the box, so that a test can cut both HTTP and WebSocket, or say that the screens are new. */
import { once } from "node:events";
import { createServer, type IncomingMessage, request } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";

export type Between = {
  url: string;
  /** Cuts what is open and takes nothing new. */
  cut(): void;
  mend(): void;
  /** From now on the worker of the screens is another version. */
  renew(): void;
  /** Calls back when all of a request for `path` has gone to the box. */
  onSent(path: string, listen: () => void): void;
  close(): Promise<void>;
};

/** A socket goes through as it is. */
const join = (
  asked: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  box: Pick<URL, "hostname" | "port">,
): void => {
  const onward = connect(Number(box.port), box.hostname, () => {
    const lines = asked.rawHeaders.flatMap((name, index, all) =>
      index % 2 === 0 ? [`${name}: ${all[index + 1]}`] : [],
    );
    onward.write(`GET ${asked.url} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
    onward.write(head);
    socket.pipe(onward).pipe(socket);
  });
  onward.on("error", () => socket.destroy());
  onward.on("close", () => socket.destroy());
  socket.on("error", () => onward.destroy());
  socket.on("close", () => onward.destroy());
};

export const openBetween = async (box: string): Promise<Between> => {
  const { hostname, port } = new URL(box);
  const sockets = new Set<Socket>();
  let isCut = false;
  let version: string | null = null;
  const listeners = new Map<string, () => void>();
  const server = createServer((asked, answer) => {
    if (isCut) return void asked.socket.destroy();
    const isWorker = asked.url === "/sw.js" && version !== null;
    const { "if-none-match": _known, ...fresh } = asked.headers;
    const headers = isWorker ? { ...fresh, "accept-encoding": "identity" } : asked.headers;
    const onward = request({ hostname, port, method: asked.method, path: asked.url, headers }, (reply) => {
      if (!isWorker) {
        answer.writeHead(reply.statusCode ?? 502, reply.headers);
        return void reply.pipe(answer);
      }
      const parts: Buffer[] = [];
      reply.on("data", (part: Buffer) => parts.push(part));
      reply.on("end", () => {
        const text = Buffer.concat(parts)
          .toString()
          .replace(/version(\W+)[0-9a-f]{16}/, `version$1${version}`);
        answer.writeHead(200, { "content-type": "text/javascript", "cache-control": "no-cache" });
        answer.end(text);
      });
    });
    onward.on("error", () => asked.socket.destroy());
    onward.on("finish", () => listeners.get(asked.url ?? "")?.());
    asked.pipe(onward);
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => undefined);
  });
  server.on("upgrade", (asked, socket, head) => {
    if (isCut) return void socket.destroy();
    join(asked, socket, head, { hostname, port });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: () => {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    mend: () => {
      isCut = false;
    },
    renew: () => {
      version = "fedcba9876543210";
    },
    onSent: (path, listen) => void listeners.set(path, listen),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
};
