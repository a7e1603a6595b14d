/** Rows of devices, of what proves them, and who was seen when. */
import { newsFor } from "@tillbox/shared/protocol/rooms.ts";
import type { Database } from "better-sqlite3";
import { query } from "../../kernel/database.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import type { Entity, Reads } from "../../kernel/types.ts";
import { type DeviceState, evolveDevice } from "./device.ts";

const viewOf = (device: DeviceState, reads: Reads): string => {
  const { id, type, name, capabilities, revoked, version, createdAt, updatedAt } = device;
  const seen = presenceOf(reads.db);
  const here = seen.here(id);
  const now = {
    lastSeenAt: seen.lastSeenAt(id),
    connected: here !== null,
    clockSkewSeconds: seen.skewOf(id),
    connectedSince: here?.since ?? null,
    person: here?.person ?? null,
  };
  return JSON.stringify({ id, type, name, capabilities, revoked, ...now, version, createdAt, updatedAt });
};

export const devices: Entity<DeviceState> = {
  name: "device",
  table: "devices",
  evolve: evolveDevice,
  columns: {
    name: (device) => device.name,
    type: (device) => device.type,
    revoked: (device) => (device.revoked ? 1 : 0),
  },
  view: viewOf,
  announce: (event, state, reads) =>
    state
      ? [
          {
            event: "device:update",
            rooms: [`device:${event.id}`, ...newsFor("devices")],
            data: viewOf(state, reads),
          },
        ]
      : [],
};

export type TokenRow = { seed: string; token_hash: string };
const token = query<[string], TokenRow>("SELECT seed, token_hash FROM device_tokens WHERE device_id = ?");
const saveToken = query<[string, string, string, string]>(
  "INSERT INTO device_tokens (device_id, seed, token_hash, created_at) VALUES (?, ?, ?, ?) ON CONFLICT (device_id) DO UPDATE SET seed = excluded.seed, token_hash = excluded.token_hash, created_at = excluded.created_at",
);
const removeToken = query<[string]>("DELETE FROM device_tokens WHERE device_id = ?");

export const findToken = (db: Database, deviceId: string): TokenRow | undefined => token.get(db, deviceId);

const renewed = new WeakMap<Database, Set<string>>();
/** Devices that got another credential since this was asked for; no journal tells of it. */
export const takeRenewed = (db: Database): ReadonlySet<string> => {
  const taken = renewed.get(db) ?? new Set<string>();
  renewed.delete(db);
  return taken;
};

/** Inside the writer. */
export const writeToken = (db: Database, deviceId: string, row: TokenRow, at: string): void => {
  if (findToken(db, deviceId)?.token_hash !== row.token_hash)
    renewed.set(db, (renewed.get(db) ?? new Set<string>()).add(deviceId));
  saveToken.run(db, deviceId, row.seed, row.token_hash, at);
};

export type PairingRow = { id: string; code_hash: string; expires_at: string; device_id: string | null };
const pairing = query<[string, string], PairingRow>(
  "SELECT id, code_hash, expires_at, device_id FROM pairing_codes WHERE code_hash = ? AND expires_at > ?",
);
const openPairings = query<[string], { count: number }>(
  "SELECT COUNT(*) AS count FROM pairing_codes WHERE expires_at > ?",
);
const addPairing = query<[string, string, string | null, string, string]>(
  "INSERT INTO pairing_codes (id, code_hash, created_by, created_at, expires_at) VALUES (?, ?, ?, ?, ?)",
);
const usePairing = query<[string, string]>("UPDATE pairing_codes SET device_id = ? WHERE id = ?");
const oldPairings = query<[string]>("DELETE FROM pairing_codes WHERE expires_at < ?");
const pairingsOf = query<[string]>("DELETE FROM pairing_codes WHERE device_id = ?");

export const findPairing = (db: Database, codeHash: string, at: string): PairingRow | undefined =>
  pairing.get(db, codeHash, at);
export const countPairings = (db: Database, at: string): number => openPairings.get(db, at)?.count ?? 0;
export type NewPairing = { id: string; codeHash: string; by: string | null; at: string; expiresAt: string };
/** Inside the writer. */
export const writePairing = (db: Database, { id, codeHash, by, at, expiresAt }: NewPairing): void => {
  oldPairings.run(db, at);
  addPairing.run(db, id, codeHash, by, at, expiresAt);
};
export const markPairing = (db: Database, id: string, deviceId: string): void => {
  usePairing.run(db, deviceId, id);
};
/** Of one device only the last code is good. */
export const dropPairings = (db: Database, deviceId: string): void => {
  pairingsOf.run(db, deviceId);
};
/** Inside the writer: its token and its pairings, so that no old code brings it back. */
export const dropProofs = (db: Database, deviceId: string): void => {
  removeToken.run(db, deviceId);
  pairingsOf.run(db, deviceId);
};

const seenRow = query<[string], { at: string }>("SELECT at FROM device_seen WHERE device_id = ?");
const saveSeen = query<[string, string]>(
  "INSERT INTO device_seen (device_id, at) VALUES (?, ?) ON CONFLICT (device_id) DO UPDATE SET at = excluded.at",
);

/** A device that holds a socket: since when, and who works on it. */
export type Here = { since: string; person: { id: string; name: string; role: string } | null };

/** Who is here. In memory; written rarely, because a heartbeat is worth no write. */
export type Presence = {
  seen(id: string, at: string): void;
  lastSeenAt(id: string): string | null;
  /** Whoever holds the sockets tells which devices are here. */
  askFor(here: (id: string) => Here | null): void;
  /** Null where it holds no socket. */
  here(id: string): Here | null;
  /** Says how far its clock is off; true when that is news: it went wrong, or is right again. */
  clock(id: string, skew_s: number | null): boolean;
  skewOf(id: string): number | null;
  /** What was not written yet; the caller writes it, inside the writer. */
  take(): ReadonlyMap<string, string>;
};

const presences = new WeakMap<Database, Presence>();
/** The presence of the box on this database. */
export const presenceOf = (db: Database): Presence => {
  const known = presences.get(db) ?? createPresence(db);
  presences.set(db, known);
  return known;
};

const createPresence = (db: Database): Presence => {
  const seen = new Map<string, string>();
  let unwritten = new Map<string, string>();
  let here: (id: string) => Here | null = () => null;
  const skews = new Map<string, number>();
  return {
    clock: (id, skew_s) => {
      const wasOff = skews.has(id);
      if (skew_s === null) skews.delete(id);
      else skews.set(id, skew_s);
      return wasOff !== (skew_s !== null);
    },
    skewOf: (id) => skews.get(id) ?? null,
    seen: (id, at) => {
      seen.set(id, at);
      unwritten.set(id, at);
    },
    lastSeenAt: (id) => seen.get(id) ?? seenRow.get(db, id)?.at ?? null,
    askFor: (ask) => {
      here = ask;
    },
    here: (id) => here(id),
    take: () => {
      const taken = unwritten;
      unwritten = new Map();
      return taken;
    },
  };
};

/** Writes who was seen since the last time. Also when the box stops. */
export const flushPresence = (kernel: Pick<Kernel, "db" | "operate">): Promise<void> => {
  const taken = presenceOf(kernel.db).take();
  if (taken.size === 0) return Promise.resolve();
  return kernel.operate(() => {
    for (const [id, at] of taken) saveSeen.run(kernel.db, id, at);
  });
};
