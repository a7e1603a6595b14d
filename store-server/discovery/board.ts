/** The announcements of the box, one for each network that it is on, kept as they should be. */
import { type Announcement, type Outcome, openAnnouncement } from "./announcement.ts";
import { type Interfaces, placesOf } from "./places.ts";
import type { Publication } from "./responder.ts";
import { hostOf, nameOf, textOf } from "./service.ts";
import type { DiscoveryConfig, Identity, Log, Place } from "./types.ts";

export type BoardOptions = {
  config: DiscoveryConfig;
  identity(): Identity;
  interfaces(): Interfaces;
  log: Log;
};
export type Standing = {
  announcement: Announcement;
  outcome: Outcome;
  name: string;
  /** The store's own name, where a rival had it. */
  rivalOf: string | null;
  verifiedAt: number;
};
export type Board = {
  all(): Standing[];
  /** Takes down what is not wanted any more, proves what stands, announces what is missing. */
  look(): Promise<void>;
  /** Announces nothing more, and waits for nothing any more. */
  end(): void;
  /** Takes down all, with goodbyes. After `end`, when no look is under way. */
  clear(): Promise<void>;
};

const maxNames = 3;
const verify_ms = 60_000;

const keyOf = (place: Place, publication: Publication): string => JSON.stringify([place, publication]);

const publicationOf = (identity: Identity, config: DiscoveryConfig, attempt: number): Publication => ({
  name: nameOf(identity, attempt),
  host: hostOf(identity.storeId),
  port: config.port,
  text: textOf(identity),
});

/** Why an announcement does not serve; null where it does. */
export const reasonOf = ({ outcome, name }: Standing): string | null => {
  if (outcome.kind === "failed") return outcome.reason;
  return outcome.kind === "taken"
    ? `Other boxes have the name ${name} already. Give this store another name.`
    : null;
};

/** On one address; under another name where the first is taken. */
const announce = async (
  place: Place,
  { config, identity }: BoardOptions,
  over: AbortSignal,
): Promise<Standing> => {
  for (let attempt = 0; ; attempt++) {
    const own = identity();
    const publication = publicationOf(own, config, attempt);
    const announcement = openAnnouncement(place, { ...config, over });
    const outcome = await announcement.begin(publication);
    if (outcome.kind !== "taken" || attempt + 1 === maxNames || over.aborted)
      return {
        announcement,
        outcome,
        name: publication.name,
        rivalOf: attempt === 0 ? null : nameOf(own, 0),
        verifiedAt: performance.now(),
      };
    await announcement.close();
  }
};

export const openBoard = (options: BoardOptions): Board => {
  const { config, identity, interfaces, log } = options;
  const standing = new Map<string, Standing>();
  const ending = new AbortController();

  const wanted = (): Map<string, Place> => {
    const publication = publicationOf(identity(), config, 0);
    return new Map(placesOf(interfaces(), config.host).map((place) => [keyOf(place, publication), place]));
  };
  const retire = async (key: string): Promise<void> => {
    const gone = standing.get(key);
    standing.delete(key);
    await gone?.announcement.close();
  };
  /** What failed is tried anew; what stands proves that it does. */
  const review = async (key: string, one: Standing): Promise<void> => {
    if (performance.now() - one.verifiedAt < (config.verify_ms ?? verify_ms)) return;
    one.verifiedAt = performance.now();
    if (one.outcome.kind === "published") one.outcome = await one.announcement.verify();
    if (one.outcome.kind !== "published") await retire(key);
  };
  return {
    all: () => [...standing.values()],
    look: async () => {
      for (const [key, one] of standing) await review(key, one);
      const places = wanted();
      for (const key of standing.keys()) if (!places.has(key)) await retire(key);
      for (const [key, place] of places) {
        if (ending.signal.aborted || standing.has(key)) continue;
        const one = await announce(place, options, ending.signal);
        standing.set(key, one);
        if (one.outcome.kind === "published") log.info({ name: one.name, ...place }, "the box can be found");
      }
    },
    end: () => ending.abort(),
    clear: async () => {
      await Promise.all([...standing.keys()].map(retire));
    },
  };
};
