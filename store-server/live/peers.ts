/** The sockets that are connected, who is in which room, and which devices are here. */
import type { Bundle } from "./bundle.ts";
import type { Parcel, Told } from "./frame.ts";
import type { Link } from "./link.ts";
import type { Places } from "./places.ts";
import type { Listener, Registration } from "./types.ts";

/**
 * new: not registered. live: gets what all get. resuming: asks for pages of `sync:changes`, live frames wait. behind: gets views from
 * its own cursor as fast as it takes them. closed: gets nothing any more.
 */
export type Mode = "new" | "live" | "resuming" | "behind" | "closed";

export type Peer = {
  readonly link: Link;
  readonly address: string;
  mode: Mode;
  listener: Listener | null;
  registration: Registration | null;
  readonly rooms: Set<string>;
  /** Where a socket stands that is resuming or behind: everything up to this seq was sent. */
  cursor: number;
  /** Frames of the page that is being sent. */
  bundle: Bundle | null;
  lastTold: Told | null;
  /** Told without a seq while the socket was full, by what it is about. */
  readonly held: Map<string, Parcel>;
  /** Requests that wait for the one before; each is read when its turn comes, and may throw then. */
  readonly requests: (() => unknown)[];
  busy: boolean;
  /** Frames it may send now, and when that was counted. */
  credit: number;
  creditAt: number;
  strikes: number;
  timer: NodeJS.Timeout | null;
};

export const newPeer = (link: Link, address: string, credit: number): Peer => ({
  link,
  address,
  mode: "new",
  listener: null,
  registration: null,
  rooms: new Set(),
  cursor: 0,
  bundle: null,
  lastTold: null,
  held: new Map(),
  requests: [],
  busy: false,
  credit,
  creditAt: Date.now(),
  strikes: 0,
  timer: null,
});

/** One timer for a peer at a time: to register, to ask for the next page, to take what waits. */
export const setPeerTimer = (peer: Peer, delay_ms: number, then: () => void): void => {
  clearPeerTimer(peer);
  peer.timer = setTimeout(then, delay_ms);
};
export const clearPeerTimer = (peer: Peer): void => {
  if (peer.timer) clearTimeout(peer.timer);
  peer.timer = null;
};

export type Peers = {
  readonly all: ReadonlySet<Peer>;
  /** Sockets that are registered. */
  registered(): number;
  add(peer: Peer): void;
  remove(peer: Peer): void;
  /** Says who the peer is. */
  identify(peer: Peer, listener: Listener): void;
  inRoom(room: string): ReadonlySet<Peer> | undefined;
  ofDevice(deviceId: string): ReadonlySet<Peer> | undefined;
  join(peer: Peer, room: string): void;
  leave(peer: Peer, room: string): void;
};

const addTo = (index: Map<string, Set<Peer>>, key: string, peer: Peer): void => {
  const known = index.get(key);
  if (known) known.add(peer);
  else index.set(key, new Set([peer]));
};
const removeFrom = (index: Map<string, Set<Peer>>, key: string, peer: Peer): void => {
  const known = index.get(key);
  known?.delete(peer);
  if (known?.size === 0) index.delete(key);
};

export const openPeers = (places: Places): Peers => {
  const all = new Set<Peer>();
  const rooms = new Map<string, Set<Peer>>();
  const devices = new Map<string, Set<Peer>>();
  let registered = 0;
  return {
    all,
    registered: () => registered,
    add: (peer) => {
      all.add(peer);
      places.enter(peer.address);
    },
    remove: (peer) => {
      if (!all.delete(peer)) return;
      if (!peer.listener) places.leave(peer.address);
      for (const room of peer.rooms) removeFrom(rooms, room, peer);
      peer.rooms.clear();
      if (!peer.listener) return;
      registered -= 1;
      removeFrom(devices, peer.listener.deviceId, peer);
    },
    identify: (peer, listener) => {
      if (!peer.listener) {
        registered += 1;
        places.leave(peer.address);
        places.settle(peer.address);
      }
      peer.listener = listener;
      addTo(devices, listener.deviceId, peer);
    },
    inRoom: (room) => rooms.get(room),
    ofDevice: (deviceId) => devices.get(deviceId),
    join: (peer, room) => {
      peer.rooms.add(room);
      addTo(rooms, room, peer);
    },
    leave: (peer, room) => {
      peer.rooms.delete(room);
      removeFrom(rooms, room, peer);
    },
  };
};
