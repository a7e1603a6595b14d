/** The import table is a check, so it has to be able to fail: arrows that must not be, in a small house of their own. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { root } from "./steps.ts";

let house: string;
beforeEach(() => {
  house = mkdtempSync(join(tmpdir(), "tillbox-house-"));
});
afterEach(() => rmSync(house, { recursive: true, force: true }));

/** Names of the broken rules in a house of these files. */
const broken = (files: Record<string, string>): string[] => {
  for (const [path, source] of Object.entries(files)) {
    mkdirSync(dirname(join(house, path)), { recursive: true });
    writeFileSync(join(house, path), source);
  }
  const bin = join(root, "node_modules", "dependency-cruiser", "bin", "dependency-cruiser.mjs");
  const config = join(root, ".dependency-cruiser.cjs");
  const { stdout } = spawnSync(process.execPath, [bin, "--config", config, "--output-type", "json", "."], {
    cwd: house,
    encoding: "utf8",
  });
  const { summary } = JSON.parse(stdout) as { summary: { violations: { rule: { name: string } }[] } };
  return [...new Set(summary.violations.map(({ rule }) => rule.name))].sort();
};

const order = "store-server/features/order/order.ts";
const decider = { [order]: "export const evolve = 1;\n" };
const kernel = {
  "store-server/kernel/database.ts": "export const query = 1;\nexport type Query = number;\n",
};

describe("the import table", () => {
  it("lets a house stand that keeps to it", () => {
    const rows =
      'import { query } from "../../kernel/database.ts";\nimport { evolve } from "./order.ts";\nexport const rows = [query, evolve];\n';
    expect(broken({ ...decider, ...kernel, "store-server/features/order/rows.ts": rows })).toEqual([]);
  });
  it("keeps features out of the kernel, as types too", () => {
    const source =
      'import type { evolve } from "../features/order/order.ts";\nexport type Evolve = typeof evolve;\n';
    expect(broken({ ...decider, "store-server/kernel/bad.ts": source })).toContain("kernel-knows-no-feature");
  });
  it("keeps deciders pure: no database, no Node", () => {
    const source =
      'import { readFileSync } from "node:fs";\nimport { query } from "../../kernel/database.ts";\nexport const evolve = [query, readFileSync];\n';
    expect(broken({ ...kernel, [order]: source })).toEqual([
      "deciders-know-no-node",
      "deciders-take-only-kernel-types",
    ]);
  });
  it("lets a feature see no more of another than its rows", () => {
    const source = 'import { evolve } from "../order/order.ts";\nexport const bad = evolve;\n';
    expect(broken({ ...decider, "store-server/features/menu/rows.ts": source })).toContain(
      "feature-to-feature-by-rows-only",
    );
  });
  it("keeps box and hub apart", () => {
    const source = 'import { query } from "../store-server/kernel/database.ts";\nexport const bad = query;\n';
    expect(broken({ ...kernel, "cloud-hub/bad.ts": source })).toContain("hub-and-box-never-meet");
  });
  it("finds circles", () => {
    const [a, b] = [
      'import { b } from "./b.ts";\nexport const a = b;\n',
      'import { a } from "./a.ts";\nexport const b = a;\n',
    ];
    expect(broken({ "shared/a.ts": a, "shared/b.ts": b })).toContain("no-circles");
  });
});
