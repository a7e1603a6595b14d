/**
 * A device of the simulation: the real client (session, requests, live position, records of views, snapshot) over the virtual network,
 * with a disk that outlives its restarts. What is on the screen is what it knows and what was tapped and not answered.
 */
import type { SyncAnswer, SyncResult } from "@tillbox/shared/protocol/sync.ts";
import { type Api, openApi } from "@tillbox/store-server/web/client/api.ts";
import { type Live, openLive, type Socket } from "@tillbox/store-server/web/client/live.ts";
import { loadStore, type Part } from "@tillbox/store-server/web/client/load.ts";
import { type KeyValue, openSession, type Session } from "@tillbox/store-server/web/client/session.ts";
import { openStore, type Store } from "@tillbox/store-server/web/client/store.ts";
import type { z } from "zod";
import type { Random } from "../crash/random.ts";
import type { Link } from "./air.ts";
import type { Box } from "./box.ts";
import { type Ended, type Kept, type Outbox, openOutbox, type Tap } from "./outbox.ts";
import { deviceToken, signedInAs } from "./people.ts";
import type { Change, Sabotage } from "./sabotage.ts";
import type { SeenOrder } from "./sight.ts";
import type { Pipe } from "./socket.ts";
import type { Life, Time } from "./time.ts";
import { openFetch } from "./transport.ts";

export type DeviceKind = {
  id: string;
  type: "tablet" | "phone" | "kitchen";
  capabilities: { canTakeOrders?: boolean; canManageKitchen?: boolean; stations?: string[] };
  parts: readonly Part[];
  skew_ms: number;
};

export type DeviceOptions = {
  time: Time;
  random: Random;
  link: Link;
  box: Box;
  kind: DeviceKind;
  /** Of the whole seed: a fault of a device's own code. */
  fault(text: string): void;
  onResult(tap: Tap, ended: Ended): void;
  sabotage: Sabotage;
};

export type Device = {
  kind: DeviceKind;
  link: Link;
  life(): Life;
  store(): Store;
  live(): Live;
  outbox(): Outbox;
  personId(): string | null;
  /** What it makes of a tap. */
  says<T extends Change>(change: T, seen: SeenOrder | undefined): Change;
  signIn(userId: string): void;
  /** The power is cut, and comes back. */
  restart(): void;
  /** Nothing waits, and what it shows is up to date as far as it knows. */
  isQuiet(head: number): boolean;
};

const memory = (): KeyValue => {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
};

type Disk = { local: KeyValue; kept: Kept; personId: string | null };
type Running = { life: Life; store: Store; live: Live; outbox: Outbox; session: Session; pipe: Pipe | null };

/** As a client reads a frame that does not know of groups. */
const asLast = (text: string): string => JSON.stringify({ ...(JSON.parse(text) as object), last: true });

/** A browser's WebSocket over the virtual network. */
const openSocket = ({ time, link, box, sabotage }: DeviceOptions, running: () => Running): Socket => {
  type Listener = (event: { data: unknown }) => void;
  const listeners = new Map<string, Listener[]>();
  const { life } = running();
  let readyState = 0;
  let pipe: Pipe | null = null;
  const tell = (name: string, data?: unknown): void => {
    for (const listen of listeners.get(name) ?? []) listen({ data });
  };
  const gone = (): void => {
    if (readyState === 3) return;
    readyState = 3;
    tell("close");
  };
  const arrived = (): void => {
    pipe = box.connect(link, {
      life,
      received: (text) => tell("message", sabotage.ignoresLast ? asLast(text) : text),
      closed: gone,
    });
    running().pipe = pipe;
    if (pipe === null) return gone();
    readyState = 1;
    tell("open");
  };
  const left = link.carry(() => time.within(life, arrived));
  if (!left) time.after(2000, life, gone);
  return {
    get readyState() {
      return readyState;
    },
    send: (text) => pipe?.send("near", text),
    close: () => {
      pipe?.close("near");
      gone();
    },
    addEventListener: (name: string, listen: never) => {
      listeners.set(name, [...(listeners.get(name) ?? []), listen]);
    },
  };
};

const sender =
  (options: DeviceOptions, apis: (actorId: string) => Api, live: () => Live) =>
  async (actorId: string, taps: readonly Tap[]): Promise<SyncResult[]> => {
    const position = live().position();
    const answer = await apis(actorId).ask<z.infer<typeof SyncAnswer>>({
      method: "POST",
      path: "/sync/process",
      body: {
        deviceId: options.kind.id,
        ...(position ? { epoch: position.epoch } : {}),
        lastSyncVersion: Number.MAX_SAFE_INTEGER,
        changes: taps.map(({ change }) => change),
      },
    });
    return answer.results;
  };

/** Calls that come while the work runs share one more run after it. */
const oneAtATime = (work: () => Promise<void>): (() => void) => {
  let state: "idle" | "running" | "again" = "idle";
  const run = async (): Promise<void> => {
    state = "running";
    await work();
    const isAgain = (state as string) === "again";
    state = "idle";
    if (isAgain) await run();
  };
  return () => {
    if (state === "idle") void run();
    else state = "again";
  };
};

const start = (options: DeviceOptions, disk: Disk, life: Life): Running => {
  const { time, random, link, box, kind, sabotage } = options;
  const fetch = openFetch({ time, random, link, life, serve: box.serve });
  const session = openSession(kind.id, disk.local, memory());
  session.paired({
    deviceId: kind.id,
    deviceToken: deviceToken(kind.id),
    name: kind.id,
    storeId: "sim",
    storeName: "sim",
    epoch: 1,
    syncVersion: 0,
  });
  const api = openApi({ session, fetch });
  const store = sabotage.store?.(openStore()) ?? openStore();
  const others = new Map<string, Api>();
  /** Whoever tapped is sent for, whoever is on the screen by now. */
  const apiOf = (actorId: string): Api => {
    if (session.actorId() === actorId) return api;
    const known = others.get(actorId);
    if (known) return known;
    const own = openSession(`${kind.id} ${actorId}`, memory(), memory());
    own.paired({ ...session.device.peek()! });
    own.signedIn(signedInAs(actorId, kind.id, time.now()));
    const made = openApi({ session: own, fetch });
    others.set(actorId, made);
    return made;
  };
  const outbox = openOutbox({
    kept: disk.kept,
    isDurable: sabotage.forgetsOutbox !== true,
    most: random.pick([1, 3, 20]),
    random: Math.random,
    fault: options.fault,
    send: sender(options, apiOf, () => live),
    onResult: options.onResult,
  });
  const reload = oneAtATime(async () => {
    if (session.person.peek() === null && kind.type !== "kitchen") return;
    if (await loadStore(api, store, kind.parts, live.position()?.seq ?? 0)) return;
    setTimeout(reload, 5000);
  });
  const live: Live = openLive({
    register: () => ({
      deviceId: kind.id,
      deviceType: kind.type,
      capabilities: kind.capabilities,
      token: deviceToken(kind.id),
      ...(session.accessToken.peek() === null ? {} : { accessToken: session.accessToken.peek() as string }),
    }),
    openSocket: () => openSocket(options, () => running),
    onRegistered: (_answer, isResumed) => {
      outbox.hurry();
      if (!isResumed || store.load.peek().step !== "ready") reload();
    },
    onChanges: (changes) => {
      for (const { entityType, data, action } of changes)
        store.applyChange(entityType, data, action === "delete");
    },
    onFrame: store.applyFrame,
    onReset: reload,
    onRejected: (code, message) => {
      // A spent token: the box is asked for a new one, as the client does with its first request.
      if (code === "unauthorized") void api.get("/api/settings").then(live.announce, () => undefined);
      else options.fault(`${kind.id} was rejected: ${code} ${message}`);
    },
    onTime: () => undefined,
  });
  const running: Running = { life, store, live, outbox, session, pipe: null };
  if (disk.personId !== null) session.signedIn(signedInAs(disk.personId, kind.id, time.now()));
  live.connect();
  return running;
};

export const openDevice = (options: DeviceOptions): Device => {
  const { time, kind } = options;
  const disk: Disk = { local: memory(), kept: new Map(), personId: null };
  let lives = 0;
  let running = null as unknown as Running;
  const begin = (): void => {
    lives += 1;
    const life = time.begin(`${kind.id} ${lives}`, kind.skew_ms);
    time.within(life, () => {
      running = start(options, disk, life);
    });
  };
  begin();
  return {
    kind,
    link: options.link,
    life: () => running.life,
    store: () => running.store,
    live: () => running.live,
    outbox: () => running.outbox,
    personId: () => disk.personId,
    says: (change, seen) => options.sabotage.said?.(change, seen) ?? change,
    signIn: (userId) => {
      disk.personId = userId;
      time.within(running.life, () => {
        running.session.signedIn(signedInAs(userId, kind.id, time.now()));
        running.live.announce();
        running.outbox.hurry();
      });
    },
    restart: () => {
      running.life.isOver = true;
      running.pipe?.close("near");
      begin();
    },
    isQuiet: (head) =>
      running.outbox.waiting().length === 0 &&
      running.live.state.value === "connected" &&
      running.store.load.value.step === "ready" &&
      (running.live.position()?.seq ?? 0) >= head,
  };
};
