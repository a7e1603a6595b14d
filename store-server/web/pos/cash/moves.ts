/** Words for what is done with a drawer, and for what a count finds. Pure. */
import type { IconName } from "@tillbox/shared/ui/icon-nodes.ts";
import type { Tone } from "@tillbox/shared/ui/tone.ts";

export const moveWords = { paid_in: "Paid in", paid_out: "Paid out", no_sale: "No sale" } as const;
export const moveIcons: Readonly<Record<keyof typeof moveWords, IconName>> = {
  paid_in: "plus",
  paid_out: "minus",
  no_sale: "key",
};

/** "Over", "Short" or "Exact"; short is what a person has to look into. */
export const overShortWord = (overShort: number): string => {
  if (overShort === 0) return "Exact";
  return overShort > 0 ? "Over" : "Short";
};
export const overShortTone = (overShort: number): Tone => {
  if (overShort === 0) return "good";
  return overShort > 0 ? "attention" : "bad";
};
