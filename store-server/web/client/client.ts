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
import type { ServerEvent } from "@tillbox/shared/protocol/live.ts";
import type { Api } from "./api.ts";
import type { Behalf } from "./behalf.ts";
import { openBrowser } from "./browser.ts";
import type { Clock } from "./clock.ts";
import { type ClientOptions, openCore } from "./core.ts";
import type { Result } from "./door.ts";
import type { OrderEffect } from "./effects.ts";
import type { Environment } from "./environment.ts";
import type { Epochs } from "./epochs.ts";
import type { ConnectionState, Live } from "./live.ts";
import type { Outbox } from "./outbox.ts";
import { isBusyIn, isStuck, lockCore, startCore, unsentOf } from "./running.ts";
import type { Session } from "./session.ts";
import { openShown, type Shown } from "./shown.ts";
import type { Store } from "./store.ts";
import type { Worker } from "./worker.ts";

export type Client = Shown & {
  readonly api: Api;
  readonly session: Session;
  readonly live: Live;
  readonly store: Store;
  readonly outbox: Outbox<OrderEffect>;
  readonly clock: Clock;
  /** Whether the box was restored from an earlier state, and what it is told again. */
  readonly epochs: Pick<Epochs, "restored" | "seen">;
  /** For the connection pill: the socket's state, and not connected while taps do not get through. */
  readonly connection: ReadonlySignal<ConnectionState>;
  /** For the connection pill: what the box has not confirmed and is not just on its way. */
  readonly unsent: ReadonlySignal<number>;
  /** For the connection pill: what the box refused and nobody has looked at. */
  readonly refused: ReadonlySignal<number>;
  /** Whether this page can send for that person. */
  maySend(actorId: string | null): boolean;
  /** Whether whoever is signed in may send what others tapped here: what waits for a sign-in that does not come any more. */
  readonly maySendForOthers: Behalf["may"];
  /** Sends what that person tapped, as theirs, under the sign-in of whoever is here. */
  sendFor(actorId: string): void;
  /** Tries now, instead of after the pause. */
  hurry(): void;
  /** Tries a refused tap again; what the box keeps in its inbox is applied there. */
  retry(key: string): void;
  /** Leaves a refused tap out, here and in the box's inbox. */
  discard(key: string): void;
  /** What is tapped is safe on this device. False where its browser keeps nothing, or offline mode is off. */
  readonly keepsTaps: ReadonlySignal<boolean>;
  /** The box is known to be out of reach: what only the box can do is not begun. */
  readonly isAway: ReadonlySignal<boolean>;
  /** Serves this page without the box, and says when there is a newer one. */
  readonly worker: Worker;
  /** Who used a PIN here lately can sign in without the box; false where the connection is not encrypted. */
  readonly canSignInAway: boolean;
  /** What is shown came from this device's disk, and is brought up to date as soon as the box answers. */
  readonly isRestored: ReadonlySignal<boolean>;
  /** False until a kept sign-in was tried after a reload. */
  readonly isSettled: ReadonlySignal<boolean>;
  start(): void;
  pair(code: string, name: string, deviceId?: string): Promise<Result>;
  signIn(pin: string): Promise<Result>;
  /** Takes the person off the screen at once; what they tapped is still sent. */
  lock(): void;
  reload(): Promise<void>;
  /** Calls back for every live event that is no view of the store: alerts, print jobs. Returns how to stop. */
  on(event: ServerEvent, listen: (data: unknown) => void): () => void;
};

const inInbox = (inboxId: string, verb: string): string =>
  `/api/inbox/${encodeURIComponent(inboxId)}/${verb}`;

/** What a person decides of a refused tap. */
const openDeciding = (outbox: Outbox<OrderEffect>) => ({
  retry: (key: string): void => {
    const entry = outbox.entries.peek().find((each) => each.key === key);
    if (!entry?.inboxId) return outbox.retry(key);
    const { label, chain, effect, inboxId } = entry;
    outbox.discard(key);
    const path = inInbox(inboxId, "reapply");
    const again = { label, chain, path, method: "POST", body: {}, keeps: true } as const;
    void outbox.submit(effect ? { ...again, effect } : again);
  },
  discard: (key: string): void => {
    const entry = outbox.entries.peek().find((each) => each.key === key);
    outbox.discard(key);
    if (!entry?.inboxId) return;
    const { label, inboxId } = entry;
    const path = inInbox(inboxId, "dismiss");
    void outbox.submit({ label: `Leave out: ${label}`, chain: inboxId, path, method: "POST", body: {} });
  },
});

/** `environment`: where it runs, unless it is a page. */
export const openClient = (options: ClientOptions, environment: Environment = openBrowser()): Client => {
  const core = openCore(options, environment);
  const { session, store, outbox, live, door, listeners } = core;
  const isSettled = signal(session.device.peek() === null);
  const connection = computed((): ConnectionState => {
    if (core.isAway.value) return "offline";
    const isHeldUp = live.state.value === "connected" && outbox.entries.value.some(isStuck);
    return isHeldUp ? "reconnecting" : live.state.value;
  });
  const worker = environment.openWorker({
    isBusy: computed(() => isBusyIn(outbox)),
    isSomebodyHere: computed(() => session.person.value !== null),
  });
  effect(() => {
    if (live.state.value === "connected") untracked(worker.look);
  });
  return {
    ...core,
    ...openShown(store, outbox),
    worker,
    canSignInAway: core.vault.isPossible,
    isSettled,
    start: () => {
      void startCore(core).finally(() => {
        isSettled.value = true;
      });
    },
    lock: () => lockCore(core),
    pair: door.pair,
    signIn: door.signIn,
    connection,
    refused: computed(() => outbox.entries.value.filter(({ state }) => state === "refused").length),
    hurry: () => {
      live.hurry();
      outbox.hurry();
    },
    ...openDeciding(outbox),
    keepsTaps: computed(() => !core.isKeepingOff && outbox.trouble.value === null),
    maySendForOthers: core.behalf.may,
    sendFor: (actorId) => {
      core.behalf.begin(actorId);
      outbox.hurry();
    },
    unsent: computed(() => {
      // Whose taps can be sent follows from who is signed in.
      void session.accessToken.value;
      return unsentOf(outbox.entries.value, connection.value, core.maySend, core.clock.now.value);
    }),
    on: (event, listen) => {
      const known = listeners.get(event) ?? new Set();
      listeners.set(event, known.add(listen));
      return () => void known.delete(listen);
    },
  };
};
