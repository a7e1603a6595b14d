import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { openDatabase } from "../kernel/database.ts";
import { openSecrets } from "../secrets.ts";
import { openSyncStore, type SyncStore, soup, tap } from "../testing/sync-store.ts";

const folder = mkdtempSync(join(tmpdir(), "tillbox-epoch-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a restore does to the file of a backup. */
const nextLife = (file: string): void => {
  const db = openDatabase(file);
  db.prepare("UPDATE meta SET value = '2' WHERE key = 'epoch'").run();
  db.close();
};

it("a call that is for one life of the journal only does nothing in another, and is told which it is", async () => {
  const { anna, process, as, store } = await openSyncStore();
  const taps = [tap("create", "o1", { type: "takeaway", items: [soup("l1")] })];
  const refused = await process(anna, taps, { epoch: 2, sameEpoch: true });
  expect([refused.status, refused.json]).toMatchObject([
    412,
    { code: "precondition_failed", current: { epoch: 1 } },
  ]);
  expect((await as(anna, "GET", "/api/orders/o1")).status).toBe(404);
  // The control: in its own life, or where the device asks for none, it is done.
  expect((await process(anna, taps, { epoch: 1, sameEpoch: true })).status).toBe(200);
  expect((await process(anna, taps, { epoch: 2 })).json.results).toMatchObject([{ status: "duplicate" }]);
  store.close();
});

it("taps of an older life of the journal count: what the restored one knows is a duplicate, the rest is done; their versions say nothing", async () => {
  const [first, backup] = [join(folder, "first.db"), join(folder, "backup.db")];
  const secrets = openSecrets(null);
  const before: SyncStore = await openSyncStore({ file: first, secrets });
  const opening = tap("create", "o1", { type: "takeaway", items: [soup("l1")] });
  await before.sync(before.anna, [opening]);
  await before.store.kernel.db.backup(backup);
  const [known] = await before.sync(before.berta, [tap("update", "o1", { guests: 2 })]);
  const version = known?.version;
  const lost = tap("add-items", "o1", { items: [soup("l2")] }, { version });
  expect((await before.sync(before.anna, [lost]))[0]?.status).toBe("applied");
  before.store.close();

  nextLife(backup);
  const after = await openSyncStore({ file: backup, secrets });
  await after.sync(after.berta, [tap("update", "o1", { guests: 3 })]);
  const guests = tap("update", "o1", { guests: 4 }, { version: 1 });
  const { json } = await after.process(after.anna, [opening, lost, guests], { epoch: 1 });
  expect(json).toMatchObject({
    results: [{ status: "duplicate" }, { status: "applied" }, { status: "applied" }],
    epoch: 2,
    changes: [],
    hasMore: false,
  });
  const order = (await after.as(after.anna, "GET", "/api/orders/o1")).json;
  expect(order).toMatchObject({ guests: 4, items: [{ id: "l1" }, { id: "l2" }] });
  expect((await after.as(after.mira, "GET", "/api/inbox")).json.items).toEqual([]);

  // The control: the same version, said of this life of the journal, is one that others have passed.
  await after.sync(after.berta, [tap("update", "o1", { guests: 5 })]);
  const again = tap("update", "o1", { guests: 6 }, { version: 1 });
  const own = { ...tap("update", "o1", { guests: 7 }, { version: 1 }), epoch: 1 };
  const results = await after.sync(after.anna, [again, own], { epoch: 2 });
  expect(results.map(({ status }) => status)).toEqual(["merged", "applied"]);
  expect((await after.as(after.mira, "GET", "/api/inbox")).json.items).toMatchObject([
    { kind: "overwritten", userId: "berta" },
  ]);
  after.store.close();
});
