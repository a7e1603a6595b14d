/**
 * Runs that have to fail, so that the load proves something. Two are done to the box itself, by a module that is loaded into its process before
 * it; the others to what a tablet hears.
 */
import { join } from "node:path";

export const sabotages = ["lose", "reorder", "slow", "leak", "unbounded"] as const;
export type Sabotage = (typeof sabotages)[number];

export const isSabotage = (name: string): name is Sabotage => (sabotages as readonly string[]).includes(name);

/** Environment of a box that is tampered with. */
export const tamperedBox = (sabotage: Sabotage | null): Record<string, string> => {
  if (sabotage !== "leak" && sabotage !== "unbounded") return {};
  return { NODE_OPTIONS: `--import=${join(import.meta.dirname, `box-${sabotage}.ts`)}` };
};

type Heard = (tablet: number, text: string, at: number) => void;

const late_ms = 400;

/** What one of the tablets hears, tampered with. */
export const tamperedHearing = (sabotage: Sabotage | null, heard: Heard): Heard => {
  const isOrder = (text: string): boolean => text.startsWith('{"event":"order:update"');
  let kept: string | null = null;
  let count = 0;
  if (sabotage === "lose")
    return (tablet, text, at) => {
      count += tablet === 0 && isOrder(text) ? 1 : 0;
      // From some order on, it hears of no order any more.
      if (tablet !== 0 || !isOrder(text) || count < 5) heard(tablet, text, at);
    };
  if (sabotage === "reorder")
    return (tablet, text, at) => {
      if (tablet !== 0 || !isOrder(text)) return heard(tablet, text, at);
      if (kept === null) kept = text;
      else {
        heard(tablet, text, at);
        heard(tablet, kept, at);
        kept = null;
      }
    };
  if (sabotage === "slow") return (tablet, text, at) => heard(tablet, text, tablet === 0 ? at + late_ms : at);
  return heard;
};
