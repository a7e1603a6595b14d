/**
 * A whole store from a configuration: database, kernel, people, HTTP, live hub, printers. Tests use the same function as `main.ts`, with
 * a free port and a folder of their own. What cannot work throws `StartupError` with one sentence that says what to do.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "./config.ts";
import { fillDemoStore } from "./demo/fill.ts";
import { markOrLeaveDemo } from "./demo/leave.ts";
import { demoRoutes } from "./demo/routes.ts";
import { devices, flushPresence, presenceOf } from "./features/device/rows.ts";
import { pageRoutes } from "./features/printer/page-routes.ts";
import { salesOfPeriods } from "./features/report/rows.ts";
import { setting } from "./features/settings/rows.ts";
import { featureRoutes, features } from "./features.ts";
import { createApp } from "./http/app.ts";
import { type Checks, databaseCheck, memoryCheck } from "./http/health.ts";
import { createLog, type Log } from "./http/log.ts";
import { createMetrics, type Metrics, measureCommands } from "./http/metrics.ts";
import type { HashCost } from "./http/secret-hash.ts";
import { openDatabase } from "./kernel/database.ts";
import { type Kernel, type KernelOptions, openKernel } from "./kernel/kernel.ts";
import { migrateSafely, migrationsFolder, readMigrations } from "./kernel/migrate.ts";
import { type Live, startLive } from "./live/hub.ts";
import { countBusiness } from "./observe/business-metrics.ts";
import { followJournal } from "./observe/follow-journal.ts";
import { keepHouse } from "./observe/housekeeping.ts";
import { openPaper, type Paper } from "./paper.ts";
import { openPeople, type People } from "./people.ts";
import { type Replication, startReplication } from "./replication/replicator.ts";
import { replicationRoutes } from "./replication/routes.ts";
import { openSecrets, type Secrets } from "./secrets.ts";
import { openServer, originRule } from "./server.ts";
import { openChanges } from "./sync/changes.ts";
import { syncRoutes } from "./sync/routes.ts";

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

/** What the machinery tells of itself under `/health`. */
const checksOf = (kernel: Kernel, paper: Paper, replication: Replication): Checks => ({
  database: databaseCheck(kernel),
  memory: memoryCheck(),
  jobs: () => ({ status: "ok", queues: paper.depths() }),
  printers: paper.check,
  replication: () => {
    const { state, lastSeq, ackedSeq, lagSeconds, error } = replication.status();
    const troubled = state === "failed" || (state === "waiting" && lagSeconds > 300);
    return {
      status: troubled ? "degraded" : "ok",
      state,
      lastSeq,
      ackedSeq,
      lagSeconds,
      ...(error === undefined ? {} : { error }),
    };
  },
});

const linkToHub = (kernel: Kernel, config: Config, secrets: Secrets, log: Log): Replication =>
  startReplication({
    kernel,
    secrets,
    log,
    hubUrl: config.hubUrl,
    enrollCode: config.hubEnrollCode,
    store: () => ({
      storeName: setting(kernel, "store.name"),
      currency: setting(kernel, "currency.code"),
      timeZone: setting(kernel, "store.time_zone"),
    }),
  });

/** Fills the folder of a demo; ends what a demo let in when its folder is served for real. */
const settleDemo = async (kernel: Kernel, config: Config, people: People, log: Log): Promise<void> => {
  if (await markOrLeaveDemo(kernel, config.demo))
    log.warn({}, "this folder was a demo: all sign-ins and paired devices of that time were ended");
  if (config.demo) await fillDemoStore(kernel, { hashSecrets: people.hashSecrets });
};

/** A revoked device loses its socket with the commit that revokes it; a person who may do less hears no more than that. */
const cutRevoked = (kernel: Kernel, live: Live): (() => void)[] => [
  followJournal(kernel, "device", (event) => {
    if (kernel.get(devices, event.id)?.revoked === true) live.disconnect(event.id);
  }),
  followJournal(kernel, "user", ({ id, type, data }) => {
    const endsSessions = type === "UserDeactivated" || type === "CredentialsChanged";
    if (endsSessions || (type === "UserChanged" && "role" in data)) live.forgetPerson(id);
  }),
];

/** Builds and starts everything; resolves when it serves. */
export const openStore = async (config: Config, options: StoreOptions = {}): Promise<Store> => {
  const log = options.log ?? createLog({ level: config.logLevel });
  const metrics = createMetrics();
  const kernel = await openData(config, log, metrics, options);
  const secrets = openSecrets(config.dataDir);
  const people = openPeople(kernel, config, secrets, metrics, options.hashCost);
  await settleDemo(kernel, config, people, log);
  const changes = openChanges(kernel, log);
  const live = startLive({
    kernel,
    authenticate: people.authenticate,
    changes,
    log,
    config: { allowOrigin: originRule(config.corsOrigins) },
  });
  presenceOf(kernel.db).askFor(live.connected);
  const paper = await openPaper(kernel, config, join(config.dataDir, "pages"), {
    log,
    metrics,
    publish: live.publish,
  });
  const replication = linkToHub(kernel, config, secrets, log);
  const stops = [keepHouse(kernel, log), countBusiness(kernel, metrics), ...cutRevoked(kernel, live)];
  metrics.provide({
    sales: () => salesOfPeriods(kernel, kernel.clock.now()),
    liveConnections: () => live.state().connections,
    liveLag: () => live.state().lag,
    printQueues: paper.depths,
    replication: replication.lag,
  });
  const app = createApp({
    kernel,
    auth: people.auth,
    routes: [
      ...people.routes,
      ...featureRoutes,
      ...syncRoutes({ changes, log, metrics }),
      ...replicationRoutes(replication),
      ...pageRoutes(paper.pages, config.demo),
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
    checks: checksOf(kernel, paper, replication),
    home: () => (people.setup.code() === null ? "/pos/" : "/setup/"),
    ...(existsSync(webFolder) ? { web: webFolder } : {}),
  });
  const server = openServer(app.fetch, live.handleUpgrade);
  const close = async (): Promise<void> => {
    const closed = server.close();
    for (const stop of stops) stop();
    await Promise.all([live.close(), replication.stop()]);
    await closed;
    await paper.stop();
    await flushPresence(kernel);
    kernel.close();
  };
  try {
    return { kernel, people, replication, url: await server.listen(config.host, config.port), close };
  } catch (error) {
    await close();
    throw error;
  }
};
