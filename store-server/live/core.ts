/** Puts the parts of the hub together. */
import { closeCodes } from "@tillbox/shared/protocol/live.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { openBacklog } from "./backlog.ts";
import { type Delivery, openDelivery } from "./delivery.ts";
import type { Link } from "./link.ts";
import { openPages } from "./pages.ts";
import { newPeer, openPeers, type Peer, type Peers, setPeerTimer } from "./peers.ts";
import { openPlaces, type Places } from "./places.ts";
import { openPresence, type Presence } from "./presence.ts";
import { openReader, type Reader } from "./reader.ts";
import { openRegistrar, type Registrar } from "./registration.ts";
import { openReplies } from "./replies.ts";
import { openRequests } from "./requests.ts";
import { openResume } from "./resume.ts";
import { openSockets, type Sockets } from "./sockets.ts";
import { openTurns, type Turns } from "./turns.ts";
import type { Authenticate, LiveConfig, LiveMetrics, Log, ReadChanges, Registration } from "./types.ts";

export type CoreOptions = {
  kernel: Kernel;
  authenticate: Authenticate;
  changes: ReadChanges;
  log: Log;
  metrics?: LiveMetrics;
  config: LiveConfig;
  /** A device gave a sign of life. */
  seen?(deviceId: string, at: string): void;
  /** A device has gone, and did not come back at once. */
  gone?(deviceId: string): void;
};
export type Core = {
  peers: Peers;
  places: Places;
  sockets: Sockets;
  delivery: Delivery;
  reader: Reader;
  registrar: Registrar;
  presence: Presence;
  /** A client is here and has a while to register. */
  admit(link: Link, address: string): Peer;
  /** A request; it is read in its turn, and may throw then. Null: bytes that are no text. */
  received(peer: Peer, ask: (() => unknown) | null): void;
  /** All that waited for the client was taken. */
  drained(peer: Peer): void;
  close(): void;
};

/** Work that resolves after its turn, whether it worked or not. */
const inTurn =
  (turns: Turns) =>
  (work: () => void): Promise<void> =>
    new Promise((done) =>
      turns.add(() => {
        try {
          work();
        } finally {
          done();
        }
      }),
    );

/** What goes out: the journal, and what is told without it. */
const openOutgoing = (options: CoreOptions) => {
  const { kernel, config, log } = options;
  const places = openPlaces(config);
  const peers = openPeers(places);
  const turns = openTurns((error) => log.error({ err: error }, "live work failed"));
  const pages = openPages(kernel, config, log);
  let closed = false;
  const changed = (device: Registration["device"]): void => {
    if (!closed) presence.changed(device);
  };
  const sockets = openSockets(config, (peer) => {
    peers.remove(peer);
    const device = peer.registration?.device;
    if (device) changed(device);
  });
  const position = (): number => reader.position();
  const backlog = openBacklog({ config, sockets, pages, turns, position });
  const delivery = openDelivery(peers, sockets, backlog);
  const presence = openPresence({
    kernel,
    peers,
    settle_ms: config.settle_ms,
    tell: delivery.tell,
    seen: options.seen ?? (() => undefined),
    gone: options.gone ?? (() => undefined),
  });
  const isHeard = (): boolean => peers.registered() > 0;
  const reader = openReader({ kernel, pages, log, isHeard, deliver: delivery.deliver });
  const close = (): void => {
    closed = true;
    presence.close();
    reader.close();
    turns.clear();
  };
  return {
    peers,
    places,
    sockets,
    backlog,
    delivery,
    reader,
    position,
    presence,
    changed,
    later: inTurn(turns),
    close,
  };
};

export const openCore = (options: CoreOptions): Core => {
  const { kernel, config, log, authenticate, changes } = options;
  const outgoing = openOutgoing(options);
  const { peers, sockets, backlog, delivery, reader, presence, changed, later, position } = outgoing;
  const count = (operation: string): void => options.metrics?.syncOperation(operation);
  const replies = openReplies(sockets);
  const common = { kernel, config, peers, sockets, backlog, replies, later, position, count, log };
  const resume = openResume({ ...common, changes });
  const registrar = openRegistrar({
    ...common,
    resume,
    authenticate,
    arrived: (device) => {
      count("register");
      changed(device);
    },
    personLeft: changed,
  });
  const received = openRequests({
    ...common,
    resume,
    registrar,
    wake: reader.wake,
    seen: options.seen ?? (() => undefined),
  });
  const admit = (link: Link, address: string): Peer => {
    const peer = newPeer(link, address, config.framesPerSecond * 2);
    peers.add(peer);
    setPeerTimer(peer, config.register_ms, () => {
      if (!peer.listener) sockets.drop(peer, closeCodes.unauthenticated, "not registered in time");
    });
    return peer;
  };
  const { close } = outgoing;
  return {
    peers,
    places: outgoing.places,
    sockets,
    delivery,
    reader,
    registrar,
    presence,
    admit,
    received,
    drained: backlog.drained,
    close,
  };
};
