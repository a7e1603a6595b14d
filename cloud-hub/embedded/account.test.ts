import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Account, canReach } from "./account.ts";

let base: string;
const own: Account = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0, dropsRoot: false };
const stranger: Account = { uid: 987_654, gid: 987_654, dropsRoot: true };

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "tillbox-reach-"));
  await mkdir(join(base, "bin"));
  await writeFile(join(base, "bin", "postgres"), "", { mode: 0o755 });
});
afterAll(() => rm(base, { recursive: true }));

it("a program is in reach when every folder to it lets the account through", async () => {
  const program = join(base, "bin", "postgres");
  await chmod(base, 0o755);
  expect(await canReach(stranger, program)).toBe(true);
  await chmod(base, 0o700);
  expect(await canReach(own, program)).toBe(true);
  expect(await canReach(stranger, program)).toBe(false);
  await chmod(base, 0o711);
  expect(await canReach(stranger, program)).toBe(true);
  await chmod(program, 0o700);
  expect(await canReach(stranger, program)).toBe(false);
  expect(await canReach(own, join(base, "nothing"))).toBe(false);
});
