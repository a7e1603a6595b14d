/**
 * Sockets that are behind. Each reads the journal from a cursor of its own and, as fast as it takes them, gets the current views of
 * what changed since; the journal is its buffer, so a slow tablet costs no memory. One that takes nothing for too long, or is
 * further behind than the window, is closed with 4408 and resumes.
 */
import { innerParcel, lastParcel } from "./frame.ts";
import type { Page, Pages } from "./pages.ts";
import { clearPeerTimer, type Peer, setPeerTimer } from "./peers.ts";
import type { Sockets } from "./sockets.ts";
import type { Turns } from "./turns.ts";
import type { LiveConfig } from "./types.ts";

export type Backlog = {
  /** From now on the socket reads from its own cursor, until it has caught up and is live. */
  fallBehind(peer: Peer, since: number): void;
  /** The socket has taken all that waited. */
  drained(peer: Peer): void;
};

export type BacklogParts = {
  config: LiveConfig;
  sockets: Sockets;
  pages: Pages;
  turns: Turns;
  /** seq up to which everything was given to live sockets. */
  position(): number;
};

const looksWithinStall = 5;

const writePage = (peer: Peer, page: Page): void => {
  const frames = page.frames.filter(
    (told) => told.seq > peer.cursor && told.rooms.some((room) => peer.rooms.has(room)),
  );
  peer.link.writeAll(
    frames.map((told, index) => (frames[index + 1]?.seq === told.seq ? innerParcel(told) : lastParcel(told))),
  );
  peer.cursor = page.end;
};

export const openBacklog = ({ config, sockets, pages, turns, position }: BacklogParts): Backlog => {
  const goLive = (peer: Peer): void => {
    peer.mode = "live";
    clearPeerTimer(peer);
    sockets.releaseHeld(peer);
  };
  const look_ms = config.stall_ms / looksWithinStall;
  /** `least`: what waited when it last took something; `left_ms`: how long it may still take nothing. */
  const watch = (peer: Peer, least: number, left_ms: number): void =>
    setPeerTimer(peer, look_ms, () => {
      const untaken = peer.link.untaken();
      if (untaken < least) watch(peer, untaken, config.stall_ms);
      else if (left_ms > look_ms) watch(peer, least, left_ms - look_ms);
      else sockets.overflow(peer);
    });
  const wait = (peer: Peer): void => watch(peer, peer.link.untaken(), config.stall_ms);
  const catchUp = (peer: Peer): void => {
    if (peer.mode !== "behind" || sockets.isFull(peer) || !sockets.isOpen(peer)) return;
    const until = position();
    if (peer.cursor >= until) return goLive(peer);
    if (until - peer.cursor > config.window) return sockets.overflow(peer);
    writePage(peer, pages.catchUp(peer.cursor, until));
    wait(peer);
    if (!sockets.isFull(peer)) turns.add(() => catchUp(peer));
  };
  return {
    fallBehind: (peer, since) => {
      peer.mode = "behind";
      peer.cursor = since;
      wait(peer);
      if (!sockets.isFull(peer)) turns.add(() => catchUp(peer));
    },
    drained: (peer) => {
      if (peer.mode === "behind") turns.add(() => catchUp(peer));
      else sockets.releaseHeld(peer);
    },
  };
};
