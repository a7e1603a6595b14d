import { expect, test } from "vitest";
import { ApiProblem } from "../client/problem.ts";
import { fieldProblems, unplaced } from "./field-problems.ts";

const refused = new ApiProblem("invalid", "startedAt: lies in the future; zone: is unknown", {
  status: 422,
  errors: [
    { path: "startedAt", message: "lies in the future" },
    { path: "zone", message: "is unknown" },
  ],
});

test("a field says what is wrong with it as a sentence", () => {
  expect(fieldProblems(refused).get("startedAt")).toBe("Lies in the future.");
  expect(fieldProblems(null).size).toBe(0);
});

test("above the fields stands only what no field says", () => {
  expect(unplaced(refused, (path) => path === "startedAt")?.message).toBe("zone: is unknown");
  expect(unplaced(refused, () => true)).toBeNull();
  const conflict = new ApiProblem("conflict", "Somebody was faster.", { status: 409 });
  expect(unplaced(conflict, () => true)).toBe(conflict);
});
