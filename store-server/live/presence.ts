/**
 * Which devices are here, who works on them, since when. A device that comes is told at once; one that goes only when it stays away for a
 * moment, and a device that comes and goes all the time is told once a moment at most. What was told last is always how it is.
 */
import { newsFor } from "@tillbox/shared/protocol/rooms.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Announcement } from "../kernel/types.ts";
import type { Peers } from "./peers.ts";
import type { Registration } from "./types.ts";

export type Here = { since: string; person: { id: string; name: string; role: string } | null };
export type Presence = {
  /** Null while the device has no socket. */
  of(deviceId: string): Here | null;
  /** A socket of the device came, went, or belongs to another person now. */
  changed(device: Registration["device"]): void;
  close(): void;
};
export type PresenceParts = {
  kernel: Kernel;
  peers: Peers;
  /** The moment, milliseconds. */
  settle_ms: number;
  tell(announcement: Announcement): void;
  seen(deviceId: string, at: string): void;
  /** The device has gone, and stayed away for the moment. */
  gone(deviceId: string): void;
};

/** The device's view as the box keeps it, with what only the hub knows. */
const announcement = (kernel: Kernel, device: Registration["device"], here: Here | null): Announcement => {
  const entity = kernel.features.flatMap(({ entities }) => entities).find(({ name }) => name === "device");
  const state = entity ? kernel.get(entity, device.id) : undefined;
  const view: object = entity && state ? (JSON.parse(entity.view(state, kernel)) as object) : device;
  const { since = null, person = null } = here ?? {};
  const now = { connected: here !== null, connectedSince: since, person, lastSeenAt: kernel.clock.now() };
  return {
    event: "device:update",
    rooms: [`device:${device.id}`, ...newsFor("devices")],
    data: JSON.stringify({ ...view, ...now }),
  };
};

/** Whoever signed in on it last; a device may show several pages. */
const personOn = (peers: Peers, deviceId: string): Here["person"] => {
  let person: Here["person"] = null;
  for (const { listener, registration } of peers.ofDevice(deviceId) ?? []) {
    const actor = registration?.actor;
    if (listener?.role && actor?.userId) person = { id: actor.userId, name: actor.name, role: actor.role };
  }
  return person;
};

/** One device: since when it is here, when its last socket went (of a steady clock), what was told of it, and the timer that runs. */
type Known = {
  device: Registration["device"];
  since: string;
  left_ms: number;
  told: string | null;
  timer: NodeJS.Timeout | null;
};

export const openPresence = (parts: PresenceParts): Presence => {
  const { kernel, peers } = parts;
  const known = new Map<string, Known>();
  const of = (deviceId: string): Here | null => {
    if (!peers.ofDevice(deviceId)) return null;
    return { since: known.get(deviceId)?.since ?? kernel.clock.now(), person: personOn(peers, deviceId) };
  };
  const leave = (one: Known): void => {
    known.delete(one.device.id);
    parts.seen(one.device.id, kernel.clock.now());
    parts.gone(one.device.id);
  };
  /** Tells how it is, unless that was told, or the device may be back in a moment. */
  const settle = (one: Known): void => {
    const here = of(one.device.id);
    const away_ms = here === null ? performance.now() - one.left_ms : 0;
    if (here === null && away_ms < parts.settle_ms) return wait(one, parts.settle_ms - away_ms);
    const text = JSON.stringify(here);
    if (text === one.told) return;
    one.told = text;
    if (here === null) leave(one);
    else wait(one, parts.settle_ms);
    parts.tell(announcement(kernel, one.device, here));
  };
  const wait = (one: Known, delay_ms: number): void => {
    one.timer = setTimeout(() => {
      one.timer = null;
      settle(one);
    }, Math.ceil(delay_ms));
    one.timer.unref();
  };
  return {
    of,
    changed: (device) => {
      const at = kernel.clock.now();
      const one = known.get(device.id) ?? { device, since: at, left_ms: 0, told: null, timer: null };
      known.set(device.id, one);
      one.device = device;
      if (peers.ofDevice(device.id)) parts.seen(device.id, at);
      else one.left_ms = performance.now();
      if (!one.timer) settle(one);
    },
    close: () => {
      for (const { timer } of known.values()) if (timer) clearTimeout(timer);
      known.clear();
    },
  };
};
