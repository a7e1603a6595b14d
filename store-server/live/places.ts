/**
 * Who may wait at the door to register. A stranger on the network can open sockets and say nothing; the few places that one address
 * has leave the others to the house, and where a device registered before it may always come back, however many strangers wait.
 */
import { isIPv6 } from "node:net";
import { plainAddress } from "@tillbox/shared/address.ts";
import type { LiveConfig } from "./types.ts";

export type Places = {
  /** A socket that is not registered yet. */
  enter(address: string): void;
  /** It registered, or is gone. */
  leave(address: string): void;
  /** A device registered from there. */
  settle(address: string): void;
  hasRoom(address: string): boolean;
};

/** Addresses where a device registered; beyond these the oldest is a stranger again. */
const maxHomes = 1000;

/** The first half of an IPv6 address; null for any other. */
export const networkOf = (address: string): string | null => {
  const [plain = ""] = address.split("%", 1);
  if (!isIPv6(plain)) return null;
  const [head = "", tail] = plain.toLowerCase().split("::", 2);
  const groups = (text: string): string[] => (text === "" ? [] : text.split(":"));
  const [front, back] = [groups(head), groups(tail ?? "")];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  const all = [...front, ...Array.from({ length: zeros }, () => "0"), ...back];
  return all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
};

type Bounds = Pick<LiveConfig, "maxWaiting" | "maxWaitingOfOne" | "maxWaitingOfNetwork" | "isHere">;

export const openPlaces = ({ maxWaiting, maxWaitingOfOne, maxWaitingOfNetwork, isHere }: Bounds): Places => {
  const waiting = new Map<string, number>();
  const homes = new Set<string>();
  const sumOf = (counts: (address: string) => boolean): number => {
    let sum = 0;
    for (const [address, count] of waiting) if (counts(address)) sum += count;
    return sum;
  };
  const hasOwnRoom = (address: string): boolean => {
    if ((waiting.get(address) ?? 0) >= maxWaitingOfOne) return false;
    const network = networkOf(address);
    return network === null || sumOf((other) => networkOf(other) === network) < maxWaitingOfNetwork;
  };
  return {
    enter: (given) => {
      const address = plainAddress(given);
      waiting.set(address, (waiting.get(address) ?? 0) + 1);
    },
    leave: (given) => {
      const address = plainAddress(given);
      const left = (waiting.get(address) ?? 0) - 1;
      if (left > 0) waiting.set(address, left);
      else waiting.delete(address);
    },
    settle: (given) => {
      const address = plainAddress(given);
      if (isHere(address)) return;
      homes.delete(address);
      homes.add(address);
      const [oldest] = homes;
      if (homes.size > maxHomes && oldest !== undefined) homes.delete(oldest);
    },
    hasRoom: (given) => {
      const address = plainAddress(given);
      if (!isHere(address) && !hasOwnRoom(address)) return false;
      return homes.has(address) || sumOf((other) => !homes.has(other)) < maxWaiting;
    },
  };
};
