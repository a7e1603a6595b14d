/** The bytes that the live hub writes to a socket, read as a browser reads them, and the socket that it writes them to. */
import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import type { Pipe } from "./socket.ts";

const finalText = 0x81;

/** The texts in bytes that hold whole, unmasked WebSocket frames (RFC 6455, 5.2); pings are left out. */
export const textsOf = (bytes: Buffer): string[] => {
  const texts: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const kind = bytes[at];
    let length = bytes[at + 1] ?? 0;
    at += 2;
    if (length === 126) {
      length = bytes.readUInt16BE(at);
      at += 2;
    } else if (length === 127) {
      length = Number(bytes.readBigUInt64BE(at));
      at += 8;
    }
    if (kind === finalText) texts.push(bytes.toString("utf8", at, at + length));
    at += length;
  }
  return texts;
};

/** As much of a `ws` and its stream as the live hub uses. */
export const deliveryOf = (pipe: Pipe, left: () => void): { ws: WebSocket; socket: Duplex } => {
  const ws = {
    get readyState() {
      return pipe.isOpen("far") ? 1 : 3;
    },
    close: () => {
      pipe.close("far");
      left();
    },
  };
  const socket = {
    get writableLength() {
      return pipe.waiting("near");
    },
    write: (bytes: Buffer) => {
      for (const text of textsOf(bytes)) pipe.send("far", text, text.length);
      return true;
    },
    cork: () => undefined,
    uncork: () => undefined,
  };
  return { ws: ws as unknown as WebSocket, socket: socket as unknown as Duplex };
};
