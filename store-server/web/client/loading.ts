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
  /** Versions begin anew: whatever comes now is newer than all that is known, and what does not come goes with the next snapshot. */
  begin(): void;
  /** A snapshot was wanted, and none was read since. */
  isOwed(): boolean;
  /** Somebody is here: reads what is owed. */
  catchUp(): void;
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

/** Work that is owed from the moment it is wanted until it was done after that; what cannot be done yet waits for `catchUp`. */
const openDebt = (isPossible: () => boolean, work: () => Promise<boolean>) => {
  let again: ReturnType<typeof setTimeout> | undefined;
  let [wanted, done] = [0, 0];
  const run = oneAtATime(async () => {
    clearTimeout(again);
    if (!isPossible()) return;
    const turn = wanted;
    if (await work()) done = turn;
    else again = setTimeout(() => void run(), reloadAfter_ms);
  });
  const isOwed = (): boolean => done < wanted;
  return {
    isOwed,
    want: () => {
      wanted += 1;
      return run();
    },
    catchUp: () => (isOwed() ? run() : undefined),
  };
};

/** What depends on who is signed in: guests' bookings, and what only some may see. */
const personal: readonly Part[] = ["bookings", "printers"];

export const openLoading = (
  { api, session, store, position }: LoadingParts,
  options: LoadingOptions,
): Loading => {
  let journal = 0;
  const isSomebodyHere = (): boolean => session.device.peek() !== null && session.person.peek() !== null;
  const mayLoad = (): boolean =>
    isSomebodyHere() || (session.device.peek() !== null && options.worksWithoutPerson === true);
  /** Who may not see bookings works without them. */
  const parts = (): Part[] =>
    options.parts.filter((part) => part !== "bookings" || session.may("reservation.read"));
  const now = (some: readonly Part[]) => {
    const asked = journal;
    return { parts: some, asOf: position()?.seq ?? 0, isStill: () => journal === asked };
  };
  const all = openDebt(mayLoad, () => loadStore(api, store, now(parts())));
  const some = openDebt(isSomebodyHere, () =>
    loadParts(api, store, now(parts().filter((part) => personal.includes(part)))),
  );
  return {
    isOwed: all.isOwed,
    reload: all.want,
    reloadPersonal: some.want,
    catchUp: () => {
      void all.catchUp();
      void some.catchUp();
    },
    begin: () => {
      journal += 1;
      for (const records of Object.values(store.byType)) records.begin();
    },
  };
};
