/**
 * When the snapshot is read: at once, or as soon as there is somebody who may read it; again after a while until it succeeds, and never
 * twice at the same time. Until then it is owed: what the store shows may lack what happened before the position of the socket.
 */
import type { Api } from "./api.ts";
import { loadParts, loadStore, type Part } from "./load.ts";
import type { Session } from "./session.ts";
import type { Store } from "./store.ts";

export type Loading = {
  reload(): Promise<void>;
  /** Only what depends on who is signed in. */
  reloadPersonal(): Promise<void>;
  /** Versions begin anew: everything that is known is dropped with the next snapshot. */
  begin(): void;
  /** A snapshot was wanted, and none was read since. */
  isOwed(): boolean;
};
export type LoadingParts = { api: Api; session: Session; store: Store; position(): { seq: number } | null };
export type LoadingOptions = {
  /** What the page shows; settings are always read. */
  parts: readonly Part[];
  /** A page that works without a person reads its data as soon as the device is paired. */
  worksWithoutPerson?: boolean;
};

export const reloadAfter_ms = 5_000;

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

/** What depends on who is signed in: guests' bookings, and what only some may see. */
const personal: readonly Part[] = ["bookings", "printers"];

export const openLoading = (
  { api, session, store, position }: LoadingParts,
  options: LoadingOptions,
): Loading => {
  let again: ReturnType<typeof setTimeout> | undefined;
  let isNewJournal = false;
  let [wanted, read] = [0, 0];
  const mayLoad = (): boolean =>
    session.device.peek() !== null && (session.person.peek() !== null || options.worksWithoutPerson === true);
  /** Who may not see bookings works without them. */
  const parts = (): Part[] =>
    options.parts.filter((part) => part !== "bookings" || session.may("reservation.read"));
  const asOf = (): number => position()?.seq ?? 0;
  const load = oneAtATime(async () => {
    clearTimeout(again);
    if (!mayLoad()) return;
    const turn = wanted;
    if (await loadStore(api, store, { parts: parts(), asOf: asOf(), isNewJournal })) {
      isNewJournal = false;
      read = turn;
    } else again = setTimeout(() => void load(), reloadAfter_ms);
  });
  const reloadPersonal = oneAtATime(async () => {
    const some = parts().filter((part) => personal.includes(part));
    if (mayLoad() && !(await loadParts(api, store, { parts: some, asOf: asOf() })))
      setTimeout(() => void reloadPersonal(), reloadAfter_ms);
  });
  return {
    isOwed: () => read < wanted,
    reload: () => {
      wanted += 1;
      return load();
    },
    reloadPersonal,
    begin: () => {
      isNewJournal = true;
    },
  };
};
