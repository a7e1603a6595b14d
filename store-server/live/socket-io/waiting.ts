/**
 * How many bytes wait in the box for one connection. The layer below queues packets without a bound and hands them to its transport
 * when that is free; what it handed over waits until the transport is free again.
 */
import type { Socket } from "engine.io";

type Created = { data?: unknown; options?: { wsPreEncodedFrame?: readonly Buffer[] } };

const bytesOf = ({ data, options }: Created): number => {
  const [frame] = options?.wsPreEncodedFrame ?? [];
  if (frame) return frame.length;
  return typeof data === "string" ? data.length : 1;
};

/** `drained` is called when nothing waits any more. Returns what asks for the bytes. */
export const watchWaiting = (conn: Socket, drained: () => void): (() => number) => {
  let queued = 0;
  let handedOver = 0;
  const ready = (): void => {
    handedOver = 0;
    if (queued === 0) drained();
  };
  conn.on("packetCreate", (packet: Created) => {
    queued += bytesOf(packet);
  });
  conn.on("flush", () => {
    handedOver = queued;
    queued = 0;
  });
  conn.transport.on("ready", ready);
  conn.on("upgrade", (transport: Socket["transport"]) => {
    handedOver = 0;
    transport.on("ready", ready);
  });
  return () => queued + handedOver;
};
