/**
 * The environment of one page on a device of the simulation: everything that a browser would give it, over the virtual network and the
 * device's disk. What runs in it is the client of the tablets, as it is.
 */
import { signal } from "@preact/signals";
import type { Environment } from "@tillbox/store-server/web/client/environment.ts";
import { openLeases } from "@tillbox/store-server/web/client/locks.ts";
import type { KeyValue } from "@tillbox/store-server/web/client/session.ts";
import type { Random } from "../crash/random.ts";
import type { Link } from "./air.ts";
import type { Box } from "./box.ts";
import { openSocket } from "./browser-socket.ts";
import type { Channel } from "./channel.ts";
import type { Disk } from "./disk.ts";
import type { PageLocks } from "./page-locks.ts";
import type { Pipe } from "./socket.ts";
import { plainSubtle } from "./subtle.ts";
import type { Life, Time } from "./time.ts";
import { type Ask, openFetch, type Said } from "./transport.ts";

export type PageParts = {
  time: Time;
  random: Random;
  link: Link;
  box: Box;
  disk: Disk;
  locks: PageLocks;
  channel: Channel;
  life: Life;
  tab: KeyValue;
  /** Without encryption a browser has neither locks nor cryptography. */
  isPlain: boolean;
  /** As the page reads what comes by its socket. */
  read(text: string): string;
  connected(pipe: Pipe | null): void;
  /** An answer has reached the page. */
  heard(ask: Ask, said: Said): void;
};

export const pageOf = (parts: PageParts): Environment => {
  const { time, random, link, box, disk, locks, channel, life, tab, isPlain, heard, read, connected } = parts;
  return {
    local: disk.local,
    tab,
    fetch: openFetch({ time, random, link, life, serve: box.serve, heard }),
    subtle: isPlain ? null : plainSubtle,
    isOnline: signal(true),
    isVisible: signal(true),
    openSocket: () => openSocket({ time, random, link, box, life, read, connected }),
    openDatabase: () => disk.open(life),
    openLocks: (_kind, database) => (isPlain ? openLeases(database) : locks.of(life)),
    openTabs: () => channel.of(life),
    // The screens are no concern here.
    openWorker: () => ({ hasUpdate: signal(false), take: () => undefined, look: () => undefined }),
    askToPersist: () => Promise.resolve(true),
    askBeforeLeaving: () => undefined,
  };
};
