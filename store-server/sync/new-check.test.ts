import { afterEach, describe, expect, it } from "vitest";
import { type Holder, openSyncStore, type SyncStore, soup, tap } from "../testing/sync-store.ts";

const opened: SyncStore[] = [];
afterEach(() => {
  for (const { store } of opened.splice(0)) store.close();
});

type Item = Record<string, unknown> & { id: string };
const openItems = async (store: SyncStore, who: Holder): Promise<Item[]> =>
  (await store.as(who, "GET", "/api/inbox?status=open")).json.items as Item[];

const takeaway = { type: "takeaway", items: [soup("l1")] };
/** Anna's tablet was away: meanwhile o1 was paid. */
const paidMeanwhile = async (): Promise<SyncStore> => {
  const store = await openSyncStore();
  opened.push(store);
  await store.sync(store.anna, [tap("create", "o1", takeaway)]);
  await store.sync(store.berta, [tap("pay", "o1", { method: "cash" })]);
  return store;
};

describe("lines that have nowhere to go", () => {
  const kept = async (line: object = soup("l2", 3)) => {
    const store = await paidMeanwhile();
    const late = tap("add-items", "o1", { items: [line], send: true });
    const [result] = await store.sync(store.anna, [late]);
    const id = String(result?.inboxId);
    const reapply = (body: object, headers?: Record<string, string>) =>
      store.as(store.anna, "POST", `/api/inbox/${id}/reapply`, body, headers);
    const orderIds = async () =>
      ((await store.as(store.mira, "GET", "/api/orders")).json.items as Item[]).map((order) => order.id);
    return { store, id, reapply, orderIds };
  };
  const atTable = { id: "o2", type: "dine-in", tableId: "t1", guests: 2 };

  it("open a check, by one command that settles the item too", async () => {
    const { store, id, reapply, orderIds } = await kept();
    const done = await reapply({ opening: atTable });
    expect([done.status, done.json]).toMatchObject([
      200,
      {
        item: { status: "reapplied", settled: { by: "anna", entityId: "o2" } },
        answer: { id: "o2", tableId: "t1", guests: 2, items: [{ id: "l2", quantity: 3, sentQuantity: 3 }] },
      },
    ]);
    expect(await orderIds()).toEqual(["o2", "o1"]);
    const commands = store.store.kernel.db
      .prepare("SELECT DISTINCT json_extract(bytes, '$.command') FROM journal WHERE id IN (?, ?)")
      .pluck();
    expect(commands.all("o2", id)).toHaveLength(2);
  });

  it("are put there once, with the same key or by two people", async () => {
    const { store, id, reapply, orderIds } = await kept();
    const key = { "idempotency-key": "one-tap" };
    const { id: _id, ...nameless } = atTable;
    const tries = await Promise.all([
      reapply({ opening: nameless }, key),
      reapply({ opening: nameless }, key),
      store.as(store.mira, "POST", `/api/inbox/${id}/reapply`, { opening: { type: "takeaway" } }),
    ]);
    expect(tries.map(({ status }) => status)).toEqual([200, 200, 409]);
    expect(tries[1]?.text).toBe(tries[0]?.text);
    expect(await orderIds()).toHaveLength(2);
  });

  it("leave no check behind where they, or the table, are refused", async () => {
    const { store, reapply, orderIds } = await kept({ id: "l2", menuItemId: "cake", quantity: 3 });
    const gone = await reapply({ opening: atTable });
    expect([gone.status, gone.json.code]).toEqual([409, "conflict"]);
    const nowhere = await reapply({ opening: { ...atTable, tableId: "nowhere" } });
    expect([nowhere.status, nowhere.json.errors]).toMatchObject([422, [{ path: "opening.tableId" }]]);
    const joined = await reapply({ opening: { ...atTable, joinedTableIds: ["nowhere"] } });
    expect([joined.status, joined.json.errors]).toMatchObject([422, [{ path: "opening.joinedTableIds.0" }]]);
    expect(await orderIds()).toEqual(["o1"]);
    expect(await openItems(store, store.anna)).toHaveLength(1);
  });

  it("are a second check at a table only where that was asked for", async () => {
    const { store, reapply } = await kept();
    await store.sync(store.berta, [tap("create", "o3", { type: "dine-in", tableId: "t1" })]);
    const taken = await reapply({ opening: atTable });
    expect([taken.status, taken.json.current]).toMatchObject([409, { id: "o3" }]);
    expect((await reapply({ opening: { ...atTable, newCheck: true } })).status).toBe(200);
  });

  it("alone open one; what is about a line does not, and nothing goes to two places", async () => {
    const { store, reapply } = await kept();
    const both = await reapply({ opening: atTable, entityId: "o1" });
    const [voided] = await store.sync(store.anna, [tap("void-item", "o1", { itemId: "l1" })]);
    const path = `/api/inbox/${String(voided?.inboxId)}/reapply`;
    const about = await store.as(store.anna, "POST", path, { opening: atTable });
    for (const refused of [both, about])
      expect([refused.status, refused.json.errors]).toMatchObject([422, [{ path: "opening" }]]);
  });

  it("cost what the guest was told when it was tapped", async () => {
    let now = "2026-05-01T18:00:00.000Z";
    const store = await openSyncStore({ wall: () => Date.parse(now) });
    opened.push(store);
    const { as, mira, anna, berta, sync } = store;
    const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    await as(mira, "PUT", "/api/settings/store.time_zone", { value: "UTC" });
    await as(mira, "POST", "/api/dayparts", { id: "happy", name: "Happy", days, from: "17:00", to: "19:00" });
    const half = { id: "half", name: "Half", dayparts: ["happy"], categories: ["food"], percentOff: "50" };
    expect((await as(mira, "POST", "/api/price-rules", half)).status).toBe(201);
    await sync(anna, [tap("create", "o1", takeaway)]);
    await sync(berta, [tap("pay", "o1", { method: "cash" })]);
    const taps = [soup("l2"), soup("l3")].map((line) =>
      tap("add-items", "o1", { items: [line] }, { timestamp: "2026-05-01T18:01:00Z" }),
    );
    const [one, two] = await sync(anna, taps);
    now = "2026-05-01T19:30:00.000Z";
    const later = { device: anna.device, token: await store.store.signIn("anna") };
    const path = (result: typeof one) => `/api/inbox/${String(result?.inboxId)}/reapply`;
    await as(later, "POST", path(one), { opening: { ...atTable, newCheck: true } });
    const both = await as(later, "POST", path(two), { entityId: "o2" });
    expect(both.json.answer).toMatchObject({ items: [{ unitPrice: 425 }, { unitPrice: 425 }] });
    const now850 = await as(later, "POST", "/api/orders/o2/items", { items: [soup("l4")] });
    expect((now850.json.items as Item[]).map(({ unitPrice }) => unitPrice)).toEqual([425, 425, 850]);
  });

  it("do the same as an intent of a device", async () => {
    const { store, id, orderIds } = await kept();
    const again = { ...tap("reapply", id, { opening: atTable }), entityType: "refused-change" };
    expect(await store.sync(store.anna, [again, again])).toMatchObject([
      { status: "applied" },
      { status: "duplicate" },
    ]);
    expect(await orderIds()).toEqual(["o2", "o1"]);
  });
});
