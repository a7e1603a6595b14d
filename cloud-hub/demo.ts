/**
 * The demo hub: an organisation, a person and a reusable enrolment code whose names and secrets everybody knows.
 * A database is born a demo or for real, at its first start: a demo is never poured into real data, and what a demo
 * knows is refused wherever DEMO=1 is not set.
 */
import type { Client } from "pg";
import type { Database } from "./database.ts";
import { addEnrolmentCode } from "./enrolment-codes.ts";
import { insertOrganisation } from "./organisations.ts";
import { hashPassword } from "./passwords.ts";
import { StartError } from "./start-error.ts";

export const demoUser = { name: "Chain", username: "chain", password: "demo-chain", role: "owner" } as const;
export const demoCode = "DEMO-ENROLL";
const demoOrganisation = { id: "00000000-0000-7000-8000-00000000de30", name: "Demo chain", demo: true };

/** Marks a new database as a demo or real. Throws StartError when a demo is asked of real data. */
export const claimDatabase = async (client: Client, demo: boolean): Promise<void> => {
  await client.query("INSERT INTO installation (demo) VALUES ($1) ON CONFLICT DO NOTHING", [demo]);
  const { rows } = await client.query<{ demo: boolean }>("SELECT demo FROM installation");
  if (demo && rows[0]?.demo === false) {
    throw new StartError(
      "This database is for real use: start without DEMO=1, or with another DATA_DIR or DATABASE_URL.",
    );
  }
};

/** Fills a demo, once, whoever else starts on the same database; what is there stays as it is. */
export const fillDemo = async (database: Database): Promise<void> => {
  const { id } = demoOrganisation;
  const hash = await hashPassword(demoUser.password);
  await database.tenant(id, async (sql) => {
    await sql.rows("SELECT pg_advisory_xact_lock(hashtextextended('demo', 0))");
    const found = await sql.row("SELECT name FROM organisations WHERE org_id = $1", [id]);
    if (found !== null) return;
    await insertOrganisation(sql, demoOrganisation, demoUser, hash);
    await addEnrolmentCode(sql, id, { storeName: null, code: demoCode, reusable: true });
  });
};
