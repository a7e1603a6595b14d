import type { LoyaltyProgram } from "@tillbox/shared/contract/loyalty.ts";
import { describe, expect, test } from "vitest";
import { isWhole, newReward, programDraftOf, programOf } from "./program-draft.ts";

const program = {
  name: "Points",
  active: true,
  earnPoints: 1,
  earnAmount: 100,
  basis: "gross",
  expiryMonths: 24,
  allowNegative: false,
  rewards: [
    { id: "r1", name: "5.00 off", points: 100, kind: "amount", amount: 500 },
    { id: "r2", name: "A coffee", points: 40, kind: "item", menuItemId: "espresso" },
  ],
} as unknown as LoyaltyProgram;

describe("a loyalty program that is written", () => {
  test("comes back as it was when nothing is touched", () => {
    const { name, active, earnPoints, earnAmount, basis, expiryMonths, allowNegative, rewards } = program;
    expect(programOf(programDraftOf(program, 100))).toEqual({
      name,
      active,
      earnPoints,
      earnAmount,
      basis,
      expiryMonths,
      allowNegative,
      rewards,
    });
  });
  test("is not sent with a reward that nobody finished", () => {
    const draft = programDraftOf(null, 100);
    expect(programOf(draft)).not.toBeNull();
    const reward = { ...newReward("r1"), name: "A coffee", points: 40, kind: "item" as const };
    expect(isWhole(reward)).toBe(false);
    expect(programOf({ ...draft, rewards: [reward] })).toBeNull();
    expect(programOf({ ...draft, rewards: [{ ...reward, menuItemId: "espresso" }] })?.rewards).toEqual([
      { id: "r1", name: "A coffee", points: 40, kind: "item", menuItemId: "espresso" },
    ]);
  });
  test("needs points for an amount", () => {
    expect(programOf({ ...programDraftOf(null, 100), earnAmount: null })).toBeNull();
  });
});
