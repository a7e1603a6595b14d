import { describe, expect, test } from "vitest";
import { orderOf } from "../../store-server/web/kitchen/testing-orders.ts";
import { openLedger } from "./ledger.ts";

const at = Date.parse("2026-11-22T10:00:00.000Z");
const state = (id: string, version: number) =>
  orderOf(id, [], { version, updatedAt: "2026-11-22T10:00:00.000Z" });
const frame = (id: string, version: number, last = true): string =>
  JSON.stringify({
    event: "order:update",
    data: state(id, version),
    seq: version,
    ...(last ? { last } : {}),
  });

describe("the ledger of the load test", () => {
  test("is content when every tablet ends with the last state, also where states between were skipped", () => {
    const ledger = openLedger(2);
    for (const version of [3, 4, 7]) ledger.heard(0, frame("a", version), at + version);
    ledger.heard(1, frame("a", 7), at + 9);
    expect(ledger.faults([state("a", 7)])).toEqual([]);
    expect(ledger.deliveries()).toBe(4);
    expect(ledger.delays()).toEqual([9]);
    expect([ledger.completed(0), ledger.completed(1)]).toEqual([7, 7]);
  });

  test("finds a tablet that never heard of an order, and one that missed its last state", () => {
    const ledger = openLedger(2);
    ledger.heard(0, frame("a", 3), 1);
    expect(ledger.missing([state("a", 4)])).toBe(2);
    expect(ledger.faults([state("a", 4)])).toEqual([
      "tablet 0 has 3 of order a, not 4",
      "tablet 1 has nothing of order a, not 4",
    ]);
  });

  test("finds a state that differs from the box's though its version is right", () => {
    const ledger = openLedger(1);
    ledger.heard(0, frame("a", 3), 1);
    expect(ledger.missing([{ ...state("a", 3), notes: "no garlic" }])).toBe(1);
  });

  test("finds a seq that goes back, and one that is heard again after its last frame", () => {
    const ledger = openLedger(1);
    ledger.heard(0, frame("a", 5), 1);
    ledger.heard(0, frame("b", 4), 1);
    expect(ledger.faults([])).toEqual(["tablet 0 heard order:update of seq 4 after 5"]);
    const again = openLedger(1);
    again.heard(0, frame("a", 5, false), 1);
    again.heard(0, frame("b", 5), 1);
    expect(again.faults([])).toEqual([]);
    again.heard(0, frame("b", 5), 1);
    expect(again.faults([])).toEqual(["tablet 0 heard order:update of seq 5 after its last frame"]);
  });
});
