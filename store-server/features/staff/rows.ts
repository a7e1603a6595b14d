/** Rows of people and of what proves them. */
import { newsFor } from "@tillbox/shared/protocol/rooms.ts";
import type { Database } from "better-sqlite3";
import { query } from "../../kernel/database.ts";
import type { Actor, Entity, Reads, WhoIs } from "../../kernel/types.ts";
import { builtInSet, permissionsOfRole } from "../role/rows.ts";
import { evolveUser, type UserState, type Ways } from "./staff.ts";

/** Usernames are the same in any case. */
export const usernameKey = (username: string): string => username.toLowerCase();

const userText = ({ id, name, role, username, active, version, createdAt, updatedAt }: UserState): string =>
  JSON.stringify({ id, name, role, username, active, version, createdAt, updatedAt });

export const users: Entity<UserState> = {
  name: "user",
  table: "users",
  evolve: evolveUser,
  columns: {
    name: (user) => user.name,
    role: (user) => user.role,
    username_key: (user) => (user.username === null ? null : usernameKey(user.username)),
    active: (user) => (user.active ? 1 : 0),
  },
  view: userText,
  announce: (_event, user) =>
    user ? [{ event: "staff:update", rooms: newsFor("staff"), data: userText(user) }] : [],
};

const byUsername = query<[string], { id: string }>(
  "SELECT id FROM users WHERE username_key = ? AND active = 1",
);
const owners = query<[], { count: number }>(
  "SELECT COUNT(*) AS count FROM users WHERE role = 'owner' AND active = 1",
);
const anybody = query<[], { found: number }>("SELECT EXISTS (SELECT 1 FROM users) AS found");
const anybodyReal = query<[], { found: number }>(
  "SELECT EXISTS (SELECT 1 FROM users LEFT JOIN credentials ON user_id = id WHERE demo IS NULL OR demo = 0) AS found",
);

/** Id of the active person with this username, in any case. */
export const userIdOf = (db: Database, username: string): string | undefined =>
  byUsername.get(db, usernameKey(username))?.id;
export const countActiveOwners = (db: Database): number => owners.get(db)?.count ?? 0;
/** Whether the box was set up. People whom only a demo knows count in a demo only. */
export const hasPeople = (db: Database, demo: boolean): boolean =>
  (demo ? anybody : anybodyReal).get(db)?.found === 1;

export type CredentialRow = {
  user_id: string;
  password_hash: string | null;
  pin_lookup: string | null;
  pin_hash: string | null;
  /** 1: made in a demo store. */
  demo: number;
};
const credentials = query<[string], CredentialRow>(
  "SELECT user_id, password_hash, pin_lookup, pin_hash, demo FROM credentials WHERE user_id = ?",
);
const byPin = query<[string], CredentialRow>(
  "SELECT user_id, password_hash, pin_lookup, pin_hash, demo FROM credentials WHERE pin_lookup = ?",
);
const saveCredentials = query<[string, string | null, string | null, string | null, number, string]>(
  "INSERT INTO credentials (user_id, password_hash, pin_lookup, pin_hash, demo, changed_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (user_id) DO UPDATE SET password_hash = excluded.password_hash, pin_lookup = excluded.pin_lookup, pin_hash = excluded.pin_hash, demo = excluded.demo, changed_at = excluded.changed_at",
);
const removeCredentials = query<[string]>("DELETE FROM credentials WHERE user_id = ?");

export const findCredentials = (db: Database, userId: string): CredentialRow | undefined =>
  credentials.get(db, userId);
/** `lookup` is the keyed hash of a PIN. */
export const findByPin = (db: Database, lookup: string): CredentialRow | undefined => byPin.get(db, lookup);
export const waysOf = (db: Database, userId: string): Ways => {
  const row = credentials.get(db, userId);
  return { password: typeof row?.password_hash === "string", pin: typeof row?.pin_hash === "string" };
};

/** Inside the writer. */
export const writeCredentials = (db: Database, row: CredentialRow, at: string): void => {
  saveCredentials.run(db, row.user_id, row.password_hash, row.pin_lookup, row.pin_hash, row.demo, at);
};
export const dropCredentials = (db: Database, userId: string): void => {
  removeCredentials.run(db, userId);
};

/** The person as an actor, as things are now; null for nobody and for somebody who may not work. */
export const actorOf = (reads: Reads, userId: string, deviceId: string | null): Actor | null => {
  const user = reads.get(users, userId);
  return user?.active ? asActor(reads, user, deviceId) : null;
};
export const asActor = (reads: Reads, user: UserState, deviceId: string | null): Actor => ({
  userId: user.id,
  name: user.name,
  role: user.role,
  deviceId,
  permissions: permissionsOfRole(reads, user.role),
});

/** Also of somebody who left: what they did stays theirs. */
export const whoIs: WhoIs = (userId, reads) => {
  const user = reads.get(users, userId);
  return user ? { name: user.name, role: user.role } : null;
};

/** Acts for the box itself: set-up, demo data, maintenance. */
export const systemActor: Actor = {
  userId: null,
  name: "system",
  role: "system",
  deviceId: null,
  permissions: builtInSet("owner"),
};
