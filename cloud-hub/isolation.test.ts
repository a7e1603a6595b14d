import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addOrganisation } from "./organisations.ts";
import { asSuperuser, openTestHub, type TestHub } from "./testing.ts";
import { enrolStore, postBatch } from "./testing-client.ts";
import { newJournal, saleOf, soldAt } from "./testing-journal.ts";

const tables = [
  "organisations",
  "directory",
  "users",
  "sessions",
  "enrolment_codes",
  "stores",
  "journal",
  "sales",
  "unreadable_sales",
  "answers",
];
const orgOf = { a: "", b: "" };
let hub: TestHub;
let clientA: Client;
let clientB: Client;

const connect = async (): Promise<Client> => {
  const client = new Client({ connectionString: hub.databaseUrl });
  await client.connect();
  return client;
};

/** Counts a table's rows as the application's role, in the organisation named (none: no context at all). */
const count = async (client: Client, table: string, orgId?: string): Promise<number> => {
  await client.query("BEGIN; SET LOCAL ROLE tillbox_app");
  try {
    if (orgId !== undefined) await client.query("SELECT set_config('tillbox.org', $1, true)", [orgId]);
    const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM ${table}`);
    return Number(rows[0]?.count);
  } finally {
    await client.query("ROLLBACK");
  }
};

beforeAll(async () => {
  hub = await openTestHub();
  await hub.signIn();
  const journal = newJournal("store-a");
  journal.append(soldAt(saleOf(100)), { ...soldAt(saleOf(100)), v: 2 });
  const { body } = await enrolStore(hub.url, hub.enrolmentCode, "store-a");
  await postBatch(hub.url, String(body["token"]), await journal.batch(1, 2));
  await fetch(`${hub.url}/api/stores/enrolment-codes`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "idempotency-key": "once",
      authorization: `Bearer ${await hub.signIn()}`,
    },
    body: JSON.stringify({ storeName: "Next" }),
  });
  orgOf.b = await addOrganisation(
    hub.database,
    { name: "Other chain" },
    { name: "Other", username: "other", password: "other-password", role: "owner" },
  );
  await asSuperuser(hub.databaseUrl, async (client) => {
    const { rows } = await client.query<{ org_id: string }>("SELECT org_id FROM stores");
    orgOf.a = String(rows[0]?.org_id);
  });
  clientA = await connect();
  clientB = await connect();
});
afterAll(async () => {
  await clientA.end();
  await clientB.end();
  await hub.close();
});

describe("an organisation", () => {
  it.each(tables)(
    "sees its own rows of %s, and the other's none, on two connections at once",
    async (table) => {
      const [ofA, ofB] = await Promise.all([count(clientA, table, orgOf.a), count(clientB, table, orgOf.b)]);
      const all = await asSuperuser(hub.databaseUrl, async (client) => {
        const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM ${table}`);
        return Number(rows[0]?.count);
      });
      expect(ofA).toBeGreaterThan(0);
      expect(ofA + ofB).toBe(all);
      expect(ofB).toBe(["organisations", "directory", "users"].includes(table) ? 1 : 0);
    },
  );

  it.each([...tables, "login_failures"])("is needed: without one, nothing of %s is seen", async (table) => {
    expect(await count(clientA, table)).toBe(0);
  });

  it("is needed for the journal's partitions by their own names too", async () => {
    for (let part = 0; part < 8; part += 1) expect(await count(clientA, `journal_${part}`, orgOf.a)).toBe(0);
  });

  it("cannot write into another", async () => {
    const insert = "INSERT INTO enrolment_codes (org_id, code_key) VALUES ($1, 'stolen')";
    const work = hub.database.tenant(orgOf.b, (sql) => sql.rows(insert, [orgOf.a]));
    await expect(work).rejects.toThrow(/row-level security/);
    const changed = await hub.database.tenant(orgOf.b, (sql) =>
      sql.rows("UPDATE stores SET name = 'mine' WHERE org_id = $1 RETURNING id", [orgOf.a]),
    );
    expect(changed).toEqual([]);
  });

  it("is forgotten when its transaction ends, on the same connection", async () => {
    expect(await count(clientA, "stores", orgOf.a)).toBe(1);
    expect(await count(clientA, "stores")).toBe(0);
    expect(await hub.database.lookup([], (sql) => sql.rows("SELECT * FROM stores"))).toEqual([]);
  });

  it("is bound even where the statement forgets to name it", async () => {
    const rows = await hub.database.tenant(orgOf.b, (sql) => sql.rows("SELECT * FROM journal"));
    expect(rows).toEqual([]);
  });
});

describe("the journal", () => {
  it("can be added to, and not changed or deleted, by the hub", async () => {
    for (const statement of ["UPDATE journal SET bytes = ''", "DELETE FROM journal", "TRUNCATE journal"]) {
      await expect(hub.database.tenant(orgOf.a, (sql) => sql.rows(statement))).rejects.toThrow(
        /permission denied/,
      );
    }
  });
});

describe("the proof", () => {
  it("has teeth: with row level security off, the same question shows everything", async () => {
    await asSuperuser(hub.databaseUrl, async (client) => {
      await client.query("BEGIN; ALTER TABLE stores DISABLE ROW LEVEL SECURITY; SET LOCAL ROLE tillbox_app");
      const { rows } = await client.query("SELECT id FROM stores");
      await client.query("ROLLBACK");
      expect(rows).toHaveLength(1);
    });
  });
});
