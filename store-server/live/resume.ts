/**
 * A device that was away. It asks for what changed since the last seq that it completed and gets bounded pages of current views; live
 * frames wait until it has the last page, so that no seq it sees runs ahead of one it misses. Beyond the window, or in another
 * life of the journal, it is told to load everything again.
 */
import { isOnlyAsked, mayHear, orderOfRoom } from "@tillbox/shared/protocol/rooms.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { deviceOfOrigin } from "../kernel/origin.ts";
import { unsealJson } from "../kernel/personal.ts";
import type { Backlog } from "./backlog.ts";
import { parcelOf } from "./frame.ts";
import type { RequestId } from "./link.ts";
import { type Peer, setPeerTimer } from "./peers.ts";
import type { Replies } from "./replies.ts";
import type { Sockets } from "./sockets.ts";
import type { LiveConfig, ReadChanges } from "./types.ts";

/** By permission, or because the order was opened on this very device. */
export const mayJoin = (kernel: Kernel, peer: Peer, room: string): boolean => {
  if (!peer.listener) return false;
  if (mayHear(peer.listener, room)) return true;
  const order = orderOfRoom(room);
  return order !== null && deviceOfOrigin(kernel.db, "order", order) === peer.listener.deviceId;
};

export type Resume = {
  resume(peer: Peer, id: RequestId, since: number): void;
  reset(peer: Peer, id: RequestId): void;
};
export type ResumeParts = {
  kernel: Kernel;
  config: LiveConfig;
  sockets: Sockets;
  backlog: Backlog;
  replies: Replies;
  changes: ReadChanges;
  position(): number;
  /** Counts an operation for the metrics. */
  count(operation: string): void;
};

export const openResume = (parts: ResumeParts): Resume => {
  const { kernel, config, sockets, backlog, replies, position } = parts;
  const reset = (peer: Peer, id: RequestId): void => {
    const data = { syncVersion: position(), epoch: kernel.epoch };
    replies.say(peer, "sync:reset", data);
    replies.acknowledge(peer, id, data);
    backlog.fallBehind(peer, position());
    parts.count("reset");
  };
  const goOn = (peer: Peer, since: number, hasMore: boolean): void => {
    if (!sockets.isOpen(peer)) return;
    if (!hasMore) return backlog.fallBehind(peer, since);
    peer.mode = "resuming";
    peer.cursor = since;
    // Whoever does not ask for the next page gets the rest as live frames.
    setPeerTimer(peer, config.stall_ms, () => backlog.fallBehind(peer, peer.cursor));
  };
  /** No room for a page: an empty one says so, and what was missed comes as live frames, as fast as they are taken. */
  const later = (peer: Peer, id: RequestId, since: number): void => {
    replies.say(peer, "sync:changes", { changes: [], syncVersion: since, hasMore: false });
    replies.acknowledge(peer, id, { syncVersion: since, hasMore: false });
    goOn(peer, since, false);
  };
  const resume = (peer: Peer, id: RequestId, since: number): void => {
    if (!sockets.isOpen(peer)) return;
    const head = kernel.headSeq();
    if (since > head || head - since > config.window) return reset(peer, id);
    if (sockets.isFull(peer)) return later(peer, id, since);
    const { changes, syncVersion, hasMore } = parts.changes(since, Math.max(since, position()), (rooms) =>
      rooms.some((room) => peer.rooms.has(room) || (!isOnlyAsked(room) && mayJoin(kernel, peer, room))),
    );
    const data = `{"changes":${changes},"syncVersion":${syncVersion},"hasMore":${hasMore}}`;
    sockets.send(peer, parcelOf("sync:changes", unsealJson(kernel.db, data)));
    replies.acknowledge(peer, id, { syncVersion, hasMore });
    goOn(peer, syncVersion, hasMore);
    parts.count("resume");
  };
  return { resume, reset };
};
