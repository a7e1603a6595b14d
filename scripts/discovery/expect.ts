/** Expecting of a network what takes its time to come true, and counting what never did. */
import { setTimeout as pause } from "node:timers/promises";

const limit_ms = 25_000;
let count = 0;

export const failures = (): number => count;
export const say = (text: string): void => console.log(text);

/** Looks again and again, as a person would who waits for the box to show up. */
export const expectFound = async (
  what: string,
  look: () => Promise<string>,
  fits: (found: string) => boolean,
): Promise<void> => {
  const started = performance.now();
  let found = "";
  while (performance.now() - started < limit_ms) {
    found = await look();
    if (fits(found)) return say(`  ok    ${what} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
    await pause(300);
  }
  count += 1;
  say(`  FAIL  ${what}; what came:\n${found || "  nothing"}`);
};

/** At once, or never. */
export const expectThat = (what: string, holds: boolean, otherwise: unknown = ""): void => {
  if (!holds) count += 1;
  say(holds ? `  ok    ${what}` : `  FAIL  ${what} ${JSON.stringify(otherwise)}`);
};

/** The resolved lines: `=;eth0;IPv4;name;_tillbox._tcp;local;host;address;port;txt`. */
export const resolved = (found: string): string[] =>
  found.split("\n").filter((line) => line.startsWith("=;"));
export const some = (found: string, ...parts: string[]): boolean =>
  resolved(found).some((line) => parts.every((part) => line.includes(part)));
