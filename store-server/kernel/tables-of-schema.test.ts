import { expect, test } from "vitest";
import { openDatabase } from "./database.ts";
import { openKernel } from "./kernel.ts";
import { migrate, schemaVersion } from "./migrate.ts";
import { noteTablesOfSchema, tablesOfSchema } from "./tables-of-schema.ts";
import { openTab, tabFeature, tabMigrations } from "./testing/tab-feature.ts";
import { openTabStore, temporaryFolder } from "./testing/tab-store.ts";

test("a journal that began with this program needs no catching up", async () => {
  const store = openTabStore();
  await store.send(openTab, { id: "t1", guest: "Guest 1" });
  expect(tablesOfSchema(store.db)).toBe(schemaVersion(store.db));
  store.kernel.close();
});

test("one that began with an older program does, until somebody notes that it was done", async () => {
  const folder = temporaryFolder();
  const store = openTabStore(folder.file);
  await store.send(openTab, { id: "t1", guest: "Guest 1" });
  store.db.exec("DELETE FROM meta WHERE key = 'tables_of_schema'");
  store.kernel.close();
  const db = openDatabase(folder.file);
  migrate(db, tabMigrations(), () => undefined);
  const kernel = openKernel(db, [tabFeature]);
  expect(tablesOfSchema(db)).toBe(0);
  noteTablesOfSchema(db, schemaVersion(db));
  expect(tablesOfSchema(db)).toBe(schemaVersion(db));
  kernel.close();
  folder.clean();
});
