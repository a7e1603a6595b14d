import type { InboxItem } from "@tillbox/shared/contract/inbox.ts";
import type { Order } from "@tillbox/shared/contract/order.ts";
import { describe, expect, test } from "vitest";
import { shownOrder } from "../order/new-order.ts";
import { keyOf, payableChecks, targetsOf } from "./targets.ts";

const facts = { now_ms: 0, userId: "w3", currency: "USD", businessDay: "2026-03-01" };
const check = (id: string, number: number, more: Partial<Order> = {}): Order => ({
  ...shownOrder(id, { type: "dine-in", tableId: "t7" }, facts),
  number,
  ...more,
});
const refused = (action: string, entityId = "a"): InboxItem =>
  ({ entityType: "order", entityId, action, data: {} }) as InboxItem;
const paid = { status: "completed", receiptNumber: "S1-0001" } as const;
const keys = (...args: Parameters<typeof targetsOf>): string[] => targetsOf(...args).map(keyOf);

describe("lines that were refused", () => {
  test("go to the check itself while it takes lines", () => {
    const a = check("a", 1);
    expect(keys(refused("add-items"), a, [a])).toEqual(["same"]);
  });
  test("of a paid check go to the open one at its table, never to another table's", () => {
    const a = check("a", 1, paid);
    const all = [a, check("b", 2), check("c", 3, { tableId: "t8" }), check("d", 4, paid)];
    expect(keys(refused("add-items"), a, all)).toEqual(["b", "same"]);
  });
  test("go to a new check where the table has none", () => {
    const a = check("a", 1, paid);
    expect(keys(refused("add-items"), a, [a])).toEqual(["new", "same"]);
  });
  test("go to a new check where there is no table, whatever else is open without one", () => {
    const a = check("a", 1, { ...paid, tableId: null });
    expect(keys(refused("add-items"), a, [a, check("m", 2, { tableId: null })])).toEqual(["new", "same"]);
  });
});

test("what is about a line goes where its check was merged to, and nowhere else", () => {
  const a = check("a", 1, { status: "cancelled", mergedInto: { id: "b", number: 2 } });
  expect(keys(refused("void-item"), a, [a, check("b", 2), check("c", 3)])).toEqual(["b", "same"]);
});
test("a check that was never opened has nowhere else to go", () => {
  expect(keys(refused("create"), null, [check("b", 2)])).toEqual(["same"]);
});

test("cash is booked on the check it was meant for first, then on its table's, and never on one that owes nothing", () => {
  const a = check("a", 1, { due: 100 });
  const all = [
    check("c", 4, { tableId: "t8", due: 100 }),
    check("b", 2, { due: 100 }),
    check("d", 5, { due: 0 }),
    check("e", 6, { ...paid, due: 100 }),
    a,
  ];
  expect(payableChecks(refused("pay"), a, all).map(({ id }) => id)).toEqual(["a", "b", "c"]);
});
