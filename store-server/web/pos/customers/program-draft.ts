/** A loyalty program while somebody writes it, what is missing, and what the box is asked for. Pure. */
import type { LoyaltyProgram, LoyaltyProgramInput, Reward } from "@tillbox/shared/contract/loyalty.ts";

export type RewardDraft = {
  id: string;
  name: string;
  points: number | null;
  kind: Reward["kind"];
  amount: number | null;
  menuItemId: string;
};
export type ProgramDraft = {
  name: string;
  active: boolean;
  earnPoints: number | null;
  earnAmount: number | null;
  basis: "gross" | "net";
  expiryMonths: number | null;
  allowNegative: boolean;
  rewards: readonly RewardDraft[];
};

export const newReward = (id: string): RewardDraft => ({
  id,
  name: "",
  points: null,
  kind: "amount",
  amount: null,
  menuItemId: "",
});

export const programDraftOf = (program: LoyaltyProgram | null, unit: number): ProgramDraft => ({
  name: program?.name ?? "Points",
  active: program?.active ?? true,
  earnPoints: program?.earnPoints ?? 1,
  earnAmount: program?.earnAmount ?? unit,
  basis: program?.basis ?? "gross",
  expiryMonths: program?.expiryMonths ?? null,
  allowNegative: program?.allowNegative ?? false,
  rewards: (program?.rewards ?? []).map((reward) => ({
    ...newReward(reward.id),
    name: reward.name,
    points: reward.points,
    kind: reward.kind,
    ...(reward.kind === "amount" ? { amount: reward.amount } : { menuItemId: reward.menuItemId }),
  })),
});

const rewardOf = ({ id, name, points, kind, amount, menuItemId }: RewardDraft): Reward | null => {
  const words = name.trim();
  if (words === "" || points === null) return null;
  if (kind === "item") return menuItemId === "" ? null : { id, name: words, points, kind, menuItemId };
  return amount ? { id, name: words, points, kind, amount } : null;
};

/** Whether all of a reward is said. */
export const isWhole = (reward: RewardDraft): boolean => rewardOf(reward) !== null;

type Fields = Required<
  Pick<LoyaltyProgramInput, "name" | "active" | "earnPoints" | "earnAmount" | "basis">
> & {
  expiryMonths: number | null;
  allowNegative: boolean;
  rewards: Reward[];
};

/** Null while something is missing. */
export const programOf = (draft: ProgramDraft): Fields | null => {
  const { earnPoints, earnAmount, basis, active, expiryMonths, allowNegative } = draft;
  const rewards = draft.rewards.flatMap((reward) => rewardOf(reward) ?? []);
  const isComplete = draft.name.trim() !== "" && rewards.length === draft.rewards.length;
  if (!isComplete || !earnPoints || !earnAmount) return null;
  return {
    name: draft.name.trim(),
    active,
    earnPoints,
    earnAmount,
    basis,
    expiryMonths,
    allowNegative,
    rewards,
  };
};
