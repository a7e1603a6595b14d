import { array, assert, integer, nat, property, record } from "fast-check";
import { describe, expect, it } from "vitest";
import { combinationsFor, isConnected, type Place, placesFor } from "./combinations.ts";

const place = (id: string, seats: number, ...joinsWith: string[]): Place => ({ id, seats, joinsWith });
const row = [place("a", 2, "b"), place("b", 4, "a", "c"), place("c", 4, "b"), place("d", 6)];

describe("tables for a party", () => {
  it("are joined only with neighbours, the tightest set first, and none that would do without a table", () => {
    expect(combinationsFor(row, 6).map(({ ids }) => ids)).toEqual([
      ["a", "b"],
      ["b", "c"],
    ]);
    expect(combinationsFor(row, 10)).toEqual([{ ids: ["a", "b", "c"], seats: 10 }]);
    expect(combinationsFor(row, 11)).toEqual([]);
    expect(combinationsFor(row, 4)).toEqual([]);
  });
  it("are single ones first, the smallest that fits", () => {
    expect(placesFor(row, 3).map(({ ids }) => ids)).toEqual([["b"], ["c"], ["d"]]);
    expect(placesFor(row, 5).map(({ ids }) => ids)).toEqual([["d"], ["a", "b"], ["b", "c"]]);
  });
  it("are found as trying every set finds them", () => {
    const floor = array(
      record({ seats: integer({ min: 1, max: 6 }), near: array(nat(6), { maxLength: 3 }) }),
      {
        minLength: 1,
        maxLength: 7,
      },
    ).map((drawn) =>
      drawn.map(({ seats }, index) =>
        place(
          `t${index}`,
          seats,
          ...drawn.flatMap(({ near }, other) =>
            other !== index && (near.includes(index) || drawn[index]?.near.includes(other))
              ? [`t${other}`]
              : [],
          ),
        ),
      ),
    );
    assert(
      property(floor, integer({ min: 1, max: 20 }), (places, guests) => {
        const byId = new Map(places.map((one) => [one.id, one]));
        const every = [...Array(2 ** places.length).keys()].map((mask) =>
          places.filter((_, index) => mask & (1 << index)).map(({ id }) => id),
        );
        const seats = (ids: string[]) => ids.reduce((sum, id) => sum + (byId.get(id)?.seats ?? 0), 0);
        const fits = (ids: string[]) => seats(ids) >= guests && isConnected(ids, byId);
        const tight = every.filter(
          (ids) =>
            ids.length > 1 &&
            fits(ids) &&
            !every.some(
              (other) => other.length < ids.length && other.every((id) => ids.includes(id)) && fits(other),
            ),
        );
        const found = combinationsFor(places, guests, { limit: 1000 });
        expect(found.map(({ ids }) => ids.join(" ")).sort()).toEqual(
          tight.map((ids) => ids.join(" ")).sort(),
        );
        expect(found.map((one) => one.seats)).toEqual(
          found.map((one) => one.seats).toSorted((a, b) => a - b),
        );
      }),
      { numRuns: 300 },
    );
  });
  it("are found in a hall where all join with all, without looking at every set", () => {
    const ids = [...Array(60).keys()].map((index) => `t${index}`);
    const hall = ids.map((id) => place(id, 2, ...ids.filter((other) => other !== id)));
    const [best] = combinationsFor(hall, 16, { most: 8 });
    expect(best).toMatchObject({ seats: 16, ids: { length: 8 } });
    expect(combinationsFor(hall, 17, { most: 8 })).toEqual([]);
  });
});
