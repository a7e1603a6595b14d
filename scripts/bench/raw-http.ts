/** A lean HTTP client for load: prepared bytes on kept-open sockets, one request at a time each, so that the client costs little. */
import { connect, type Socket } from "node:net";

export type RawAnswer = { status: number; body: Buffer };
export type RawClient = { send(request: Buffer): Promise<RawAnswer>; close(): void };

const headEnd = Buffer.from("\r\n\r\n");

type Pending = { resolve(answer: RawAnswer): void; reject(error: Error): void };

const parse = (data: Buffer): { answer: RawAnswer; rest: Buffer } | null => {
  const end = data.indexOf(headEnd);
  if (end < 0) return null;
  const head = data.toString("latin1", 0, end);
  const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
  const bodyStart = end + headEnd.length;
  if (data.length < bodyStart + length) return null;
  return {
    answer: { status: Number(head.slice(9, 12)), body: data.subarray(bodyStart, bodyStart + length) },
    rest: data.subarray(bodyStart + length),
  };
};

export const openRawClient = (host: string, port: number): Promise<RawClient> =>
  new Promise((opened, failed) => {
    let waiting: Pending | null = null;
    let received: Buffer = Buffer.alloc(0);
    const socket: Socket = connect(port, host);
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const parsed = parse(received);
      if (!parsed || !waiting) return;
      received = parsed.rest;
      const done = waiting;
      waiting = null;
      done.resolve(parsed.answer);
    });
    socket.on("error", (error) => (waiting ? waiting.reject(error) : failed(error)));
    socket.on("close", () => waiting?.reject(new Error("the server closed the connection")));
    socket.on("connect", () =>
      opened({
        send: (request) =>
          new Promise((resolve, reject) => {
            waiting = { resolve, reject };
            socket.write(request);
          }),
        close: () => socket.destroy(),
      }),
    );
  });

/** The bytes of a request with a JSON body. */
export const requestBytes = (
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: unknown,
): Buffer => {
  const payload = body === undefined ? "" : JSON.stringify(body);
  const lines = [
    `${method} ${path} HTTP/1.1`,
    "host: localhost",
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  if (body !== undefined)
    lines.push("content-type: application/json", `content-length: ${Buffer.byteLength(payload)}`);
  return Buffer.from(`${lines.join("\r\n")}\r\n\r\n${payload}`);
};
