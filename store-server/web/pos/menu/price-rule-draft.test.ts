import type { PriceRule } from "@tillbox/shared/contract/daypart.ts";
import { expect, test } from "vitest";
import { draftOf, errorsOf, fieldsOf } from "./price-rule-draft.ts";

const rule: PriceRule = {
  id: "happy",
  name: "Happy hour",
  dayparts: ["late"],
  menuItems: [],
  categories: ["wine"],
  orderTypes: ["dine-in"],
  percentOff: "12.5",
  price: null,
  active: true,
  sort: 3,
  version: 1,
  createdAt: "",
  updatedAt: "",
};

test("a rule comes out of the editor as it went in", () => {
  const { id: _id, sort: _sort, version: _version, createdAt: _from, updatedAt: _at, ...fields } = rule;
  expect(fieldsOf(draftOf(rule))).toEqual(fields);
});

test("a fixed price takes the place of the percentage, never beside it", () => {
  const draft = { ...draftOf(rule), kind: "price" as const, price: 500 };
  expect(fieldsOf(draft)).toMatchObject({ percentOff: null, price: 500 });
  expect(errorsOf(draft).size).toBe(0);
});

test("a new rule says at its fields what is missing", () => {
  expect([...errorsOf(draftOf(null)).keys()]).toEqual(["name", "dayparts", "categories", "percentOff"]);
  expect([...errorsOf({ ...draftOf(rule), kind: "price" }).keys()]).toEqual(["price"]);
});
