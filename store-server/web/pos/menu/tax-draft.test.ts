import type { TaxClass } from "@tillbox/shared/contract/menu.ts";
import { expect, test } from "vitest";
import { draftOf, errorsOf, fieldsOf } from "./tax-draft.ts";

const food: TaxClass = {
  id: "food",
  name: "Food",
  inclusive: true,
  rates: [{ name: "VAT", rate: "0.19" }],
  byOrderType: { takeaway: [{ name: "VAT", rate: "0.07" }], kiosk: [] },
  version: 1,
  createdAt: "",
  updatedAt: "",
};

test("a tax class comes out of the editor as it went in, to the last decimal", () => {
  const { name, inclusive, rates, byOrderType } = food;
  expect(fieldsOf(draftOf(food))).toEqual({ name, inclusive, rates, byOrderType });
  const odd = { ...food, rates: [{ name: "Tax", rate: "0.08875" }] };
  expect(fieldsOf(draftOf(odd)).rates).toEqual(odd.rates);
});

test("rates say at their fields what is missing, those of a type of order too", () => {
  const draft = draftOf(food);
  expect(errorsOf(draft).size).toBe(0);
  const half = { ...draft, own: { takeaway: [{ id: "r1", name: " ", ppm: null }] } };
  expect([...errorsOf(half).keys()]).toEqual(["r1 name", "r1 rate"]);
  expect(errorsOf(draftOf(null)).get("name")).toBe("Give it a name, like Food.");
});
