import { signal } from "@preact/signals";
import type { Table } from "@tillbox/shared/contract/floor.ts";
import type { Order } from "@tillbox/shared/contract/order.ts";
import { describe, expect, test } from "vitest";
import type { OrderEffect } from "./effects.ts";
import type { Outbox } from "./outbox.ts";
import { openShown } from "./shown.ts";
import { openStore } from "./store.ts";
import type { Entry } from "./tap.ts";

const order = (id: string, more: Partial<Order> = {}): Order =>
  ({
    id,
    version: 1,
    type: "dine-in",
    status: "pending",
    tableId: "t1",
    items: [],
    discounts: [],
    payments: [],
    total: 0,
    paid: 0,
    due: 0,
    receiptNumber: null,
    ...more,
  }) as unknown as Order;
const table = (id: string, more: Partial<Table>): Table =>
  ({ id, version: 1, name: id, status: "available", orderIds: [], ...more }) as Table;

const setUp = (taps: { chain: string; effect: OrderEffect; state?: Entry["state"] }[]) => {
  const store = openStore();
  store.orders.put(order("o1"));
  store.tables.put(table("t1", { status: "occupied", orderIds: ["o1"] }));
  store.tables.put(table("t2", {}));
  const entries = signal(taps.map((tap) => ({ state: "queued", ...tap }) as Entry<OrderEffect>));
  return { store, ...openShown(store, { entries } as unknown as Outbox<OrderEffect>) };
};

describe("what this device shows", () => {
  test("is the box's own view while nothing is open", () => {
    const { store, orders, tables } = setUp([]);
    expect(orders.value).toBe(store.orders.all.value);
    expect(tables.value).toBe(store.tables.all.value);
  });

  test("holds a check that was opened here and that the box does not know yet", () => {
    const { orders } = setUp([
      { chain: "new", effect: { kind: "open", order: order("new", { tableId: "t2" }) } },
    ]);
    expect(orders.value.get("new")).toMatchObject({ tableId: "t2", isProvisional: true });
  });

  test("frees the table of a check that was moved away or closed here, and only that one", () => {
    const moved = setUp([{ chain: "o1", effect: { kind: "details", fields: { tableId: "t2" } } }]);
    expect(moved.tables.value.get("t1")?.status).toBe("available");
    const cancelled = setUp([{ chain: "o1", effect: { kind: "cancel" } }]);
    expect(cancelled.tables.value.get("t1")?.status).toBe("available");
    const other = setUp([{ chain: "o1", effect: { kind: "details", fields: { guests: 3 } } }]);
    expect(other.tables.value.get("t1")?.status).toBe("occupied");
  });

  test("leaves out what the box has refused", () => {
    const { orders } = setUp([{ chain: "o1", effect: { kind: "cancel" }, state: "refused" }]);
    expect(orders.value.get("o1")?.status).toBe("pending");
  });
});
