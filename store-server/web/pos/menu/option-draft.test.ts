import { describe, expect, test } from "vitest";
import { copyOf, draftOf, errorsOf, type Group, groupOf, movedUp, newGroup } from "./option-draft.ts";

const dip: Group = {
  id: "dip",
  name: "Dip",
  min: 1,
  max: 1,
  options: [{ id: "aioli", name: "Aioli", price: 80 }],
};
const side: Group = {
  id: "side",
  name: "Side",
  min: 0,
  max: 2,
  options: [
    { id: "fries", name: "Fries", price: 300, modifierGroups: [dip] },
    { id: "rice", name: "Rice", price: 0 },
  ],
};

describe("a group of options", () => {
  test("comes out of the editor as it went in, with what is inside of an option", () => {
    expect(groupOf(draftOf(side))).toEqual(side);
  });

  test("says at its fields what is missing", () => {
    const fresh = newGroup();
    const [first, second] = fresh.options;
    expect([...errorsOf(fresh).keys()]).toEqual(["name", `${first?.id} name`, `${second?.id} name`]);
    const draft = draftOf(side);
    expect(errorsOf(draft).size).toBe(0);
    expect(errorsOf({ ...draft, min: 2, max: 1 }).get("min")).toBe("At least cannot be more than at most.");
    expect(errorsOf({ ...draft, min: 3, max: 3 }).get("min")).toBe(
      "There are only 2 options to choose from.",
    );
    const twice = draft.options.map((option) => ({ ...option, name: "Fries", price: null }));
    expect([...errorsOf({ ...draft, options: twice }).keys()]).toEqual([
      "fries price",
      "rice name",
      "rice price",
    ]);
    expect(errorsOf({ ...draft, min: 0, options: [] }).has("options")).toBe(true);
  });

  test("is copied to another item under ids of its own, also inside", () => {
    const copy = copyOf(side);
    const idsOf = (group: Group): string[] => [
      group.id,
      ...group.options.flatMap((option) => [
        option.id,
        ...(option.modifierGroups ?? []).flatMap((inner) => [inner.id, ...inner.options.map(({ id }) => id)]),
      ]),
    ];
    expect(idsOf(copy).filter((id) => idsOf(side).includes(id))).toEqual([]);
    expect(new Set(idsOf(copy)).size).toBe(5);
    expect(copy.options.map(({ name, price }) => [name, price])).toEqual([
      ["Fries", 300],
      ["Rice", 0],
    ]);
  });
});

test("what moves up changes places with the one before it, and the first stays", () => {
  expect(movedUp(["a", "b", "c"], 2)).toEqual(["a", "c", "b"]);
  expect(movedUp(["a", "b"], 0)).toEqual(["a", "b"]);
});
