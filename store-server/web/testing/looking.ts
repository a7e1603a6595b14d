/** What every page of a till is asked: can it be read, can a finger hit it, does it stay within its width. */
import type { Page } from "playwright-core";
import { paleTexts, smallTargets } from "../../../shared/ui/gallery/probes.ts";
import { phone, tablet, upright } from "./waiter.ts";

/** Sizes and themes in which every screen is looked at. */
export const shapes = [
  ["on a tablet", tablet, "light"],
  ["on an upright tablet", upright, "light"],
  ["on a phone", phone, "light"],
  ["at night", tablet, "dark"],
] as const;

/** What scrolls sideways and is meant to scroll down only. Sent into the page as text. */
function sideways(): string[] {
  const meant = ".ui-shell-main, .ui-sheet-body, .ui-dialog, .pos-team [role=tabpanel], .pos-role-body";
  const wide = [document.documentElement, ...document.querySelectorAll(meant)].filter(
    (element) => element.scrollWidth > element.clientWidth + 1,
  );
  return wide.map((element) => `${element.className || "the page"} scrolls sideways`);
}

/** Texts that are too pale, targets that are too small, and what scrolls sideways; empty when all is well. */
export const faultsOf = async (page: Page): Promise<string[]> => [
  ...(await page.evaluate(paleTexts)),
  ...(await page.evaluate(smallTargets)),
  ...(await page.evaluate(sideways)),
];

export type Inspection = {
  look(what: string): Promise<void>;
  /** Each fault behind the name of the place where it was found. */
  readonly found: readonly string[];
};

/** Looks at one page again and again, so that one run of a test tells all that is wrong. */
export const inspect = (page: Page): Inspection => {
  const found: string[] = [];
  return {
    found,
    look: async (what) => {
      for (const fault of await faultsOf(page)) found.push(`${what}: ${fault}`);
    },
  };
};
