/**
 * A whole store from a configuration: database, kernel, people, HTTP, live hub, printers. Tests use the same function as `main.ts`, with
 * a free port and a folder of their own. What cannot work throws `StartupError` with one sentence that says what to do.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type CaughtUp, catchUp } from "./catch-up.ts";
import { type Config, closedBy } from "./config.ts";
import { fillDemoStore } from "./demo/fill.ts";
import { markOrLeaveDemo } from "./demo/leave.ts";
import { demoRoutes } from "./demo/routes.ts";
import { flushPresence } from "./features/device/rows.ts";
import { features, routesOfFeatures } from "./features.ts";
import { createApp } from "./http/app.ts";
import { createLog, type Log } from "./http/log.ts";
import { createMetrics, type Metrics, measureCommands } from "./http/metrics.ts";
import type { HashCost } from "./http/secret-hash.ts";
import { keepWalShort } from "./kernel/checkpoint.ts";
import { openDatabase } from "./kernel/database.ts";
import { type Kernel, type KernelOptions, openKernel } from "./kernel/kernel.ts";
import { migrateSafely, migrationsFolder, readMigrations } from "./kernel/migrate.ts";
import { startMachinery } from "./machinery.ts";
import { openNetwork } from "./network.ts";
import { openPeople, type People } from "./people.ts";
import { pictureRoutes } from "./pictures/routes.ts";
import { documentPage } from "./printing/document-page.ts";
import { printTargets } from "./printing/network-address.ts";
import { openScan } from "./printing/scan.ts";
import { type Replication } from "./replication/replicator.ts";
import { openSecrets, type Secrets } from "./secrets.ts";
import type { Tls } from "./tls/tls.ts";

export type StoreOptions = {
  log?: Log;
  /** On a box that listens to its own machine only: programs on it find it too. */
  announceLocally?: boolean;
  /** Cheaper hashing, for tests only. */
  hashCost?: HashCost;
  wall?: () => number;
  /** Limits of the group commit; the bench turns grouping off as its control. */
  limits?: KernelOptions["limits"];
};

export type Store = {
  kernel: Kernel;
  people: People;
  replication: Replication;
  /** Where it serves, `http://host:port`. */
  url: string;
  tls: Tls;
  close(): Promise<void>;
};

export const databaseFile = (config: Pick<Config, "dataDir">): string => join(config.dataDir, "box.db");
const webFolder = join(import.meta.dirname, "web", "dist");

const tellCaughtUp = (done: CaughtUp | null, log: Log): void => {
  if (done === null) return;
  if ("error" in done)
    log.error(
      { err: done.error },
      "after the update, tables could not be made from the journal; run `rebuild --check`",
    );
  else log.info(done, "after the update, tables are as the journal says");
};

const openData = async (
  config: Config,
  log: Log,
  metrics: Metrics,
  secrets: Secrets,
  options: StoreOptions,
): Promise<Kernel> => {
  const file = databaseFile(config);
  const db = openDatabase(file);
  const migrations = readMigrations(migrationsFolder);
  await migrateSafely(db, migrations, async (from) => {
    await db.backup(join(config.dataDir, `before-schema-${from}-${Date.now()}.db`));
  });
  tellCaughtUp(catchUp(db, features, migrations), log);
  const kernel = openKernel(db, features, {
    report: (message, error, details) => log.error({ err: error, ...details }, message),
    measured: metrics.commitBatch,
    personalSecret: secrets.keep("personal"),
    closed: closedBy(config),
    ...(options.wall ? { wall: options.wall } : {}),
    ...(options.limits ? { limits: options.limits } : {}),
  });
  return measureCommands(kernel, metrics);
};

/** Fills the folder of a demo; ends what a demo let in when its folder is served for real. */
const settleDemo = async (kernel: Kernel, config: Config, people: People, log: Log): Promise<void> => {
  if (await markOrLeaveDemo(kernel, config.demo))
    log.warn({}, "this folder was a demo: all sign-ins and paired devices of that time were ended");
  if (config.demo) await fillDemoStore(kernel, { hashSecrets: people.hashSecrets });
};

/** Builds and starts everything; resolves when it serves. */
export const openStore = async (config: Config, options: StoreOptions = {}): Promise<Store> => {
  const log = options.log ?? createLog({ level: config.logLevel });
  const metrics = createMetrics();
  const secrets = openSecrets(config.dataDir);
  const kernel = await openData(config, log, metrics, secrets, options);
  const { wall, announceLocally } = options;
  const network = openNetwork({ kernel, config, secrets, log, wall, announceLocally });
  const people = openPeople(kernel, config, secrets, metrics, options.hashCost);
  await settleDemo(kernel, config, people, log);
  const machinery = await startMachinery(kernel, { config, secrets, people, log, metrics });
  const checkpoints = keepWalShort(kernel, {
    report: (message, error) => log.error({ err: error }, message),
  });
  const app = createApp({
    kernel,
    auth: people.auth,
    routes: [
      ...people.routes,
      ...routesOfFeatures({
        ...config,
        mayPrintTo: printTargets(config.loopbackPrinters),
        scanForPrinters: openScan(config.loopbackPrinters),
        giftCardKey: secrets.keep("gift-card"),
        receiptLinks: { key: secrets.keep("receipt-links"), render: documentPage },
      }),
      ...machinery.routes,
      ...pictureRoutes(),
      ...network.routes,
      ...(config.demo ? demoRoutes : []),
    ],
    config: {
      corsOrigins: config.corsOrigins,
      rateLimitMax: config.rateLimitMax,
      metricsToken: config.metricsToken,
      fingerprintKey: secrets.keep("fingerprint"),
    },
    log,
    metrics,
    checks: { ...machinery.checks, ...network.checks },
    facts: () => ({
      demo: config.demo,
      empty: people.setup.code() !== null,
      offlineMode: config.offlineMode,
    }),
    securePort: () => network.tls.announced()?.port ?? null,
    home: () => (people.setup.code() === null ? "/pos/" : "/setup/"),
    offlineMode: config.offlineMode,
    ...(existsSync(webFolder) ? { web: webFolder } : {}),
  });
  const close = async (): Promise<void> => {
    await Promise.all([network.stop(), machinery.stop()]);
    await flushPresence(kernel);
    await checkpoints.stop();
    kernel.close();
  };
  try {
    const url = await network.serve({ ...machinery.live, fetch: app.fetch });
    return { kernel, people, replication: machinery.replication, url, tls: network.tls, close };
  } catch (error) {
    await close();
    throw error;
  }
};
