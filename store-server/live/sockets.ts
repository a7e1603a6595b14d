/** Writing to one socket, within its bounds, and saying goodbye. Frames go straight to the stream: they are WebSocket frames already. */
import { closeCodes } from "@tillbox/shared/protocol/live.ts";
import { clearPeerTimer, type Peer } from "./peers.ts";
import type { LiveConfig } from "./types.ts";

const maxHeld = 200;
const open = 1;

export type Sockets = {
  isOpen(peer: Peer): boolean;
  /** Over the soft bound: nothing should be added that can wait. */
  isFull(peer: Peer): boolean;
  send(peer: Peer, bytes: Buffer): void;
  /** A frame or bundle of the journal; false, and nothing sent, when the socket is full. What is within a page needs no other bound. */
  give(peer: Peer, bytes: Buffer): boolean;
  /** Keeps what has no seq until the socket is free; of one subject the latest. */
  hold(peer: Peer, subject: string, bytes: Buffer): void;
  releaseHeld(peer: Peer): void;
  /** Over its bound or too slow: 4408, resume. */
  overflow(peer: Peer): void;
  /** Says goodbye with a reason; nothing is sent any more. */
  drop(peer: Peer, code: number, reason: string): void;
  /** The connection is closed, whoever closed it. */
  left(peer: Peer): void;
};

export const openSockets = (config: LiveConfig, gone: (peer: Peer) => void): Sockets => {
  const isOpen = (peer: Peer): boolean => peer.mode !== "closed" && peer.ws.readyState === open;
  const isFull = (peer: Peer): boolean => peer.socket.writableLength > config.soft_bytes;
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
    peer.ws.close(code, reason);
  };
  const overflow = (peer: Peer): void =>
    drop(peer, closeCodes.overflow, "too slow; connect again and resume");
  const send = (peer: Peer, bytes: Buffer): void => {
    if (!isOpen(peer)) return;
    peer.socket.write(bytes);
    if (peer.socket.writableLength > config.hard_bytes) overflow(peer);
  };
  const give = (peer: Peer, bytes: Buffer): boolean => {
    if (peer.socket.writableLength > config.soft_bytes) return false;
    if (peer.ws.readyState === open) peer.socket.write(bytes);
    return true;
  };
  return {
    give,
    isOpen,
    isFull,
    send,
    overflow,
    drop,
    left,
    hold: (peer, subject, bytes) => {
      peer.held.set(subject, bytes);
      if (peer.held.size > maxHeld) overflow(peer);
    },
    releaseHeld: (peer) => {
      for (const [subject, bytes] of peer.held) {
        if (isFull(peer)) return;
        peer.held.delete(subject);
        send(peer, bytes);
      }
    },
  };
};
