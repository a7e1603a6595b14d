import { intentOf, intentTable, pathOfIntent, type WriteMethod } from "@tillbox/shared/protocol/intent-of.ts";
import { describe, expect, it } from "vitest";
import { featureRoutes, features } from "../features.ts";

const intents = new Set(
  features.flatMap(({ intents: own = [] }) => own.map(({ entityType, action }) => `${entityType} ${action}`)),
);
const writes = featureRoutes.flatMap((route) =>
  route.kind === "write" ? [`${route.method.toUpperCase()} ${route.path}`] : [],
);

/** Done at the box or in the back office, or made of what only the box knows: requests, with the box at hand. */
const plain = [
  /^PUT \/settings\//,
  / \/roles/,
  / \/day-reports/,
  / \/menu\/import$/,
  / \/(dayparts|price-rules|tax-classes|loyalty-programs|stations)/,
  / \/printers(\/:id)?$/,
  /^POST \/gift-cards\/:id\/replace-code$/,
];
const isPlain = (write: string): boolean => plain.some((pattern) => pattern.test(write));

describe("the table of intents", () => {
  it("has every write of the box, but what is plainly none", () => {
    const listed = new Set(intentTable.map(([method, path]) => `${method} ${path}`));
    expect(writes.filter((write) => !listed.has(write) && !isPlain(write))).toEqual([]);
    expect([...listed].filter((write) => !writes.includes(write))).toEqual([]);
    expect([...listed].filter(isPlain)).toEqual([]);
  });

  it("names intents that the features have, and every one of them once", () => {
    const named = intentTable.map(([, , entityType, action]) => `${entityType} ${action}`);
    expect(named.filter((name) => !intents.has(name))).toEqual([]);
    expect(new Set(named).size).toBe(named.length);
    // The second word for the same: a request has only one.
    expect([...intents].filter((name) => !named.includes(name))).toEqual(["order cancel"]);
  });

  it("goes both ways", () => {
    for (const [method, path, entityType, action] of intentTable) {
      const isCreate = !path.includes(":id");
      const sent = path.replace(":id", "o1").replaceAll(/:(\w+)/g, "the-$1");
      const body = { ...(isCreate ? { id: "o1" } : {}), code: "x" };
      const found = intentOf(method, `/api${sent}`, body);
      expect(found).toMatchObject({ entityType, action, entityId: "o1" });
      expect(found && pathOfIntent(found)).toBe(`/api${sent}`);
    }
  });
});

describe("the intent of a request", () => {
  const of = (method: WriteMethod, path: string, body?: unknown) => intentOf(method, path, body);

  it("takes the ids of the path, decoded, and leaves the body as it is", () => {
    expect(of("PUT", "/api/v1/orders/o%3A1/items/l1", { quantity: 2 })).toEqual({
      entityType: "order",
      entityId: "o:1",
      action: "change-item",
      data: { quantity: 2, itemId: "l1" },
    });
    expect(of("DELETE", "/api/orders/o1")).toMatchObject({ action: "delete", data: {} });
  });

  it("keeps the id of a part in the data, and takes the id of what is created out", () => {
    const payment = of("POST", "/api/orders/o1/payments", { id: "p1", method: "cash" });
    expect(payment).toMatchObject({ entityId: "o1", data: { id: "p1", method: "cash" } });
    expect(of("POST", "/api/orders", { id: "o1", type: "takeaway" })).toEqual({
      entityType: "order",
      entityId: "o1",
      action: "create",
      data: { type: "takeaway" },
    });
  });

  it("is none where the box makes the id or the code, and where there is no such request", () => {
    expect(of("POST", "/api/orders", { type: "takeaway" })).toBeNull();
    expect(of("POST", "/api/gift-cards", { id: "g1", amount: 500 })).toBeNull();
    expect(of("POST", "/api/day-reports", { id: "z1" })).toBeNull();
    expect(of("POST", "/api/orders/o1")).toBeNull();
  });
});
