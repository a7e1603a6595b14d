/**
 * What clients ask. Requests of a socket are answered one after the other; a frame that cannot be understood is answered too, and a
 * socket that sends little else is closed. Nothing that a client sends can throw.
 */
import { readAs } from "@tillbox/shared/checked.ts";
import { ClientFrame } from "@tillbox/shared/protocol/live.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { RequestId } from "./link.ts";
import type { Peer, Peers } from "./peers.ts";
import type { Registrar } from "./registration.ts";
import type { Replies } from "./replies.ts";
import { mayJoin, type Resume } from "./resume.ts";
import type { Sockets } from "./sockets.ts";
import type { LiveConfig, Log } from "./types.ts";

const policyViolation = 1008;
const maxRequests = 32;
const maxRooms = 200;

export type RequestParts = {
  kernel: Kernel;
  config: LiveConfig;
  peers: Peers;
  sockets: Sockets;
  replies: Replies;
  resume: Resume;
  registrar: Registrar;
  /** Runs heavy work in its turn. */
  later(work: () => void): Promise<void>;
  position(): number;
  /** A device gave a sign of life. */
  seen(deviceId: string, at: string): void;
  /** Brings the position up to what is committed. */
  wake(): void;
  /** Counts an operation for the metrics. */
  count(operation: string): void;
  log: Log;
};

/** The frame, or what is wrong with it and the id to answer to. */
const readFrame = (read: () => unknown): { frame: ClientFrame } | { problem: string; id: RequestId } => {
  let value: unknown;
  try {
    value = read();
  } catch {
    return { problem: "The frame is not JSON.", id: undefined };
  }
  const parsed = readAs(ClientFrame, value, "frame");
  if (parsed.errors === null) return { frame: parsed.data };
  const id = typeof value === "object" && value !== null && "id" in value ? value.id : undefined;
  const usable = (typeof id === "string" && id.length <= 64) || typeof id === "number";
  const [wrong] = parsed.errors;
  return {
    problem: `${wrong?.path ?? "frame"}: ${wrong?.message ?? "is not understood"}`,
    id: usable ? id : undefined,
  };
};

/** A bucket of two seconds' worth of frames. */
const takes = (peer: Peer, framesPerSecond: number, now: number): boolean => {
  const earned = ((now - peer.creditAt) / 1000) * framesPerSecond;
  peer.credit = Math.min(framesPerSecond * 2, peer.credit + earned) - 1;
  peer.creditAt = now;
  return peer.credit >= 0;
};

export const openRequests = (parts: RequestParts) => {
  const { kernel, config, peers, replies, position } = parts;

  const join = (peer: Peer, id: RequestId, room: string): void => {
    if (!mayJoin(kernel, peer, room))
      return replies.refuse(peer, id, "forbidden", `This device may not join ${room}.`);
    if (peer.rooms.size >= maxRooms)
      return replies.refuse(peer, id, "conflict", "Leave a room before joining another.");
    peers.join(peer, room);
    replies.acknowledge(peer, id, { rooms: [...peer.rooms] });
  };
  const beat = (peer: Peer, id: RequestId): void => {
    parts.wake();
    parts.count("heartbeat");
    const syncVersion = peer.mode === "live" ? position() : peer.cursor;
    const data = { serverTime: kernel.clock.now(), syncVersion };
    if (peer.listener) parts.seen(peer.listener.deviceId, data.serverTime);
    replies.say(peer, "heartbeat", data);
    replies.acknowledge(peer, id, data);
  };
  const answer = (peer: Peer, frame: ClientFrame): Promise<void> | undefined => {
    if (frame.event === "device:register") return parts.registrar.register(peer, frame);
    if (frame.event === "sync:resume")
      return parts.later(() => parts.resume.resume(peer, frame.id, frame.data.since));
    if (frame.event === "heartbeat") beat(peer, frame.id);
    else if (frame.event === "room:join") join(peer, frame.id, frame.data.room);
    else {
      peers.leave(peer, frame.data.room);
      replies.acknowledge(peer, frame.id, { rooms: [...peer.rooms] });
    }
    return undefined;
  };
  const handle = (peer: Peer, ask: () => unknown): Promise<void> | undefined => {
    const read = readFrame(ask);
    if ("problem" in read) replies.refuse(peer, read.id, "invalid", read.problem);
    else if (peer.listener === null && read.frame.event !== "device:register")
      replies.refuse(peer, read.frame.id, "unauthorized", "Register first: device:register.");
    else return answer(peer, read.frame);
    return undefined;
  };
  const work = async (peer: Peer): Promise<void> => {
    peer.busy = true;
    while (peer.mode !== "closed") {
      const ask = peer.requests.shift();
      if (ask === undefined) break;
      const pending = handle(peer, ask);
      if (pending) await pending;
    }
    peer.busy = false;
  };
  return (peer: Peer, ask: (() => unknown) | null): void => {
    if (peer.mode === "closed") return;
    if (!takes(peer, config.framesPerSecond, Date.now()))
      return replies.refuse(peer, undefined, "rate_limited", "Too many frames. Slow down.");
    if (ask === null) return replies.refuse(peer, undefined, "invalid", "Send text frames with JSON.");
    peer.requests.push(ask);
    if (peer.requests.length > maxRequests)
      return parts.sockets.drop(peer, policyViolation, "too many requests wait");
    if (!peer.busy) work(peer).catch((error: unknown) => parts.log.error({ err: error }, "a request failed"));
  };
};
