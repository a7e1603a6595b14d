/**
 * Sessions: who is signed in, on what. Operational rows, hashes only. `sessionChanges` tells readers that keep sessions in memory
 * when to look again; it moves within the writer's transaction, so nobody reads a session that was ended a moment before.
 */
import type { Database } from "better-sqlite3";
import { query } from "../../kernel/database.ts";

export type SessionRow = {
  id: string;
  user_id: string;
  device_id: string | null;
  address: string;
  created_at: string;
  used_at: string;
  expires_at: string;
  /** Number of the current refresh token of the family, from 1. */
  generation: number;
  token_hash: string;
  /** Hash of the token before; null before the first rotation. */
  spent_hash: string | null;
  ended_at: string | null;
  end_reason: string | null;
};
export type NewSession = Pick<
  SessionRow,
  "id" | "user_id" | "device_id" | "address" | "created_at" | "expires_at" | "token_hash"
>;
export type EndReason = "logout" | "revoked" | "reused" | "credentials" | "deactivated" | "device";

const insert = query<[string, string, string | null, string, string, string, string, string]>(
  "INSERT INTO sessions (id, user_id, device_id, address, created_at, used_at, expires_at, generation, token_hash) VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?)",
);
const one = query<[string], SessionRow>("SELECT * FROM sessions WHERE id = ?");
const rotated = query<[string, string, string, string, number]>(
  "UPDATE sessions SET spent_hash = token_hash, token_hash = ?, generation = generation + 1, used_at = ?, expires_at = ? WHERE id = ? AND generation = ? AND ended_at IS NULL",
);
const ended = query<[string, EndReason, string]>(
  "UPDATE sessions SET ended_at = ?, end_reason = ? WHERE id = ? AND ended_at IS NULL",
);
const endedOfUser = query<[string, EndReason, string]>(
  "UPDATE sessions SET ended_at = COALESCE(ended_at, ?), end_reason = ? WHERE user_id = ? AND (ended_at IS NULL OR end_reason = 'logout')",
);
const endedOfDevice = query<[string, EndReason, string]>(
  "UPDATE sessions SET ended_at = COALESCE(ended_at, ?), end_reason = ? WHERE device_id = ? AND (ended_at IS NULL OR end_reason = 'logout')",
);
const withdrawn = query<[EndReason, string]>(
  "UPDATE sessions SET end_reason = ? WHERE user_id = (SELECT user_id FROM sessions WHERE id = ?) AND end_reason = 'logout'",
);
const forgotten = query<[string]>(
  "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at < ? ORDER BY expires_at LIMIT 50)",
);
const surplus = query<[string, string, string, string, number]>(
  "UPDATE sessions SET ended_at = ?, end_reason = 'revoked' WHERE id IN (SELECT id FROM sessions WHERE user_id = ? AND ended_at IS NULL AND expires_at > ? AND id <> ? ORDER BY used_at DESC LIMIT -1 OFFSET ?)",
);

const changes = new WeakMap<Database, number>();
/** Moves whenever a session begins to mean something else. */
export const sessionChanges = (db: Database): number => changes.get(db) ?? 0;
const changed = (db: Database): void => {
  changes.set(db, sessionChanges(db) + 1);
};

/** Sessions that one person may have open at once. */
const maxOpen = 50;

export const findSession = (db: Database, id: string): SessionRow | undefined => one.get(db, id);

/** Inside the writer. Forgets what ended long ago (before `forgetBefore`) and the person's oldest beyond the limit. */
export const addSession = (db: Database, session: NewSession, forgetBefore: string): void => {
  const { id, user_id, device_id, address, created_at, expires_at, token_hash } = session;
  insert.run(db, id, user_id, device_id, address, created_at, created_at, expires_at, token_hash);
  forgotten.run(db, forgetBefore);
  if (surplus.run(db, created_at, user_id, created_at, id, maxOpen - 1) > 0) changed(db);
};

export type Rotation = { id: string; generation: number; tokenHash: string; at: string; expiresAt: string };
/** Inside the writer. False when another rotation or an end came first. */
export const rotateSession = (db: Database, rotation: Rotation): boolean => {
  const { id, generation, tokenHash, at, expiresAt } = rotation;
  changed(db);
  return rotated.run(db, tokenHash, at, expiresAt, id, generation) === 1;
};

/**
 * Inside the writer. Where it ends for another reason than signing out, what the person's earlier sign-ins still let a device send
 * ends too: somebody holds what they should not.
 */
export const endSession = (db: Database, id: string, reason: EndReason, at: string): void => {
  if (ended.run(db, at, reason, id) > 0) changed(db);
  if (reason !== "logout") withdrawn.run(db, reason, id);
};
/** Inside the writer, with what sign-ins that were ended by signing out still let a device send. Also from `alongside` of a command. */
export const endSessionsOfUser = (db: Database, userId: string, reason: EndReason, at: string): void => {
  if (endedOfUser.run(db, at, reason, userId) > 0) changed(db);
};
export const endSessionsOfDevice = (db: Database, deviceId: string, reason: EndReason, at: string): void => {
  if (endedOfDevice.run(db, at, reason, deviceId) > 0) changed(db);
};
