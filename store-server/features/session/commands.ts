/**
 * Signing in, going on, signing out. A refresh token is used once; the next one of its family follows from the session and its
 * number by a key of the box, so a lost answer can be given again for 30 seconds without a second token coming into being. A genuine
 * token that comes back after that was stolen or copied, and ends the family. Only hashes are stored.
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { newId } from "@tillbox/shared/id.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { AttemptKey, BackOff } from "../../http/back-off.ts";
import type { SecretHasher } from "../../http/secret-hash.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import type { Actor } from "../../kernel/types.ts";
import { devices } from "../device/rows.ts";
import { permissionsOfRole } from "../role/rows.ts";
import {
  actorOf,
  asActor,
  type CredentialRow,
  findByPin,
  findCredentials,
  userIdOf,
  usernameKey,
  users,
} from "../staff/rows.ts";
import { granteeOf, type OfflineGrant, offlineGrant } from "./grants/rows.ts";
import {
  addSession,
  type EndReason,
  endSession,
  findSession,
  rotateSession,
  type SessionRow,
  sessionChanges,
} from "./rows.ts";

export type SessionOptions = {
  hasher: SecretHasher;
  backOff: BackOff;
  /** Signs refresh tokens; at least 32 bytes. */
  tokenKey: Uint8Array;
  /** The keyed hash of a PIN. */
  pinLookup(pin: string): string;
  /** A session ends when nothing refreshed it for so long (SESSION_TIMEOUT). */
  timeout_minutes: number;
  demo: boolean;
};

export type Origin = { deviceId: string | null; address: string };
/** What a sign-in or a refresh gives. `accessUntil`: RFC 3339. */
export type Grant = {
  actor: Actor;
  sessionId: string;
  refreshToken: string;
  accessUntil: string;
  /** For a sign-in on a registered device. */
  offline: OfflineGrant | undefined;
};

export type Sessions = {
  /** The person of a session as things are now; null once it ended. */
  person(sessionId: string): Actor | null;
  signInByPassword(username: string, password: string, origin: Origin): Promise<Grant>;
  /** Only from a registered device. */
  signInByPin(pin: string, origin: Origin): Promise<Grant>;
  /** Whose PIN it is, without signing in; a guess counts on `keys`. Throws `unauthorized` or `rate_limited`. */
  provePin(pin: string, keys: AttemptKey[]): Promise<string>;
  refresh(token: string): Promise<Grant>;
  /** Whose taps an offline grant sends, on which device; null for one that has died. */
  grantee(token: string): Actor | null;
  /** Ends the session of a genuine refresh token; false for any other. */
  endByToken(token: string): Promise<boolean>;
  end(sessionId: string, reason: EndReason): Promise<void>;
  /** Signs somebody in without asking: after the set-up. */
  begin(userId: string, origin: Origin): Promise<Grant>;
};

const access_ms = 15 * 60_000;
const grace_ms = 30_000;
const kept_ms = 7 * 24 * 3_600_000;
/** An address may stand for many people. */
const addressFactor = 10;

const after = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString();
const earlier = (left: string, right: string): string => (left < right ? left : right);
const hashOf = (token: string): string => createHash("sha256").update(token).digest("base64url");
const same = (left: string, right: string): boolean => {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
};

const wrongCredentials = (): Refusal =>
  new Refusal("unauthorized", "This is not right. Check what you typed and try again.");
const ended = (): Refusal => new Refusal("unauthorized", "This sign-in has ended. Sign in again.");

/** The same token for the same session and number, always. */
const tokenOf = (key: Uint8Array, sessionId: string, generation: number): string => {
  const proof = createHmac("sha256", key).update(`refresh ${sessionId} ${generation}`).digest("base64url");
  return `${sessionId}.${generation}.${proof}`;
};
/** Reads a token of ours; undefined for anything else. */
const readToken = (key: Uint8Array, token: string): { sessionId: string; generation: number } | undefined => {
  const [, sessionId = "", digits = ""] = /^([\w:-]{1,64})\.(\d{1,9})\.[\w-]{43}$/.exec(token) ?? [];
  const generation = Number(digits);
  const genuine = sessionId !== "" && same(token, tokenOf(key, sessionId, generation));
  return genuine ? { sessionId, generation } : undefined;
};

export const openSessions = (kernel: Kernel, options: SessionOptions): Sessions => {
  const begin = createBegin(kernel, options);
  const signIn = createSignIn(kernel, options, begin);
  const end = (id: string, reason: EndReason): Promise<void> =>
    kernel.operate(() => endSession(kernel.db, id, reason, kernel.clock.now()));
  return {
    person: createPersons(kernel),
    begin,
    ...signIn,
    refresh: createRefresh(kernel, options, end),
    grantee: (token) => granteeOf(kernel, options.tokenKey, token, kernel.clock.now()),
    end,
    endByToken: async (token) => {
      const known = readToken(options.tokenKey, token);
      if (!known || !findSession(kernel.db, known.sessionId)) return false;
      await end(known.sessionId, "logout");
      return true;
    },
  };
};

const grantOf = (kernel: Kernel, key: Uint8Array, session: SessionRow): Grant => {
  const actor = actorOf(kernel, session.user_id, session.device_id);
  if (!actor) throw ended();
  return {
    actor,
    sessionId: session.id,
    refreshToken: tokenOf(key, session.id, session.generation),
    accessUntil: earlier(after(kernel.clock.now(), access_ms), session.expires_at),
    offline: offlineGrant(kernel, key, session, kernel.clock.now()),
  };
};

const createBegin =
  (kernel: Kernel, { tokenKey, timeout_minutes }: SessionOptions): Sessions["begin"] =>
  async (userId, { deviceId, address }) => {
    const id = newId();
    const at = kernel.clock.now();
    await kernel.operate(() => {
      const session = {
        id,
        user_id: userId,
        device_id: deviceId,
        address,
        created_at: at,
        expires_at: after(at, timeout_minutes * 60_000),
        token_hash: hashOf(tokenOf(tokenKey, id, 1)),
      };
      addSession(kernel.db, session, after(at, -kept_ms));
    });
    const session = findSession(kernel.db, id);
    if (!session) throw ended();
    return grantOf(kernel, tokenKey, session);
  };

/** Looks a session up once, and again only when sessions, the person or the device changed. */
const createPersons = (kernel: Kernel): Sessions["person"] => {
  type Known = { changes: number; session: SessionRow; user: object | undefined; actor: Actor | null };
  const known = new Map<string, Known>();
  const maxKnown = 2000;
  const lookUp = (id: string): Known | undefined => {
    const changes = sessionChanges(kernel.db);
    const entry = known.get(id);
    if (entry?.changes === changes) return entry;
    const session = findSession(kernel.db, id);
    known.delete(id);
    if (!session || session.ended_at !== null) return undefined;
    const fresh = { changes, session, user: undefined, actor: null };
    known.set(id, fresh);
    const oldest = known.size > maxKnown ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    return fresh;
  };
  return (sessionId) => {
    const entry = lookUp(sessionId);
    if (!entry || entry.session.expires_at <= kernel.clock.now()) return null;
    const { user_id, device_id } = entry.session;
    if (device_id !== null && kernel.get(devices, device_id)?.revoked !== false) return null;
    const user = kernel.get(users, user_id);
    if (!user?.active) return null;
    // States are never changed in place: another object is another state. So it is with what a role may.
    if (entry.user !== user || entry.actor?.permissions !== permissionsOfRole(kernel, user.role)) {
      entry.user = user;
      entry.actor = asActor(kernel, user, device_id);
    }
    return entry.actor;
  };
};

const createSignIn = (
  kernel: Kernel,
  options: SessionOptions,
  begin: Sessions["begin"],
): Pick<Sessions, "signInByPassword" | "signInByPin" | "provePin"> => {
  const { hasher, backOff, demo } = options;
  /** One guess. The back-off is asked again in its turn, so that many at once are no way around it. */
  const attempt = async (
    keys: AttemptKey[],
    secret: string,
    find: () => { userId: string; hash: string | null } | undefined,
  ): Promise<string> => {
    backOff.check(keys);
    return hasher.inTurn(async ({ matches }) => {
      backOff.check(keys);
      const found = find();
      const agrees = await matches(found?.hash, secret);
      if (agrees && found && actorOf(kernel, found.userId, null)) {
        await backOff.succeeded(keys);
        return found.userId;
      }
      await backOff.failed(keys);
      throw wrongCredentials();
    });
  };
  /** Credentials of a demo are good in a demo only. */
  const usable = (row: CredentialRow | undefined): CredentialRow | undefined =>
    row?.demo === 1 && !demo ? undefined : row;
  const provePin: Sessions["provePin"] = (pin, keys) =>
    attempt(keys, pin, () => {
      const row = usable(findByPin(kernel.db, options.pinLookup(pin)));
      return row && { userId: row.user_id, hash: row.pin_hash };
    });
  return {
    provePin,
    signInByPassword: async (username, password, origin) => {
      const who = { key: `user ${usernameKey(username)}` };
      const where =
        origin.deviceId === null
          ? { key: `address ${origin.address}`, factor: addressFactor }
          : { key: `device ${origin.deviceId}` };
      const userId = await attempt([who, where], password, () => {
        const id = userIdOf(kernel.db, username);
        const row = id === undefined ? undefined : usable(findCredentials(kernel.db, id));
        return row && { userId: row.user_id, hash: row.password_hash };
      });
      return begin(userId, origin);
    },
    signInByPin: async (pin, origin) => {
      if (origin.deviceId === null)
        throw new Refusal(
          "unauthorized",
          "A PIN works on a registered device only. Pair this device, or sign in with a password.",
        );
      return begin(await provePin(pin, [{ key: `device ${origin.deviceId}` }]), origin);
    },
  };
};

const createRefresh =
  (kernel: Kernel, options: SessionOptions, end: Sessions["end"]): Sessions["refresh"] =>
  async (token) => {
    const { tokenKey, timeout_minutes } = options;
    const known = readToken(tokenKey, token);
    if (!known) throw ended();
    const at = kernel.clock.now();
    const verdict = await kernel.operate(() => {
      const session = findSession(kernel.db, known.sessionId);
      if (!session || session.ended_at !== null || session.expires_at <= at) return "ended";
      const hash = hashOf(token);
      if (session.spent_hash !== null && same(hash, session.spent_hash))
        return after(session.used_at, grace_ms) > at ? "again" : "reused";
      if (!same(hash, session.token_hash)) return "reused";
      const expiresAt = after(at, timeout_minutes * 60_000);
      const tokenHash = hashOf(tokenOf(tokenKey, session.id, session.generation + 1));
      rotateSession(kernel.db, { id: session.id, generation: session.generation, tokenHash, at, expiresAt });
      return "rotated";
    });
    if (verdict === "reused") await end(known.sessionId, "reused");
    const session = findSession(kernel.db, known.sessionId);
    if (verdict === "ended" || verdict === "reused" || !session) throw ended();
    const grant = grantOf(kernel, tokenKey, session);
    const device = session.device_id === null ? undefined : kernel.get(devices, session.device_id);
    if (session.device_id !== null && device?.revoked !== false) throw ended();
    return grant;
  };
