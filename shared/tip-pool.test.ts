import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { poolTips } from "./tip-pool.ts";

const day = "2026-05-04";
const worked = (userId: string, role: string, minutes: number) => ({ day, userId, role, minutes });

describe("a pool of tips", () => {
  test("without a rule leaves everybody their own", () => {
    const rule = { percentPpm: 0, by: "equal" as const, weights: {} };
    expect(poolTips([{ day, userId: "a", amount: 500 }], [], rule)).toEqual([
      { userId: "a", earned: 500, given: 0, received: 0, total: 500 },
    ]);
  });
  test("is divided by hours and the weight of the role", () => {
    const rule = { percentPpm: 500_000, by: "hours" as const, weights: { waiter: 2, cook: 1 } };
    const shares = poolTips(
      [{ day, userId: "a", amount: 1_000 }],
      [worked("a", "waiter", 240), worked("b", "cook", 480), worked("c", "manager", 480)],
      rule,
    );
    expect(shares).toEqual([
      { userId: "a", earned: 1_000, given: 500, received: 250, total: 750 },
      { userId: "b", earned: 0, given: 0, received: 250, total: 250 },
    ]);
  });
  test("that nobody may share stays with those who earned it", () => {
    const rule = { percentPpm: 1_000_000, by: "equal" as const, weights: { cook: 1 } };
    const shares = poolTips([{ day, userId: "a", amount: 99 }], [worked("a", "waiter", 60)], rule);
    expect(shares).toMatchObject([{ total: 99 }]);
  });
  test("adds up to what was given, whatever the days, people, weights and tips given back", () => {
    const person = fc.constantFrom("a", "b", "c", "d");
    const days = fc.constantFrom("2026-05-04", "2026-05-05");
    const tips = fc.array(
      fc.record({ day: days, userId: person, amount: fc.integer({ min: -500, max: 5_000 }) }),
    );
    const times = fc.uniqueArray(
      fc.record({ day: days, userId: person, role: fc.constantFrom("waiter", "cook"), minutes: fc.nat(600) }),
      { selector: (each) => `${each.day}${each.userId}` },
    );
    const rule = fc.record({
      percentPpm: fc.nat(1_000_000),
      by: fc.constantFrom("equal" as const, "hours" as const),
      weights: fc.record({ waiter: fc.nat(5), cook: fc.nat(5) }),
    });
    fc.assert(
      fc.property(tips, times, rule, (given, hours, by) => {
        const sum = given.reduce((all, { amount }) => all + amount, 0);
        const shares = poolTips(given, hours, by);
        expect(shares.reduce((all, { total }) => all + total, 0)).toBe(sum);
        for (const share of shares) expect(share.earned - share.given + share.received).toBe(share.total);
      }),
    );
  });
});
