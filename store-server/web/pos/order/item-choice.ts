/** The rules of a group of options. Pure. */
import type { MenuItem } from "@tillbox/shared/contract/menu.ts";

export type Group = MenuItem["modifierGroups"][number];

export const isSoldOut = ({ available, stock }: MenuItem): boolean => !available || stock === 0;

/** The rule in words. */
export const ruleOf = ({ min, max, options }: Group): string => {
  if (min === 1 && max === 1) return "choose one";
  if (min === max) return `choose ${min}`;
  if (min > 0) return `${min} to ${max}`;
  return max === 1 ? "at most one" : max >= options.length ? "as you like" : `up to ${max}`;
};

/** Puts an option on or off; where only one holds, the other goes; where the group is full, nothing changes. */
export const toggled = (
  group: Group,
  chosen: ReadonlyMap<string, number>,
  optionId: string,
): Map<string, number> => {
  const next = new Map(chosen);
  if (next.delete(optionId)) return next;
  const taken = group.options.filter(({ id }) => next.has(id));
  if (group.max === 1) for (const { id } of taken) next.delete(id);
  else if (taken.length >= group.max) return next;
  return next.set(optionId, 1);
};
