/**
 * The client of a tablet, put together as `openClient` does it for a page, from the same parts: session, requests, outbox, live position,
 * records of views, snapshot. Only what a page has of its browser comes from elsewhere.
 */
import type { DeviceType } from "@tillbox/shared/protocol/rooms.ts";
import { applyAnswers } from "@tillbox/store-server/web/client/answers.ts";
import { type Api, openApi } from "@tillbox/store-server/web/client/api.ts";
import type { OrderEffect } from "@tillbox/store-server/web/client/effects.ts";
import type { Keeper } from "@tillbox/store-server/web/client/keeper.ts";
import {
  type Live,
  openLive,
  type RegisterData,
  type Socket,
} from "@tillbox/store-server/web/client/live.ts";
import { loadStore, type Part } from "@tillbox/store-server/web/client/load.ts";
import { type Outbox, openOutbox } from "@tillbox/store-server/web/client/outbox.ts";
import type { SendResult } from "@tillbox/store-server/web/client/outbox-settling.ts";
import { asProblem, isTransient } from "@tillbox/store-server/web/client/problem.ts";
import type { Session } from "@tillbox/store-server/web/client/session.ts";
import type { Store } from "@tillbox/store-server/web/client/store.ts";
import type { Change, Entry } from "@tillbox/store-server/web/client/tap.ts";
import { openSender } from "@tillbox/store-server/web/client/transport.ts";
import { grantOf } from "./people.ts";

export type ClientParts = {
  deviceId: string;
  deviceType: DeviceType;
  capabilities: RegisterData["capabilities"];
  parts: readonly Part[];
  session: Session;
  store: Store;
  fetch: typeof globalThis.fetch;
  keeper: Keeper;
  openSocket(): Socket;
  /** What the box answered a tap, as it reached the device. */
  heard(result: SendResult): void;
  fault(text: string): void;
};
export type Client = { api: Api; live: Live; outbox: Outbox<OrderEffect>; reload(): void };

const reloadAfter_ms = 5000;

/** Calls that come while the work runs share one more run after it. */
const oneAtATime = (work: () => Promise<void>): (() => void) => {
  let isRunning = false;
  let isWanted = false;
  const run = async (): Promise<void> => {
    isRunning = true;
    while (isWanted) {
      isWanted = false;
      await work();
    }
    isRunning = false;
  };
  return () => {
    isWanted = true;
    if (!isRunning) void run();
  };
};

const versionIn = (store: Store, { entityType, entityId }: Change): number | undefined => {
  if (entityType === "order") return store.orders.get(entityId)?.version;
  return entityType === "table" ? store.tables.get(entityId)?.version : undefined;
};

const outboxOf = (parts: ClientParts, api: Api, isAway: () => boolean, skew_ms: () => number) => {
  const { session, store, deviceId } = parts;
  /** Whoever tapped is sent for by a word of their own, whoever is on the screen by now. */
  const bearerOf = (actorId: string | null): string | null | undefined => {
    if (actorId === null) return null;
    return actorId === session.actorId() ? undefined : grantOf(actorId, deviceId);
  };
  const send = openSender(api, { deviceId: () => deviceId, bearerOf, refused: () => undefined });
  return openOutbox<OrderEffect>({
    send: async (entries, attended) => {
      const results = await send(entries, attended);
      for (const result of results) parts.heard(result);
      return results;
    },
    ask: () => Promise.reject(new Error("only intents are tapped here")),
    actor: () => ({ id: session.actorId(), name: session.person.peek()?.name ?? null }),
    canSend: () => true,
    onAnswers: (answers: readonly { entry: Entry; answer: unknown }[]) => applyAnswers(api, store, answers),
    versionOf: (change) => versionIn(store, change),
    isAway,
    keeper: parts.keeper,
    now: () => Date.now() + skew_ms(),
  });
};

export const openClient = (parts: ClientParts): Client => {
  const { session, store, fetch, deviceType, deviceId } = parts;
  const api = openApi({ session, fetch });
  let skew_ms = 0;
  const outbox = outboxOf(
    parts,
    api,
    () => live.state.peek() === "offline",
    () => skew_ms,
  );
  const mayLoad = (): boolean => session.person.peek() !== null || deviceType === "kitchen";
  const loader = (wanted: readonly Part[]) => {
    const load = oneAtATime(async () => {
      const asOf = live.position()?.seq ?? 0;
      if (!mayLoad() || (await loadStore(api, store, { parts: wanted, asOf }))) return;
      setTimeout(load, reloadAfter_ms);
    });
    return load;
  };
  const reload = loader(parts.parts);
  const reloadPersonal = loader(parts.parts.filter((part) => part === "bookings"));
  const renew = (): void => {
    const retry = (error: unknown): void => {
      if (isTransient(asProblem(error))) setTimeout(renew, reloadAfter_ms);
    };
    if (session.person.peek() !== null) api.renew().catch(retry);
  };
  let refused: string | null = null;
  const live: Live = openLive({
    register: () => {
      const token = session.accessToken.peek() === refused ? null : session.accessToken.peek();
      return {
        deviceId,
        deviceType,
        capabilities: parts.capabilities,
        token: session.device.peek()?.deviceToken ?? "",
        ...(token === null ? {} : { accessToken: token }),
      };
    },
    openSocket: parts.openSocket,
    onRegistered: (_answer, isResumed) => {
      outbox.hurry();
      if (!isResumed || store.load.peek().step !== "ready") reload();
    },
    onChanges: (changes) => {
      for (const { entityType, entityId, version, data, action } of changes)
        store.applyChange(entityType, data ?? { id: entityId, version }, action === "delete");
    },
    onFrame: store.applyFrame,
    onReset: reload,
    onRejected: (code, message, { accessToken }) => {
      if (accessToken === undefined) return parts.fault(`${deviceId} was rejected: ${code} ${message}`);
      refused = accessToken;
      // A newer one is on its way, or will be; until then the device is in by itself.
      if (session.accessToken.peek() !== accessToken) return;
      live.announce();
      renew();
    },
    onRoomsGained: reloadPersonal,
    onPersonGone: renew,
    onTime: (serverTime) => {
      skew_ms = Date.parse(serverTime) - Date.now();
    },
  });
  // As a page does: a new word of the person is told to the live hub.
  session.accessToken.subscribe((token) => {
    if (token !== null) live.announce();
  });
  return { api, live, outbox, reload };
};
