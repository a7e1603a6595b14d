/** Writing to one socket, within its bounds, and saying goodbye. */
import { closeCodes } from "@tillbox/shared/protocol/live.ts";
import type { Parcel } from "./frame.ts";
import type { Outcome, RequestId } from "./link.ts";
import { clearPeerTimer, type Peer } from "./peers.ts";
import type { LiveConfig } from "./types.ts";

const maxHeld = 200;

export type Sockets = {
  isOpen(peer: Peer): boolean;
  /** Over the soft bound: nothing should be added that can wait. */
  isFull(peer: Peer): boolean;
  send(peer: Peer, parcel: Parcel): void;
  /** Answers a request; without an id only a refusal is worth telling. */
  answer(peer: Peer, id: RequestId, outcome: Outcome): void;
  /** A frame or bundle of the journal; false, and nothing sent, when the socket is full. What is within a page needs no other bound. */
  give(peer: Peer, parcel: Parcel): boolean;
  /** Keeps what has no seq until the socket is free; of one subject the latest. */
  hold(peer: Peer, subject: string, parcel: Parcel): void;
  releaseHeld(peer: Peer): void;
  /** Over its bound or too slow: 4408, resume. */
  overflow(peer: Peer): void;
  /** Says goodbye with a reason; nothing is sent any more. */
  drop(peer: Peer, code: number, reason: string): void;
  /** The connection is closed, whoever closed it. */
  left(peer: Peer): void;
};

export const openSockets = (config: LiveConfig, gone: (peer: Peer) => void): Sockets => {
  const isOpen = (peer: Peer): boolean => peer.mode !== "closed" && peer.link.isOpen();
  const isFull = (peer: Peer): boolean => peer.link.waiting() > config.soft_bytes;
  const left = (peer: Peer): void => {
    if (peer.mode === "closed") return;
    peer.mode = "closed";
    clearPeerTimer(peer);
    peer.held.clear();
    gone(peer);
  };
  const drop = (peer: Peer, code: number, reason: string): void => {
    if (peer.mode === "closed") return;
    left(peer);
    peer.link.close(code, reason);
  };
  const overflow = (peer: Peer): void =>
    drop(peer, closeCodes.overflow, "too slow; connect again and resume");
  const bound = (peer: Peer): void => {
    if (peer.link.waiting() > config.hard_bytes) overflow(peer);
  };
  const send = (peer: Peer, parcel: Parcel): void => {
    if (!isOpen(peer)) return;
    peer.link.write(parcel);
    bound(peer);
  };
  const give = (peer: Peer, parcel: Parcel): boolean => {
    if (isFull(peer)) return false;
    if (peer.link.isOpen()) peer.link.write(parcel);
    return true;
  };
  return {
    give,
    isOpen,
    isFull,
    send,
    answer: (peer, id, outcome) => {
      if (!isOpen(peer)) return;
      peer.link.acknowledge(id, outcome);
      bound(peer);
    },
    overflow,
    drop,
    left,
    hold: (peer, subject, parcel) => {
      peer.held.set(subject, parcel);
      if (peer.held.size > maxHeld) overflow(peer);
    },
    releaseHeld: (peer) => {
      for (const [subject, parcel] of peer.held) {
        if (isFull(peer)) return;
        peer.held.delete(subject);
        send(peer, parcel);
      }
    },
  };
};
