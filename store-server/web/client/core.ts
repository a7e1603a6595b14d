/** The parts of the client core, each told of the others: what they are is in `client.ts`. */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Capabilities, deviceTypes } from "@tillbox/shared/contract/device.ts";
import type { z } from "zod";
import { applyAnswers } from "./answers.ts";
import { type Api, openApi } from "./api.ts";
import { type Behalf, openBehalf } from "./behalf.ts";
import { type Clock, openClock } from "./clock.ts";
import { type DatabaseEvents, trouble } from "./database.ts";
import { type Door, openDoor } from "./door.ts";
import type { OrderEffect } from "./effects.ts";
import type { Environment } from "./environment.ts";
import { type Epochs, followReplicated, openEpochs } from "./epochs.ts";
import { type KeeperOptions, openDrainingKeeper, openKeeper } from "./keeper.ts";
import { type Listeners, openListening } from "./listening.ts";
import type { Live } from "./live.ts";
import { type Loading, type LoadingOptions, openLoading } from "./loading.ts";
import { type Outbox, openOutbox } from "./outbox.ts";
import { restoring } from "./problem.ts";
import { openSession, type Session } from "./session.ts";
import { openSnapshot, type Snapshot, type SnapshotOptions } from "./snapshot.ts";
import { openStore, type Store } from "./store.ts";
import type { Change, Entry } from "./tap.ts";
import { openSender } from "./transport.ts";
import { openVault, type Vault } from "./vault.ts";
import { isOfflineModeOff } from "./worker.ts";

export type ClientOptions = LoadingOptions & {
  /** Keeps the credentials of different kinds of pages in one browser apart. */
  kind: string;
  deviceType: (typeof deviceTypes)[number];
  capabilities: z.infer<typeof Capabilities>;
  /** How often `clock.now` moves; 10 s unless told. */
  tick_ms?: number;
};

export type Core = Pick<Loading, "reload" | "reloadPersonal" | "catchUp"> & {
  environment: Environment;
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
  listeners: Listeners;
  /** By the store's own setting: this page puts nothing on the disk. */
  isKeepingOff: boolean;
  /** What others tapped here, and who may send it for them. */
  behalf: Behalf;
  maySend(actorId: string | null): boolean;
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

type Words = { session: Session; vault: Vault; behalf: Behalf };
type Told = { epochs(): Epochs; sawReplicated(epoch: number, seq: number | null): void };
/** Who may send what: a person's taps go with that person's own word, given when they signed in, or with a manager's who is here. */
const sendingOf = (api: Api, { session, vault, behalf }: Words, { epochs, sawReplicated }: Told) => {
  const isForOther = (actorId: string): boolean =>
    !isSignedIn(actorId) && vault.grantOf(actorId) === null && behalf.covers(actorId);
  const isSignedIn = (actorId: string | null): boolean =>
    actorId !== null && actorId === session.actorId() && session.accessToken.peek() !== null;
  return {
    send: openSender(api, {
      deviceId: () => session.device.peek()?.deviceId ?? "",
      bearerOf: (actorId) => {
        if (actorId === null) return null;
        return isSignedIn(actorId) || isForOther(actorId) ? undefined : vault.grantOf(actorId);
      },
      refused: vault.refuse,
      isForOther,
      refusedForOther: behalf.end,
      epoch: () => epochs().current(),
      heardEpoch: (asked, told) => epochs().heard(asked, told),
      sawReplicated,
    }),
    ask: (entry: Entry) => askEntry(api, entry),
    actor: () => ({
      id: session.actorId(),
      name: session.person.peek()?.name ?? null,
      storeId: session.device.peek()?.storeId,
    }),
    canSend: (actorId: string | null) =>
      session.device.peek() !== null &&
      (actorId === null || isSignedIn(actorId) || vault.grantOf(actorId) !== null || behalf.covers(actorId)),
  };
};

const versionIn = (store: Store, { entityType, entityId }: Change): number | undefined => {
  if (entityType === "order") return store.orders.get(entityId)?.version;
  return entityType === "table" ? store.tables.get(entityId)?.version : undefined;
};

/** What outlives the page: what is shown, what was tapped, and who may sign in without the box. */
const openDisk = ({ kind }: ClientOptions, environment: Environment, parts: DiskParts) => {
  const { onOutdated, isSafe, ...shown } = parts;
  const database = environment.openDatabase(kind, { onOutdated });
  const locks = environment.openLocks(kind, database);
  const snapshot = openSnapshot({ ...shown, database, locks, isVisible: environment.isVisible });
  const kept = openKeeper(database, { writeViews: snapshot.writeInto, isSafe });
  const isKeepingOff = isOfflineModeOff(environment.local);
  const keeper = isKeepingOff ? openDrainingKeeper(kept) : kept;
  return { locks, snapshot, keeper, isKeepingOff, vault: openVault(database, environment.subtle) };
};
type DiskParts = Pick<SnapshotOptions, "store" | "storeId" | "position"> &
  Required<Pick<KeeperOptions, "isSafe">> &
  DatabaseEvents;

export const openCore = (options: ClientOptions, environment: Environment): Core => {
  const session = openSession(options.kind, environment.local, environment.tab);
  const store = openStore();
  const api = openApi({ session, fetch: environment.fetch });
  const clock = openClock(options.tick_ms ?? 10_000);
  const listeners: Listeners = new Map();
  const position = () => live.position();
  const replicated = followReplicated();
  const { locks, snapshot, keeper, isKeepingOff, vault } = openDisk(options, environment, {
    store,
    storeId: () => session.device.peek()?.storeId ?? null,
    // What is owed is not in the store: at the next start it would be taken for known.
    position: () => (loading.isOwed() ? null : position()),
    onOutdated: () => outbox.storageFailed(trouble("outdated")),
    isSafe: replicated.isSafe,
  });
  const behalf = openBehalf(session);
  const sending = sendingOf(
    api,
    { session, vault, behalf },
    { epochs: () => epochs, sawReplicated: replicated.saw },
  );
  const outbox = openOutbox<OrderEffect>({
    ...sending,
    onAnswers: (answers) => applyAnswers(api, store, answers),
    versionOf: (change) => versionIn(store, change),
    epochOf: () => live.position()?.epoch,
    isOfNow: (epoch) => epochs.isOfNow(epoch),
    isAway: () => isAway.peek(),
    keeper,
    locks,
    tabs: environment.openTabs(options.kind),
    // By the box's time, as far as it is known: the price of the hour is the one on the screen, whatever this device's clock says.
    now: () => Date.now() + clock.skew_ms.peek(),
  });
  const loading = openLoading({ api, session, store, position }, options);
  const epochs = openEpochs({ keeper, begin: loading.begin, restore: outbox.restore, wait: restoring });
  const live = openListening({
    ...loading,
    device: options,
    openSocket: environment.openSocket,
    api,
    session,
    store,
    outbox,
    clock,
    listeners,
    sawEpoch: epochs.saw,
  });
  const isAway = computed(() => live.state.value === "offline" || !environment.isOnline.value);
  const door = openDoor({ api, session, device: options, vault, isAway: () => isAway.peek() });
  return {
    ...loading,
    environment,
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
    isRestored: signal(false),
    listeners,
    vault,
    isKeepingOff,
    behalf,
    maySend: sending.canSend,
  };
};
