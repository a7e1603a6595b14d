/**
 * The box of the simulation: the real kernel, routes, sync and live hub over a database in memory, without sockets and files. A kill
 * takes everything from it but what was committed; what was on its way gets no answer. Opened again it is another life.
 */

import { approvalRoutes } from "@tillbox/store-server/features/approval/routes.ts";
import { watchDelays } from "@tillbox/store-server/features/order/delay/jobs.ts";
import { keepReservations } from "@tillbox/store-server/features/reservation/due/commands.ts";
import { features, routesOfFeatures } from "@tillbox/store-server/features.ts";
import { type App, createApp } from "@tillbox/store-server/http/app.ts";
import type { Log } from "@tillbox/store-server/http/log.ts";
import { createMetrics } from "@tillbox/store-server/http/metrics.ts";
import { type Kernel, openKernel } from "@tillbox/store-server/kernel/kernel.ts";
import { type Core, openCore } from "@tillbox/store-server/live/core.ts";
import { type LiveConfig, liveDefaults } from "@tillbox/store-server/live/types.ts";
import { openLane } from "@tillbox/store-server/replication/lane.ts";
import { replicationDefaults } from "@tillbox/store-server/replication/types.ts";
import { openChanges } from "@tillbox/store-server/sync/changes.ts";
import { syncRoutes } from "@tillbox/store-server/sync/routes.ts";
import Sqlite from "better-sqlite3";
import type { Random } from "../crash/random.ts";
import type { Link } from "./air.ts";
import { linkOver } from "./frames.ts";
import { authenticateOf, authOf, sessionRoutes } from "./people.ts";
import { type End, openPipe, type Pipe } from "./socket.ts";
import type { Life, Time } from "./time.ts";
import type { Ask, Said } from "./transport.ts";

type Running = { life: Life; kernel: Kernel; app: App; core: Core; acked(): number; pipes: Set<Pipe> };

export type Box = {
  /** Throws while it is down. */
  kernel(): Kernel;
  isUp(): boolean;
  /** The hub has everything that was committed. */
  isReplicated(): boolean;
  open(): void;
  /** The power is cut: now, or in the middle of what it is about to do. */
  kill(afterTurns: number): void;
  /** Serves one request; never answers when the box is killed meanwhile. False when nobody listens. */
  serve(ask: Ask, answer: (said: Said) => void): boolean;
  /** A connection of a device; null when nobody listens. */
  connect(link: Link, near: End): Pipe | null;
  /** Runs something in the life of the box, as if it did it itself. */
  inside(work: () => void): void;
  kills(): number;
};

export type BoxOptions = {
  time: Time;
  random: Random;
  bytes: Buffer;
  log: Log;
  /** Between box and hub. */
  hub(life: Life): typeof globalThis.fetch;
  live: Partial<LiveConfig>;
};

const metrics = createMetrics();
const httpConfig = { corsOrigins: [], rateLimitMax: 0, metricsToken: null, fingerprintKey: "sim" };
const routes = routesOfFeatures({
  analytics: false,
  mayPrintTo: () => false,
  giftCardKey: "sim",
  receiptLinks: { key: "sim", render: () => "" },
});

/** A database as it was committed. */
export const databaseOf = (bytes: Buffer): Sqlite.Database => {
  const db = new Sqlite(bytes);
  db.pragma("foreign_keys = ON");
  db.pragma("cache_size = -32000");
  return db;
};

const replicate = (kernel: Kernel, { hub, log }: BoxOptions, life: Life): (() => number) => {
  const config = { ...replicationDefaults, batchEntries: 40, linger_ms: 2000, timeout_ms: 20_000 };
  const pack = ({ header, lines }: { header: object; lines: string[] }): Promise<Buffer> =>
    Promise.resolve(Buffer.from([JSON.stringify(header), ...lines].join("\n")));
  const lane = openLane({ kernel, config, fetch: hub(life), log, pack });
  void lane.start({ hubUrl: "http://hub", token: "sim", organisation: "sim" });
  return lane.acked;
};

const start = (options: BoxOptions, bytes: Buffer, life: Life): Running => {
  const { time, log } = options;
  const kernel = openKernel(databaseOf(bytes), features, {
    strict: true,
    wall: time.now,
    personalSecret: "sim",
    limits: { maxBatch: options.random.pick([2, 5, 256]) },
    report: (message, error) => log.error({ err: error }, message),
  });
  const changes = openChanges(kernel, log);
  const config = { ...liveDefaults, ...options.live };
  const core = openCore({ kernel, authenticate: authenticateOf(kernel), changes, log, metrics, config });
  kernel.onCommit(core.reader.wake);
  setInterval(() => {
    for (const peer of core.peers.all) core.registrar.review(peer, Date.now());
  }, config.heartbeatSeconds * 1000);
  const pins = approvalRoutes((pin) => Promise.resolve(pin));
  const all = [...routes, ...sessionRoutes(kernel), ...pins, ...syncRoutes({ changes, log, metrics })];
  const app = createApp({ kernel, auth: authOf(kernel), routes: all, config: httpConfig, log, metrics });
  watchDelays(kernel, log);
  keepReservations(kernel, log);
  return { life, kernel, app, core, acked: replicate(kernel, options, life), pipes: new Set() };
};

const answered = async (app: App, { method, path, headers, body }: Ask): Promise<Said> => {
  const response = await app.request(path, { method, headers, body });
  const text = await response.text();
  return { status: response.status, headers: Object.fromEntries(response.headers), body: text };
};

/** The box's end of a connection, as the live hub knows one. */
const attach = ({ core, life }: Running, time: Time, link: Link, near: End): Pipe => {
  const far: End = {
    life,
    received: (text) => core.received(peer, () => JSON.parse(text) as unknown),
    closed: () => core.sockets.left(peer),
    drained: () => core.drained(peer),
  };
  const pipe = openPipe(time, link, { near, far });
  const peer = core.admit(
    linkOver(pipe, () => core.sockets.left(peer)),
    near.life.name,
  );
  return pipe;
};

export const openBox = (options: BoxOptions): Box => {
  const { time } = options;
  let bytes = options.bytes;
  let running: Running | null = null;
  let lives = 0;
  let kills = 0;
  const open = (): void => {
    if (running) return;
    lives += 1;
    const life = time.begin(`box ${lives}`);
    time.within(life, () => {
      running = start(options, bytes, life);
    });
  };
  const end = (): void => {
    if (!running) return;
    const { life, kernel, pipes } = running;
    running = null;
    kills += 1;
    life.isOver = true;
    bytes = kernel.db.serialize();
    kernel.db.close();
    // The system of a box that lost its process closes the connections.
    for (const pipe of pipes) pipe.close("far");
  };
  return {
    kernel: () => {
      if (!running) throw new Error("the box is down");
      return running.kernel;
    },
    isUp: () => running !== null,
    isReplicated: () => running !== null && running.acked() >= running.kernel.headSeq(),
    open,
    kill: (afterTurns) => {
      if (!running) return;
      const { life } = running;
      let left = afterTurns;
      if (left <= 0) return end();
      life.beforeTurn = () => {
        left -= 1;
        if (left <= 0 && !life.isOver) end();
      };
    },
    serve: (ask, answer) => {
      if (!running) return false;
      const { life, app } = running;
      time.within(life, () => {
        const served = async (): Promise<void> => {
          const said = await answered(app, ask);
          if (!life.isOver) answer(said);
        };
        void served();
      });
      return true;
    },
    connect: (link, near) => {
      const now = running;
      if (!now) return null;
      let pipe: Pipe | null = null;
      time.within(now.life, () => {
        pipe = attach(now, time, link, near);
        now.pipes.add(pipe);
      });
      return pipe;
    },
    inside: (work) => {
      if (running) time.within(running.life, work);
    },
    kills: () => kills,
  };
};
