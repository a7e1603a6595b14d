/** Which tables seat a party together. Pure; the screens ask the same function. */

export type Place = { id: string; seats: number; joinsWith: readonly string[] };
export type Combination = { ids: string[]; seats: number };

/** Bounds the search in a hall where everything joins with everything. */
const maxLooked = 4_000;

const seatsOf = (ids: readonly string[], places: ReadonlyMap<string, Place>): number =>
  ids.reduce((sum, id) => sum + (places.get(id)?.seats ?? 0), 0);

/** Whether one can walk from each table to each other by neighbours in the set. */
export const isConnected = (ids: readonly string[], places: ReadonlyMap<string, Place>): boolean => {
  const [first] = ids;
  if (first === undefined) return false;
  const reached = new Set([first]);
  const ahead = [first];
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop())
    for (const next of places.get(id)?.joinsWith ?? [])
      if (ids.includes(next) && !reached.has(next)) {
        reached.add(next);
        ahead.push(next);
      }
  return reached.size === new Set(ids).size;
};

/** A set wastes a table when the rest would do without it. */
const isTight = (ids: readonly string[], guests: number, places: ReadonlyMap<string, Place>): boolean =>
  ids.every((left) => {
    const rest = ids.filter((id) => id !== left);
    return seatsOf(rest, places) < guests || (rest.length > 1 && !isConnected(rest, places));
  });

/** From each table on, always the largest neighbour: one good set each where there are too many to look at them all. */
const grownGreedily = (
  places: readonly Place[],
  guests: number,
  most: number,
  byId: ReadonlyMap<string, Place>,
): string[][] =>
  places.flatMap(({ id }) => {
    const ids = [id];
    while (ids.length < most && seatsOf(ids, byId) < guests) {
      const [next] = [...neighboursOf(ids, byId)].toSorted((a, b) => seatsOf([b], byId) - seatsOf([a], byId));
      if (next === undefined) return [];
      ids.push(next);
    }
    return seatsOf(ids, byId) >= guests && ids.length > 1 ? [ids] : [];
  });

/** Every connected set that reaches the party size with its last table, or null where there are too many of them. */
const grownFully = (
  places: readonly Place[],
  guests: number,
  most: number,
  byId: ReadonlyMap<string, Place>,
): string[][] | null => {
  const seen = new Set<string>();
  const found: string[][] = [];
  let growing: string[][] = places.filter(({ seats }) => seats < guests).map(({ id }) => [id]);
  for (let size = 2; size <= most && growing.length > 0; size += 1) {
    const next: string[][] = [];
    for (const ids of growing)
      for (const grown of neighboursOf(ids, byId)) {
        const set = [...ids, grown].toSorted();
        const key = set.join(" ");
        if (seen.has(key)) continue;
        if (seen.size >= maxLooked) return null;
        seen.add(key);
        (seatsOf(set, byId) < guests ? next : found).push(set);
      }
    growing = next;
  }
  return found;
};

/**
 * Sets of two to `most` neighbouring tables that reach the party size and need each of their tables, the tightest first, then the
 * fewest tables, then as the places are sorted.
 */
export const combinationsFor = (
  places: readonly Place[],
  guests: number,
  { most = 8, limit = 20 }: { most?: number; limit?: number } = {},
): Combination[] => {
  const byId = new Map(places.map((place) => [place.id, place]));
  const rank = new Map(places.map((place, index) => [place.id, index]));
  const rankOf = (id: string | undefined): number => rank.get(id ?? "") ?? 0;
  const grown = grownFully(places, guests, most, byId) ?? grownGreedily(places, guests, most, byId);
  const sets = grown
    .filter((ids) => isTight(ids, guests, byId))
    .map((ids) => ids.toSorted((a, b) => rankOf(a) - rankOf(b)));
  return [...new Map(sets.map((ids) => [ids.join(" "), ids])).values()]
    .map((ids) => ({ ids, seats: seatsOf(ids, byId) }))
    .toSorted(
      (a, b) => a.seats - b.seats || a.ids.length - b.ids.length || rankOf(a.ids[0]) - rankOf(b.ids[0]),
    )
    .slice(0, limit);
};

const neighboursOf = (ids: readonly string[], places: ReadonlyMap<string, Place>): Set<string> =>
  new Set(
    ids.flatMap((id) => places.get(id)?.joinsWith ?? []).filter((id) => places.has(id) && !ids.includes(id)),
  );

/** Single tables that fit, the smallest first, then combinations, as one list from the best: whatever leaves the fewest seats empty. */
export const placesFor = (places: readonly Place[], guests: number, limit = 20): Combination[] => {
  const singles = places
    .filter(({ seats }) => seats >= guests)
    .map(({ id, seats }) => ({ ids: [id], seats }))
    .toSorted((a, b) => a.seats - b.seats);
  return [...singles, ...combinationsFor(places, guests, { limit })].slice(0, limit);
};
