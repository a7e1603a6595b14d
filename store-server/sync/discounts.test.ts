import { afterEach, expect, it } from "vitest";
import { openSyncStore, type SyncStore, soup, tap } from "../testing/sync-store.ts";

let opened: SyncStore | undefined;
afterEach(() => opened?.store.close());

it("a discount that was given without the box can be changed and taken off before the box knows of it", async () => {
  opened = await openSyncStore();
  const { mira, sync, as } = opened;
  const given = { id: "d1", scope: "order", kind: "percent", value: "10", reason: "Regular guest" };
  const results = await sync(mira, [
    tap("create", "o1", { type: "takeaway", items: [soup("l1", 2)] }),
    tap("discount", "o1", given),
    tap("change-discount", "o1", { discountId: "d1", value: "20" }),
    tap("comp", "o1", { id: "c1", itemId: "l1", reason: "Too late" }),
    tap("remove-discount", "o1", { discountId: "c1" }),
  ]);
  expect(results.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => "applied"));
  const order = (await as(mira, "GET", "/api/orders/o1")).json;
  expect(order).toMatchObject({ discounts: [{ id: "d1", value: "20" }], discountTotal: 340 });

  // The control: what has no id of its own cannot be named.
  const { id: _id, ...nameless } = given;
  const [, unknown] = await sync(mira, [
    tap("discount", "o1", nameless),
    tap("remove-discount", "o1", { discountId: "d2" }),
  ]);
  expect(unknown).toMatchObject({ status: "rejected", code: "not_found" });
});

it("no two things that are taken off a check have one id", async () => {
  opened = await openSyncStore();
  const { mira, sync } = opened;
  const given = { id: "d1", scope: "order", kind: "percent", value: "10", reason: "Regular guest" };
  const results = await sync(mira, [
    tap("create", "o1", { type: "takeaway", items: [soup("l1", 2)] }),
    tap("discount", "o1", given),
    tap("discount", "o1", given),
    tap("comp", "o1", { id: "d1", reason: "Too late" }),
  ]);
  expect(results.map(({ status }) => status)).toEqual(["applied", "applied", "conflict", "conflict"]);
});
