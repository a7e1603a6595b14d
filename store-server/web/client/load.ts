/** The snapshot: everything that the screens need, read over REST and put under what live frames already told. */
import { batch } from "@preact/signals";
import type { Api } from "./api.ts";
import { asProblem } from "./problem.ts";
import type { Sink, Versioned } from "./records.ts";
import type { Store } from "./store.ts";

type Page<T> = { items: T[]; nextCursor: string | null };
/** Bounds a list that does not end. */
const maxPages = 40;

/** All pages of a list. */
export const readAll = async <T>(api: Api, path: string): Promise<T[]> => {
  const items: T[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < maxPages; page += 1) {
    const more: string = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const answer: Page<T> = await api.get<Page<T>>(
      `${path}${path.includes("?") ? "&" : "?"}limit=500${more}`,
    );
    items.push(...answer.items);
    cursor = answer.nextCursor;
    if (cursor === null) break;
  }
  return items;
};

export type Part = "orders" | "floor" | "menu" | "printers" | "bookings";

type Source = { path: string; into: Sink; part: Part };

const sourcesOf = (store: Store): Source[] => [
  { path: "/api/orders/active", into: store.orders, part: "orders" },
  { path: "/api/areas", into: store.areas, part: "floor" },
  { path: "/api/tables", into: store.tables, part: "floor" },
  { path: "/api/categories", into: store.categories, part: "menu" },
  { path: "/api/menu-items", into: store.items, part: "menu" },
  { path: "/api/tax-classes", into: store.taxClasses, part: "menu" },
  { path: "/api/dayparts", into: store.dayparts, part: "menu" },
  { path: "/api/price-rules", into: store.priceRules, part: "menu" },
  { path: "/api/stations", into: store.stations, part: "menu" },
  { path: "/api/reservations", into: store.reservations, part: "bookings" },
  { path: "/api/waitlist", into: store.waits, part: "bookings" },
  { path: "/api/printers", into: store.printers, part: "printers" },
];

export type LoadOptions = {
  parts: readonly Part[];
  /** The seq that the socket stood at before. */
  asOf: number;
  /** Whether the journal is still the one that was asked: what was read of another is of no use. */
  isStill(): boolean;
};

/** Reads parts, settings always. Answers how to put them into the store; throws when one of them could not be read. */
const readParts = async (
  api: Api,
  store: Store,
  { parts, asOf, isStill }: LoadOptions,
): Promise<() => void> => {
  const wanted = sourcesOf(store).filter(({ part }) => parts.includes(part));
  const settings = api.get<Page<never>>("/api/settings").then((page) => page.items);
  const reading = Promise.all(wanted.map(({ path }) => readAll<Versioned>(api, path)));
  // Awaited together: whichever fails first, the other's failure is nobody's surprise.
  const [known, lists] = await Promise.all([settings, reading]);
  if (!isStill()) throw new Error("another journal began");
  return () => {
    wanted.forEach(({ into }, index) => into.reset((lists[index] ?? []) as never[], asOf));
    store.settings.reset(known, asOf);
  };
};

/**
 * Reads all that a page shows. Sets `store.load`; what was shown before stays until the new snapshot is complete, also when it fails.
 * Answers whether it is.
 */
export const loadStore = async (api: Api, store: Store, options: LoadOptions): Promise<boolean> => {
  if (store.load.value.step !== "ready") store.load.value = { step: "loading" };
  try {
    const put = await readParts(api, store, options);
    batch(() => {
      put();
      for (const records of Object.values(store.byType)) records.dropOld();
      store.load.value = { step: "ready" };
    });
    return true;
  } catch (error) {
    if (store.load.value.step !== "ready") store.load.value = { step: "failed", problem: asProblem(error) };
    return false;
  }
};

/** Reads some of it anew. A store that was not ready is not ready by that: the rest is still missing. */
export const loadParts = async (api: Api, store: Store, options: LoadOptions): Promise<boolean> => {
  try {
    batch(await readParts(api, store, options));
    return true;
  } catch {
    return false;
  }
};
