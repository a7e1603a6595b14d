/**
 * Builds a whole hub from its settings: database (its own or a given one), migrations, roles, ingest, sign-in, HTTP. The
 * program and the tests use the same function. Closing ends what was begun in the opposite order, within limits:
 * requests that run are answered, then connections, then the database.
 */
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { createAdaptorServer } from "@hono/node-server";
import { createApp } from "./app.ts";
import { openAuth } from "./auth.ts";
import type { HubConfig } from "./config.ts";
import { connectOwner, type Database, openDatabase } from "./database.ts";
import { claimDatabase, fillDemo } from "./demo.ts";
import { chooseAccount } from "./embedded/account.ts";
import { runnableBinaries } from "./embedded/binaries.ts";
import { type Cluster, openCluster } from "./embedded/cluster.ts";
import type { HubApp } from "./http.ts";
import { openIngest } from "./ingest.ts";
import { keptSecret, makeFolder } from "./kept-secret.ts";
import { createLog, type Log } from "./log.ts";
import { openLoginBackoff } from "./login-backoff.ts";
import { createMetrics } from "./metrics.ts";
import { listMigrations, migrate, prepareRole } from "./migrate.ts";
import { StartError } from "./start-error.ts";
import { openTokens } from "./tokens.ts";

const DATABASE = "tillbox";
const CLOSE_LIMIT_MS = 5_000;
const REQUEST_LIMIT_MS = 60_000;

export type OpenStorage = {
  database: Database /** The built-in Postgres ended by itself. */;
  lost: Promise<void>;
  close(): Promise<void>;
};
export type Hub = {
  app: HubApp;
  url: string;
  database: Database;
  lost: Promise<void>;
  close(): Promise<void>;
};

/** Opens and migrates the database. Throws StartError. */
export const openStorage = async (config: HubConfig, log: Log): Promise<OpenStorage> => {
  const cluster = config.databaseUrl === null ? await openOwnCluster(config.dataDir, log) : null;
  try {
    const url = config.databaseUrl ?? (cluster as Cluster).url(DATABASE);
    const role = await prepare(url, config.demo, log);
    const database = openDatabase(url, config.databaseReadUrl, role, (error) =>
      log.warn({ err: error }, "a connection to the database broke"),
    );
    const close = async () => {
      await database.close();
      await cluster?.stop();
    };
    return { database, lost: cluster?.ended ?? new Promise(() => undefined), close };
  } catch (error) {
    await cluster?.stop();
    throw error;
  }
};

const openOwnCluster = async (dataDir: string, log: Log): Promise<Cluster> => {
  await makeFolder(dataDir);
  const account = await chooseAccount(join(dataDir, "postgres"));
  const cluster = await openCluster({
    dataDir,
    account,
    password: await keptSecret(join(dataDir, "postgres-password")),
    binaries: await runnableBinaries(account, dataDir),
    log: (line) => log.debug({ line }, "postgres"),
  });
  const client = await connectOwner(cluster.url("postgres"), "DATA_DIR");
  try {
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
  return cluster;
};

const prepare = async (url: string, demo: boolean, log: Log): Promise<string | null> => {
  const client = await connectOwner(url);
  try {
    for (const name of await migrate(client, await listMigrations())) log.info({ name }, "migrated");
    await claimDatabase(client, demo);
    return await prepareRole(client);
  } finally {
    await client.end();
  }
};

/** A hub that serves. Throws StartError with a sentence that says what to do. */
export const openHub = async (config: HubConfig): Promise<Hub> => {
  const log = createLog(config.logLevel);
  const secret = config.jwtSecret ?? (await keptSecret(join(config.dataDir, "jwt-secret")));
  const storage = await openStorage(config, log);
  try {
    const { database } = storage;
    if (config.demo) await fillDemo(database);
    const backoff = openLoginBackoff(database, config.maxLoginAttempts);
    const auth = openAuth({ database, tokens: openTokens(secret), backoff, demo: config.demo });
    const ingest = openIngest(database);
    const app = createApp({ config, database, auth, backoff, ingest, metrics: createMetrics(), log });
    const server = await listen(app, config);
    const close = async () => {
      await closeServer(server);
      await storage.close();
    };
    return { app, url: urlOf(server, config.host), database, lost: storage.lost, close };
  } catch (error) {
    await storage.close();
    throw error;
  }
};

const listen = async (app: HubApp, { host, port }: HubConfig): Promise<Server> => {
  const server = createAdaptorServer({
    fetch: app.fetch,
    serverOptions: { requestTimeout: REQUEST_LIMIT_MS },
  }) as Server;
  try {
    server.listen(port, host);
    await once(server, "listening");
    return server;
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === "EADDRINUSE") {
      throw new StartError(`Port ${port} is taken: stop what uses it, or set PORT to another.`, { cause });
    }
    throw new StartError(`The hub cannot listen on ${host}:${port} (${code}): correct HOST or PORT.`, {
      cause,
    });
  }
};

const urlOf = (server: Server, host: string): string => {
  const { port } = server.address() as AddressInfo;
  const shown = host === "0.0.0.0" || host === "::" ? "localhost" : host;
  return `http://${shown.includes(":") ? `[${shown}]` : shown}:${port}`;
};

const closeServer = async (server: Server): Promise<void> => {
  const closed = once(server, "close");
  server.close();
  server.closeIdleConnections();
  await Promise.race([closed, pause(CLOSE_LIMIT_MS, undefined, { ref: false })]);
  server.closeAllConnections();
  await closed;
};
