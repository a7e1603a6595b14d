import { afterEach, describe, expect, it } from "vitest";
import { storeAnswer } from "../kernel/answers.ts";
import { openSyncStore, type Result, type SyncStore, soup, tap } from "../testing/sync-store.ts";
import { identify } from "./change-id.ts";

const opened: SyncStore[] = [];
afterEach(() => {
  for (const { store } of opened.splice(0)) store.close();
});

const open = async () => {
  const all = await openSyncStore();
  opened.push(all);
  const { as, sync, mira, anna, store } = all;
  await as(mira, "POST", "/api/drawers", { id: "d1", float: 10_000, deviceId: "tablet-1" });
  await sync(anna, [tap("create", "o1", { type: "takeaway", items: [soup("l1", 2)] })]);
  const drawer = async () => Number((await as(mira, "GET", "/api/drawers/d1/expected")).json.expected);
  const order = async (id = "o1") => (await as(mira, "GET", `/api/orders/${id}`)).json;
  const open = async () =>
    (await as(mira, "GET", "/api/inbox?status=open")).json.items as Record<string, unknown>[];
  const stored = (changeId: string) =>
    store.kernel.db
      .prepare<[string], { command: string; refusal: string | null }>(
        "SELECT command, refusal FROM answers WHERE command LIKE '%' || ?",
      )
      .all(changeId);
  return { ...all, alone: { device: anna.device }, drawer, order, open, stored };
};
const pay = (id: string, extras: object = {}) =>
  tap("pay", id, { id: `p-${id}`, method: "cash", amount: 1700 }, extras);
const one = (results: Result[]): Result => results[0] as Result;

describe("what was refused to a device alone", () => {
  it("is done when a person sends it: cash of which somebody waits for the result", async () => {
    const { sync, anna, alone, drawer, order } = await open();
    const change = pay("o1", { attended: true });
    expect(one(await sync(alone, [change]))).toMatchObject({ status: "rejected", code: "forbidden" });
    expect(one(await sync(anna, [change])).status).toBe("applied");
    expect(await drawer()).toBe(11_700);
    expect(await order()).toMatchObject({ paid: 1700, due: 0 });
    expect(one(await sync(anna, [change])).status).toBe("duplicate");
    expect(one(await sync(alone, [change])).status).toBe("duplicate");
    expect(await drawer()).toBe(11_700);
  });

  it("is done when a person sends it: cash that nobody waits for, and the inbox has it no longer", async () => {
    const { sync, anna, alone, drawer, open: items } = await open();
    const change = pay("o1");
    expect(one(await sync(alone, [change])).inboxId).toEqual(expect.any(String));
    expect(await items()).toHaveLength(1);
    expect(one(await sync(anna, [change])).status).toBe("applied");
    expect(await drawer()).toBe(11_700);
    expect(await items()).toEqual([]);
  });

  it("is booked when a person sends it, where the check cannot take it: once, and only once in the inbox", async () => {
    const { sync, anna, berta, alone, drawer, open: items } = await open();
    await sync(berta, [tap("pay", "o1", { id: "first", method: "external", amount: 1700 })]);
    const change = pay("o1");
    expect(one(await sync(alone, [change])).status).toBe("rejected");
    expect(one(await sync(anna, [change]))).toMatchObject({ status: "merged", code: "unallocated" });
    expect(one(await sync(anna, [change]))).toMatchObject({ status: "duplicate", code: "unallocated" });
    expect(await drawer()).toBe(11_700);
    expect(await items()).toMatchObject([{ kind: "unallocated-cash", cash: { left: 1700 } }]);
  });

  it("is done when a person sends it: an ordinary tap", async () => {
    const { sync, anna, alone, order } = await open();
    const change = tap("add-items", "o1", { items: [soup("l2")] });
    expect(one(await sync(alone, [change]))).toMatchObject({ status: "rejected", code: "forbidden" });
    expect(one(await sync(anna, [change])).status).toBe("applied");
    expect((await order()).items).toHaveLength(2);
    expect(one(await sync(alone, [change])).status).toBe("duplicate");
  });

  it("is stored nowhere as an answer, so that a device without a person fills no disk", async () => {
    const { sync, anna, alone, stored } = await open();
    const waited = pay("o1", { attended: true });
    const late = tap("add-items", "o1", { items: [soup("l2")] });
    await sync(alone, [waited, late]);
    const refusals = [...stored(waited.changeId), ...stored(late.changeId)].filter(
      ({ refusal }) => refusal !== null,
    );
    expect(refusals).toEqual([]);
    const ofPerson = tap("pay", "nowhere", { method: "external" });
    await sync(anna, [ofPerson]);
    expect(stored(ofPerson.changeId).filter(({ refusal }) => refusal !== null)).toHaveLength(1);
  });

  it("takes the place of a refusal that an earlier box stored for it", async () => {
    const { sync, anna, alone, order, store } = await open();
    const change = tap("add-items", "o1", { items: [soup("l2")] });
    const { changeId, fingerprint } = identify({ ...change, data: { ...change.data } });
    const key = { key: `device/tablet-1/${changeId}`, fingerprint, at: "2026-05-04T18:22:07.000Z" };
    const refusal = { code: "forbidden", message: "no", details: {} };
    const refused = { ok: false, refusal, version: 0, replay: false } as const;
    await store.kernel.operate(() => storeAnswer(store.kernel.db, key, refused));
    expect(one(await sync(alone, [change])).code).toBe("forbidden");
    expect(one(await sync(anna, [change])).status).toBe("applied");
    expect((await order()).items).toHaveLength(2);
    expect(one(await sync(alone, [change])).status).toBe("duplicate");
  });
});

describe("what was refused to a person", () => {
  it("and done for another since is a duplicate to the first, and kept no more", async () => {
    const { sync, as, mira, anna, open: items } = await open();
    const change = { ...tap("update", "soup", { price: 900 }), entityType: "menu-item" };
    expect(one(await sync(anna, [{ ...change, attended: true }])).code).toBe("forbidden");
    expect(one(await sync(mira, [change])).status).toBe("applied");
    const again = one(await sync(anna, [change]));
    expect([again.status, again.code, again.problem]).toEqual(["duplicate", undefined, undefined]);
    expect(await items()).toEqual([]);
    expect((await as(mira, "GET", "/api/menu-items/soup")).json.price).toBe(900);
  });
});

describe("what was applied again from the inbox", () => {
  it("is a duplicate for whoever sends it then, with a manager's yes too", async () => {
    const { sync, as, anna, berta, mira, alone, order, store } = await open();
    await store.addPerson("nora", "manager", "4711");
    const change = tap("discount", "o1", { kind: "percent", scope: "order", value: "50", reason: "cold" });
    const { inboxId = "", problem } = one(await sync(anna, [change]));
    expect(problem).toMatchObject({ approvable: true });
    const yes = await as(anna, "POST", "/api/approvals", { ...(problem?.approval as object), pin: "4711" });
    expect(yes.status).toBe(201);
    expect((await as(mira, "POST", `/api/inbox/${inboxId}/reapply`)).status).toBe(200);
    const after = await order();
    expect(after.discounts).toHaveLength(1);
    const { approvalToken } = yes.json;
    expect(one(await sync(anna, [{ ...change, approvalToken }])).status).toBe("duplicate");
    for (const who of [mira, { ...berta, device: anna.device }, anna, alone])
      expect(one(await sync(who, [change])).status).toBe("duplicate");
    expect(await order()).toEqual(after);
  });

  it("adds its lines once, whoever sends them then; another device's tap of that id is its own", async () => {
    const { sync, as, anna, berta, mira, order } = await open();
    const bare = { items: [{ menuItemId: "soup", quantity: 1 }] };
    await as(mira, "PUT", "/api/users/anna", { role: "cook" });
    const change = tap("add-items", "o1", bare);
    const { inboxId = "", code } = one(await sync(anna, [change]));
    expect(code).toBe("forbidden");
    expect((await as(mira, "POST", `/api/inbox/${inboxId}/reapply`)).status).toBe(200);
    const atTablet = { ...berta, device: anna.device };
    expect(one(await sync(atTablet, [change])).status).toBe("duplicate");
    expect((await order()).items).toHaveLength(2);
    expect(one(await sync(berta, [change])).status).toBe("applied");
    expect((await order()).items).toHaveLength(3);
  });
});
