/** What every npm command goes through, in a small house of its own: programs that print what they were given. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { root } from "./steps.ts";

let house: string;
const put = (path: string, text: string): void => {
  mkdirSync(dirname(join(house, path)), { recursive: true });
  writeFileSync(join(house, path), text);
};
const told =
  "console.log(JSON.stringify([process.env.HUB_URL, process.env.PORT, ...process.argv.slice(2)]));\n";

beforeEach(() => {
  house = mkdtempSync(join(tmpdir(), "tillbox-run-"));
  put("package-lock.json", "{}");
  put("node_modules/.tillbox-installed", createHash("sha256").update("{}").digest("hex"));
  mkdirSync(join(house, "node_modules/.bin"));
  symlinkSync(process.execPath, join(house, "node_modules/.bin/node"));
  put("store-server/main.ts", told);
  put("scripts/lint.ts", told);
  mkdirSync(join(house, "scripts"), { recursive: true });
  copyFileSync(join(root, "scripts/run.mjs"), join(house, "scripts/run.mjs"));
});
afterEach(() => rmSync(house, { recursive: true, force: true }));

const run = (task: string, env: Record<string, string> = {}, ...more: string[]): unknown => {
  const args = [join(house, "scripts/run.mjs"), task, ...more];
  const { HUB_URL: _, PORT: __, ...outside } = process.env;
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: house,
    env: { ...outside, ...env },
    encoding: "utf8",
  });
  return stderr === "" ? (JSON.parse(stdout) as unknown) : stderr;
};

test("a box takes its settings from the file .env; what is set already wins", () => {
  put(".env", "HUB_URL=https://hub.test   # where to\nPORT=3100\n");
  expect(run("verify", { PORT: "3200" })).toEqual(["https://hub.test", "3200", "verify"]);
  expect(run("tillbox", {}, "enroll", "a", "b")).toEqual(["https://hub.test", "3100", "enroll", "a", "b"]);
});

test("checks know nothing of that file, and a house without one is as it always was", () => {
  put(".env", "HUB_URL=https://hub.test\n");
  expect(run("lint")).toEqual([null, null]);
  rmSync(join(house, ".env"));
  expect(run("verify")).toEqual([null, null, "verify"]);
});

test("a task that there is not names those that there are", () => {
  expect(run("nothing")).toMatch(/^There is no task nothing\. There are: start, .*, tillbox, hub\.\n$/);
});
