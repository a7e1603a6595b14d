/**
 * How the hub speaks to one client, whatever door it came by. The hub puts frames together and decides what a client gets; a link only
 * carries it, tells how much still waits, and ends the connection. So every door has the same rooms, bounds and order.
 */
import type { Duplex } from "node:stream";
import type { ServerFrame } from "@tillbox/shared/protocol/live.ts";
import type { WebSocket } from "ws";
import { encodeText, type Parcel } from "./frame.ts";

export type RequestId = string | number | undefined;
export type Outcome = { data: unknown } | { error: { code: string; message: string } };

export type Link = {
  isOpen(): boolean;
  /** Bytes that wait in the box for this client. */
  waiting(): number;
  /** The same, as closely as the system can tell: it falls with every byte that the client takes. */
  untaken(): number;
  write(parcel: Parcel): void;
  /** Several parcels as one piece of work for the system. */
  writeAll(parcels: readonly Parcel[]): void;
  /** Answers a request. */
  acknowledge(id: RequestId, outcome: Outcome): void;
  /** Asks whether the client lives; ends the connection of one that did not answer the last time. */
  beat(): void;
  /** Says goodbye with one of the close codes. */
  close(code: number, reason: string): void;
};

/** `writableLength` falls when a whole write is done, which may be a page of the journal; this falls with each part of it. */
export const inSystem = (socket: object): number => {
  const { _handle: handle } = socket as { _handle?: { writeQueueSize?: number } | null };
  return handle?.writeQueueSize ?? 0;
};

/** An empty ping, unmasked. */
const ping = Buffer.from([0x89, 0x00]);
const open = 1;

/** A WebSocket of its own. Frames go straight to the stream: they are WebSocket frames already. */
export const rawLink = (ws: WebSocket, socket: Duplex): Link => {
  let isAlive = true;
  const heard = (): void => {
    isAlive = true;
  };
  ws.on("message", heard);
  ws.on("pong", heard);
  return {
    isOpen: () => ws.readyState === open,
    waiting: () => socket.writableLength,
    untaken: () => socket.writableLength + inSystem(socket),
    write: ({ raw }) => {
      socket.write(raw);
    },
    writeAll: (parcels) => {
      socket.cork();
      for (const { raw } of parcels) socket.write(raw);
      socket.uncork();
    },
    acknowledge: (id, outcome) => {
      const frame: ServerFrame = { event: "ack", ...(id === undefined ? {} : { id }), ...outcome };
      socket.write(encodeText(JSON.stringify(frame)));
    },
    beat: () => {
      if (!isAlive) return ws.terminate();
      isAlive = false;
      if (ws.readyState === open) socket.write(ping);
    },
    close: (code, reason) => ws.close(code, reason),
  };
};
