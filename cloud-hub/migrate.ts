/**
 * Numbered migrations, forward only, each in a transaction of its own. An advisory lock makes several hub nodes that
 * start at once take turns. A database that a newer hub has migrated is refused, not guessed at. The role that all
 * work runs under is prepared here too: it owns nothing, so row level security binds it, and it can only add to the
 * journal.
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Client } from "pg";
import { StartError } from "./start-error.ts";

export const applicationRole = "tillbox_app";
const LOCK = 7_455_263_001;

type Migration = { version: number; name: string; path: string };

/** The migrations that came with this hub, in order. Throws when a number is missing or doubled. */
export const listMigrations = async (
  folder = join(import.meta.dirname, "migrations"),
): Promise<Migration[]> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  return names.map((name, index) => {
    const version = Number.parseInt(name, 10);
    if (version !== index + 1) throw new Error(`migration ${name} should have number ${index + 1}`);
    return { version, name, path: join(folder, name) };
  });
};

/** Runs `work` in a transaction that only one hub at a time can be in. */
const alone = async <T>(client: Client, work: () => Promise<T>): Promise<T> => {
  await client.query("BEGIN");
  try {
    await client.query("SELECT pg_advisory_xact_lock($1)", [LOCK]);
    const result = await work();
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
};

const currentVersion = async (client: Client): Promise<number> => {
  await client.query(
    `CREATE TABLE IF NOT EXISTS schema_migrations (
       version integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`,
  );
  const { rows } = await client.query<{ version: number }>(
    "SELECT coalesce(max(version), 0) AS version FROM schema_migrations",
  );
  return rows[0]?.version ?? 0;
};

/** Brings the database to this hub's version. Returns the names of what was applied. Throws StartError. */
export const migrate = async (client: Client, migrations: Migration[]): Promise<string[]> => {
  const newest = migrations.at(-1)?.version ?? 0;
  const applied: string[] = [];
  for (;;) {
    const name = await alone(client, async () => {
      const version = await currentVersion(client);
      if (version > newest) {
        throw new StartError(
          `The database has schema ${version}, this hub knows ${newest}: start the newer hub, or restore a backup from before it.`,
        );
      }
      const next = migrations.find((migration) => migration.version === version + 1);
      if (!next) return null;
      await client.query(await readFile(next.path, "utf8"));
      await client.query("INSERT INTO schema_migrations (version, name) VALUES ($1, $2)", [
        next.version,
        next.name,
      ]);
      return next.name;
    });
    if (name === null) return applied;
    applied.push(name);
  }
};

/** A role belongs to the whole server, so another database, or another hub, may be making it right now. */
const makeRole = `DO $$
BEGIN
  CREATE ROLE ${applicationRole} NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
EXCEPTION WHEN duplicate_object OR unique_violation OR insufficient_privilege THEN NULL;
END $$`;
const joinRole = `DO $$
BEGIN
  EXECUTE format('GRANT ${applicationRole} TO %I WITH INHERIT FALSE, SET TRUE', current_user);
EXCEPTION WHEN OTHERS THEN NULL;
END $$`;
const grants = [
  `GRANT USAGE ON SCHEMA public TO ${applicationRole}`,
  `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${applicationRole}`,
  `REVOKE UPDATE, DELETE ON journal FROM ${applicationRole}`,
  `REVOKE INSERT, UPDATE, DELETE ON installation, schema_migrations FROM ${applicationRole}`,
];

/**
 * The role to work under, or null where the database's user may not make one but is bound by row level security
 * itself. A user that escapes row level security and cannot change to the role is refused with a StartError.
 */
export const prepareRole = async (client: Client): Promise<string | null> => {
  await client.query(makeRole);
  const { rows } = await client.query<{ free: boolean; superuser: boolean; usable: boolean }>(
    `SELECT rolsuper OR rolbypassrls AS free, rolsuper AS superuser,
            EXISTS (SELECT FROM pg_roles WHERE rolname = '${applicationRole}') AS usable
       FROM pg_roles WHERE rolname = current_user`,
  );
  const { free = true, superuser = false, usable = false } = rows[0] ?? {};
  if (usable && !superuser) await client.query(joinRole);
  if (usable && (await canTake(client))) {
    await alone(client, async () => {
      for (const grant of grants) await client.query(grant);
    });
    return applicationRole;
  }
  if (!free) return null;
  throw new StartError(
    `The database's user escapes row level security: let it use the role ${applicationRole}, or give DATABASE_URL a user without BYPASSRLS.`,
  );
};

const canTake = async (client: Client): Promise<boolean> => {
  const taken = await client.query(`SET ROLE ${applicationRole}`).then(
    () => true,
    () => false,
  );
  await client.query("RESET ROLE");
  return taken;
};
