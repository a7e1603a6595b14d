/** Brings frames to those who are in the rooms: a page of the journal to all that are live, and what has no seq to everybody. */
import type { Announcement } from "../kernel/types.ts";
import type { Backlog } from "./backlog.ts";
import { bundleParcel, emptyBundle, withFrame } from "./bundle.ts";
import { lastParcel, parcelOf, type Told } from "./frame.ts";
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

export const openDelivery = (peers: Peers, sockets: Sockets, backlog: Backlog): Delivery => {
  /** One change by itself, which is most of the time: no bundle needed. */
  const deliverOne = (told: Told, since: number): void => {
    const parcel = lastParcel(told);
    for (const room of told.rooms)
      for (const peer of peers.inRoom(room) ?? []) {
        if (peer.lastTold === told || peer.mode !== "live") continue;
        peer.lastTold = told;
        if (!sockets.give(peer, parcel)) backlog.fallBehind(peer, since);
      }
  };
  const deliverBundles = (page: Page): void => {
    for (const peer of assign(peers, page)) {
      const bundle = peer.bundle;
      peer.bundle = null;
      if (bundle && !sockets.give(peer, bundleParcel(bundle))) backlog.fallBehind(peer, page.since);
    }
  };
  return {
    deliver: (page) => {
      const [only, ...others] = page.frames;
      if (only && others.length === 0) deliverOne(only, page.since);
      else deliverBundles(page);
    },
    tell: ({ event, rooms, data }) => {
      const parcel = parcelOf(event, data);
      for (const peer of new Set(rooms.flatMap((room) => [...(peers.inRoom(room) ?? [])]))) {
        if (peer.mode !== "behind" && !sockets.isFull(peer)) sockets.send(peer, parcel);
        else sockets.hold(peer, subjectOf(event, data), parcel);
      }
    },
  };
};
