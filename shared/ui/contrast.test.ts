import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

type Theme = Readonly<Record<string, string>>;

/* Reads the custom properties of the blocks whose selector list names the theme. */
function themeOf(css: string, selector: string): Theme {
  const found: Record<string, string> = {};
  for (const [, selectors = "", body = ""] of css.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    if (!selectors.split(",").some((one) => one.trim().endsWith(selector))) continue;
    for (const [, name = "", value = ""] of body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})\b/g))
      found[name] = value;
  }
  return found;
}

/* Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(hex: string): number {
  const parts = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const [r = 0, g = 0, b = 0] = parts.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [dark = 0, bright = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

const grounds = ["paper", "surface", "raised", "sunken"];
const colours = ["accent", "tomato", "amber", "sky", "plum"];
const softs = colours.map((colour) => `${colour}-soft`);
const inks = ["ink", "ink-2", "ink-3"];

const textPairs: [text: string, ground: string][] = [
  ...[...inks, ...colours].flatMap((text) => grounds.map((ground): [string, string] => [text, ground])),
  ...inks.flatMap((text) => softs.map((ground): [string, string] => [text, ground])),
  ...colours.map((colour): [string, string] => [colour, `${colour}-soft`]),
  ...colours.map((colour): [string, string] => [`on-${colour}`, colour]),
  ["plum", "accent-soft"],
  ["on-ink", "ink"],
  ["on-ink", "ink-hover"],
  ["on-accent", "accent-hover"],
  ["rail-ink", "rail"],
  ["rail-ink-2", "rail"],
  ["rail-ink", "rail-on"],
];

const edgePairs: [edge: string, ground: string][] = [
  ...["edge", "focus", ...colours].flatMap((edge) =>
    grounds.map((ground): [string, string] => [edge, ground]),
  ),
  ["rail-focus", "rail"],
  ["rail-focus", "rail-on"],
];

function tooWeak(theme: Theme, pairs: readonly [string, string][], least: number): string[] {
  return pairs.flatMap(([text, ground]) => {
    const [a, b] = [theme[text], theme[ground]];
    if (!a || !b) return [`--${a ? ground : text} has no colour`];
    const ratio = contrast(a, b);
    return ratio < least ? [`--${text} on --${ground}: ${ratio.toFixed(2)}`] : [];
  });
}

const css = readFileSync(new URL("tokens.css", import.meta.url), "utf8").replaceAll(/\/\*.*?\*\//gs, "");
const light = themeOf(css, ":root");
const dark: Theme = { ...light, ...themeOf(css, '[data-theme="dark"]') };

describe("contrast of the tokens", () => {
  test.each([
    ["light", light],
    ["dark", dark],
  ])("every text stands 4.5:1 on every ground it may stand on (%s)", (_name, theme) => {
    expect(tooWeak(theme, textPairs, 4.5)).toEqual([]);
  });

  test.each([
    ["light", light],
    ["dark", dark],
  ])("edges, states and the focus ring stand 3:1 on every ground (%s)", (_name, theme) => {
    expect(tooWeak(theme, edgePairs, 3)).toEqual([]);
  });

  test("a third ink that is too pale and an amber that is too light are found", () => {
    const pale = { ...light, "ink-3": "#8a8174", amber: "#b36b00" };
    const found = tooWeak(pale, textPairs, 4.5).join("\n");
    expect(found).toContain("--ink-3 on --sunken: 3.12");
    expect(found).toContain("--amber on --amber-soft: 3.58");
  });

  test("black on white is 21:1 and a colour on itself is 1:1", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
    expect(contrast("#17694a", "#17694a")).toBe(1);
  });
});
