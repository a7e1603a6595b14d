import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listBackups } from "./backup/backup.ts";
import { addLine, closeTab, openTab, tabFeature, tabMigrations } from "./kernel/testing/tab-feature.ts";
import { openTabStore, type TabStore, temporaryFolder } from "./kernel/testing/tab-store.ts";
import { rebuildCheck, rebuildRepair, verifyCommand } from "./rebuild-command.ts";

const options = { migrations: tabMigrations() };
let folder: ReturnType<typeof temporaryFolder>;
let store: TabStore;
beforeEach(async () => {
  folder = temporaryFolder();
  store = openTabStore(folder.file);
  for (const id of ["t1", "t2"]) {
    await store.send(openTab, { id, guest: "Guest 1" });
    await store.send(addLine, { id, line: { id: "l1", price: 300 } });
    await store.send(closeTab, { id });
  }
});
afterEach(() => {
  store.kernel.close();
  folder.clean();
});
const check = () => rebuildCheck(folder.file, [tabFeature], options);
const stopAnd = (sql: string): void => {
  store.kernel.close();
  const db = new Sqlite(folder.file);
  db.exec(sql);
  db.close();
};

test("verify and rebuild --check read beside a box at work", async () => {
  expect(verifyCommand(folder.file)).toMatchObject({ ok: true, lines: [/6 entries, head [0-9a-f]{64}/] });
  expect(check()).toEqual({ ok: true, lines: ["6 entries give 3 tables, all the same as live."] });
  await store.send(openTab, { id: "t3", guest: "Guest 1" });
  expect(check()).toMatchObject({ ok: true, lines: [/^7 entries/] });
});

test("a file that is not there is told in one sentence", () => {
  expect(() => verifyCommand(`${folder.file}.none`)).toThrow(/cannot be opened/);
});

test("data of an older version is told in words, and how to bring it up to date", async () => {
  const newer = [
    ...options.migrations,
    { number: options.migrations.length + 1, name: "more", sql: "SELECT 1" },
  ];
  const say = { migrations: newer };
  expect(rebuildCheck(folder.file, [tabFeature], say)).toMatchObject({
    ok: false,
    lines: [expect.stringContaining("older Tillbox"), expect.stringContaining("migration:run")],
  });
  store.kernel.close();
  expect(await rebuildRepair(folder.file, [tabFeature], say)).toMatchObject({ ok: false });
  expect(() => rebuildCheck(folder.file, [tabFeature], { migrations: options.migrations.slice(1) })).toThrow(
    /newer Tillbox/,
  );
});

test("a forged entry breaks the chain, and nothing is rebuilt from it", async () => {
  stopAnd("UPDATE journal SET bytes = replace(bytes, '300', '301') WHERE seq = 2");
  expect(verifyCommand(folder.file)).toMatchObject({ ok: false, lines: [/entry 2 was changed/] });
  expect(check()).toMatchObject({ ok: false, lines: [/restore a backup/] });
  expect(await rebuildRepair(folder.file, [tabFeature], options)).toMatchObject({ ok: false });
});

test("damaged tables are told row by row and repaired from the journal, with a backup before", async () => {
  stopAnd(
    "UPDATE tabs SET total = 1 WHERE id = 't1'; DELETE FROM guests; INSERT INTO counters VALUES ('fake', 9)",
  );
  const damaged = check();
  expect(damaged.ok).toBe(false);
  expect(damaged.lines).toEqual([
    'counters ["fake"]: {"series":"fake","value":9} is not in the journal',
    expect.stringMatching(/^guests \["Guest 1"\]: missing; the journal says/),
    expect.stringMatching(/^tabs \["t1"\]: is .*"total":1,.*; the journal says .*"total":300/),
    expect.stringContaining("Run `rebuild`"),
  ]);
  const repaired = await rebuildRepair(folder.file, [tabFeature], options);
  expect(repaired).toMatchObject({ ok: true, lines: [/^Backup: /, "3 rows repaired from 6 entries."] });
  expect(check().ok).toBe(true);
  expect(listBackups(`${folder.path}/backups`)).toHaveLength(1);
  expect(await rebuildRepair(folder.file, [tabFeature], options)).toMatchObject({
    lines: [/nothing to repair/],
  });
});

test("rows that swapped a unique value are repaired, and what points at them stays", async () => {
  const numbers = "json_extract(state, '$.number')";
  stopAnd(
    `CREATE UNIQUE INDEX one_number ON tabs (${numbers});
     CREATE TABLE notes (tab TEXT REFERENCES tabs (id) ON DELETE CASCADE);
     INSERT INTO notes VALUES ('t1');
     UPDATE tabs SET state = json_set(state, '$.number', ${numbers} + 10);
     UPDATE tabs SET state = json_set(state, '$.number', 13 - ${numbers})`,
  );
  expect(check().lines).toHaveLength(3);
  await rebuildRepair(folder.file, [tabFeature], options);
  expect(check().ok).toBe(true);
  const db = new Sqlite(folder.file);
  expect(db.prepare("SELECT COUNT(*) FROM notes").pluck().get()).toBe(1);
  db.close();
});

test("a repair is refused while the box is running", async () => {
  await expect(rebuildRepair(folder.file, [tabFeature], options)).rejects.toThrow(
    /Another Tillbox is running/,
  );
});

test("a repair that does not hold is given back whole", async () => {
  stopAnd(
    `UPDATE tabs SET total = 1;
     CREATE TRIGGER spoil AFTER INSERT ON tabs BEGIN UPDATE tabs SET total = 2 WHERE id = new.id; END`,
  );
  await expect(rebuildRepair(folder.file, [tabFeature], options)).rejects.toThrow(/did not hold/);
  const db = new Sqlite(folder.file);
  expect(db.prepare("SELECT DISTINCT total FROM tabs").pluck().all()).toEqual([1]);
  db.close();
});
