import { afterEach, beforeEach, expect, test } from "vitest";
import { openSyncStore, type SyncStore, soup } from "../../testing/sync-store.ts";

let now: string;
let store: SyncStore;
beforeEach(async () => {
  now = "2026-05-01T18:00:00.000Z";
  store = await openSyncStore({ wall: () => Date.parse(now) });
});
afterEach(() => store.store.close());

const book = async (id: string, at: string): Promise<void> => {
  const { status } = await store.as(store.anna, "POST", "/api/reservations", {
    id,
    at,
    guests: 2,
    tableIds: [],
    name: "Guest 12",
  });
  expect(status).toBe(201);
};
const listed = async (query = ""): Promise<unknown[]> => {
  const token = await store.store.signIn("mira");
  const { json } = await store.store.send("GET", `/api/reservations${query}`, undefined, { token });
  return (json.items as { id: string }[]).map(({ id }) => id);
};

test("a list without days begins with today, and keeps who came yesterday and is still here", async () => {
  for (const id of ["sits", "waits", "paid", "never"]) await book(id, "2026-05-01T19:00:00Z");
  await book("tomorrow", "2026-05-02T19:00:00Z");
  for (const [id, tableId] of [
    ["sits", "t1"],
    ["paid", "t2"],
  ])
    await store.as(store.anna, "POST", `/api/reservations/${id}/seat`, {
      orderId: `o-${id}`,
      tableIds: [tableId],
    });
  await store.as(store.anna, "PUT", "/api/reservations/waits/status", { status: "arrived" });
  await store.as(store.anna, "PUT", "/api/reservations/never/status", { status: "no-show" });
  await store.as(store.anna, "POST", "/api/orders/o-paid/items", { items: [soup("l1")] });
  await store.as(store.anna, "POST", "/api/orders/o-paid/payments", { method: "external" });
  expect(await listed()).toEqual(["never", "paid", "sits", "waits", "tomorrow"]);

  now = "2026-05-02T08:00:00.000Z";
  expect(await listed()).toEqual(["sits", "waits", "tomorrow"]);
  expect(await listed("?status=seated")).toEqual(["sits"]);
  expect(await listed("?from=2026-05-02")).toEqual(["tomorrow"]);
  expect(await listed("?to=2026-05-01")).toEqual(["never", "paid", "sits", "waits"]);
});
