import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isDatabaseAway } from "./errors.ts";
import { asSuperuser, openTestHub, type TestHub } from "./testing.ts";

const orgId = "0190f5fe-7c00-7a00-8000-000000000001";
let hub: TestHub;
beforeAll(async () => {
  hub = await openTestHub();
  await hub.database.tenant(orgId, (sql) =>
    sql.rows("INSERT INTO organisations (org_id, name) VALUES ($1, 'Test')", [orgId]),
  );
});
afterAll(() => hub.close());

const answer =
  "INSERT INTO answers (org_id, actor, key, request_hash, status, body) VALUES ($1, 'a', $2, '', $3, '')";
const keys = async (): Promise<string[]> => {
  const rows = await hub.database.tenant(orgId, (sql) =>
    sql.rows<{ key: string }>("SELECT key FROM answers ORDER BY key"),
  );
  return rows.map((row) => row.key);
};
const failure = async (work: Promise<unknown>): Promise<Error> => {
  const error = await work.then(
    () => new Error("it succeeded"),
    (reason: unknown) => reason,
  );
  return error as Error;
};

describe("a transaction", () => {
  it("holds what was sent without waiting", async () => {
    await hub.database.tenant(orgId, async (sql) => {
      sql.send(answer, [orgId, "one", 200]);
      sql.send(answer, [orgId, "two", 200]);
    });
    expect(await keys()).toEqual(["one", "two"]);
  });

  it("fails with the first statement that failed, and then holds nothing", async () => {
    const sentOnly = hub.database.tenant(orgId, async (sql) => {
      sql.send(answer, [orgId, "three", 200]);
      sql.send(answer, [orgId, "one", 200]);
      sql.send(answer, [orgId, "four", 200]);
    });
    expect((await failure(sentOnly)).message).toContain("answers_pkey");
    const sentAndAsked = hub.database.tenant(orgId, async (sql) => {
      sql.send(answer, [orgId, "five", "no number"]);
      await sql.rows("SELECT 1");
    });
    expect((await failure(sentAndAsked)).message).toContain("no number");
    const ownMind = hub.database.tenant(orgId, async (sql) => {
      sql.send(answer, [orgId, "six", 200]);
      throw new Error("changed my mind");
    });
    expect((await failure(ownMind)).message).toBe("changed my mind");
    expect(await keys()).toEqual(["one", "two"]);
  });

  it("that loses its connection says that the database is away, and the next one works", async () => {
    const cut = hub.database.tenant(orgId, async (sql) => {
      const row = await sql.row<{ pid: number }>("SELECT pg_backend_pid() AS pid");
      await asSuperuser(hub.databaseUrl, (client) =>
        client.query("SELECT pg_terminate_backend($1)", [row?.pid]),
      );
      sql.send(answer, [orgId, "seven", 200]);
    });
    expect(isDatabaseAway(await failure(cut))).toBe(true);
    expect(await keys()).toEqual(["one", "two"]);
  });

  it("of a snapshot cannot write", async () => {
    const write = hub.database.snapshot(orgId, (sql) => sql.rows(answer, [orgId, "eight", 200]));
    expect((await failure(write)).message).toContain("read-only");
  });
});
