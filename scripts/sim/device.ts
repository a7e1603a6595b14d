/**
 * A device of the simulation: the client of a tablet with a person, a wrong clock, a network of its own, and a disk that outlives its
 * restarts.
 */
import type { Live } from "@tillbox/store-server/web/client/live.ts";
import type { Part } from "@tillbox/store-server/web/client/load.ts";
import type { SendResult } from "@tillbox/store-server/web/client/outbox-settling.ts";
import { openSession, type Session } from "@tillbox/store-server/web/client/session.ts";
import { openStore, type Store } from "@tillbox/store-server/web/client/store.ts";
import type { Random } from "../crash/random.ts";
import type { Link } from "./air.ts";
import type { Box } from "./box.ts";
import { openSocket } from "./browser-socket.ts";
import { type Client, openClient } from "./client.ts";
import { type Disk, memory, openDisk } from "./disk.ts";
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
  sabotage: Sabotage;
  /** Of the whole seed: a fault of a device's own code. */
  fault(text: string): void;
  /** What the box answered a tap, as it reached the device. */
  heard(result: SendResult): void;
};

export type Device = {
  kind: DeviceKind;
  link: Link;
  disk: Disk;
  life(): Life;
  store(): Store;
  live(): Live;
  client(): Client;
  personId(): string | null;
  signIn(userId: string): void;
  /** What it makes of a tap. */
  says<T extends Change>(change: T, seen: SeenOrder | undefined): Change;
  /** The power is cut, and comes back. */
  restart(): void;
  /** Nothing waits, and what it shows is up to date as far as it knows. */
  isQuiet(head: number): boolean;
};

type Running = { life: Life; store: Store; client: Client; session: Session; pipe: Pipe | null };

/** As a client reads a frame that does not know of groups. */
const asLast = (text: string): string => JSON.stringify({ ...(JSON.parse(text) as object), last: true });

const start = (options: DeviceOptions, disk: Disk, life: Life): Running => {
  const { time, random, link, box, kind, sabotage } = options;
  const session = openSession(kind.id, disk.local, memory());
  const credential = { deviceId: kind.id, deviceToken: deviceToken(kind.id), name: kind.id };
  session.paired({ ...credential, storeId: "sim", storeName: "sim", epoch: 1, syncVersion: 0 });
  const store = sabotage.store?.(openStore()) ?? openStore();
  const client = openClient({
    deviceId: kind.id,
    deviceType: kind.type,
    capabilities: kind.capabilities,
    parts: kind.parts,
    session,
    store,
    fetch: openFetch({ time, random, link, life, serve: box.serve }),
    keeper: disk.keeper(),
    openSocket: () =>
      openSocket({
        time,
        link,
        box,
        life,
        read: sabotage.ignoresLast ? asLast : (text) => text,
        connected: (pipe) => {
          running.pipe = pipe;
        },
      }),
    heard: options.heard,
    fault: options.fault,
  });
  const running: Running = { life, store, client, session, pipe: null };
  void client.outbox.restore();
  client.live.connect();
  return running;
};

export const openDevice = (options: DeviceOptions): Device => {
  const { time, kind, random, sabotage } = options;
  const disk = openDisk(random, sabotage.forgetsOutbox === true);
  let personId: string | null = null;
  let lives = 0;
  let running: Running;
  const begin = (): Running => {
    lives += 1;
    const life = time.begin(`${kind.id} ${lives}`, kind.skew_ms);
    let begun: Running | null = null;
    time.within(life, () => {
      begun = start(options, disk, life);
      if (personId !== null) begun.session.signedIn(signedInAs(personId, kind.id, time.now()));
    });
    return begun as unknown as Running;
  };
  running = begin();
  return {
    kind,
    link: options.link,
    disk,
    life: () => running.life,
    store: () => running.store,
    live: () => running.client.live,
    client: () => running.client,
    personId: () => personId,
    says: (change, seen) => sabotage.said?.(change, seen) ?? change,
    signIn: (userId) => {
      personId = userId;
      time.within(running.life, () => {
        running.session.signedIn(signedInAs(userId, kind.id, time.now()));
        running.client.outbox.hurry();
        if (running.store.load.peek().step !== "ready") running.client.reload();
      });
    },
    restart: () => {
      running.life.isOver = true;
      running.pipe?.close("near");
      running = begin();
    },
    isQuiet: (head) =>
      running.client.outbox.entries.peek().every(({ state }) => state === "refused") &&
      running.client.live.state.peek() === "connected" &&
      running.store.load.peek().step === "ready" &&
      (running.client.live.position()?.seq ?? 0) >= head,
  };
};
