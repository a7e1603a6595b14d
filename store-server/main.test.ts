import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { typed, unknownCommand } from "./command-line.ts";
import { maintenance } from "./maintenance.ts";

const run = promisify(execFile);

test("help names every command with what it does", async () => {
  const { stdout } = await run(process.execPath, [join(import.meta.dirname, "main.ts"), "help"]);
  for (const name of ["serve", ...Object.keys(maintenance), "help"])
    expect(stdout).toMatch(new RegExp(`^  ${name}( .*)?  \\S`, "m"));
});

test("who types nothing serves, who asks in another way gets help, and a word that means nothing is told what does", () => {
  expect(typed([])).toEqual({ name: "serve", parameters: [] });
  expect([typed(["--help"]).name, typed(["-h"]).name]).toEqual(["help", "help"]);
  expect(typed(["seed", "--history", "3"])).toEqual({ name: "seed", parameters: ["--history", "3"] });
  expect(unknownCommand("hlep", ["serve", "help"])).toContain("There are: serve, help. `tillbox help`");
});

test("what the box writes is for its own user only, also in a folder that others may read", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tillbox-main-"));
  try {
    await run(process.execPath, [join(import.meta.dirname, "main.ts"), "migrate"], {
      env: { ...process.env, DATA_DIR: folder },
    });
    const readable = readdirSync(folder).filter((name) => (statSync(join(folder, name)).mode & 0o077) !== 0);
    expect(readdirSync(folder)).toContain("box.db");
    expect(readable).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
