import { afterEach, expect, it } from "vitest";
import { type Holder, openSyncStore, type SyncStore, soup, tap } from "../testing/sync-store.ts";

let opened: SyncStore | undefined;
afterEach(() => opened?.store.close());
const open = async (): Promise<SyncStore> => {
  opened = await openSyncStore();
  return opened;
};

it("A type that makes a shown check cheaper, typed away from the box, waits in the inbox for somebody who may", async () => {
  const { as, sync, anna, mira } = await open();
  await as(mira, "PUT", "/api/settings/service.rate", { value: "0.1" });
  await as(mira, "POST", "/api/printers", { name: "Paper", role: "receipt", transport: { type: "screen" } });
  const [created] = await sync(anna, [
    tap("create", "o1", { type: "dine-in", items: [soup("l1")] }),
    tap("proforma", "o1"),
  ]);
  expect(created?.status).toBe("applied");
  const [result] = await sync(anna, [tap("set-terms", "o1", { type: "takeaway" })]);
  expect(result).toMatchObject({ code: "forbidden", inboxId: expect.any(String) });
  const path = `/api/inbox/${result?.inboxId}/reapply`;
  expect((await as(anna, "POST", path)).json).toMatchObject({
    code: "forbidden",
    permission: "order.discount-any",
    approval: { subjectId: "o1", amount: 85 },
  });
  expect((await as(mira, "POST", path)).status).toBe(200);
  expect((await as(anna, "GET", "/api/orders/o1")).json).toMatchObject({ type: "takeaway", total: 850 });
});

it("A paid-out beyond the drawer, typed away from the box, leaves one trace and stands in the inbox", async () => {
  const { store, as, sync, anna, mira } = await open();
  await store.addPerson("carl", "cashier");
  const carl: Holder = { device: anna.device, token: await store.signIn("carl") };
  await as(carl, "POST", "/api/drawers", { id: "d1", float: 500 });
  const drawerTap = (action: string, data: object) => ({ ...tap(action, "d1", data), entityType: "drawer" });
  const beyond = drawerTap("paid-out", { id: "m1", amount: 900, reason: "to the safe" });
  const [first] = await sync(carl, [beyond, beyond]);
  const [again] = await sync(carl, [beyond]);
  expect(first).toMatchObject({ status: "conflict", inboxId: expect.any(String) });
  expect(again?.inboxId).toBe(first?.inboxId);
  const refused = async () => (await as(mira, "GET", "/api/drawers/d1")).json.refused;
  expect(await refused()).toMatchObject([{ id: "m1", amount: 900, reason: "to the safe" }]);
  expect((await as(carl, "GET", "/api/drawers/d1")).json.refused).toBeUndefined();
  const [smaller] = await sync(carl, [
    drawerTap("paid-out", { id: "m2", amount: 300, reason: "to the safe" }),
  ]);
  expect(["applied", "merged"]).toContain(smaller?.status);
  const path = `/api/inbox/${first?.inboxId}/reapply`;
  expect((await as(carl, "POST", path)).status).toBe(409);
  expect(await refused()).toHaveLength(2);
  expect((await as(carl, "GET", "/api/inbox?status=open")).json.items).toHaveLength(1);
  expect((await as(carl, "POST", path)).json).toMatchObject({
    code: "forbidden",
    permission: "drawer.expected",
  });
  await as(carl, "POST", "/api/drawers/d1/paid-in", { amount: 700, reason: "from the bank" });
  expect((await as(mira, "POST", path)).status).toBe(200);
});
