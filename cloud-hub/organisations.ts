/** Organisations and the people who look at them. A login name is unique on the whole hub: it finds the organisation. */

import type { Role } from "@tillbox/shared/contract/staff.ts";
import { newId } from "@tillbox/shared/id.ts";
import { conflict } from "@tillbox/shared/refusal.ts";
import type { Database, Sql } from "./database.ts";
import { hashPassword } from "./passwords.ts";
import { directoryKey } from "./tokens.ts";

export type NewOrganisation = { id?: string; name: string; demo?: boolean };
export type NewUser = { name: string; username: string; password: string; role: Role };

/** An organisation with its first user, in one transaction. Throws Refusal `conflict` for a taken login name. */
export const addOrganisation = async (
  database: Database,
  organisation: NewOrganisation,
  user: NewUser,
): Promise<string> => {
  const orgId = organisation.id ?? newId();
  const hash = await hashPassword(user.password);
  await database.tenant(orgId, (sql) => insertOrganisation(sql, { ...organisation, id: orgId }, user, hash));
  return orgId;
};

/** The same inside a transaction of the new organisation. */
export const insertOrganisation = async (
  sql: Sql,
  { id, name, demo = false }: NewOrganisation & { id: string },
  user: NewUser,
  passwordHash: string,
): Promise<void> => {
  await sql.rows("INSERT INTO organisations (org_id, name, demo) VALUES ($1, $2, $3)", [id, name, demo]);
  await addUser(sql, id, user, passwordHash, directoryKey("login", user.username));
};

const addUser = async (sql: Sql, orgId: string, user: NewUser, hash: string, key: string): Promise<void> => {
  const taken = await sql.row(
    "INSERT INTO directory (key, org_id) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING key",
    [key, orgId],
  );
  if (taken === null) throw conflict(`The user name ${user.username} is taken: choose another.`);
  await sql.rows(
    "INSERT INTO users (org_id, id, username, name, role, password_hash) VALUES ($1, $2, $3, $4, $5, $6)",
    [orgId, newId(), user.username.toLowerCase(), user.name, user.role, hash],
  );
};

/** The organisation of a login name, whatever its case; null for nobody's. */
export const organisationOf = async (database: Database, username: string): Promise<string | null> =>
  findInDirectory(database, directoryKey("login", username));

/** Whose a login name or an enrolment code is; null for nobody's. */
export const findInDirectory = (database: Database, key: string): Promise<string | null> =>
  database.lookup([key], async (sql) => {
    const row = await sql.row<{ org_id: string }>("SELECT org_id FROM directory WHERE key = $1", [key]);
    return row?.org_id ?? null;
  });
