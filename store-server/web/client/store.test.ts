import type { Order } from "@tillbox/shared/contract/order.ts";
import { describe, expect, it } from "vitest";
import { openStore } from "./store.ts";

describe("live frames", () => {
  it("of the inbox, which name what they are about, are no views of that thing", () => {
    const store = openStore();
    store.applyFrame("inbox:update", { id: "i1", version: 5, entityType: "order", entityId: "o1" });
    expect(store.orders.all.value.size).toBe(0);
  });

  it("of something that was removed take it out of its own kind", () => {
    const store = openStore();
    store.orders.put({ id: "o1", version: 1 } as Order);
    store.tables.put({ id: "t1", version: 1 } as never);
    store.applyFrame("table:update", { id: "t1", version: 7, deleted: true, entityType: "table" });
    expect(store.tables.get("t1")).toBeUndefined();
    expect(store.orders.get("o1")).toBeDefined();
  });
});
