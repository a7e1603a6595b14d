/** How long parties wait: the line is seated in thought, each party at the first table that fits it. Pure. */

export type Seatable = {
  id: string;
  /** Minutes until it can be taken for a party of this size; Infinity where it cannot. */
  freeIn(guests: number): number;
};
export type Combination = { ids: readonly string[] };
export type Party = { id: string; guests: number };
export type Expectation = { waitMinutes: number | null; ids: readonly string[] | null };

/** Longer than this nobody quotes. */
const most_minutes = 600;
const step_minutes = 5;

/** Quoted in steps of five, rounded up: a wait that ends early is a pleasure. */
const quoted = (minutes: number): number | null =>
  minutes > most_minutes ? null : Math.ceil(minutes / step_minutes) * step_minutes;

/**
 * What each party of the line may expect, in its order. `fits` are all places for a party, the best first; of those that are free
 * equally soon the best is taken. `ids` are told only where they are free at once.
 */
export const expectWaits = (
  line: readonly Party[],
  places: ReadonlyMap<string, Seatable>,
  fits: (guests: number) => readonly Combination[],
  typicalMinutes: (guests: number) => number,
): Map<string, Expectation> => {
  const taken = new Map<string, number>();
  const expected = new Map<string, Expectation>();
  for (const { id, guests } of line) {
    const readyIn = ({ ids }: Combination): number =>
      Math.max(
        ...ids.map((place) => Math.max(taken.get(place) ?? 0, places.get(place)?.freeIn(guests) ?? Infinity)),
      );
    const [best] = fits(guests)
      .map((fit) => ({ ids: fit.ids, minutes: readyIn(fit) }))
      .toSorted((a, b) => a.minutes - b.minutes);
    if (!best || best.minutes === Infinity) {
      expected.set(id, { waitMinutes: null, ids: null });
      continue;
    }
    for (const place of best.ids) taken.set(place, best.minutes + typicalMinutes(guests));
    expected.set(id, { waitMinutes: quoted(best.minutes), ids: best.minutes === 0 ? best.ids : null });
  }
  return expected;
};
