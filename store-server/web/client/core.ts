/** The parts of the client core, each told of the others: what they are is in `client.ts`. */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Capabilities, deviceTypes } from "@tillbox/shared/contract/device.ts";
import type { ServerEvent } from "@tillbox/shared/protocol/live.ts";
import type { z } from "zod";
import { applyAnswers } from "./answers.ts";
import { type Api, openApi } from "./api.ts";
import { type Clock, openClock } from "./clock.ts";
import { openDatabase, trouble } from "./database.ts";
import { type Door, openDoor } from "./door.ts";
import type { OrderEffect } from "./effects.ts";
import { type Epochs, openEpochs } from "./epochs.ts";
import { openDrainingKeeper, openKeeper } from "./keeper.ts";
import { type Live, openLive, type RegisterData } from "./live.ts";
import { loadStore, type Part } from "./load.ts";
import { openLocks } from "./locks.ts";
import { type Outbox, openOutbox } from "./outbox.ts";
import { asProblem, isTransient, restoring } from "./problem.ts";
import { openSession, type Session } from "./session.ts";
import { openSnapshot, type Snapshot } from "./snapshot.ts";
import { openStore, type Store } from "./store.ts";
import { openTabs } from "./tabs.ts";
import type { Change, Entry } from "./tap.ts";
import { openSender } from "./transport.ts";
import { openVault, type Vault } from "./vault.ts";
import { isOfflineModeOff } from "./worker.ts";

export type ClientOptions = {
  /** Keeps the credentials of different kinds of pages in one browser apart. */
  kind: string;
  deviceType: (typeof deviceTypes)[number];
  capabilities: z.infer<typeof Capabilities>;
  /** What the page shows; settings are always read. */
  parts: readonly Part[];
  /** A page that works without a person reads its data as soon as the device is paired. */
  worksWithoutPerson?: boolean;
  /** How often `clock.now` moves; 10 s unless told. */
  tick_ms?: number;
};

export type Core = {
  api: Api;
  session: Session;
  live: Live;
  store: Store;
  outbox: Outbox<OrderEffect>;
  /** Whether the box was restored, and what it is told again. */
  epochs: Pick<Epochs, "restored" | "seen">;
  clock: Clock;
  door: Door;
  snapshot: Snapshot;
  vault: Vault;
  isAway: ReadonlySignal<boolean>;
  /** Set at the start, when the disk had what the screens show. */
  isRestored: Signal<boolean>;
  listeners: Map<ServerEvent, Set<(data: unknown) => void>>;
  reload(): Promise<void>;
  maySend(actorId: string | null): boolean;
  /** Only what depends on who is signed in. */
  reloadPersonal(): Promise<void>;
};

const socketUrl = (): string => `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/sync`;

/** `refused`: a token that the box did not take; the device then registers alone, so that only its own credential is in question. */
const registerData = (
  options: ClientOptions,
  session: Session,
  refused: string | null,
): RegisterData | null => {
  const device = session.device.peek();
  const token = session.accessToken.peek() === refused ? null : session.accessToken.peek();
  if (device === null) return null;
  return {
    deviceId: device.deviceId,
    deviceType: options.deviceType,
    name: device.name,
    capabilities: options.capabilities,
    token: device.deviceToken,
    ...(token === null ? {} : { accessToken: token }),
  };
};

const askEntry = (api: Api, { method, path, body, key, at, approval }: Entry): Promise<unknown> =>
  api.ask({
    method,
    path,
    key,
    at,
    ...(body === undefined ? {} : { body }),
    ...(approval === undefined ? {} : { approval }),
  });

/** Calls that come while the work runs share one more run after it. */
const oneAtATime = (work: () => Promise<void>): (() => Promise<void>) => {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const run = (): Promise<void> => {
    running = work().finally(() => {
      running = null;
    });
    return running;
  };
  return () => {
    if (!running) return run();
    next ??= running.then(() => {
      next = null;
      return run();
    });
    return next;
  };
};

/** Who may send what: a person's taps go with that person's own word, given when they signed in. */
const sendingOf = (api: Api, session: Session, vault: Vault, epochs: () => Epochs) => {
  const isSignedIn = (actorId: string | null): boolean =>
    actorId !== null && actorId === session.actorId() && session.accessToken.peek() !== null;
  return {
    send: openSender(api, {
      deviceId: () => session.device.peek()?.deviceId ?? "",
      bearerOf: (actorId) => {
        if (isSignedIn(actorId)) return undefined;
        return actorId === null ? null : vault.grantOf(actorId);
      },
      refused: vault.refuse,
      epoch: () => epochs().current(),
      sawEpoch: (epoch) => epochs().saw(epoch),
    }),
    ask: (entry: Entry) => askEntry(api, entry),
    actor: () => ({
      id: session.actorId(),
      name: session.person.peek()?.name ?? null,
      storeId: session.device.peek()?.storeId,
    }),
    canSend: (actorId: string | null) =>
      session.device.peek() !== null &&
      (actorId === null || isSignedIn(actorId) || vault.grantOf(actorId) !== null),
  };
};

const versionIn = (store: Store, { entityType, entityId }: Change): number | undefined => {
  if (entityType === "order") return store.orders.get(entityId)?.version;
  return entityType === "table" ? store.tables.get(entityId)?.version : undefined;
};

const reloadAfter_ms = 5_000;

const isOnline = signal(navigator.onLine);
for (const name of ["online", "offline"])
  window.addEventListener(name, () => {
    isOnline.value = navigator.onLine;
  });

/** What depends on who is signed in: guests' bookings, and what only some may see. */
const personal: readonly Part[] = ["bookings", "printers"];

const openLoading = (
  { api, session, store }: Pick<Core, "api" | "session" | "store">,
  options: ClientOptions,
  position: () => { seq: number } | null,
) => {
  let again: ReturnType<typeof setTimeout> | undefined;
  let isNewJournal = false;
  const mayLoad = (): boolean =>
    session.device.peek() !== null && (session.person.peek() !== null || options.worksWithoutPerson === true);
  /** Who may not see bookings works without them. */
  const parts = (): Part[] =>
    options.parts.filter((part) => part !== "bookings" || session.may("reservation.read"));
  const load = (wanted: readonly Part[]): Promise<boolean> =>
    loadStore(api, store, { parts: wanted, asOf: position()?.seq ?? 0, isNewJournal });
  const reload = oneAtATime(async () => {
    clearTimeout(again);
    if (!mayLoad()) return;
    if (await load(parts())) isNewJournal = false;
    else again = setTimeout(() => void reload(), reloadAfter_ms);
  });
  const reloadPersonal = oneAtATime(async () => {
    const wanted = parts().filter((part) => personal.includes(part));
    if (mayLoad() && !(await load(wanted))) setTimeout(() => void reloadPersonal(), reloadAfter_ms);
  });
  return {
    reload,
    reloadPersonal,
    /** Versions begin anew: everything that is known is dropped with the next snapshot. */
    begin: () => {
      isNewJournal = true;
    },
  };
};

const openDisk = (options: ClientOptions, onOutdated: () => void) => {
  const database = openDatabase(options.kind, { onOutdated });
  return { database, locks: openLocks(`tillbox.${options.kind}`, database) };
};

type SocketParts = Pick<
  Core,
  "api" | "session" | "store" | "outbox" | "clock" | "listeners" | "reload" | "reloadPersonal"
> & {
  sawEpoch(epoch: number): void;
};

const openSocket = (options: ClientOptions, parts: SocketParts): Live => {
  const { api, session, store, outbox, clock, listeners, sawEpoch, reload, reloadPersonal } = parts;
  let refused: string | null = null;
  /** Whoever is on the screen gets a new word, so that the live hub tells again what they may hear. */
  const renew = (): void => {
    const retry = (error: unknown): void => {
      if (isTransient(asProblem(error))) setTimeout(renew, reloadAfter_ms);
    };
    if (session.person.peek() !== null) api.renew().catch(retry);
  };
  const live = openLive({
    register: () => registerData(options, session, refused),
    openSocket: () => new WebSocket(socketUrl()),
    onRegistered: ({ epoch }, isResumed) => {
      sawEpoch(epoch);
      outbox.hurry();
      if (!isResumed || store.load.peek().step !== "ready") void reload();
    },
    onChanges: (changes) => {
      for (const { entityType, entityId, version, data, action } of changes)
        store.applyChange(entityType, data ?? { id: entityId, version }, action === "delete");
    },
    onFrame: (event, data) => {
      store.applyFrame(event, data);
      for (const listen of listeners.get(event) ?? []) listen(data);
    },
    onReset: () => {
      const at = live.position();
      if (at) sawEpoch(at.epoch);
      void reload();
    },
    onRejected: (code, _message, { accessToken }) => {
      if (code !== "unauthorized" && code !== "forbidden") return;
      if (accessToken === undefined) return session.unpaired();
      refused = accessToken;
      // A newer one is on its way, or will be; until then the device is in by itself.
      if (session.accessToken.peek() !== accessToken) return;
      live.announce();
      renew();
    },
    onRoomsGained: () => void reloadPersonal(),
    onPersonGone: renew,
    onTime: clock.set,
  });
  return {
    ...live,
    resumeFrom: (position) => {
      sawEpoch(position.epoch);
      live.resumeFrom(position);
    },
  };
};

export const openCore = (options: ClientOptions): Core => {
  const session = openSession(options.kind, localStorage, sessionStorage);
  const store = openStore();
  const api = openApi({ session });
  const clock = openClock(options.tick_ms ?? 10_000);
  const listeners: Core["listeners"] = new Map();
  const { database, locks } = openDisk(options, () => outbox.storageFailed(trouble("outdated")));
  const snapshot = openSnapshot({
    database,
    locks,
    store,
    storeId: () => session.device.peek()?.storeId ?? null,
    position: () => live.position(),
  });
  const kept = openKeeper(database, { writeViews: snapshot.writeInto });
  const keeper = isOfflineModeOff() ? openDrainingKeeper(kept) : kept;
  const vault = openVault(database);
  const sending = sendingOf(api, session, vault, () => epochs);
  const outbox = openOutbox<OrderEffect>({
    ...sending,
    onAnswers: (answers) => applyAnswers(api, store, answers),
    versionOf: (change) => versionIn(store, change),
    epochOf: () => live.position()?.epoch,
    isAway: () => isAway.peek(),
    keeper,
    locks,
    tabs: openTabs(options.kind),
    // By the box's time, as far as it is known: the price of the hour is the one on the screen, whatever this device's clock says.
    now: () => Date.now() + clock.skew_ms.peek(),
  });
  const loading = openLoading({ api, session, store }, options, () => live.position());
  const epochs = openEpochs({ keeper, begin: loading.begin, restore: outbox.restore, wait: restoring });
  const sawEpoch = epochs.saw;
  const live = openSocket(options, { api, session, store, outbox, clock, listeners, sawEpoch, ...loading });
  const isAway = computed(() => live.state.value === "offline" || !isOnline.value);
  const door = openDoor({ api, session, device: options, vault, isAway: () => isAway.peek() });
  const { reload, reloadPersonal } = loading;
  const isRestored = signal(false);
  return {
    api,
    session,
    store,
    outbox,
    epochs,
    live,
    clock,
    door,
    snapshot,
    isAway,
    isRestored,
    listeners,
    vault,
    maySend: sending.canSend,
    reload,
    reloadPersonal,
  };
};
