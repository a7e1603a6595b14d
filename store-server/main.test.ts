import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);

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
