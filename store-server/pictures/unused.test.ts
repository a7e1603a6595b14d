import { beforeEach, describe, expect, it } from "vitest";
import { menuDrafts } from "../features/menu/drafts/rows.ts";
import { menuItems } from "../features/menu/rows.ts";
import { tidy } from "../observe/housekeeping.ts";
import { furnish } from "../testing/bistro.ts";
import { openTestStore, type TestStore } from "../testing.ts";
import { dropUnusedPictures, unusedLife_ms } from "./unused.ts";

let store: TestStore;
let now: number;
beforeEach(async () => {
  now = Date.UTC(2026, 2, 2);
  store = openTestStore({ wall: () => now });
  await furnish(store);
  const add = store.kernel.db.prepare(
    "INSERT INTO pictures (name, type, width, height, bytes, created_at) VALUES (?, 'image/jpeg', 1, 1, x'00', '2025-01-01T00:00:00.000Z')",
  );
  for (const name of ["used.jpg", "drafted.jpg", "gone.jpg"]) add.run(name);
  const picture = (id: string, name: string) =>
    store.done(menuItems.change, { id, fields: { image: `/pictures/${name}` } });
  await picture("soup", "used.jpg");
  const fields = { image: "/pictures/drafted.jpg" };
  const changes = [{ entity: "menu-item" as const, action: "change" as const, id: "wine", fields }];
  await store.done(menuDrafts.create, { id: "spring", fields: { name: "Spring", changes } });
});
const names = () => store.kernel.db.prepare("SELECT name FROM pictures ORDER BY name").pluck().all();
const house = () =>
  tidy(store.kernel, new AbortController().signal, [({ db }, at, step) => dropUnusedPictures(db, at, step)]);

describe("a picture that nothing names", () => {
  it("goes a month after it was last named; those of items and drafts stay", async () => {
    await house();
    now += unusedLife_ms;
    await house();
    expect(names()).toHaveLength(3);
    now += 1000;
    await house();
    expect(names()).toEqual(["drafted.jpg", "used.jpg"]);
  });
  it("stays where it is named again within the month, and has a whole month after that", async () => {
    await house();
    now += unusedLife_ms - 1000;
    await store.done(menuItems.change, { id: "wine", fields: { image: "/pictures/gone.jpg" } });
    await house();
    now += 5000;
    await store.done(menuItems.change, { id: "wine", fields: { image: null } });
    await house();
    expect(names()).toHaveLength(3);
    now += unusedLife_ms + 1000;
    await house();
    expect(names()).toEqual(["drafted.jpg", "used.jpg"]);
  });
});
