import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readConfig } from "./config.ts";
import { createCustomer } from "./features/customer/commands.ts";
import { customers } from "./features/customer/rows.ts";
import { systemActor } from "./features/staff/rows.ts";
import { features } from "./features.ts";
import { openDatabase } from "./kernel/database.ts";
import { type Kernel, openKernel } from "./kernel/kernel.ts";
import { migrate, migrationsFolder, readMigrations } from "./kernel/migrate.ts";
import { unsealJson } from "./kernel/personal.ts";
import { maintenance } from "./maintenance.ts";
import { openSecrets, secretsFile } from "./secrets.ts";

let root: string;
const folderOf = (name: string): string => join(root, name);
const run = async (name: string, command: string, ...parameters: string[]) => {
  const work = maintenance[command];
  if (!work) throw new Error(`there is no ${command}`);
  return work(readConfig({ DATA_DIR: folderOf(name) }), parameters);
};
/** What a box in this folder is, opened as the box does it. */
const withBox = async <T>(name: string, look: (kernel: Kernel) => T | Promise<T>): Promise<T> => {
  const db = openDatabase(join(folderOf(name), "box.db"));
  migrate(db, readMigrations(migrationsFolder), () => undefined);
  const personalSecret = openSecrets(folderOf(name)).keep("personal");
  const kernel = openKernel(db, features, { personalSecret });
  try {
    return await look(kernel);
  } finally {
    kernel.close();
  }
};
const nameAt = (box: string): Promise<unknown> =>
  withBox(box, (kernel) => {
    const state = kernel.get(customers, "c1");
    const view = state ? unsealJson(kernel.db, customers.view(state, kernel)) : "{}";
    return (JSON.parse(view) as { name?: unknown }).name;
  });

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "tillbox-maintenance-"));
  for (const name of ["old", "new"]) mkdirSync(folderOf(name));
  await withBox("old", async (kernel) => {
    const answer = await kernel.execute({
      command: createCustomer,
      input: { id: "c1", words: { name: "Guest 12" } as never },
      commandId: "c1",
      fingerprint: "c1",
      actor: systemActor,
    });
    if (!answer.ok) throw new Error(answer.refusal.message);
  });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const backedUp = async (): Promise<string> => {
  const { lines } = await run("old", "backup");
  expect(lines[1]).toContain(`Keep a copy of ${secretsFile(folderOf("old"))} too`);
  return /to (\S+\.db\.zst)/.exec(lines[0] ?? "")?.[1] ?? "";
};
const warning = /belong to the secrets file of the box that made the backup/;

test("a backup on new hardware reads its names with the old box's secrets, and the restore has nothing to warn of", async () => {
  const file = await backedUp();
  copyFileSync(secretsFile(folderOf("old")), secretsFile(folderOf("new")));
  const { ok, lines } = await run("new", "restore", file);
  expect([ok, lines.filter((line) => warning.test(line))]).toEqual([true, []]);
  expect(await nameAt("new")).toBe("Guest 12");
});

test("without them, or with another box's, the restore says so before the box starts; put there later, they open the names", async () => {
  const file = await backedUp();
  const { ok, lines } = await run("new", "restore", file);
  expect([ok, lines.at(-1)]).toEqual([true, expect.stringMatching(warning)]);
  expect(await nameAt("new")).toBeNull();
  // The box made secrets of its own at that start.
  expect((await run("new", "restore", file)).lines.at(-1)).toMatch(warning);
  copyFileSync(secretsFile(folderOf("old")), secretsFile(folderOf("new")));
  expect(await nameAt("new")).toBe("Guest 12");
});

test("a box without a backup says that there is none to restore, and how to name one", async () => {
  await expect(run("new", "restore")).rejects.toThrow(
    "There is no backup to restore. Name one: npm run db:restore -- FILE.",
  );
});

test("a folder without a box says so, and names the one below it that `npm start` made", async () => {
  await expect(run("new", "verify")).rejects.toThrow(`There is no box in ${folderOf("new")}. Point DATA_DIR`);
  mkdirSync(folderOf("new/box"));
  await withBox("new/box", () => undefined);
  await expect(run("new", "verify")).rejects.toThrow(
    `made one in ${folderOf("new/box")}: set DATA_DIR to that.`,
  );
});

test("a damaged secrets file says what brings it back, and that no backup does", () => {
  writeFileSync(secretsFile(folderOf("new")), "{");
  expect(() => openSecrets(folderOf("new"))).toThrow(/Put your copy of it back: no backup of the data holds/);
});
