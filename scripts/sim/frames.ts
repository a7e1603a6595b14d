/** A client as the live hub knows one: what it writes goes over the virtual network, frame by frame, and arrives as a browser reads it. */
import type { Link } from "@tillbox/store-server/live/link.ts";
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

export const linkOver = (pipe: Pipe, left: () => void): Link => {
  const write = (raw: Buffer): void => {
    for (const text of textsOf(raw)) pipe.send("far", text, text.length);
  };
  return {
    isOpen: () => pipe.isOpen("far"),
    waiting: () => pipe.waiting("near"),
    untaken: () => pipe.waiting("near"),
    write: ({ raw }) => write(raw),
    writeAll: (parcels) => {
      for (const { raw } of parcels) write(raw);
    },
    acknowledge: (id, outcome) =>
      pipe.send("far", JSON.stringify({ event: "ack", ...(id === undefined ? {} : { id }), ...outcome })),
    beat: () => undefined,
    close: () => {
      pipe.close("far");
      left();
    },
  };
};
