/**
 * A whole store from a configuration: database, kernel, people, HTTP, live hub, printers. Tests use the same function as `main.ts`, with
 * a free port and a folder of their own. What cannot work throws `StartupError` with one sentence that says what to do.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createAdaptorServer } from "@hono/node-server";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Config } from "./config.ts";
import { pageRoutes } from "./features/printer/page-routes.ts";
import { featureRoutes, features } from "./features.ts";
import { salesOfPeriods } from "./features/report/rows.ts";
import { flushPresence } from "./features/device/rows.ts";
import { createApp, serverOptions } from "./http/app.ts";
import { databaseCheck, memoryCheck } from "./http/health.ts";
import { createLog, type Log } from "./http/log.ts";
import { createMetrics, measureCommands, type Metrics } from "./http/metrics.ts";
import type { HashCost } from "./http/secret-hash.ts";
import { openDatabase, StartupError } from "./kernel/database.ts";
import { type Kernel, type KernelOptions, openKernel } from "./kernel/kernel.ts";
import { migrateSafely, migrationsFolder, readMigrations } from "./kernel/migrate.ts";
import { type Live, startLive } from "./live/hub.ts";
import { countBusiness } from "./observe/business-metrics.ts";
import { openPaper, type Paper } from "./paper.ts";
import { openPeople, type People } from "./people.ts";
import { openSecrets } from "./secrets.ts";
import { openChanges } from "./sync/changes.ts";

export type StoreOptions = {
  log?: Log;
  /** Cheaper hashing, for tests only. */
  hashCost?: HashCost;
  wall?: () => number;
  /** Limits of the group commit; the bench turns grouping off as its control. */
  limits?: KernelOptions["limits"];
};

export type Store = {
  kernel: Kernel;
  people: People;
  /** Where it serves, `http://host:port`. */
  url: string;
  close(): Promise<void>;
};

export const databaseFile = (config: Pick<Config, "dataDir">): string => join(config.dataDir, "box.db");
const webFolder = join(import.meta.dirname, "web", "dist");

const openData = async (
  config: Config,
  log: Log,
  metrics: Metrics,
  options: StoreOptions,
): Promise<Kernel> => {
  const file = databaseFile(config);
  const db = openDatabase(file);
  await migrateSafely(db, readMigrations(migrationsFolder), async (from) => {
    await db.backup(join(config.dataDir, `before-schema-${from}-${Date.now()}.db`));
  });
  const kernel = openKernel(db, features, {
    report: (message, error, details) => log.error({ err: error, ...details }, message),
    measured: metrics.commitBatch,
    ...(options.wall ? { wall: options.wall } : {}),
    ...(options.limits ? { limits: options.limits } : {}),
  });
  return measureCommands(kernel, metrics);
};

const listen = (server: Server, { host, port }: Config): Promise<string> =>
  new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void => {
      const reason =
        error.code === "EADDRINUSE"
          ? `Port ${port} is taken by another program. Stop it, or choose another with PORT=${port + 1}.`
          : `The box cannot listen on ${host}:${port} (${error.code}). Set HOST and PORT to an address of this machine.`;
      reject(new StartupError(reason));
    };
    server.once("error", failed);
    server.listen(port, host, () => {
      server.off("error", failed);
      const { port: chosen } = server.address() as AddressInfo;
      resolve(`http://${host === "0.0.0.0" ? "127.0.0.1" : host}:${chosen}`);
    });
  });

const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 2000).unref();
  });

/** Builds and starts everything; resolves when it serves. */
export const openStore = async (config: Config, options: StoreOptions = {}): Promise<Store> => {
  const log = options.log ?? createLog({ level: config.logLevel });
  const metrics = createMetrics();
  const kernel = await openData(config, log, metrics, options);
  const secrets = openSecrets(config.dataDir);
  const people = openPeople(kernel, config, secrets, metrics, options.hashCost);
  const changes = openChanges(kernel, log);
  const live: Live = startLive({ kernel, authenticate: people.authenticate, changes, log });
  metrics.provide({ liveConnections: () => live.state().connections, liveLag: () => live.state().lag });
  const paper: Paper = await openPaper(kernel, config, join(config.dataDir, "pages"), {
    log,
    metrics,
    publish: live.publish,
  });
  countBusiness(kernel, metrics);
  metrics.provide({ sales: () => salesOfPeriods(kernel, kernel.clock.now()) });
  const app = createApp({
    kernel,
    auth: people.auth,
    routes: [...people.routes, ...featureRoutes, ...pageRoutes(paper.pages, config.demo)],
    config: {
      corsOrigins: config.corsOrigins,
      rateLimitMax: config.rateLimitMax,
      metricsToken: config.metricsToken,
      fingerprintKey: secrets.keep("fingerprint"),
    },
    log,
    metrics,
    checks: { database: databaseCheck(kernel), memory: memoryCheck(), printers: paper.check },
    ...(existsSync(webFolder) ? { web: webFolder } : {}),
  });
  const server = createAdaptorServer({ fetch: app.fetch, serverOptions }) as Server;
  server.on("upgrade", (request, socket, head) => {
    if (!live.handleUpgrade(request, socket, head)) socket.destroy();
  });
  const close = async (): Promise<void> => {
    const closed = closeServer(server);
    await live.close();
    await closed;
    await paper.stop();
    await flushPresence(kernel);
    kernel.close();
  };
  try {
    return { kernel, people, url: await listen(server, config), close };
  } catch (error) {
    await close();
    throw error;
  }
};
