/** Whether a request may come in at all: from which page, from whom, how often, and with which permission. */
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { Actor } from "../kernel/types.ts";
import {
  type Auth,
  anonymous,
  bearerOf,
  deadGrant,
  isOfflineGrant,
  notSignedIn,
  type Person,
} from "./auth.ts";
import type { Exchange } from "./exchange.ts";
import type { Cors } from "./headers.ts";
import type { RateLimit } from "./rate-limit.ts";
import type { Route } from "./route.ts";

export type AdmissionParts = { auth: Auth; limit: RateLimit; cors: Cors };
type Admit = (exchange: Exchange) => Actor | Promise<Actor>;

/** The check of one route. Returns the actor, at once unless the token is new here; throws or rejects with the refusal. */
export const admission = (route: Route, parts: AdmissionParts): Admit => {
  const writes = route.kind !== "read" && !(route.kind === "action" && route.method === "get");
  const permission = route.kind === "write" ? null : route.permission;
  const access = route.kind === "write" ? undefined : route.access;
  const takesGrants = route.kind === "action" && route.offlineGrants === true;
  const member = identifyMember(parts, access === "device");
  const identify =
    access === "public" ? identifyPublic(parts) : takesGrants ? identifyGrantee(parts, member) : member;
  return (exchange) => {
    if (writes) parts.cors.checkOrigin(exchange.header("origin"), exchange.header("host"));
    const actor = identify(exchange);
    return actor instanceof Promise
      ? actor.then((who) => permitted(who, permission))
      : permitted(actor, permission);
  };
};

const permitted = (actor: Actor, permission: string | null): Actor => {
  if (permission === null || actor.permissions.has(permission)) return actor;
  throw new Refusal("forbidden", `This needs the permission ${permission}. Ask a manager.`, { permission });
};

const identifyPublic =
  ({ auth, limit }: AdmissionParts): Admit =>
  (exchange) => {
    limit.take(limit.windowOf(exchange.address));
    return deviceOf(auth, exchange) ?? anonymous;
  };

const identifyMember =
  (parts: AdmissionParts, anyDevice: boolean): Admit =>
  (exchange) => {
    const { auth, limit } = parts;
    const token = bearerOf(exchange.header("authorization"));
    if (token === undefined) {
      const device = deviceOf(auth, exchange);
      limit.take(limit.windowOf(device ? `device ${device.deviceId}` : exchange.address));
      return deviceAlone(device, anyDevice);
    }
    const person = auth.person(token);
    if (!(person instanceof Promise)) return signedIn(person, exchange, parts);
    // Only a token that was proven has a window of its own; until then the address pays.
    limit.take(limit.windowOf(exchange.address));
    return person.then((who) => signedIn(who, exchange, parts));
  };

/** Who signed in before, by their offline grant and the credential of the very device; anybody else as everywhere. */
const identifyGrantee =
  ({ auth, limit }: AdmissionParts, member: Admit): Admit =>
  (exchange) => {
    const token = bearerOf(exchange.header("authorization"));
    if (token === undefined || !isOfflineGrant(token)) return member(exchange);
    const device = deviceOf(auth, exchange);
    limit.take(limit.windowOf(device ? `device ${device.deviceId}` : exchange.address));
    const actor = device && auth.grantee(token);
    if (!actor || actor.deviceId !== device.deviceId) throw deadGrant();
    return { ...actor, isAway: true };
  };

const signedIn = (person: Person, exchange: Exchange, { auth, limit }: AdmissionParts): Actor => {
  limit.take(person.window);
  if (person.actor.deviceId !== null || exchange.header("x-device-id") === undefined) return person.actor;
  const device = deviceOf(auth, exchange);
  return device ? { ...person.actor, deviceId: device.deviceId } : person.actor;
};

/** A kiosk or a kitchen screen works without a person; other devices only where a route says that a device is enough. */
const deviceAlone = (device: Actor | null, anyDevice: boolean): Actor => {
  if (device && (anyDevice || device.permissions.size > 0)) return device;
  throw notSignedIn();
};

const deviceOf = (auth: Auth, exchange: Exchange): Actor | null => {
  const id = exchange.header("x-device-id");
  const token = exchange.header("x-device-token");
  return id === undefined || token === undefined ? null : auth.device(id, token);
};
