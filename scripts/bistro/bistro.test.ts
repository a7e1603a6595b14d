import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Entry } from "./books.ts";
import { bookFaults, equationsOf, journalOf, rebuildFaults, reportsOf } from "./checks.ts";
import { type Bistro, runBistro } from "./week.ts";

let bistro: Bistro;
beforeAll(async () => {
  bistro = await runBistro(1);
}, 120_000);
afterAll(() => bistro.kernel.close());

/** The journal with one thing in it changed. */
const tampered = (type: string, change: (data: Entry["data"]) => Entry["data"]) => (): Entry[] => {
  const entries = journalOf(bistro.kernel);
  const at = entries.findLastIndex((entry) => entry.type === type);
  return entries.map((entry, index) => (index === at ? { ...entry, data: change(entry.data) } : entry));
};

describe("a day in a bistro", () => {
  test("sees all that can happen, on eight devices", () => {
    const entries = journalOf(bistro.kernel);
    const types = new Set(entries.map(({ type }) => type));
    const wanted =
      "OrderOpened LinesAdded LinesSent LinesMoved LineVoided DiscountGiven OrderTransferred LinesGiven LinesReceived PaymentCaptured OrderFinalised RefundIssued GiftCardIssued GiftCardRedeemed AccountCharged AccountSettled CustomerCreated PointsEarned PointsReversed Opened PaidOut Counted Closed ClockedIn ClockedOut StockMoved DayClosed";
    expect(wanted.split(" ").filter((type) => !types.has(type))).toEqual([]);
    const devices = new Set(entries.flatMap(({ device }) => device ?? []));
    expect(devices.size).toBe(8);
    expect(bistro.orders).toBeGreaterThan(400);
  });

  test("ends with books that are right to the cent: journal, Z, drawers, cards, accounts, points, stock", () => {
    expect(reportsOf(bistro.kernel)).toHaveLength(1);
    expect(equationsOf(bistro.kernel)[0]).toMatch(/receipts - \d+ refunds \+ \d+ tips/);
    expect(bookFaults(bistro.kernel)).toEqual([]);
    expect(rebuildFaults(bistro.kernel)).toEqual([]);
  });

  test.each<[string, string, (data: Entry["data"]) => Entry["data"]]>([
    ["a cent more on a receipt", "OrderFinalised", (data) => ({ ...data, total: Number(data.total) + 1 })],
    ["a refund that nobody got", "RefundIssued", (data) => ({ ...data, tenders: [] })],
    ["points that nobody earned", "PointsEarned", (data) => ({ ...data, points: Number(data.points) + 1 })],
    ["a card that was sold for less", "GiftCardIssued", (data) => ({ ...data, amount: 1 })],
  ])("notices %s", (_what, type, change) => {
    expect(bookFaults(bistro.kernel, tampered(type, change)).length).toBeGreaterThan(0);
  });
});
