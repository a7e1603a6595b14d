/** Brings frames to those who are in the rooms: a page of the journal to all that are live, and what has no seq to everybody. */
import type { Announcement } from "../kernel/types.ts";
import type { Backlog } from "./backlog.ts";
import { bundleBytes, emptyBundle, withFrame } from "./bundle.ts";
import { encodeReady } from "./frame.ts";
import type { Page } from "./pages.ts";
import type { Peer, Peers } from "./peers.ts";
import type { Sockets } from "./sockets.ts";

export type Delivery = {
  deliver(page: Page): void;
  tell(announcement: Announcement): void;
};

/** What a view is about, so that a later one can take its place. */
const subjectOf = (event: string, data: string): string => {
  const value: unknown = JSON.parse(data);
  const id = typeof value === "object" && value !== null && "id" in value ? String(value.id) : "";
  return `${event} ${id}`;
};

/** Notes on each socket the frames that it gets; returns the sockets that get any. */
const assign = (peers: Peers, page: Page): Peer[] => {
  const root = emptyBundle();
  const touched: Peer[] = [];
  for (const told of page.frames)
    for (const room of told.rooms)
      for (const peer of peers.inRoom(room) ?? []) {
        if (peer.lastTold === told || peer.mode !== "live") continue;
        peer.lastTold = told;
        if (peer.bundle === null) touched.push(peer);
        peer.bundle = withFrame(peer.bundle ?? root, told);
      }
  return touched;
};

export const openDelivery = (peers: Peers, sockets: Sockets, backlog: Backlog): Delivery => ({
  deliver: (page) => {
    for (const peer of assign(peers, page)) {
      const bundle = peer.bundle;
      peer.bundle = null;
      peer.lastTold = null;
      if (sockets.isFull(peer)) backlog.fallBehind(peer, page.since);
      else if (bundle) sockets.send(peer, bundleBytes(bundle));
    }
  },
  tell: ({ event, rooms, data }) => {
    const bytes = encodeReady(event, data);
    for (const peer of new Set(rooms.flatMap((room) => [...(peers.inRoom(room) ?? [])]))) {
      if (peer.mode !== "behind" && !sockets.isFull(peer)) sockets.send(peer, bytes);
      else sockets.hold(peer, subjectOf(event, data), bytes);
    }
  },
});
