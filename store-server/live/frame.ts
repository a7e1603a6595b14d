/**
 * A frame is encoded once, as the very bytes that go over the wire, whoever gets it. It has two forms, because the last frame of a seq
 * says so, and which one is the last differs between sockets that are in different rooms.
 */
import type { Packet } from "./socket-io/packets.ts";

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

/** One event for clients, with its data as JSON text; `packet` is its form for the Socket.IO door, made at first need. */
export type Said = { readonly event: string; readonly data: string; packet: Packet | null };

/** What goes out together: WebSocket frames as bytes, and the events that they say. */
export type Parcel = { readonly raw: Buffer; readonly said: readonly Said[] };

/** An event without a seq, its data JSON text already. */
export const parcelOf = (event: string, data: string): Parcel => ({
  raw: encodeText(`{"event":${JSON.stringify(event)},"data":${data}}`),
  said: [{ event, data, packet: null }],
});

/** What the journal told at `seq`, for all who are in one of the rooms. */
export type Told = Said & {
  readonly seq: number;
  readonly rooms: readonly string[];
  inner: Parcel | null;
  last: Parcel | null;
};

export const toldFrame = (seq: number, event: string, rooms: readonly string[], data: string): Told => ({
  seq,
  event,
  rooms,
  data,
  packet: null,
  inner: null,
  last: null,
});

/** The frame where another of its seq follows. */
export const innerParcel = (told: Told): Parcel => {
  told.inner ??= {
    raw: encodeText(`{"event":"${told.event}","data":${told.data},"seq":${told.seq}}`),
    said: [told],
  };
  return told.inner;
};
/** The frame where it is the last of its seq. */
export const lastParcel = (told: Told): Parcel => {
  told.last ??= {
    raw: encodeText(`{"event":"${told.event}","data":${told.data},"seq":${told.seq},"last":true}`),
    said: [told],
  };
  return told.last;
};
