/**
 * Offline grants: what lets a device send, later, what a person tapped on it after their sign-in was gone. A grant names a session and
 * an end, proven by a key of the box; nothing is stored for it. It lives with its session and survives that one's ordinary end, signing
 * out or running out; whatever else ends a session (a manager, other credentials, a deactivated person, a revoked device, a stolen
 * token) ends it too. It opens `/sync/process` and nothing else, together with the credential of its device.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Actor, Reads } from "../../../kernel/types.ts";
import { devices } from "../../device/rows.ts";
import { setting } from "../../settings/rows.ts";
import { actorOf } from "../../staff/rows.ts";
import { findSession, type SessionRow } from "../rows.ts";

export type OfflineGrant = { token: string; until: string };

const hour_ms = 3_600_000;
const pattern = /^og\.([\w:-]{1,64})\.(\d{1,12})\.([\w-]{43})$/;

const proofOf = (key: Uint8Array, sessionId: string, until_s: number): string =>
  createHmac("sha256", key).update(`offline grant ${sessionId} ${until_s}`).digest("base64url");

const same = (left: string, right: string): boolean =>
  left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));

/** For a session on a registered device, from `at` on; undefined where there is none to give. */
export const offlineGrant = (
  reads: Reads,
  key: Uint8Array,
  session: Pick<SessionRow, "id" | "device_id">,
  at: string,
): OfflineGrant | undefined => {
  const hours = setting(reads, "offline.grant_hours");
  if (session.device_id === null || hours === 0) return undefined;
  const until_s = Math.floor((Date.parse(at) + hours * hour_ms) / 1000);
  return {
    token: `og.${session.id}.${until_s}.${proofOf(key, session.id, until_s)}`,
    until: new Date(until_s * 1000).toISOString(),
  };
};

/** Within its time, and within what the setting gives now: a shorter one shortens what was given before. */
const isInTime = (reads: Reads, until_s: number, at: string): boolean => {
  const left_ms = until_s * 1000 - Date.parse(at);
  return left_ms > 0 && left_ms <= setting(reads, "offline.grant_hours") * hour_ms;
};

const livesOn = ({ ended_at, end_reason }: SessionRow): boolean =>
  ended_at === null || end_reason === "logout";

/** Whose taps a grant sends, as things are now; null for one that is not genuine or has died. */
export const granteeOf = (reads: Reads, key: Uint8Array, token: string, at: string): Actor | null => {
  const [, sessionId = "", digits = "", proof = ""] = pattern.exec(token) ?? [];
  const until_s = Number(digits);
  if (sessionId === "" || !same(proof, proofOf(key, sessionId, until_s))) return null;
  const session = findSession(reads.db, sessionId);
  if (!session || !livesOn(session) || !isInTime(reads, until_s, at)) return null;
  const { user_id, device_id } = session;
  if (device_id === null || reads.get(devices, device_id)?.revoked !== false) return null;
  return actorOf(reads, user_id, device_id);
};
