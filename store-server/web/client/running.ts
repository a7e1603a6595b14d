/** What happens by itself while a page is open: starting from the disk, following the session, sending, signing out. */
import { computed, effect, type ReadonlySignal, untracked } from "@preact/signals";
import type { Core } from "./core.ts";
import { retryAfter_ms } from "./database.ts";
import { diskWait_ms, inTime } from "./in-time.ts";
import type { ConnectionState } from "./live.ts";
import { reloadAfter_ms } from "./loading.ts";
import type { Outbox } from "./outbox.ts";
import type { Entry } from "./tap.ts";

/** Runs `react` with each new value of a signal, and now; whatever it reads besides does not call it again. */
const follow = <T>(source: ReadonlySignal<T>, react: (value: T) => void): void => {
  effect(() => {
    const { value } = source;
    untracked(() => react(value));
  });
};

export const isStuck = ({ state, problem }: Entry): boolean =>
  state === "waiting" && (problem?.code === "offline" || problem?.code === "timeout");

/** Whose taps can be sent. A disk that does not answer is asked again, and so are they sent later. */
export const loadVault = async ({ vault, outbox }: VaultParts): Promise<void> => {
  try {
    await inTime(vault.load(), diskWait_ms);
  } catch {
    const again = (): void => void loadVault({ vault, outbox }).then(outbox.hurry);
    setTimeout(again, retryAfter_ms);
  }
};
type VaultParts = { vault: Pick<Core["vault"], "load">; outbox: Pick<Outbox, "hurry"> };

/** Shows what the disk has before the box is asked. Answers whether there was anything. */
const fromDisk = async (core: Core): Promise<boolean> => {
  const { session, live, snapshot, outbox, environment } = core;
  const loaded = loadVault(core);
  const storeId = session.device.peek()?.storeId;
  const position = storeId === undefined ? null : await snapshot.restore(storeId).catch(() => null);
  await loaded;
  if (position) live.resumeFrom(position);
  await outbox.restore();
  void environment.askToPersist();
  return position !== null;
};

/** Resolves when somebody is on the screen. */
const somebody = ({ session }: Core): Promise<void> =>
  new Promise((done) => {
    const stop = effect(() => {
      if (session.person.value === null) return;
      queueMicrotask(() => stop());
      done();
    });
  });

const followSession = ({ session, store, outbox, live, vault, reload, catchUp }: Core): void => {
  follow(session.answered, (answer) => {
    if (answer) vault.remember(answer, null).catch(() => undefined);
  });
  follow(session.device, (device) => (device === null ? live.close() : live.connect()));
  follow(session.accessToken, (token) => {
    // Also while a registration is on its way: it may be one without the person.
    if (token !== null) live.announce();
    if (token !== null) outbox.hurry();
  });
  follow(session.person, (person) => {
    if (person === null) return;
    outbox.hurry();
    if (store.load.peek().step !== "ready") void reload();
    else catchUp();
  });
};

/**
 * Whoever went on without the box is asked for while it is there, until it has answered. Not only when it comes back: a sign-in may fail
 * on its way while the socket stands.
 */
export const followBox = ({ session, live, door }: Pick<Core, "session" | "live" | "door">): void => {
  const isOwed = computed(
    () =>
      live.state.value === "connected" && session.person.value !== null && session.accessToken.value === null,
  );
  let isAsking = false;
  const ask = async (): Promise<void> => {
    if (isAsking) return;
    isAsking = true;
    while (isOwed.peek()) {
      await door.catchUp();
      if (isOwed.peek()) await new Promise((done) => setTimeout(done, reloadAfter_ms));
    }
    isAsking = false;
  };
  follow(isOwed, (owed) => {
    if (owed) void ask();
  });
};

/** A snapshot of the disk lacks what depends on who is signed in: it is read once, when there is somebody and the box. */
const followPerson = ({ session, live, reloadPersonal }: Core): void => {
  const isReady = computed(() => session.accessToken.value !== null && live.state.value === "connected");
  let isRead = false;
  follow(isReady, (ready) => {
    if (ready && !isRead) void reloadPersonal();
    isRead ||= ready;
  });
};

/** Resolves when it is known who is signed in, if anybody. */
export const startCore = async (core: Core): Promise<void> => {
  const { outbox, live, snapshot, door, environment } = core;
  const signingIn = door.resume();
  const isRestored = await fromDisk(core);
  core.isRestored.value = isRestored;
  const isAnyStuck = computed(() => outbox.entries.value.some(isStuck));
  follow(isAnyStuck, (stuck) => {
    if (stuck) live.hurry();
  });
  environment.askBeforeLeaving(computed(() => outbox.unkept.value > 0));
  followSession(core);
  followBox(core);
  if (isRestored) followPerson(core);
  snapshot.follow();
  for (const isHere of [environment.isOnline, environment.isVisible])
    follow(isHere, (is) => {
      if (!is) return;
      live.hurry();
      outbox.hurry();
    });
  await Promise.race([signingIn, somebody(core)]);
};

/** Signs out once everything that this person tapped is sent, unless somebody signed in meanwhile. */
export const lockCore = ({ session, outbox, door }: Core): void => {
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

/** A page that is loaded again now would lose something, or not know how something ended. */
export const isBusyIn = ({ entries, unkept }: Pick<Outbox, "entries" | "unkept">): boolean =>
  unkept.value > 0 || entries.value.some(({ isReady, state }) => !isReady || state === "sending");

/** Longer than this nothing is just on its way. */
const onItsWay_ms = 10_000;

/** What failed on the way, takes long or waits for a sign-in, and what waits behind it; without the box, everything that is open. */
export const unsentOf = (
  entries: readonly Entry[],
  connection: ConnectionState,
  maySend: (actorId: string | null) => boolean,
  now_ms: number,
): number => {
  const open = entries.filter(({ state }) => state !== "refused");
  if (connection !== "connected") return open.length;
  const isHeld = ({ state, change, actorId, at }: Entry): boolean =>
    state === "waiting" || now_ms - Date.parse(at) > onItsWay_ms || (change !== null && !maySend(actorId));
  const held = new Set(open.filter(isHeld).map(({ chain }) => chain));
  return open.filter(({ chain }) => held.has(chain)).length;
};
