import type { InboxItem } from "@tillbox/shared/contract/inbox.ts";
import { afterEach, describe, expect, it } from "vitest";
import { type Books, booksOf, soldOf, takenOf } from "../../scripts/bistro/books.ts";
import { parseEntry, readSince } from "../kernel/journal.ts";
import { rebuiltDifferences } from "../testing/rebuilt.ts";
import { openSyncStore, type Result, type SyncStore, soup, tap } from "../testing/sync-store.ts";

const opened: SyncStore[] = [];
afterEach(() => {
  for (const { store } of opened.splice(0)) store.close();
});

const check = { type: "takeaway", items: [soup("l1", 2)] };
const day = { now: Date.parse("2026-03-01T18:00:00Z") };
const hour = 3_600_000;

const open = async () => {
  day.now = Date.parse("2026-03-01T18:00:00Z");
  const all = await openSyncStore({ wall: () => day.now });
  opened.push(all);
  const { as, sync, mira, anna, store } = all;
  const drawer = async (): Promise<number> => {
    const { json } = await as(mira, "GET", "/api/drawers/d1/expected");
    return Number(json.expected);
  };
  const order = async (id: string) => (await as(mira, "GET", `/api/orders/${id}`)).json;
  const inbox = async (): Promise<InboxItem[]> =>
    (await as(mira, "GET", "/api/inbox")).json.items as InboxItem[];
  const books = (): Books => booksOf(readSince(store.kernel.db, 0, 10_000).map(parseEntry));
  /** The X of the running day holds, and says of cash what the journal says. */
  const x = async () => {
    const { json } = await as(mira, "GET", "/api/day-reports/x");
    expect(json.equation).toMatchObject({ difference: 0 });
    return json as { equation: Record<string, number>; late: { count: number; amount: number } };
  };
  await as(mira, "POST", "/api/drawers", { id: "d1", float: 10_000, deviceId: "tablet-1" });
  await sync(anna, [tap("create", "o1", check)]);
  /** Time goes by, and people sign in again. */
  const pass = async (hours: number): Promise<void> => {
    day.now += hours * hour;
    for (const [holder, name] of [
      [anna, "anna"],
      [mira, "mira"],
    ] as const)
      holder.token = await store.signIn(name);
  };
  return { ...all, drawer, order, inbox, books, x, pass };
};
const pay = (id: string, data: object = {}, extras: object = {}) =>
  tap("pay", id, { id: `p-${id}`, method: "cash", amount: 1700, ...data }, extras);
const one = (results: Result[]): Result => results[0] as Result;

/** All money of the journal, by hand: what was sold, and what lies unallocated, is what was taken. */
const expectBalanced = ({ books }: { books(): Books }, openChecks = 0): void => {
  const all = books();
  expect(soldOf(all) + openChecks).toBe(takenOf(all));
};

describe("cash that was taken on a device", () => {
  it("for a check that is paid by now is in the drawer and on the day, on no check, and in the inbox", async () => {
    const shop = await open();
    const { sync, anna, berta, drawer, order, inbox, x } = shop;
    await sync(berta, [pay("o1", { id: "first", method: "external" })]);
    const result = one(await sync(anna, [pay("o1", { tendered: 2000 })]));
    expect(result).toMatchObject({ status: "merged", code: "unallocated", inboxId: expect.any(String) });
    expect(result.problem).toBeUndefined();
    expect(await drawer()).toBe(10_000 + 1700);
    expect(await order("o1")).toMatchObject({ paid: 1700, payments: [{ id: "first" }] });
    expect(await inbox()).toMatchObject([
      {
        id: result.inboxId,
        kind: "unallocated-cash",
        status: "open",
        userId: "anna",
        deviceId: "tablet-1",
        entityId: "o1",
        cash: { amount: 1700, left: 1700, booked: 0, currency: "USD", drawerId: "d1", late: true },
        detail: expect.stringContaining("is paid"),
      },
    ]);
    expect((await x()).equation).toMatchObject({ unallocated: 1700, receipts: 1700, tenders: 3400 });
    expectBalanced(shop);
  });

  it("for more than is due pays what is due, and the rest is unallocated", async () => {
    const shop = await open();
    const { sync, anna, berta, drawer, order, inbox, x } = shop;
    await sync(berta, [pay("o1", { id: "first", method: "external", amount: 1000 })]);
    const result = one(await sync(anna, [pay("o1", { tip: 100 })]));
    expect(result).toMatchObject({ status: "merged", code: "unallocated" });
    const paid = await order("o1");
    expect(paid).toMatchObject({ due: 0, paid: 1700 });
    expect(paid.payments).toMatchObject([{ id: "first" }, { id: "p-o1", amount: 700, tip: 100 }]);
    expect(await inbox()).toMatchObject([{ cash: { amount: 1000, booked: 800 } }]);
    expect(await drawer()).toBe(10_000 + 1800);
    expect((await x()).equation).toMatchObject({ unallocated: 1000, tips: 100 });
    expectBalanced(shop);
  });

  it("for less than a check has grown to meanwhile is a part of it, with nothing left over", async () => {
    const shop = await open();
    const { sync, anna, berta, order, inbox, drawer } = shop;
    await sync(berta, [tap("add-items", "o1", { items: [soup("l2", 2)] })]);
    const whole = tap("pay", "o1", { id: "p1", method: "cash", tendered: 2000 }, { taken: 1700 });
    expect(one(await sync(anna, [whole]))).toMatchObject({ status: "merged" });
    expect(await order("o1")).toMatchObject({ paid: 1700, due: 1700 });
    expect(await inbox()).toEqual([]);
    expect(await drawer()).toBe(11_700);
    expectBalanced(shop, 1700);
  });

  it("for what was cancelled, merged, never made, or sold at the counter and could not be, is there too", async () => {
    const shop = await open();
    const { sync, anna, inbox, drawer, x } = shop;
    await sync(anna, [tap("create", "o2", check), tap("create", "o3", { ...check, items: [soup("k1", 2)] })]);
    await sync(anna, [tap("cancel", "o1"), tap("merge", "o3", { fromOrderId: "o2" })]);
    const gone = { type: "takeaway", items: [{ menuItemId: "cake", quantity: 9 }] };
    const results = await sync(anna, [
      pay("o1"),
      pay("o2"),
      pay("never"),
      tap("sell", "o9", { ...gone, payment: { id: "p-o9", method: "cash" } }, { taken: 3600 }),
    ]);
    expect(results.map(({ status, code }) => [status, code])).toEqual(
      Array.from({ length: 4 }, () => ["merged", "unallocated"]),
    );
    expect(await inbox()).toHaveLength(4);
    expect(await drawer()).toBe(10_000 + 3 * 1700 + 3600);
    expect((await x()).equation.unallocated).toBe(3 * 1700 + 3600);
    expectBalanced(shop);
  });

  it("whose amount the device left to the box is what it saw due, not the change that it gave", async () => {
    const shop = await open();
    const { sync, anna, berta, order, drawer, inbox } = shop;
    const { version } = await order("o1");
    await sync(berta, [pay("o1", { id: "first", method: "external" })]);
    const whole = { id: "p1", method: "cash", tendered: 2000, tip: 100 };
    expect(one(await sync(anna, [tap("pay", "o1", whole, { version })])).status).toBe("merged");
    expect(await inbox()).toMatchObject([{ cash: { amount: 1800 } }]);
    expect(await drawer()).toBe(11_800);
    const blind = { id: "p2", method: "cash", tendered: 2000 };
    expect(one(await sync(anna, [tap("pay", "o1", blind)])).status).toBe("merged");
    expect(await drawer()).toBe(13_800);
    expectBalanced(shop);
  });

  it("for a gift card or an account that could not be booked is there too", async () => {
    const shop = await open();
    const { sync, anna, as, mira, inbox, drawer, x } = shop;
    await as(mira, "POST", "/api/accounts", { id: "a1", name: "Harbour Freight Ltd", limit: 5000 });
    const cash = { method: "cash" };
    const results = await sync(anna, [
      { ...tap("top-up", "no-card", { amount: 2500, tender: cash }), entityType: "gift-card" },
      { ...tap("settle", "a1", { amount: 700, tender: cash }), entityType: "account" },
      {
        ...tap("top-up", "no-card", { amount: 100, tender: { method: "external" } }),
        entityType: "gift-card",
      },
    ]);
    expect(results.map(({ code }) => code)).toEqual(["unallocated", "unallocated", "not_found"]);
    expect((await inbox()).map(({ cash: lying }) => lying?.left ?? 0).sort()).toEqual([0, 2500, 700]);
    expect(await drawer()).toBe(13_200);
    expect((await x()).equation.unallocated).toBe(3200);
    expectBalanced(shop);
  });

  it("is counted once, however often the change comes, by whomever, and under another change of the same payment", async () => {
    const shop = await open();
    const { sync, anna, berta, drawer, inbox } = shop;
    await sync(berta, [pay("o1", { id: "first", method: "external" })]);
    const late = pay("o1");
    const first = one(await sync(anna, [late]));
    const again = one(await sync(anna, [late]));
    expect([again.status, again.inboxId]).toEqual(["duplicate", first.inboxId]);
    const others = one(await sync({ ...berta, device: anna.device }, [late]));
    expect(others.status).toBe("duplicate");
    await sync(anna, [{ ...late, changeId: "another-tap" }]);
    expect(await drawer()).toBe(11_700);
    expect(await inbox()).toHaveLength(1);
    expectBalanced(shop);
  });

  it("is not taken again where the payment stands on its check already", async () => {
    const shop = await open();
    const { sync, anna, drawer, order, inbox } = shop;
    await sync(anna, [pay("o1")]);
    const twin = one(await sync(anna, [pay("o1")]));
    expect(twin.status).toBe("conflict");
    expect(await order("o1")).toMatchObject({ paid: 1700 });
    expect(await drawer()).toBe(11_700);
    expect(await inbox()).toMatchObject([{ kind: "refused" }]);
    expectBalanced(shop);
  });

  it("is refused like anything else where a person waits; sent again with nobody waiting, it is taken", async () => {
    const { sync, anna, berta, drawer } = await open();
    await sync(berta, [pay("o1", { id: "first", method: "external" })]);
    const late = pay("o1");
    expect(one(await sync(anna, [{ ...late, attended: true }])).status).toBe("conflict");
    expect(await drawer()).toBe(10_000);
    expect(one(await sync(anna, [late])).status).toBe("merged");
    expect(await drawer()).toBe(11_700);
  });

  it("whose amount nobody said, or that is no cash, is only kept", async () => {
    const { sync, anna, berta, drawer, inbox } = await open();
    await sync(berta, [pay("o1", { id: "first", method: "external" })]);
    const results = await sync(anna, [
      tap("pay", "o1", { method: "cash" }),
      pay("o1", { method: "external" }),
      pay("o1", { amount: -5 }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(["conflict", "conflict", "rejected"]);
    expect(await inbox()).toMatchObject([{ kind: "refused" }, { kind: "refused" }, { kind: "refused" }]);
    expect(await drawer()).toBe(10_000);
  });

  it("of a person who may take none by now is there all the same; a device alone takes none", async () => {
    const { sync, anna, as, mira, drawer, inbox } = await open();
    await as(mira, "PUT", "/api/users/anna", { role: "cook" });
    expect(one(await sync(anna, [pay("o1")])).status).toBe("merged");
    expect(one(await sync({ device: anna.device }, [pay("o1", { id: "alone" })])).status).toBe("rejected");
    expect(await drawer()).toBe(11_700);
    const kinds = (await inbox()).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(["refused", "unallocated-cash"]);
  });

  it("from before a Z is money of the day that accepts it, marked late there; the closed day stays", async () => {
    const shop = await open();
    const { sync, anna, berta, as, mira, x, pass } = shop;
    await sync(berta, [pay("o1", { id: "first", method: "external" })]);
    const timestamp = new Date(day.now).toISOString();
    await pass(1);
    const z = await as(mira, "POST", "/api/day-reports", {});
    expect(z.json).toMatchObject({ equation: { difference: 0, unallocated: 0 } });
    await pass(20);
    await sync(anna, [pay("o1", {}, { timestamp })]);
    const { equation, late } = await x();
    expect([equation.unallocated, late]).toEqual([1700, { count: 1, amount: 1700 }]);
    const again = await as(mira, "GET", `/api/day-reports/${String(z.json.id)}`);
    expect(again.json).toEqual(z.json);
  });
});

describe("a manager, with cash that stands on no check", () => {
  const lying = async () => {
    const shop = await open();
    const { sync, anna, berta } = shop;
    await sync(berta, [pay("o1", { id: "first", method: "external" })]);
    const { inboxId = "" } = one(await sync(anna, [pay("o1", { tip: 300 })]));
    await sync(anna, [tap("create", "o2", { type: "takeaway", items: [soup("m1")] })]);
    return { ...shop, path: `/api/inbox/${inboxId}` };
  };

  it("books it on a check: no cash moves, and what is left stays open", async () => {
    const shop = await lying();
    const { as, mira, path, drawer, order, x } = shop;
    const done = await as(mira, "POST", `${path}/allocate`, { orderId: "o2", paymentId: "a1" });
    expect(done.json).toMatchObject({
      item: {
        status: "open",
        cash: { amount: 2000, left: 1150, allocations: [{ orderId: "o2", amount: 850 }] },
      },
      order: { id: "o2", due: 0, receiptNumber: expect.any(String) },
    });
    expect(await order("o2")).toMatchObject({ payments: [{ id: "a1", method: "cash", amount: 850 }] });
    expect(await drawer()).toBe(12_000);
    expect((await x()).equation).toMatchObject({ unallocated: 1150, receipts: 2550 });
    expectBalanced(shop);
  });

  it("on a later day too: the day that took it keeps it, the later one has the sale", async () => {
    const shop = await lying();
    const { as, mira, path, x, pass } = shop;
    const z = await as(mira, "POST", "/api/day-reports", {});
    expect(z.json.equation).toMatchObject({ difference: 0, unallocated: 2000, tenders: 3700 });
    await pass(24);
    await as(mira, "POST", `${path}/allocate`, { orderId: "o2", amount: 850, tip: 300 });
    expect((await x()).equation).toMatchObject({ unallocated: -1150, receipts: 850, tips: 300, tenders: 0 });
    expectBalanced(shop);
  });

  it("gives it back out of the drawer, once", async () => {
    const shop = await lying();
    const { as, mira, path, drawer, inbox, x } = shop;
    const back = await as(mira, "POST", `${path}/give-back`, { reason: "paid twice" });
    expect(back.json).toMatchObject({
      status: "returned",
      cash: { left: 0 },
      settled: { by: "mira", reason: "paid twice" },
    });
    expect(await drawer()).toBe(10_000);
    expect((await x()).equation.unallocated).toBe(0);
    for (const act of ["give-back", "allocate"])
      expect(
        (await as(mira, "POST", `${path}/${act}`, act === "allocate" ? { orderId: "o2" } : {})).status,
      ).toBe(409);
    expect(await inbox()).toMatchObject([{ status: "returned" }]);
    expectBalanced(shop);
  });

  it("is a manager's to settle: who took it needs their yes for that sum, and another's cash is not there for them", async () => {
    const shop = await lying();
    const { as, anna, berta, path, inbox, store } = shop;
    await store.addPerson("nora", "manager", "4711");
    const own = await as(anna, "POST", `${path}/allocate`, { orderId: "o2", amount: 850 });
    expect([own.status, own.json.approvable, own.json.approval]).toMatchObject([
      403,
      true,
      { action: "inbox.manage", amount: 850 },
    ]);
    const yes = async (holder: typeof anna) => {
      const asked = await as(holder, "POST", `${path}/give-back`);
      const given = await as(holder, "POST", "/api/approvals", {
        ...(asked.json.approval as object),
        pin: "4711",
      });
      expect(given.status).toBe(201);
      return { "x-approval": String(given.json.approvalToken) };
    };
    const others = await as(berta, "POST", `${path}/give-back`, {}, await yes(berta));
    expect(others.status).toBe(404);
    expect(await inbox()).toMatchObject([{ status: "open", cash: { left: 2000 } }]);
    const back = await as(anna, "POST", `${path}/give-back`, {}, await yes(anna));
    expect([back.status, back.json.status]).toEqual([200, "returned"]);
    expectBalanced(shop);
  });

  it("books or gives back no more than there is, also when two try at once", async () => {
    const shop = await lying();
    const { as, mira, sync, anna, path, drawer } = shop;
    await sync(anna, [tap("create", "o3", { type: "takeaway", items: [soup("n1", 5)] })]);
    const over = await as(mira, "POST", `${path}/allocate`, { orderId: "o3", amount: 2001 });
    expect([over.status, over.json.detail]).toEqual([409, "There are only 2000 left of this cash."]);
    const both = await Promise.all([
      as(mira, "POST", `${path}/allocate`, { orderId: "o3" }),
      as(mira, "POST", `${path}/give-back`),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const isBooked = both[0].status === 200;
    expect(await drawer()).toBe(isBooked ? 12_000 : 10_000);
    expectBalanced(shop, isBooked ? 2000 : 0);
  });

  it("alone may: a waiter may not, and nobody dismisses money or applies it again", async () => {
    const { as, anna, mira, path } = await lying();
    const refused = await as(anna, "POST", `${path}/allocate`, { orderId: "o2" });
    expect([refused.status, refused.json.permission]).toEqual([403, "inbox.manage"]);
    expect((await as(anna, "POST", `${path}/give-back`)).status).toBe(403);
    expect((await as(mira, "POST", `${path}/dismiss`)).status).toBe(409);
    expect((await as(mira, "POST", `${path}/reapply`, { entityId: "o2" })).status).toBe(409);
  });

  it("and a rebuild knows all of it; the control is noticed", async () => {
    const { as, mira, path, store } = await lying();
    await as(mira, "POST", `${path}/allocate`, { orderId: "o2" });
    await as(mira, "POST", `${path}/give-back`);
    expect(rebuiltDifferences(store.kernel)).toEqual([]);
    store.kernel.db.exec("UPDATE day_tenders SET given = given + 1 WHERE purpose = 'unallocated'");
    expect(rebuiltDifferences(store.kernel)).not.toEqual([]);
    const { json } = await as(mira, "GET", "/api/day-reports/x");
    expect(json.equation).not.toMatchObject({ difference: 0 });
  });
});
