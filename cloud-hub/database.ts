/**
 * The door to Postgres. There is no way to run a statement outside a transaction that has taken the application's role
 * and named its organisation, so a forgotten WHERE shows nothing of another one. Waiting for a connection, for a
 * lock and for a statement has limits; what runs into one is answered as "unavailable", not hung.
 */
import { Client, escapeLiteral, Pool, type PoolClient, types as parsers, type QueryResultRow } from "pg";
import { StartError } from "./start-error.ts";

const CONNECT_LIMIT_MS = 5_000;
const POOL_SIZE = 10;
const STATEMENT_LIMIT_MS = 30_000;
const LOCK_LIMIT_MS = 10_000;
const IDLE_IN_TRANSACTION_LIMIT_MS = 30_000;

export type Sql = {
  /** Sends a statement and does not wait: the commit does, and fails with it. */
  send(text: string, values: unknown[], name?: string): void;
  rows<R extends QueryResultRow>(text: string, values?: unknown[], name?: string): Promise<R[]>;
  /** The first row, or null. */
  row<R extends QueryResultRow>(text: string, values?: unknown[]): Promise<R | null>;
};
export type Database = {
  /** One transaction that sees the organisation's rows, and those of `lookup` keys. */
  tenant<T>(orgId: string, work: (sql: Sql) => Promise<T>, lookup?: readonly string[]): Promise<T>;
  /** One transaction that sees only what is found by these keys (hex digits), in whichever organisation. */
  lookup<T>(keys: readonly string[], work: (sql: Sql) => Promise<T>): Promise<T>;
  /** One read-only moment of the organisation, from the replica where there is one. */
  snapshot<T>(orgId: string, work: (sql: Sql) => Promise<T>): Promise<T>;
  /** Milliseconds that a trivial question took. */
  ping(): Promise<number>;
  close(): Promise<void>;
};

const BIGINT = 20;
const TIMESTAMPTZ = 1184;
const DATE = 1082;

const wholeNumber = (text: string): number => {
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${text} is beyond the safe integers`);
  return number;
};

/** Whole numbers as numbers, times as RFC 3339 in UTC, days as YYYY-MM-DD. */
const types = {
  getTypeParser(oid: number, format?: "text" | "binary") {
    if (oid === BIGINT) return wholeNumber;
    if (oid === TIMESTAMPTZ) return (text: string) => new Date(text).toISOString();
    if (oid === DATE) return (text: string) => text;
    return format === "binary" ? parsers.getTypeParser(oid, "binary") : parsers.getTypeParser(oid, "text");
  },
};

/** A client for start-up work, as the database's own user. Throws StartError when nobody answers. */
export const connectOwner = async (url: string, variable = "DATABASE_URL"): Promise<Client> => {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    types: types,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return client;
  } catch (cause) {
    const { hostname, port, pathname } = new URL(url);
    const reason = (cause as NodeJS.ErrnoException).code ?? (cause as Error).message;
    throw new StartError(
      `The database at ${hostname}:${port || "5432"}${pathname} cannot be used (${reason}): start it, or correct ${variable}.`,
      { cause },
    );
  }
};

const openPool = (url: string, role: string | null, onError: (error: Error) => void): Pool => {
  const limits = `SET statement_timeout = ${STATEMENT_LIMIT_MS}; SET lock_timeout = ${LOCK_LIMIT_MS};
    SET idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_LIMIT_MS}`;
  const pool = new Pool({
    connectionString: url,
    max: POOL_SIZE,
    pipeline: true,
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    types: types,
    // The role is taken here and again in each transaction: a pooler in between may hand out another session.
    onConnect: async (client) => {
      await client.query(role === null ? limits : `${limits}; SET ROLE ${role}`);
    },
  });
  pool.on("error", onError);
  // A connection that breaks while it is lent out, between two statements, tells nobody else.
  pool.on("connect", (client) => client.on("error", onError));
  return pool;
};

const sqlOf = (client: PoolClient, sent: Promise<unknown>[]): Sql => {
  const query = <R extends QueryResultRow>(text: string, values: unknown[] = [], name?: string) =>
    client.query<R>(name === undefined ? { text, values } : { name, text, values });
  const rows = async <R extends QueryResultRow>(text: string, values?: unknown[], name?: string) =>
    (await query<R>(text, values, name)).rows;
  return {
    send: (text, values, name) => {
      sent.push(heard(query(text, values, name)));
    },
    rows,
    row: async (text, values) => (await rows<never>(text, values))[0] ?? null,
  };
};

/** Its failure is looked at later; until then it is nobody's unhandled rejection. */
const heard = <T>(promise: Promise<T>): Promise<T> => {
  promise.catch(() => undefined);
  return promise;
};

type Scope = { begin: string; role: string | null; orgId: string; lookup: readonly string[] };

const opening = ({ begin, role, orgId, lookup }: Scope): string => {
  const quoted = [orgId, lookup.join(",")].map((value) => escapeLiteral(value));
  const taken = role === null ? "" : `set_config('role', ${escapeLiteral(role)}, true), `;
  return `${begin}; SELECT ${taken}set_config('tillbox.org', ${quoted[0]}, true), set_config('tillbox.lookup', ${quoted[1]}, true)`;
};

const transact = async <T>(pool: Pool, scope: Scope, work: (sql: Sql) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  const sent: Promise<unknown>[] = [];
  let broken: Error | undefined;
  // Statements follow each other without waiting; one after a failed one fails too, and so does the commit.
  const opened = heard(client.query(opening(scope)));
  try {
    const result = await work(sqlOf(client, sent));
    const committed = heard(client.query("COMMIT"));
    await Promise.all([opened, ...sent]);
    const { command } = await committed;
    // A transaction in which a statement failed "commits" without an error, by rolling back.
    if (command !== "COMMIT") throw new Error(`the transaction ended with ${command}`);
    return result;
  } catch (error) {
    await client.query("ROLLBACK").catch((reason: Error) => {
      broken = reason;
    });
    // What failed first is the cause of the rest.
    const [cause] = (await Promise.allSettled([opened, ...sent])).filter((one) => one.status === "rejected");
    throw cause?.reason ?? error;
  } finally {
    client.release(broken);
  }
};

/** `role`: from `prepareRole`. `onError` hears of connections that break while nobody uses them. */
export const openDatabase = (
  url: string,
  readUrl: string | null,
  role: string | null,
  onError: (error: Error) => void,
): Database => {
  const pool = openPool(url, role, onError);
  const replica = readUrl === null ? pool : openPool(readUrl, role, onError);
  return {
    tenant: (orgId, work, lookup = []) => transact(pool, { begin: "BEGIN", role, orgId, lookup }, work),
    lookup: (keys, work) => transact(pool, { begin: "BEGIN", role, orgId: "", lookup: keys }, work),
    snapshot: (orgId, work) =>
      transact(
        replica,
        { begin: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", role, orgId, lookup: [] },
        work,
      ),
    ping: async () => {
      const started = performance.now();
      await pool.query("SELECT 1");
      return performance.now() - started;
    },
    close: async () => {
      await pool.end();
      if (replica !== pool) await replica.end();
    },
  };
};
