import { describe, expect, test } from "vitest";
import { sampleAt, sampleLine, sampleOrder, sampleTable } from "../../testing/samples.ts";
import { needsOf } from "./needs.ts";
import { type FloorFacts, floorTable, lateBy, ordersByTable, tableState } from "./table-state.ts";

const minute = 60_000;
const opened = Date.parse(sampleAt);
const after = (minutes: number): FloorFacts => ({
  now_ms: opened + minutes * minute,
  lateAfter_min: 40,
  moneyWhole: (minor) => `$${Math.round(minor / 100)}`,
  time: (at) => at.slice(11, 16),
});
const sent = (status: "sent" | "ready" | "served", minutes = 0) =>
  sampleLine(`line-${status}-${minutes}`, {
    status,
    sentQuantity: 1,
    refundedQuantity: 0,
    sentAt: new Date(opened + minutes * minute).toISOString(),
  });

describe("what a table shows", () => {
  test("without orders it shows what a person said of it", () => {
    expect(tableState(sampleTable(), [], after(0))).toBe("free");
    expect(tableState(sampleTable({ status: "reserved" }), [], after(0))).toBe("reserved");
    expect(tableState(sampleTable({ status: "cleaning" }), [], after(0))).toBe("cleaning");
  });

  test("it is seated until the kitchen was told of something, then ordered", () => {
    expect(tableState(sampleTable(), [sampleOrder([sampleLine("a")])], after(5))).toBe("seated");
    expect(tableState(sampleTable(), [sampleOrder([sent("sent")])], after(5))).toBe("ordered");
  });

  test("it is late only while the kitchen owes something for longer than the store allows", () => {
    const waiting = sampleOrder([sent("sent")]);
    const flagged = { ...waiting, delayed: true };
    expect(tableState(sampleTable(), [waiting], after(41))).toBe("ordered");
    expect(tableState(sampleTable(), [flagged], after(40))).toBe("late");
    expect(tableState(sampleTable(), [waiting], after(51))).toBe("late");
    expect(tableState(sampleTable(), [sampleOrder([sent("served")])], after(300))).toBe("ordered");
  });

  test("a second round counts from its own sending, not from when the guests sat down", () => {
    expect(lateBy(sampleOrder([sent("served"), sent("sent", 60)]), after(70))).toBeNull();
    expect(lateBy(sampleOrder([sent("served"), sent("sent", 60)]), after(112))).toBe(12);
  });

  test("a printed check shows as that, unless food is late", () => {
    const printed = { proformaAt: sampleAt };
    expect(tableState(sampleTable(), [sampleOrder([sent("served")], printed)], after(90))).toBe("printed");
    expect(tableState(sampleTable(), [sampleOrder([sent("sent")], printed)], after(90))).toBe("late");
  });

  test("it says how long and how much, all its checks together", () => {
    const orders = [sampleOrder([], { total: 3400 }), sampleOrder([], { total: 5400 })];
    expect(floorTable(sampleTable(), orders, after(26)).detail).toBe("26 m · $88");
    expect(floorTable(sampleTable(), [sampleOrder([])], after(4)).detail).toBe("4 m");
    expect(floorTable(sampleTable(), [], after(4)).detail).toBeUndefined();
  });

  test("orders that are over sit at no table", () => {
    const at = (id: string, status: "pending" | "completed" | "cancelled") =>
      sampleOrder([], { id, status, tableId: "table-12" });
    const byTable = ordersByTable([at("a", "pending"), at("b", "completed"), at("c", "cancelled")]);
    expect(byTable.get("table-12")?.map(({ id }) => id)).toEqual(["a"]);
  });
});

describe("what needs a person", () => {
  test("late comes first, then what stands at the pass, then who wants to pay", () => {
    const orders = [
      sampleOrder([sent("served")], { id: "pays", proformaAt: sampleAt, due: 100 }),
      sampleOrder([sent("ready")], { id: "ready", readyAt: sampleAt }),
      sampleOrder([sent("sent")], { id: "late", delayed: true }),
      sampleOrder([sampleLine("a")], { id: "calm" }),
      sampleOrder([sent("sent")], { id: "over", status: "completed" }),
    ];
    const needs = needsOf(orders, after(52));
    expect(needs.map(({ orderId, since }) => [orderId, since])).toEqual([
      ["late", "+12 m"],
      ["ready", "52 m"],
      ["pays", "52 m"],
    ]);
  });

  test("a printed check that is paid wants nothing", () => {
    expect(needsOf([sampleOrder([], { proformaAt: sampleAt, due: 0 })], after(5))).toEqual([]);
  });
});
