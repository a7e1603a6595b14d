/**
 * The machinery around the kernel, started together and stopped together: live hub, printers, replication, and the keepers that follow the
 * journal. Each is given what it needs and knows no other.
 */
import { join } from "node:path";
import { newsFor } from "@tillbox/shared/protocol/rooms.ts";
import type { Config } from "./config.ts";
import { keepDays } from "./features/day/closing/commands.ts";
import { devices, presenceOf, takeRenewed } from "./features/device/rows.ts";
import { locksOf, tableAnnouncements } from "./features/floor/rows.ts";
import { keepExpiry } from "./features/gift-card/expiry/commands.ts";
import { keepMenuDrafts } from "./features/menu/drafts/commands.ts";
import { watchDelays } from "./features/order/delay/jobs.ts";
import { pageRoutes } from "./features/printer/page-routes.ts";
import { salesOfPeriods } from "./features/report/rows.ts";
import { keepReservations } from "./features/reservation/due/commands.ts";
import { peopleWithRole } from "./features/role/rows.ts";
import { sessionChanges } from "./features/session/rows.ts";
import { setting } from "./features/settings/rows.ts";
import { type Checks, databaseCheck, diskCheck, memoryCheck } from "./http/health.ts";
import type { Log } from "./http/log.ts";
import type { Metrics } from "./http/metrics.ts";
import type { Route } from "./http/route.ts";
import type { Kernel } from "./kernel/kernel.ts";
import { type Live, startLive } from "./live/hub.ts";
import { liveRoutes } from "./live/routes.ts";
import { countBusiness } from "./observe/business-metrics.ts";
import { followJournal } from "./observe/follow-journal.ts";
import { keepHouse } from "./observe/housekeeping.ts";
import { openPaper, type Paper } from "./paper.ts";
import type { People } from "./people.ts";
import { dropUnusedPictures } from "./pictures/unused.ts";
import { type Replication, startReplication } from "./replication/replicator.ts";
import { replicationRoutes } from "./replication/routes.ts";
import type { Secrets } from "./secrets.ts";
import { originRule } from "./server.ts";
import { openChanges } from "./sync/changes.ts";
import { syncRoutes } from "./sync/routes.ts";

export type Machinery = {
  live: Live;
  replication: Replication;
  routes: Route[];
  checks: Checks;
  /** First what others hear from, then what still has work in its hands. */
  stop(): Promise<void>;
};
export type MachineryParts = { config: Config; secrets: Secrets; people: People; log: Log; metrics: Metrics };

/** What the machinery tells of itself under `/health`. */
const checksOf = (
  kernel: Kernel,
  dataDir: string,
  { live, paper, replication }: { live: Live; paper: Paper; replication: Replication },
): Checks => ({
  database: databaseCheck(kernel),
  disk: diskCheck(dataDir),
  memory: memoryCheck(),
  live: () => ({ status: "ok", connections: live.state().connections }),
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

/** Replication as the configuration and the kept secrets say. */
export const linkToHub = (kernel: Kernel, config: Config, secrets: Secrets, log: Log): Replication =>
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

/**
 * A revoked device loses its socket with the commit that revokes it, one that was paired anew or may do other things registers again; a
 * person who may do less hears no more than that.
 */
const cutRevoked = (kernel: Kernel, live: Live): (() => void)[] => [
  followJournal(kernel, "device", (event) => {
    if (kernel.get(devices, event.id)?.revoked !== true) return live.recheck(event.id);
    live.disconnect(event.id);
    locksOf(kernel.db).releaseDevice(event.id);
  }),
  kernel.onCommit(() => {
    for (const deviceId of takeRenewed(kernel.db)) live.recheck(deviceId);
  }),
  followJournal(kernel, "role", ({ id }) => {
    for (const person of peopleWithRole(kernel.db, id)) live.forgetPerson(person);
  }),
  followJournal(kernel, "user", ({ id, type, data }) => {
    const endsSessions = type === "UserDeactivated" || type === "CredentialsChanged";
    if (endsSessions || (type === "UserChanged" && "role" in data)) live.forgetPerson(id);
  }),
];

/** Whoever signed out, or was signed out, hears no more than the device by itself, from then on. */
const watchSessions = (kernel: Kernel, live: Live): (() => void) => {
  let seen = sessionChanges(kernel.db);
  return kernel.onCommit(() => {
    const changes = sessionChanges(kernel.db);
    if (changes === seen) return;
    seen = changes;
    live.review();
  });
};

/** Whoever came in by the Socket.IO door leaves when it is switched off. */
const watchSocketIo = (kernel: Kernel, live: Live): (() => void) =>
  followJournal(kernel, "setting", ({ id }) => {
    if (id === "socket_io.enabled" && !setting(kernel, "socket_io.enabled")) live.leaveSocketIo();
  });

/** Who works on a table is told at once, though no journal knows it. */
const tellLocks = (kernel: Kernel, live: Live): (() => void) => {
  const locks = locksOf(kernel.db);
  locks.onChange((tableId) => {
    for (const told of tableAnnouncements(kernel, [tableId])) live.publish(told);
  });
  return locks.close;
};

/** A device whose clock is off, or right again, is told to whoever looks after devices, and to itself. */
const tellClock =
  (kernel: Kernel, live: Live) =>
  (deviceId: string, skew_s: number | null): void => {
    const device = kernel.get(devices, deviceId);
    if (!device || !presenceOf(kernel.db).clock(deviceId, skew_s)) return;
    const rooms = [`device:${deviceId}`, ...newsFor("devices")];
    const message =
      skew_s === null
        ? `The clock of ${device.name} is right again.`
        : `The clock of ${device.name} is ${skew_s > 0 ? "ahead" : "behind"} by ${Math.round(Math.abs(skew_s) / 60)} minutes. Set it: times that it shows are wrong.`;
    const told = { id: `clock-${deviceId}`, kind: "clock", deviceId, message, resolved: skew_s === null };
    live.publish({ event: "alert", rooms, data: JSON.stringify({ ...told, clockSkewSeconds: skew_s }) });
    live.publish({ event: "device:update", rooms, data: devices.view(device, kernel) });
  };

/** Starts all of it on an open kernel. */
export const startMachinery = async (
  kernel: Kernel,
  { config, secrets, people, log, metrics }: MachineryParts,
): Promise<Machinery> => {
  const changes = openChanges(kernel, log);
  const live = startLive({
    kernel,
    authenticate: people.authenticate,
    changes,
    log,
    metrics,
    config: { allowOrigin: originRule(config.corsOrigins) },
    seen: (deviceId, at) => presenceOf(kernel.db).seen(deviceId, at),
    gone: (deviceId) => locksOf(kernel.db).releaseDevice(deviceId),
    wantsSocketIo: () => setting(kernel, "socket_io.enabled"),
  });
  presenceOf(kernel.db).askFor(live.here);
  const paper = await openPaper(kernel, config, join(config.dataDir, "pages"), {
    log,
    metrics,
    publish: live.publish,
  });
  const replication = linkToHub(kernel, config, secrets, log);
  const keepers = [
    keepHouse(kernel, log, [({ db }, at, step) => dropUnusedPictures(db, at, step)]),
    keepExpiry(kernel, log),
    keepMenuDrafts(kernel, log),
    keepDays(kernel, log),
    keepReservations(kernel, log),
    watchDelays(kernel, log),
    countBusiness(kernel, metrics),
    ...cutRevoked(kernel, live),
    watchSessions(kernel, live),
    tellLocks(kernel, live),
    watchSocketIo(kernel, live),
  ];
  metrics.provide({
    sales: () => salesOfPeriods(kernel, kernel.clock.now()),
    liveConnections: () => live.state().connections,
    liveLag: () => live.state().lag,
    printQueues: paper.depths,
    replication: replication.lag,
  });
  return {
    live,
    replication,
    routes: [
      ...syncRoutes({
        changes,
        log,
        metrics,
        replicatedSeq: () => (replication.enrolled() ? replication.status().ackedSeq : null),
        onClock: tellClock(kernel, live),
        isIn: live.isIn,
      }),
      ...replicationRoutes(replication),
      ...liveRoutes,
      ...pageRoutes(paper.pages, config.demo),
    ],
    checks: checksOf(kernel, config.dataDir, { live, paper, replication }),
    stop: async () => {
      for (const keeper of keepers) keeper();
      await Promise.all([live.close(), replication.stop()]);
      await paper.stop();
    },
  };
};
