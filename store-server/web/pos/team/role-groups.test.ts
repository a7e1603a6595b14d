import { allPermissions } from "@tillbox/shared/permissions.ts";
import { expect, test } from "vitest";
import { differenceOf, permissionGroups } from "./role-groups.ts";

test("every permission stands under exactly one subject, and none is left over", () => {
  const names = permissionGroups.flatMap((group) => group.names);
  expect([...names].sort()).toEqual([...allPermissions].sort());
  expect(permissionGroups.map(({ title }) => title)).not.toContain("Everything else");
});

test("giving things away stands apart from taking orders", () => {
  const named = (title: string) => permissionGroups.find((group) => group.title === title)?.names;
  expect(named("Orders")).toContain("order.send");
  expect(named("Orders")).not.toContain("order.comp");
  expect(named("Discounts, voids and exceptions")).toContain("order.comp");
});

test("a change is told as what is given and what is taken away", () => {
  expect(differenceOf(["a", "b"], ["b", "c"])).toEqual({ given: ["c"], taken: ["a"] });
});
