import type { InboxItem } from "@tillbox/shared/contract/inbox.ts";
import { afterEach, describe, expect, it } from "vitest";
import { type Holder, openSyncStore, type Result, type SyncStore, soup, tap } from "../testing/sync-store.ts";

const opened: SyncStore[] = [];
afterEach(() => {
  for (const { store } of opened.splice(0)) store.close();
});

type Shown = Record<string, unknown> & { version: number; number: number; items: Record<string, unknown>[] };
const atTable = async () => {
  const all = await openSyncStore();
  opened.push(all);
  const { as, sync, anna, berta, mira } = all;
  const orderOf = async (id = "o1"): Promise<Shown> =>
    (await as(mira, "GET", `/api/orders/${id}`)).json as unknown as Shown;
  const inboxOf = async (who: Holder): Promise<InboxItem[]> =>
    (await as(who, "GET", "/api/inbox")).json.items as InboxItem[];
  const opening = { type: "dine-in", tableId: "t1", guests: 2, items: [soup("l1", 2)] };
  await sync(anna, [tap("create", "o1", opening)]);
  /** What both tablets saw before they were alone. */
  const { version } = await orderOf();
  const alone = (action: string, data: object = {}) => tap(action, "o1", data, { version });
  return { ...all, anna, berta, orderOf, inboxOf, alone, version };
};
const statuses = (results: Result[]) => results.map(({ status }) => status);

describe("two waiters who were alone with the same check", () => {
  it("add lines: both are on it", async () => {
    const { sync, anna, berta, alone, orderOf } = await atTable();
    expect(statuses(await sync(anna, [alone("add-items", { items: [soup("l2")] })]))).toEqual(["applied"]);
    expect(statuses(await sync(berta, [alone("add-items", { items: [soup("l3")] })]))).toEqual(["merged"]);
    expect((await orderOf()).items.map(({ id }) => id)).toEqual(["l1", "l2", "l3"]);
  });

  it("change different fields: both hold, and nobody lost", async () => {
    const { sync, anna, berta, alone, orderOf, inboxOf, mira } = await atTable();
    await sync(anna, [alone("update", { guests: 4 })]);
    await sync(berta, [alone("update", { notes: "by the window" })]);
    expect(await orderOf()).toMatchObject({ guests: 4, notes: "by the window" });
    expect(await inboxOf(mira)).toEqual([]);
  });

  it("change the same field: the later by the box's order holds, and who lost is told both values", async () => {
    const { sync, anna, berta, alone, orderOf, inboxOf } = await atTable();
    await sync(anna, [alone("update", { guests: 4, customerName: "Guest 12" })]);
    const [won] = await sync(berta, [alone("update", { guests: 5 })]);
    expect(won?.status).toBe("merged");
    expect(await orderOf()).toMatchObject({ guests: 5, customerName: "Guest 12" });
    expect(await inboxOf(berta)).toEqual([]);
    expect(await inboxOf(anna)).toMatchObject([
      {
        kind: "overwritten",
        status: "open",
        deviceId: "tablet-1",
        userId: "anna",
        entityType: "order",
        entityId: "o1",
        fields: [{ field: "guests", lost: 4, won: 5 }],
        by: { deviceId: "tablet-2", userId: "berta", userName: "berta" },
        action: "update",
        data: { guests: 4 },
      },
    ]);
  });

  it("nobody is told who knew of the other, said the same, or set it over themselves", async () => {
    const { sync, anna, berta, alone, orderOf, inboxOf, mira } = await atTable();
    await sync(anna, [alone("update", { guests: 4 })]);
    await sync(anna, [alone("update", { guests: 6 })]);
    const { version } = await orderOf();
    await sync(berta, [{ ...alone("update", { guests: 7 }), version }]);
    await sync(anna, [alone("update", { guests: 7 })]);
    await sync(berta, [{ ...alone("update", { guests: 8 }), version: undefined }]);
    expect(await orderOf()).toMatchObject({ guests: 8 });
    expect(await inboxOf(mira)).toEqual([]);
  });

  it("change the same field of one line: the loser is told; of two lines: both hold", async () => {
    const { sync, anna, berta, alone, orderOf, inboxOf } = await atTable();
    await sync(anna, [alone("change-item", { itemId: "l1", quantity: 3, seat: 1 })]);
    await sync(berta, [alone("change-item", { itemId: "l1", quantity: 4, notes: "no salt" })]);
    expect((await orderOf()).items[0]).toMatchObject({ quantity: 4, seat: 1, notes: "no salt" });
    expect(await inboxOf(anna)).toMatchObject([
      {
        fields: [{ field: "quantity", lost: 3, won: 4 }],
        action: "change-item",
        data: { itemId: "l1", quantity: 3 },
      },
    ]);
  });

  it("and the loser's value can be set again from the inbox", async () => {
    const { as, sync, anna, berta, alone, orderOf, inboxOf } = await atTable();
    await sync(anna, [alone("update", { customerName: "Guest 12" })]);
    await sync(berta, [alone("update", { customerName: "Guest 13" })]);
    const [item] = await inboxOf(anna);
    expect(item?.fields).toEqual([{ field: "customerName", lost: "Guest 12", won: "Guest 13" }]);
    await as(anna, "POST", `/api/inbox/${item?.id ?? ""}/reapply`);
    expect(await orderOf()).toMatchObject({ customerName: "Guest 12" });
  });

  it("are told of other things too: a reservation, a dish", async () => {
    const { sync, anna, berta, as, mira, inboxOf } = await atTable();
    const dish = (price: number) => ({
      ...tap("update", "soup", { price }, { version: 1 }),
      entityType: "menu-item",
    });
    await sync(mira, [dish(900)]);
    await sync({ ...mira, device: berta.device }, [dish(950)]);
    expect((await as(anna, "GET", "/api/menu-items/soup")).json.price).toBe(950);
    expect(await inboxOf(anna)).toMatchObject([
      { kind: "overwritten", entityType: "menu-item", fields: [{ field: "price", lost: 900, won: 950 }] },
    ]);
  });

  it("and a call that looks back for ever tells no more at its end, though all of it is done; the next call tells again", async () => {
    const { sync, anna, berta, orderOf, inboxOf } = await atTable();
    const notes = Array.from({ length: 100 }, (_, n) => tap("update", "o1", { notes: `note ${n}` }));
    await sync(anna, notes);
    const overs = Array.from({ length: 100 }, (_, n) =>
      tap("update", "o1", { guests: 1 + n }, { version: 1 }),
    );
    await sync(anna, [tap("update", "o1", { guests: 200 })]);
    const mine = (words: string) => tap("update", "o1", { notes: words }, { version: 1 });
    const results = await sync(berta, [...overs, mine("mine")]);
    expect(results.some(({ code }) => code !== undefined)).toBe(false);
    expect(await orderOf()).toMatchObject({ guests: 100, notes: "mine" });
    const told = { fields: [{ field: "guests", lost: 200, won: 1 }] };
    expect(await inboxOf(anna)).toMatchObject([told]);
    await sync(anna, [tap("update", "o1", { notes: "hers" })]);
    await sync(berta, [mine("again")]);
    expect(await inboxOf(anna)).toMatchObject([{ fields: [{ field: "notes", lost: "hers" }] }, told]);
  });
});

describe("what truly contradicts is refused with the reason and the state that it met", () => {
  it("a change of a line that was voided meanwhile, and a void of one that was voided", async () => {
    const { sync, anna, berta, alone } = await atTable();
    await sync(anna, [alone("void-item", { itemId: "l1" })]);
    const [changed, voided] = await sync(berta, [
      alone("change-item", { itemId: "l1", quantity: 3 }),
      alone("void-item", { itemId: "l1" }),
    ]);
    expect(changed).toMatchObject({
      status: "conflict",
      detail: "This line was voided by somebody. Add it again if it is wanted.",
      current: { id: "o1", items: [] },
      inboxId: expect.any(String),
    });
    expect(voided).toMatchObject({ status: "conflict", code: "conflict", current: { items: [] } });
  });

  it("a void of a line that was changed meanwhile stands: what is void has no quantity", async () => {
    const { sync, anna, berta, alone, orderOf } = await atTable();
    await sync(anna, [alone("change-item", { itemId: "l1", quantity: 3 })]);
    expect(statuses(await sync(berta, [alone("void-item", { itemId: "l1" })]))).toEqual(["merged"]);
    expect((await orderOf()).items).toEqual([]);
  });

  it("any change of a check that was paid, or cancelled, meanwhile", async () => {
    const { sync, anna, berta, alone } = await atTable();
    await sync(anna, [tap("create", "o2", { type: "takeaway", items: [soup("k1")] })]);
    await sync(anna, [alone("pay", { method: "cash" }), tap("cancel", "o2")]);
    const late = [
      alone("add-items", { items: [soup("l9")] }),
      alone("change-item", { itemId: "l1", quantity: 3 }),
      alone("update", { guests: 3 }),
      tap("add-items", "o2", { items: [soup("k9")] }),
    ];
    const results = await sync(berta, late);
    expect(statuses(results)).toEqual(["conflict", "conflict", "conflict", "conflict"]);
    expect(results[0]).toMatchObject({ detail: expect.stringContaining("is paid"), current: { paid: 1700 } });
    expect(results[3]).toMatchObject({
      detail: expect.stringContaining("cancelled"),
      current: { status: "cancelled" },
    });
  });

  it("a change of a check that was merged into another says where it stands now", async () => {
    const { as, sync, anna, berta, alone, orderOf } = await atTable();
    await sync(anna, [tap("create", "o2", { type: "dine-in", tableId: "t2", items: [soup("k1")] })]);
    await sync(anna, [tap("merge", "o2", { fromOrderId: "o1" })]);
    const [result] = await sync(berta, [alone("add-items", { items: [soup("l9")] })]);
    const { number } = await orderOf("o2");
    expect(result).toMatchObject({
      status: "conflict",
      detail: `This check was merged into check ${number}. Go on there.`,
      problem: { movedTo: { id: "o2", number } },
      current: { mergedInto: { id: "o2" } },
    });
    const again = await as(anna, "POST", `/api/inbox/${result?.inboxId ?? ""}/reapply`, { entityId: "o2" });
    expect([again.status, again.json.code]).toEqual([404, "not_found"]);
    const hers = await as(berta, "POST", `/api/inbox/${result?.inboxId ?? ""}/reapply`, { entityId: "o2" });
    expect(hers.json).toMatchObject({ item: { status: "reapplied" }, answer: { id: "o2" } });
  });

  it("a change of a line that went to another check says to which, also when it went on from there", async () => {
    const { sync, anna, berta, alone, orderOf } = await atTable();
    const portion = { itemId: "l1", quantity: 2 };
    await sync(anna, [
      alone("add-items", { items: [soup("l2")] }),
      alone("split", { id: "o2", items: [portion] }),
      tap("add-items", "o2", { items: [soup("k1")] }),
      tap("split", "o2", { id: "o3", items: [portion] }),
    ]);
    const { number } = await orderOf("o3");
    const results = await sync(berta, [
      alone("change-item", { itemId: "l1", quantity: 3 }),
      alone("void-item", { itemId: "l1" }),
      alone("kitchen", { itemIds: ["l1"], status: "served" }),
    ]);
    for (const result of results)
      expect(result).toMatchObject({ status: "conflict", problem: { movedTo: { id: "o3", number } } });
    const [unknown] = await sync(berta, [alone("void-item", { itemId: "no-line" })]);
    expect(unknown).toMatchObject({ status: "rejected", code: "not_found" });
    expect(unknown?.problem?.movedTo).toBeUndefined();
  });

  it("a dish that was sold out meanwhile; the rest that was sent with it is refused with it", async () => {
    const { sync, anna, berta, alone, orderOf } = await atTable();
    const cake = (id: string, quantity: number) => ({ id, menuItemId: "cake", quantity });
    await sync(anna, [alone("add-items", { items: [cake("c1", 2)] })]);
    const [both] = await sync(berta, [alone("add-items", { items: [cake("c2", 1), soup("l9")] })]);
    expect([both?.status, both?.detail]).toEqual(["conflict", expect.stringMatching(/Cake/)]);
    expect((await orderOf()).items.map(({ id }) => id)).toEqual(["l1", "c1"]);
    expect(statuses(await sync(berta, [alone("add-items", { items: [soup("l8")] })]))).toEqual(["merged"]);
  });

  it("a course that was fired meanwhile stays fired: a hold is for what is added later, and firing it again cooks nothing twice", async () => {
    const { sync, anna, berta, orderOf } = await atTable();
    const course = { ...soup("m1"), course: 2 };
    await sync(anna, [tap("add-items", "o1", { items: [course] })]);
    const { version } = await orderOf();
    await sync(anna, [tap("fire", "o1", { courses: [2] }, { version })]);
    const [held, fired] = await sync(berta, [
      tap("hold", "o1", { courses: [2] }, { version }),
      tap("fire", "o1", { courses: [2] }, { version }),
    ]);
    const line = (await orderOf()).items.find(({ id }) => id === "m1");
    expect(line).toMatchObject({ sentQuantity: 1 });
    expect([held?.status, fired?.status]).toEqual(["merged", "applied"]);
  });
});

describe("what one device says stays in its order", () => {
  it("a chain of create, add, change, send, pay is done in one call", async () => {
    const { sync, anna, orderOf } = await atTable();
    const chain = [
      tap("create", "o5", { type: "takeaway" }),
      tap("add-items", "o5", { items: [soup("m1")] }),
      tap("change-item", "o5", { itemId: "m1", quantity: 2 }),
      tap("send", "o5"),
      tap("pay", "o5", { method: "cash" }),
    ];
    expect(statuses(await sync(anna, chain))).toEqual(Array.from({ length: 5 }, () => "applied"));
    expect(await orderOf("o5")).toMatchObject({ paid: 1700, due: 0 });
  });

  it("and a device that opened a check before it knew of the table's other gets one of its own", async () => {
    const { sync, berta, as, mira } = await atTable();
    const opening = tap("create", "o6", { type: "dine-in", tableId: "t1", items: [soup("m1")] });
    expect(statuses(await sync(berta, [opening]))).toEqual(["applied"]);
    expect((await as(mira, "GET", "/api/tables/t1")).json.orderIds).toEqual(["o1", "o6"]);
  });

  it("a change is once for ever, also when its answer is kept no longer", async () => {
    const { store, sync, anna, alone, orderOf } = await atTable();
    const line = alone("add-items", { items: [soup("l2")] });
    await sync(anna, [line]);
    store.kernel.db.exec("UPDATE answers SET shrunk = 1, body = NULL");
    expect(statuses(await sync(anna, [line]))).toEqual(["duplicate"]);
    expect((await orderOf()).items).toHaveLength(2);
    store.kernel.db.exec("DELETE FROM answers");
    expect(statuses(await sync(anna, [line]))).toEqual(["conflict"]);
  });
});
