/**
 * The client core of every page of the box. Open one per page and keep it:
 *
 *   const client = openClient({ kind: "kitchen", deviceType: "kitchen", capabilities: { canManageKitchen: true }, parts: ["orders", "menu"] });
 *   client.start();
 *   client.session.device.value === null   → show pairing: await client.pair(code, "Kitchen 1")
 *   client.session.person.value === null   → show the PIN pad: await client.signIn(pin)
 *   client.store.load.value                → empty | loading | ready | failed (client.reload() tries again)
 *   client.order(id).value                 → the order as to be shown now, open taps laid over the box's view
 *   client.store.orders.all.value          → all orders that this device knows, as the box has them
 *   await client.outbox.submit(moveLines(order, itemIds, "ready"))   → { ok: true, answer } | { ok: false, problem }
 *   client.connection.value, client.unsent.value                    → the connection pill
 *
 * Everything that ends in `.value` is a signal: read it inside a component and the component follows it. Taps never throw; a refusal
 * comes back as a problem whose message is for the person. `problem.ts` has the codes.
 */
import { computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import type { Capabilities, deviceTypes } from "@tillbox/shared/contract/device.ts";
import type { ServerEvent } from "@tillbox/shared/protocol/live.ts";
import type { z } from "zod";
import { applyAnswers } from "./answers.ts";
import { type Api, openApi } from "./api.ts";
import { billFacts } from "./bill-facts.ts";
import { type Clock, openClock } from "./clock.ts";
import { askToPersist, openDatabase, trouble } from "./database.ts";
import { type Door, openDoor, type Result } from "./door.ts";
import { type OrderEffect, type ShownOrder, showOrder } from "./effects.ts";
import { openKeeper } from "./keeper.ts";
import { type ConnectionState, type Live, openLive, type RegisterData } from "./live.ts";
import { loadStore, type Part } from "./load.ts";
import { openLocks } from "./locks.ts";
import { type Outbox, openOutbox } from "./outbox.ts";
import { openSession, type Session } from "./session.ts";
import { openStore, type Store } from "./store.ts";
import { openTabs } from "./tabs.ts";
import type { Change, Entry } from "./tap.ts";
import { openSender } from "./transport.ts";

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

export type Client = {
  readonly api: Api;
  readonly session: Session;
  readonly live: Live;
  readonly store: Store;
  readonly outbox: Outbox<OrderEffect>;
  readonly clock: Clock;
  /** For the connection pill: the socket's state, and not connected while taps do not get through. */
  readonly connection: ReadonlySignal<ConnectionState>;
  /** For the connection pill: what the box has not confirmed and is not just on its way. */
  readonly unsent: ReadonlySignal<number>;
  /** The box is known to be out of reach: what only the box can do is not begun. */
  readonly isAway: ReadonlySignal<boolean>;
  /** False until a kept sign-in was tried after a reload. */
  readonly isSettled: ReadonlySignal<boolean>;
  start(): void;
  pair(code: string, name: string): Promise<Result>;
  signIn(pin: string): Promise<Result>;
  /** Takes the person off the screen at once; what they tapped is still sent. */
  lock(): void;
  reload(): Promise<void>;
  /** The order as this device shows it. */
  order(id: string): ReadonlySignal<ShownOrder | undefined>;
  /** Calls back for every live event that is no view of the store: alerts, print jobs. Returns how to stop. */
  on(event: ServerEvent, listen: (data: unknown) => void): () => void;
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

const orderReader = (store: Store, outbox: Outbox<OrderEffect>) => {
  const known = new Map<string, ReadonlySignal<ShownOrder | undefined>>();
  const facts = computed(() => billFacts(store));
  return (id: string): ReadonlySignal<ShownOrder | undefined> => {
    const made =
      known.get(id) ??
      computed(() => {
        const open = outbox.entries.value.filter(({ chain, state }) => chain === id && state !== "refused");
        const effects = open.flatMap((entry) => (entry.effect ? [entry.effect] : []));
        return showOrder(store.orders.all.value.get(id), effects, facts.value);
      });
    known.set(id, made);
    return made;
  };
};

type Core = Pick<Client, "api" | "session" | "store" | "outbox" | "live" | "clock" | "isAway"> & {
  door: Door;
  listeners: Map<ServerEvent, Set<(data: unknown) => void>>;
  reload(): Promise<void>;
};

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

/** Who may send what: a person's taps go with that person's own word. */
const sendingOf = (api: Api, session: Session) => {
  const isSignedIn = (actorId: string | null): boolean =>
    actorId !== null && actorId === session.actorId() && session.accessToken.peek() !== null;
  return {
    send: openSender(
      api,
      () => session.device.peek()?.deviceId ?? "",
      (actorId) => (isSignedIn(actorId) ? undefined : null),
    ),
    ask: (entry: Entry) => askEntry(api, entry),
    actor: () => ({ id: session.actorId(), name: session.person.peek()?.name ?? null }),
    canSend: (actorId: string | null) =>
      session.device.peek() !== null && (actorId === null || isSignedIn(actorId)),
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

const openCore = (options: ClientOptions): Core => {
  const session = openSession(options.kind, localStorage, sessionStorage);
  const store = openStore();
  const api = openApi({ session });
  const clock = openClock(options.tick_ms ?? 10_000);
  const listeners: Core["listeners"] = new Map();
  const database = openDatabase(options.kind, {
    onOutdated: () => outbox.storageFailed(trouble("outdated")),
  });
  const outbox = openOutbox<OrderEffect>({
    ...sendingOf(api, session),
    onAnswers: (answers) => applyAnswers(api, store, answers),
    versionOf: (change) => versionIn(store, change),
    isAway: () => isAway.peek(),
    keeper: openKeeper(database),
    locks: openLocks(`tillbox.${options.kind}`, database),
    tabs: openTabs(options.kind),
    // By the box's time, as far as it is known: the price of the hour is the one on the screen, whatever this device's clock says.
    now: () => Date.now() + clock.skew_ms.peek(),
  });
  const mayLoad = (): boolean =>
    session.device.peek() !== null && (session.person.peek() !== null || options.worksWithoutPerson === true);
  /** Who may not see bookings works without them. */
  const parts = (): Part[] =>
    options.parts.filter((part) => part !== "bookings" || session.may("reservation.read"));
  let again: ReturnType<typeof setTimeout> | undefined;
  const reload: () => Promise<void> = oneAtATime(async () => {
    clearTimeout(again);
    if (!mayLoad() || (await loadStore(api, store, parts(), live.position()?.seq ?? 0))) return;
    again = setTimeout(() => void reload(), reloadAfter_ms);
  });
  let refused: string | null = null;
  const live = openLive({
    register: () => registerData(options, session, refused),
    openSocket: () => new WebSocket(socketUrl()),
    onRegistered: (_answer, isResumed) => {
      outbox.hurry();
      if (!isResumed || store.load.peek().step !== "ready") void reload();
    },
    onChanges: (changes) => {
      for (const { entityType, data, action } of changes)
        store.applyChange(entityType, data, action === "delete");
    },
    onFrame: (event, data) => {
      store.applyFrame(event, data);
      for (const listen of listeners.get(event) ?? []) listen(data);
    },
    onReset: () => void reload(),
    onRejected: (code) => {
      if (code !== "unauthorized" && code !== "forbidden") return;
      const token = session.accessToken.peek();
      if (token === null || token === refused) return session.unpaired();
      refused = token;
      live.announce();
    },
    onTime: clock.set,
  });
  const isAway = computed(() => live.state.value === "offline" || !isOnline.value);
  const door = openDoor({ api, session, device: options });
  return { api, session, store, outbox, live, clock, door, isAway, listeners, reload };
};

/** Runs `react` with each new value of a signal, and now; whatever it reads besides does not call it again. */
const follow = <T>(source: ReadonlySignal<T>, react: (value: T) => void): void => {
  effect(() => {
    const { value } = source;
    untracked(() => react(value));
  });
};

const isStuck = ({ state, problem }: Entry): boolean =>
  state === "waiting" && (problem?.code === "offline" || problem?.code === "timeout");

const startCore = ({ session, store, outbox, live, reload }: Core): void => {
  const isAnyStuck = computed(() => outbox.entries.value.some(isStuck));
  follow(isAnyStuck, (stuck) => {
    if (stuck) live.hurry();
  });
  follow(session.device, (device) => (device === null ? live.close() : live.connect()));
  follow(session.accessToken, (token) => {
    if (token !== null && live.state.value === "connected") live.announce();
  });
  follow(session.person, (person) => {
    if (person === null) return;
    outbox.hurry();
    if (store.load.value.step !== "ready") void reload();
  });
  const hurry = (): void => {
    live.hurry();
    outbox.hurry();
  };
  window.addEventListener("online", hurry);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") hurry();
  });
};

/** Signs out once everything that this person tapped is sent, unless somebody signed in meanwhile. */
const lockCore = ({ session, outbox, door }: Core): void => {
  const actorId = session.actorId();
  const token = session.accessToken.peek();
  session.locked();
  const stop = effect(() => {
    const isLeft = outbox.entries.value.some(
      (entry) => entry.state !== "refused" && entry.actorId === actorId,
    );
    if (isLeft) return;
    queueMicrotask(() => {
      stop();
      if (session.person.peek() !== null || session.actorId() !== actorId || token === null) return;
      void door.signOut(session.refreshToken());
      session.signedOut();
    });
  });
};

/** What failed on the way and what waits behind it; without the box, everything that is open. */
const unsentOf = (entries: readonly Entry[], connection: ConnectionState): number => {
  const open = entries.filter(({ state }) => state !== "refused");
  if (connection !== "connected") return open.length;
  const held = new Set(open.filter(({ state }) => state === "waiting").map(({ chain }) => chain));
  return open.filter(({ chain }) => held.has(chain)).length;
};

export const openClient = (options: ClientOptions): Client => {
  const core = openCore(options);
  const { session, store, outbox, live, door, listeners } = core;
  const isSettled = signal(session.refreshToken() === null);
  const connection = computed(() =>
    live.state.value === "connected" && outbox.entries.value.some(isStuck)
      ? "reconnecting"
      : live.state.value,
  );
  return {
    ...core,
    isSettled,
    start: () => {
      startCore(core);
      void outbox.restore().then(askToPersist);
      void door.resume().finally(() => {
        isSettled.value = true;
      });
    },
    lock: () => lockCore(core),
    pair: door.pair,
    signIn: door.signIn,
    connection,
    unsent: computed(() => unsentOf(outbox.entries.value, connection.value)),
    order: orderReader(store, outbox),
    on: (event, listen) => {
      const known = listeners.get(event) ?? new Set();
      listeners.set(event, known.add(listen));
      return () => void known.delete(listen);
    },
  };
};
