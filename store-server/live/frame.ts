/**
 * A frame is encoded once, as the very bytes that go over the wire, whoever gets it. It has two forms, because the last frame of a seq
 * says so, and which one is the last differs between sockets that are in different rooms.
 */
import type { ServerFrame } from "@tillbox/shared/protocol/live.ts";

const finalText = 0x81;

/** One unmasked WebSocket text frame (RFC 6455, 5.2). */
export const encodeText = (text: string): Buffer => {
  const length = Buffer.byteLength(text);
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const bytes = Buffer.allocUnsafe(header + length);
  bytes[0] = finalText;
  if (header === 2) bytes[1] = length;
  else if (header === 4) {
    bytes[1] = 126;
    bytes.writeUInt16BE(length, 2);
  } else {
    bytes[1] = 127;
    bytes.writeUInt32BE(0, 2);
    bytes.writeUInt32BE(length, 6);
  }
  bytes.write(text, header, length, "utf8");
  return bytes;
};

/** A frame without a seq: answers, heartbeats, presence. */
export const encodeFrame = (frame: ServerFrame): Buffer => encodeText(JSON.stringify(frame));

/** A frame whose data is JSON text already. */
export const encodeReady = (event: string, data: string): Buffer =>
  encodeText(`{"event":${JSON.stringify(event)},"data":${data}}`);

/** What the journal told at `seq`, for all who are in one of the rooms. */
export type Told = {
  seq: number;
  event: string;
  rooms: readonly string[];
  data: string;
  inner: Buffer | null;
  last: Buffer | null;
};

export const toldFrame = (seq: number, event: string, rooms: readonly string[], data: string): Told => ({
  seq,
  event,
  rooms,
  data,
  inner: null,
  last: null,
});

export const innerBytes = (told: Told): Buffer => {
  told.inner ??= encodeText(`{"event":"${told.event}","data":${told.data},"seq":${told.seq}}`);
  return told.inner;
};
export const lastBytes = (told: Told): Buffer => {
  told.last ??= encodeText(`{"event":"${told.event}","data":${told.data},"seq":${told.seq},"last":true}`);
  return told.last;
};
