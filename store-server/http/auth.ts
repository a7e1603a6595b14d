/**
 * Who sends a request. An access token (JWT, HS256) is verified once and then known until it expires, but what it stands for is
 * asked anew each time: a session that ended, a person who was deactivated or a device that was revoked is refused with the next
 * request, and a changed role counts from the next request. A token that is known is answered synchronously.
 */
import { Refusal } from "@tillbox/shared/refusal.ts";
import { errors as joseErrors, jwtVerify, SignJWT } from "jose";
import type { Actor } from "../kernel/types.ts";
import { newWindow, type RateWindow } from "./rate-limit.ts";

/** What the features know about people and devices. Synchronous. */
export type Identities = {
  /** The person of a session as things are now; null once the session ended or the person may not work. */
  person(sessionId: string): Actor | null;
  /** A registered device by its credential; its role is what it may do without a person. */
  device(id: string, token: string): Actor | null;
  /** Whose taps an offline grant sends, on which device; null for one that is not genuine or has died. */
  grantee(token: string): Actor | null;
};

export type AuthOptions = {
  /** At least 32 bytes, from JWT_SECRET or the data folder. */
  secret: Uint8Array;
  /** The store's id: a token of another box is none. */
  issuer: string;
  /** Box time, RFC 3339 UTC. */
  now(): string;
  identities: Identities;
};

/** Somebody signed in: what a token stands for. */
export type Person = { actor: Actor; sessionId: string; window: RateWindow };

export type Auth = {
  /** Whoever an access token names. Throws or rejects with `unauthorized`. A promise only for a token that is new here. */
  person(token: string): Person | Promise<Person>;
  device(id: string, token: string): Actor | null;
  grantee(token: string): Actor | null;
  /** A new access token of a session. */
  issue(claims: { sessionId: string; userId: string; expiresAt: string }): Promise<string>;
};

type Known = { sessionId: string; expiresAt: string; window: RateWindow };

const maxKnown = 2000;
const maxToken_chars = 4000;
const algorithm = "HS256";

export const createAuth = ({ secret, issuer, now, identities }: AuthOptions): Auth => {
  const known = new Map<string, Known>();

  const personOf = (token: string, entry: Known): Person => {
    const actor = entry.expiresAt > now() ? identities.person(entry.sessionId) : null;
    if (actor) return { actor, sessionId: entry.sessionId, window: entry.window };
    known.delete(token);
    throw expired();
  };
  const learn = async (token: string): Promise<Person> => {
    const claims = await verify(token);
    const entry = { ...claims, window: windowOfSession(claims.sessionId) };
    known.set(token, entry);
    if (known.size > maxKnown) forgetOldest(known);
    return personOf(token, entry);
  };
  /** A refreshed token goes on with the window of the one before. */
  const windowOfSession = (sessionId: string): RateWindow => {
    for (const entry of known.values()) if (entry.sessionId === sessionId) return entry.window;
    return newWindow();
  };
  const verify = async (token: string): Promise<{ sessionId: string; expiresAt: string }> => {
    try {
      const options = { issuer, algorithms: [algorithm], currentDate: new Date(now()) };
      const { payload } = await jwtVerify(token, secret, {
        ...options,
        requiredClaims: ["sid", "sub", "exp"],
      });
      if (typeof payload.sid !== "string" || payload.exp === undefined) throw unknownToken();
      return { sessionId: payload.sid, expiresAt: new Date(payload.exp * 1000).toISOString() };
    } catch (error) {
      throw error instanceof joseErrors.JWTExpired ? expired() : unknownToken();
    }
  };

  return {
    person: (token) => {
      const entry = known.get(token);
      if (entry) return personOf(token, entry);
      if (token.length > maxToken_chars) throw unknownToken();
      return learn(token);
    },
    device: identities.device,
    grantee: identities.grantee,
    issue: ({ sessionId, userId, expiresAt }) =>
      new SignJWT({ sid: sessionId })
        .setProtectedHeader({ alg: algorithm })
        .setIssuer(issuer)
        .setSubject(userId)
        .setIssuedAt(new Date(now()))
        .setExpirationTime(new Date(expiresAt))
        .sign(secret),
  };
};

const forgetOldest = (known: Map<string, Known>): void => {
  const oldest = known.keys().next().value;
  if (oldest !== undefined) known.delete(oldest);
};

const expired = (): Refusal =>
  new Refusal("unauthorized", "Your sign-in has ended. Refresh it, or sign in again.");
const unknownToken = (): Refusal =>
  new Refusal("unauthorized", "This access token is not valid. Sign in again.");
export const notSignedIn = (): Refusal =>
  new Refusal("unauthorized", "Sign in first: send an access token as Authorization: Bearer.");

/** Whoever sends nothing that names them. May nothing. */
export const anonymous: Actor = {
  userId: null,
  name: "",
  role: "anonymous",
  deviceId: null,
  permissions: new Set(),
};

/** An offline grant is no access token, and looks like none. */
export const isOfflineGrant = (token: string): boolean => token.startsWith("og.");
export const deadGrant = (): Refusal =>
  new Refusal("unauthorized", "This device may not send for this person any more. Sign in again.");

/** The token of an `Authorization: Bearer` header. */
export const bearerOf = (header: string | undefined): string | undefined => {
  if (header === undefined) return undefined;
  if (header.startsWith("Bearer ")) return header.slice(7).trim();
  return /^bearer\s+(\S+)\s*$/i.exec(header)?.[1];
};
