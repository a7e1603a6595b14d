/** The socket of this device, and what each thing that it tells means for the rest of the client. */
import type { ServerEvent } from "@tillbox/shared/protocol/live.ts";
import type { Api } from "./api.ts";
import type { Clock } from "./clock.ts";
import type { Environment } from "./environment.ts";
import { type Live, openLive, type RegisterData } from "./live.ts";
import { type Loading, reloadAfter_ms } from "./loading.ts";
import type { Outbox } from "./outbox.ts";
import { asProblem, isTransient } from "./problem.ts";
import type { Session } from "./session.ts";
import type { Store } from "./store.ts";

/** Who wants to hear of what is no view of the store. */
export type Listeners = Map<ServerEvent, Set<(data: unknown) => void>>;

type Listening = Pick<Loading, "reload" | "reloadPersonal" | "isOwed" | "begin"> & {
  device: Pick<RegisterData, "deviceType" | "capabilities">;
  openSocket: Environment["openSocket"];
  api: Api;
  session: Session;
  store: Store;
  outbox: Pick<Outbox, "hurry">;
  clock: Clock;
  listeners: Listeners;
  /** Told of the journal's life whenever the box says it. */
  sawEpoch(epoch: number): void;
};

/** `refused`: a token that the box did not take; the device then registers alone, so that only its own credential is in question. */
const registerData = (
  { deviceType, capabilities }: Listening["device"],
  session: Session,
  refused: string | null,
): RegisterData | null => {
  const device = session.device.peek();
  const token = session.accessToken.peek() === refused ? null : session.accessToken.peek();
  if (device === null) return null;
  return {
    deviceId: device.deviceId,
    deviceType,
    name: device.name,
    capabilities,
    token: device.deviceToken,
    ...(token === null ? {} : { accessToken: token }),
  };
};

export const openListening = (parts: Listening): Live => {
  const { device, api, session, store, outbox, clock, listeners, sawEpoch } = parts;
  const { reload, reloadPersonal, isOwed, begin } = parts;
  let refused: string | null = null;
  /** Whoever is on the screen gets a new word, so that the live hub tells again what they may hear. */
  const renew = (): void => {
    const retry = (error: unknown): void => {
      if (isTransient(asProblem(error))) setTimeout(renew, reloadAfter_ms);
    };
    if (session.person.peek() !== null) api.renew().catch(retry);
  };
  const live = openLive({
    register: () => registerData(device, session, refused),
    openSocket: parts.openSocket,
    onRegistered: ({ epoch }, isResumed) => {
      sawEpoch(epoch);
      // Whatever the connection before still told is of a journal that this one may not go on from.
      if (!isResumed) begin();
      outbox.hurry();
      if (!isResumed || isOwed() || store.load.peek().step !== "ready") void reload();
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
    onRejected: (code, _message, { accessToken, token }) => {
      if (code !== "unauthorized" && code !== "forbidden") return;
      if (accessToken === undefined) {
        session.unpaired(token);
        return session.device.peek() === null ? undefined : live.announce();
      }
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
