/**
 * A device of the simulation: the client of a tablet with a person, a wrong clock, a network of its own, and a disk that outlives its
 * restarts.
 */
import { type Client, openClient } from "@tillbox/store-server/web/client/client.ts";
import type { ClientOptions } from "@tillbox/store-server/web/client/core.ts";
import type { KeyValue } from "@tillbox/store-server/web/client/session.ts";
import type { Random } from "../crash/random.ts";
import type { Link } from "./air.ts";
import type { Box } from "./box.ts";
import { type Channel, openChannel } from "./channel.ts";
import { type Disk, memory, openDisk } from "./disk.ts";
import { pageOf } from "./page.ts";
import { openPageLocks, type PageLocks } from "./page-locks.ts";
import { deviceToken, pinOf } from "./people.ts";
import type { Change, Sabotage } from "./sabotage.ts";
import type { SeenOrder } from "./sight.ts";
import type { Pipe } from "./socket.ts";
import type { Life, Time } from "./time.ts";
import type { Ask, Said } from "./transport.ts";

export type DeviceKind = Pick<ClientOptions, "deviceType" | "capabilities" | "parts"> & {
  id: string;
  skew_ms: number;
  isPlain: boolean;
};

export type DeviceOptions = {
  time: Time;
  random: Random;
  link: Link;
  box: Box;
  kind: DeviceKind;
  sabotage: Sabotage;
  /** An answer of the box has reached the device. */
  heard(ask: Ask, said: Said): void;
};

export type Device = {
  kind: DeviceKind;
  link: Link;
  disk: Disk;
  life(): Life;
  client(): Client;
  personId(): string | null;
  /** Somebody types their PIN; whoever was there is gone. */
  signIn(userId: string): void;
  /** What it makes of a tap. */
  says<T extends Change>(change: T, seen: SeenOrder | undefined): Change;
  /** The power is cut, and comes back; `tab`: with the tab that was open. */
  restart(tab: "same" | "new"): void;
  /** Nothing waits, and what it shows is up to date as far as it knows. */
  isQuiet(head: number): boolean;
};

type Running = { life: Life; tab: KeyValue; client: Client; pipe: Pipe | null };
/** What outlives a page. */
type Body = { disk: Disk; locks: PageLocks; channel: Channel };

/** As a client reads a frame that does not know of groups. */
const asLast = (text: string): string => JSON.stringify({ ...(JSON.parse(text) as object), last: true });

const start = (options: DeviceOptions, body: Body, life: Life, tab: KeyValue): Running => {
  const { kind, sabotage } = options;
  const { deviceType, capabilities, parts, isPlain } = kind;
  const environment = pageOf({
    ...options,
    ...body,
    life,
    tab,
    isPlain,
    read: sabotage.ignoresLast ? asLast : (text) => text,
    connected: (pipe) => {
      running.pipe = pipe;
    },
  });
  const worksWithoutPerson = deviceType === "kitchen";
  const pace = { tick_ms: 600_000 };
  const client = openClient(
    { kind: "sim", deviceType, capabilities, parts, worksWithoutPerson, ...pace },
    environment,
  );
  const running: Running = { life, tab, client, pipe: null };
  sabotage.store?.(client.store);
  if (client.session.device.peek() === null) {
    const credential = { deviceId: kind.id, deviceToken: deviceToken(kind.id), name: kind.id };
    client.session.paired({ ...credential, storeId: "sim", storeName: "sim", epoch: 1, syncVersion: 0 });
  }
  client.start();
  return running;
};

export const openDevice = (options: DeviceOptions): Device => {
  const { time, kind, random, sabotage, link } = options;
  const body = { disk: openDisk(time, random), locks: openPageLocks(time), channel: openChannel(time) };
  let lives = 0;
  const begin = (tab: KeyValue): Running => {
    lives += 1;
    if (sabotage.forgetsOutbox) body.disk.forgetOutbox();
    const life = time.begin(`${kind.id} ${lives}`, kind.skew_ms);
    let begun: Running | null = null;
    time.within(life, () => {
      begun = start(options, body, life, tab);
    });
    return begun as unknown as Running;
  };
  let running = begin(memory());
  return {
    kind,
    link,
    disk: body.disk,
    life: () => running.life,
    client: () => running.client,
    personId: () => running.client.session.person.peek()?.id ?? null,
    says: (change, seen) => sabotage.said?.(change, seen) ?? change,
    signIn: (userId) =>
      time.within(running.life, () => {
        const { client } = running;
        client.lock();
        void client.signIn(pinOf(userId, kind.id));
      }),
    restart: (tab) => {
      running.life.isOver = true;
      running.pipe?.close("near");
      body.locks.letGo();
      running = begin(tab === "same" ? running.tab : memory());
    },
    isQuiet: (head) => {
      const { session, outbox, live, store } = running.client;
      return (
        session.person.peek() !== null &&
        outbox.entries.peek().every(({ state }) => state === "refused") &&
        live.state.peek() === "connected" &&
        store.load.peek().step === "ready" &&
        (live.position()?.seq ?? 0) >= head
      );
    },
  };
};
