/**
 * A whole store from a configuration: database, kernel, people, HTTP, live hub, printers. Tests use the same function as `main.ts`, with
 * a free port and a folder of their own. What cannot work throws `StartupError` with one sentence that says what to do.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type CaughtUp, catchUp } from "./catch-up.ts";
import type { Config } from "./config.ts";
import { connectView } from "./connect.ts";
import { fillDemoStore } from "./demo/fill.ts";
import { markOrLeaveDemo } from "./demo/leave.ts";
import { demoRoutes } from "./demo/routes.ts";
import { type Discovery, startDiscovery } from "./discovery/discovery.ts";
import { hostOf } from "./discovery/service.ts";
import { flushPresence } from "./features/device/rows.ts";
import { setting } from "./features/settings/rows.ts";
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
import { openPeople, type People } from "./people.ts";
import { pictureRoutes } from "./pictures/routes.ts";
import { documentPage } from "./printing/document-page.ts";
import { printTargets } from "./printing/network-address.ts";
import { type Replication } from "./replication/replicator.ts";
import { openSecrets, type Secrets } from "./secrets.ts";
import { openSecureServer, openServer } from "./server.ts";
import { tlsRoutes } from "./tls/routes.ts";
import { startTls, type Tls } from "./tls/tls.ts";

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

/** The box can be found by itself, under the name that the store has now, and with the certificate that it shows now. */
const announce = (kernel: Kernel, host: string, url: string, tls: Tls, log: Log): Discovery =>
  startDiscovery({
    config: { host, port: Number(new URL(url).port) },
    identity: () => ({
      storeId: kernel.storeId,
      storeName: setting(kernel, "store.name"),
      tls: tls.announced(),
    }),
    log,
  });

/** Builds and starts everything; resolves when it serves. */
export const openStore = async (config: Config, options: StoreOptions = {}): Promise<Store> => {
  const log = options.log ?? createLog({ level: config.logLevel });
  const metrics = createMetrics();
  const secrets = openSecrets(config.dataDir);
  const kernel = await openData(config, log, metrics, secrets, options);
  let discovery: Discovery | null = null;
  const tls = startTls({
    port: config.httpsPort,
    host: config.host,
    storeId: kernel.storeId,
    name: hostOf(kernel.storeId),
    vault: secrets,
    log,
    wall: options.wall,
    onChange: () => void discovery?.refresh(),
  });
  const people = openPeople(kernel, config, secrets, metrics, options.hashCost);
  await settleDemo(kernel, config, people, log);
  const machinery = await startMachinery(kernel, { config, secrets, people, log, metrics });
  const checkpoints = keepWalShort(kernel, {
    report: (message, error) => log.error({ err: error }, message),
  });
  let url = "";
  const app = createApp({
    kernel,
    auth: people.auth,
    routes: [
      ...people.routes,
      ...routesOfFeatures({
        ...config,
        mayPrintTo: printTargets(config.loopbackPrinters),
        giftCardKey: secrets.keep("gift-card"),
        receiptLinks: { key: secrets.keep("receipt-links"), render: documentPage },
      }),
      ...machinery.routes,
      ...pictureRoutes(),
      ...tlsRoutes({
        authority: tls.authority,
        connect: () => connectView({ kernel, config, tls: tls.state(), discovery: discovery?.state(), url }),
      }),
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
    checks: {
      ...machinery.checks,
      tls: tls.check,
      discovery: () => discovery?.check() ?? { status: "ok", state: "starting" },
    },
    facts: () => ({ demo: config.demo, empty: people.setup.code() !== null }),
    home: () => (people.setup.code() === null ? "/pos/" : "/setup/"),
    ...(existsSync(webFolder) ? { web: webFolder } : {}),
  });
  const handlers = { fetch: app.fetch, handleUpgrade: machinery.live.handleUpgrade };
  const server = openServer(handlers);
  const close = async (): Promise<void> => {
    const closed = Promise.all([server.close(), tls.stop()]);
    await Promise.all([machinery.stop(), discovery?.stop()]);
    await closed;
    await flushPresence(kernel);
    await checkpoints.stop();
    kernel.close();
  };
  try {
    url = await server.listen(config.host, config.port);
    await tls.serve((pair) => openSecureServer(handlers, pair));
    discovery = announce(kernel, config.host, url, tls, log);
    return { kernel, people, replication: machinery.replication, url, tls, close };
  } catch (error) {
    await close();
    throw error;
  }
};
