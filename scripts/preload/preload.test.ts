import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compilePreload, NoCompilerError, preloads, slowFsyncEnvironment } from "./preload.ts";

const hasCompiler = (): boolean => spawnSync(process.env["CC"] ?? "cc", ["--version"]).status === 0;

/** Compiles into a folder of its own; answers the path, or the error. */
const compiled = (name: (typeof preloads)[number], compiler?: string): unknown => {
  const folder = mkdtempSync(join(tmpdir(), "tillbox-preload-"));
  try {
    return compilePreload(name, { folder, ...(compiler === undefined ? {} : { compiler }) });
  } catch (error) {
    return error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

test.each(preloads)(
  "%s compiles without a warning where there is a compiler, else it says what to install",
  (name) => {
    const outcome = compiled(name);
    expect(typeof outcome === "string").toBe(process.platform === "linux" && hasCompiler());
    expect(typeof outcome === "string" || outcome instanceof NoCompilerError).toBe(true);
  },
);

test("a compiler that is missing is named, with the way to get one", () => {
  const error = compiled("slow-fsync", "no-such-compiler");
  expect(error).toBeInstanceOf(NoCompilerError);
  expect(String(error)).toMatch(/apt-get install gcc/);
});

const measure = `
const fs = require("node:fs");
const file = fs.openSync(process.argv[1], "w");
const began = performance.now();
for (let n = 0; n < 5; n += 1) fs.fsyncSync(file);
for (let n = 0; n < 5; n += 1) fs.fdatasyncSync(file);
console.log(performance.now() - began);`;

test("with the shim ten syncs take ten times the delay longer", () => {
  const environment = ((): NodeJS.ProcessEnv | null => {
    try {
      return slowFsyncEnvironment(20);
    } catch {
      return null;
    }
  })();
  const folder = mkdtempSync(join(tmpdir(), "tillbox-slow-"));
  const args = ["-e", measure, join(folder, "file")];
  const run = (env: NodeJS.ProcessEnv): number => Number(spawnSync(process.execPath, args, { env }).stdout);
  const delayed = environment !== null && run(environment) >= 200;
  rmSync(folder, { recursive: true, force: true });
  expect(delayed).toBe(process.platform === "linux" && hasCompiler());
});
