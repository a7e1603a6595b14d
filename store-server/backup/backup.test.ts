import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { addJob } from "../kernel/jobs.ts";
import { addLine, openTab, tabEntity, tabMigrations } from "../kernel/testing/tab-feature.ts";
import { faultsOf, openTabStore, type TabStore, temporaryFolder } from "../kernel/testing/tab-store.ts";
import { backupDatabase, listBackups, makeBackup } from "./backup.ts";
import { optimizeDatabase } from "./optimize.ts";
import { restoreBackup } from "./restore.ts";

let folder: ReturnType<typeof temporaryFolder>;
let backups: string;
let store: TabStore;
beforeEach(async () => {
  folder = temporaryFolder();
  backups = join(folder.path, "backups");
  store = openTabStore(folder.file);
  await store.send(openTab, { id: "t1", guest: "Guest 1" });
});
afterEach(() => {
  store.kernel.close();
  folder.clean();
});
const add = (id: string) => store.send(addLine, { id: "t1", line: { id, price: 1 } }, { commandId: id });
const restore = (backup: string) =>
  restoreBackup({ backup, dataFile: folder.file, migrations: tabMigrations() });
const reopen = (): TabStore => {
  store = openTabStore(folder.file);
  return store;
};

test("a backup made under load is one sound state, whole and private", async () => {
  const making = backupDatabase(store.db, backups);
  const load: Promise<unknown>[] = [];
  for (let n = 0; n < 300; n += 1) {
    load.push(add(`l${n}`));
    await new Promise(setImmediate);
  }
  const backup = await making;
  await Promise.all(load);
  expect(readdirSync(backups)).toEqual([backup.file.slice(backups.length + 1)]);
  expect(statSync(backup.file).mode & 0o777).toBe(0o600);
  store.kernel.close();
  const restored = await restore(backup.file);
  expect(restored).toMatchObject({ entries: backup.entries, headHash: backup.headHash });
  expect(faultsOf(reopen().db)).toEqual([]);
  expect(store.kernel.headSeq()).toBe(backup.entries);
});

test("a restore brings the old state back in a new epoch, keeps what was there, and goes on", async () => {
  await add("l1");
  await store.kernel.operate(() =>
    addJob(store.db, {
      queue: "print",
      lane: "p1",
      subject: "t1",
      payload: {},
      at: store.kernel.clock.now(),
    }),
  );
  const backup = await backupDatabase(store.db, backups);
  await add("l2");
  store.kernel.close();
  const { setAside } = await restore(backup.file);
  reopen();
  expect(store.kernel.epoch).toBe(2);
  expect(store.kernel.get(tabEntity, "t1")?.lines.map(({ id }) => id)).toEqual(["l1"]);
  expect(await add("l1")).toMatchObject({ replay: true });
  expect(await add("l2")).toMatchObject({ ok: true, replay: false, version: 3 });
  expect(store.db.prepare("SELECT status FROM jobs").pluck().all()).toEqual(["unknown"]);
  expect(faultsOf(store.db)).toEqual([]);
  const before = openTabStore(String(setAside));
  expect(before.kernel.get(tabEntity, "t1")?.lines).toHaveLength(2);
  before.kernel.close();
});

test("the same backup restored twice begins two epochs", async () => {
  const backup = await backupDatabase(store.db, backups);
  store.kernel.close();
  expect((await restore(backup.file)).epoch).toBe(2);
  expect((await restore(backup.file)).epoch).toBe(3);
});

test("a backup that was damaged or cut short is refused, and the data stays as it was", async () => {
  const { file } = await backupDatabase(store.db, backups);
  await add("l1");
  store.kernel.close();
  const whole = readFileSync(file);
  const bent = Buffer.from(whole);
  bent[Math.floor(bent.length / 2)]! ^= 0xff;
  for (const bytes of [bent, whole.subarray(0, whole.length - 20), Buffer.from("not a backup")]) {
    writeFileSync(file, bytes);
    await expect(restore(file)).rejects.toThrow(/cannot be unpacked|damaged/);
  }
  expect(reopen().kernel.get(tabEntity, "t1")?.lines).toHaveLength(1);
  expect(readdirSync(folder.path).filter((name) => name.includes("restor"))).toEqual([]);
});

test("a backup of a newer program is refused before anything is touched", async () => {
  const backup = await backupDatabase(store.db, backups);
  store.kernel.close();
  const older = { backup: backup.file, dataFile: folder.file, migrations: tabMigrations().slice(0, 1) };
  await expect(restoreBackup(older)).rejects.toThrow(/newer Tillbox/);
  expect(reopen().kernel.epoch).toBe(1);
});

test("a forged journal is not backed up as if it were good", async () => {
  store.db.exec("UPDATE journal SET hash = zeroblob(32)");
  await expect(backupDatabase(store.db, backups)).rejects.toThrow(/journal is broken: entry 1/);
  expect(readdirSync(backups)).toEqual([]);
});

test("data too damaged to be opened is set aside whole, its WAL with it", async () => {
  const backup = await backupDatabase(store.db, backups);
  store.kernel.close();
  writeFileSync(folder.file, "rubbish ".repeat(1000));
  writeFileSync(`${folder.file}-wal`, "rubbish");
  const { setAside, epoch } = await restore(backup.file);
  expect([readFileSync(String(setAside), "utf8").slice(0, 7), epoch]).toEqual(["rubbish", 2]);
  expect(readFileSync(`${setAside}-wal`, "utf8")).toBe("rubbish");
  expect(faultsOf(reopen().db)).toEqual([]);
});

test("a restore is refused while the box is running", async () => {
  const backup = await backupDatabase(store.db, backups);
  await expect(restore(backup.file)).rejects.toThrow(/Another Tillbox is running/);
});

test("a backup is made beside a box at work; optimising and restoring need it stopped", async () => {
  const made = await makeBackup(folder.file, backups);
  expect(made.file).toMatch(/\.db\.zst$/);
  expect(made.entries).toBe(1);
  expect(() => optimizeDatabase(folder.file)).toThrow(/Another Tillbox is running/);
  store.kernel.close();
  const { bytesBefore, bytesAfter } = optimizeDatabase(folder.file);
  expect([bytesBefore, bytesAfter].every((bytes) => bytes > 0)).toBe(true);
  const [file] = listBackups(backups);
  const restored = await restore(String(file));
  expect(restored).toMatchObject({ entries: 1, epoch: 2, setAside: expect.any(String) });
  await expect(makeBackup(join(folder.path, "none.db"), backups)).rejects.toThrow(
    "unable to open database file",
  );
});

test("optimising gives unused pages back", async () => {
  await Promise.all(Array.from({ length: 300 }, (_, n) => add(`l${n}`.padEnd(3000, "-"))));
  store.db.exec("UPDATE answers SET body = NULL");
  store.kernel.close();
  const { bytesBefore, bytesAfter } = optimizeDatabase(folder.file);
  expect(bytesAfter).toBeLessThan(bytesBefore * 0.9);
  expect(faultsOf(reopen().db)).toEqual([]);
});
