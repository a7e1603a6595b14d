import { describe, expect, it } from "vitest";
import { pathOf, type Route, routeOf } from "./route.ts";

const everywhere: readonly Route[] = [
  { page: "floor" },
  { page: "plan" },
  { page: "orders" },
  { page: "menu" },
  { page: "customers", id: null },
  { page: "customers", id: "c:1" },
  { page: "ledger" },
  { page: "cash" },
  { page: "day" },
  { page: "team", part: "tips" },
  { page: "order", id: "o:1" },
  { page: "pay", id: "o:1" },
  { page: "sale" },
  { page: "exchange", id: "o:1" },
];

describe("where the waiter is", () => {
  it.each(everywhere)("%o is still there after a reload", (route) => {
    expect(routeOf(pathOf(route))).toEqual(route);
  });

  it("an address that says nothing leads to the floor", () => {
    expect(routeOf("/pos/nowhere")).toEqual({ page: "floor" });
  });
});
