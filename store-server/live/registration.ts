/** Who a socket is, once its credential was proven: the rooms it is in, where it goes on, and that its device is here. */
import { type ClientFrame, closeCodes } from "@tillbox/shared/protocol/live.ts";
import { deviceGrants, type Listener, ownRooms } from "@tillbox/shared/protocol/rooms.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Backlog } from "./backlog.ts";
import type { Peer, Peers } from "./peers.ts";
import type { Replies } from "./replies.ts";
import { mayJoin, type Resume } from "./resume.ts";
import type { Sockets } from "./sockets.ts";
import type { Authenticate, LiveConfig, Log, RegisterData, Registration } from "./types.ts";

/** Guessing credentials counts for more than a typing error. */
const refusedStrikes = 3;

export type RegisterFrame = Extract<ClientFrame, { event: "device:register" }>;

/** What the socket may hear now; a person whose token ended is left out. */
export const listenerOf = (registration: Registration, now: number): Listener => {
  const { device, actor, permissions, personUntil } = registration;
  const ended = personUntil !== undefined && personUntil <= now;
  const grants: string[] = deviceGrants(device.type, device.capabilities);
  return {
    deviceId: device.id,
    deviceType: device.type,
    capabilities: device.capabilities,
    role: actor.userId !== null && !ended ? actor.role : null,
    userId: ended ? null : actor.userId,
    permissions: new Set(ended ? grants : [...grants, ...permissions]),
  };
};

const isGone = ({ personUntil, isSignedIn }: Registration, now: number): boolean =>
  (personUntil !== undefined && personUntil <= now) || isSignedIn?.() === false;

/** Puts the socket into its own rooms and takes it out of those that it may not be in any more; its own orders stay. */
const settleRooms = ({ peers, kernel }: RegistrationParts, peer: Peer, listener: Listener): void => {
  for (const room of peer.rooms) if (!mayJoin(kernel, peer, room)) peers.leave(peer, room);
  for (const room of ownRooms(listener)) peers.join(peer, room);
};

export type RegistrationParts = {
  kernel: Kernel;
  config: LiveConfig;
  peers: Peers;
  sockets: Sockets;
  backlog: Backlog;
  replies: Replies;
  resume: Resume;
  authenticate: Authenticate;
  /** Runs heavy work in its turn. */
  later(work: () => void): Promise<void>;
  position(): number;
  /** A socket of this device was registered. */
  arrived(device: Registration["device"]): void;
  /** The person of a socket of this device is gone from it. */
  personLeft(device: Registration["device"]): void;
  log: Log;
};

export type Registrar = {
  register(peer: Peer, frame: RegisterFrame): Promise<void>;
  /** Takes a person whose token or session ended out of the rooms that were theirs. */
  review(peer: Peer, now: number): void;
  /** Takes the person out of the rooms that were theirs, now; the device stays. */
  forgetPerson(peer: Peer): void;
  /** Lets a socket go whose device has another credential by now, or may do other things: it registers again, and loads what it shows. */
  recheck(peer: Peer): void;
};

/** A device has a few sockets at most (pages of one browser); the oldest gives way. */
const limitSockets = ({ peers, sockets, config }: RegistrationParts, peer: Peer, deviceId: string): void => {
  const all = [...(peers.ofDevice(deviceId) ?? [])].filter((other) => other !== peer);
  for (const oldest of all.slice(0, Math.max(0, all.length + 1 - config.maxPerDevice)))
    sockets.drop(oldest, closeCodes.revoked, "replaced by a newer connection");
};

const begin = (
  parts: RegistrationParts,
  peer: Peer,
  { epoch, lastSyncVersion }: RegisterData,
): Promise<void> | undefined => {
  if (epoch !== undefined && epoch !== parts.kernel.epoch) parts.resume.reset(peer, undefined);
  else if (lastSyncVersion !== undefined)
    return parts.later(() => parts.resume.resume(peer, undefined, lastSyncVersion));
  else if (peer.mode === "new") parts.backlog.fallBehind(peer, parts.position());
  return undefined;
};

const welcome = (parts: RegistrationParts, peer: Peer, frame: RegisterFrame, registration: Registration) => {
  const { kernel, config, peers, replies } = parts;
  const listener = listenerOf(registration, Date.now());
  peer.registration = registration;
  peers.identify(peer, listener);
  settleRooms(parts, peer, listener);
  const data = {
    deviceId: listener.deviceId,
    ...(registration.deviceToken === undefined ? {} : { deviceToken: registration.deviceToken }),
    syncVersion: parts.position(),
    epoch: kernel.epoch,
    heartbeatSeconds: config.heartbeatSeconds,
    rooms: [...peer.rooms],
  };
  replies.say(peer, "device:registered", data);
  replies.acknowledge(peer, frame.id, data);
  limitSockets(parts, peer, listener.deviceId);
  parts.arrived(registration.device);
  return begin(parts, peer, frame.data);
};

export const openRegistrar = (parts: RegistrationParts): Registrar => {
  const { peers, replies, log } = parts;
  /** Their answer may bring the very credential that ends the one before. */
  const proving = new Set<Peer>();
  const prove = async (peer: Peer, frame: RegisterFrame): Promise<Registration | null> => {
    try {
      const answer = await parts.authenticate({ ...frame.data, address: peer.address });
      if (!(answer instanceof Refusal)) return answer;
      replies.refuse(peer, frame.id, answer.code, answer.message, refusedStrikes);
    } catch (error) {
      if (error instanceof Refusal) replies.refuse(peer, frame.id, error.code, error.message, refusedStrikes);
      else {
        log.error({ err: error, deviceId: frame.data.deviceId }, "a device could not be registered");
        replies.refuse(peer, frame.id, "internal", "The box could not register the device. Try again.");
      }
    }
    return null;
  };
  const proveNow = async (peer: Peer, frame: RegisterFrame): Promise<Registration | null> => {
    proving.add(peer);
    const first = await prove(peer, frame);
    // What was true at its start may be over at its end.
    const registration = first?.isCurrent?.() === false ? await prove(peer, frame) : first;
    proving.delete(peer);
    return registration;
  };
  const recheck: Registrar["recheck"] = (peer) => {
    if (proving.has(peer) || peer.registration?.isCurrent?.() !== false) return;
    parts.resume.reset(peer, undefined);
    parts.sockets.drop(
      peer,
      closeCodes.unauthenticated,
      "this device was changed or paired anew: register again",
    );
  };
  const review: Registrar["review"] = (peer, now) => {
    if (!peer.registration || peer.listener?.role === null || !isGone(peer.registration, now)) return;
    peer.registration = { ...peer.registration, personUntil: 0 };
    const listener = listenerOf(peer.registration, now);
    peers.identify(peer, listener);
    settleRooms(parts, peer, listener);
    // A client has to know from when on it misses what happens there.
    replies.say(peer, "device:rooms", { rooms: [...peer.rooms] });
    parts.personLeft(peer.registration.device);
  };
  return {
    register: async (peer, frame) => {
      const known = peer.listener?.deviceId;
      if (known !== undefined && known !== frame.data.deviceId)
        return replies.refuse(peer, frame.id, "invalid", "This connection belongs to another device.");
      const registration = await proveNow(peer, frame);
      if (!registration) return recheck(peer);
      if (parts.sockets.isOpen(peer)) await welcome(parts, peer, frame, registration);
    },
    review,
    recheck,
    forgetPerson: (peer) => {
      if (!peer.registration) return;
      peer.registration = { ...peer.registration, personUntil: 0 };
      review(peer, Date.now());
    },
  };
};
