/** Roles as rows: those that a store made, and those that it changed. What is not there is as it came with the box. */

import type { RoleView } from "@tillbox/shared/contract/role.ts";
import { roles as builtInRoles } from "@tillbox/shared/contract/staff.ts";
import { newsFor } from "@tillbox/shared/protocol/rooms.ts";
import { conflict } from "@tillbox/shared/refusal.ts";
import type { Database } from "better-sqlite3";
import { query } from "../../kernel/database.ts";
import { type RecordState, recordFeature } from "../../kernel/record.ts";
import type { Actor, Reads } from "../../kernel/types.ts";
import { builtInNames, builtInPermissions, checkHandout, isBuiltIn, isFixed } from "./role.ts";

export type RoleFields = { name: string; permissions: string[]; sort: number };
export type RoleState = RecordState<RoleFields>;

const holders = query<[string], { count: number }>(
  "SELECT COUNT(*) AS count FROM users WHERE role = ? AND active = 1",
);
const anyHolder = query<[string], { name: string }>("SELECT name FROM users WHERE role = ? LIMIT 1");
const holderIds = query<[string], { id: string }>("SELECT id FROM users WHERE role = ?");
const storedIds = query<[], { id: string }>("SELECT id FROM roles ORDER BY name, id");

/** Ids of all people with this role, of those too who left. */
export const peopleWithRole = (db: Database, id: string): string[] =>
  holderIds.all(db, id).map((row) => row.id);

const toView = (
  { db }: Pick<Reads, "db">,
  { id, name, permissions, version, createdAt, updatedAt }: RoleState,
): RoleView => ({
  id,
  name,
  permissions,
  builtIn: isBuiltIn(id),
  fixed: isFixed(id),
  people: holders.get(db, id)?.count ?? 0,
  version,
  createdAt,
  updatedAt,
});

export const roles = recordFeature<RoleFields>({
  name: "role",
  label: "role",
  table: "roles",
  permission: "role.manage",
  defaults: { name: "", permissions: [], sort: 0 },
  columns: { name: (state) => state.name, sort: (state) => state.sort },
  checkRemoval: (state, { db }) => {
    const holder = isBuiltIn(state.id) ? undefined : anyHolder.get(db, state.id);
    if (holder) throw conflict(`${holder.name} has this role. Give them another one first.`);
  },
  view: (state, reads) => JSON.stringify(toView(reads, state)),
  announce: { event: "staff:update", rooms: () => newsFor("staff") },
});

/** A role as it is now; undefined where there is none. */
export const roleState = (reads: Reads, id: string): RoleState | undefined => {
  const stored = reads.get(roles.entity, id);
  if (stored || !isBuiltIn(id)) return stored;
  const permissions = [...builtInPermissions(id)].sort();
  const since = new Date(0).toISOString();
  return { id, name: builtInNames[id], permissions, sort: 0, version: 0, createdAt: since, updatedAt: since };
};
export const roleView = (reads: Reads, id: string): RoleView | undefined => {
  const state = roleState(reads, id);
  return state && toView(reads, state);
};
/** Those that came with the box first, then the store's own by name. */
export const allRoles = (reads: Reads): RoleView[] => {
  const own = storedIds.all(reads.db).filter(({ id }) => !isBuiltIn(id));
  return [...builtInRoles, ...own.map(({ id }) => id)].flatMap((id) => roleView(reads, id) ?? []);
};

/** Whether an actor may give somebody this role. Throws `invalid` or `forbidden`. */
export const mayHandOut = (reads: Reads, { permissions }: Actor, id: string): void =>
  checkHandout(id, roleState(reads, id)?.permissions, permissions);

const builtInSets = new Map<string, ReadonlySet<string>>();
export const builtInSet = (id: string): ReadonlySet<string> => {
  const known = builtInSets.get(id) ?? new Set<string>(builtInPermissions(id));
  builtInSets.set(id, known);
  return known;
};

const storedSets = new WeakMap<RoleState, ReadonlySet<string>>();
/** What a role may, as things are now. The same set as long as the role does not change; nothing for a role that is gone. */
export const permissionsOfRole = (reads: Reads, id: string): ReadonlySet<string> => {
  const stored = isFixed(id) ? undefined : reads.get(roles.entity, id);
  if (!stored) return builtInSet(id);
  const known = storedSets.get(stored) ?? new Set(stored.permissions);
  storedSets.set(stored, known);
  return known;
};
