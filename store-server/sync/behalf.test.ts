import type { InboxItem } from "@tillbox/shared/contract/inbox.ts";
import { afterEach, describe, expect, it } from "vitest";
import { parseEntry, readSince } from "../kernel/journal.ts";
import { rebuiltDifferences } from "../testing/rebuilt.ts";
import { type Holder, openSyncStore, type Result, type SyncStore, soup, tap } from "../testing/sync-store.ts";

const opened: SyncStore[] = [];
afterEach(() => {
  for (const { store } of opened.splice(0)) store.close();
});

const check = { type: "takeaway", items: [soup("l1", 2)] };
/** Anna opened a check and a drawer of her own; then she left for good. */
const open = async () => {
  const all = await openSyncStore();
  opened.push(all);
  const { as, sync, mira, anna, store } = all;
  await as(mira, "POST", "/api/drawers", { id: "of-tablet", float: 10_000, deviceId: "tablet-1" });
  await sync(anna, [tap("create", "o1", check)]);
  const leave = () => as(mira, "DELETE", "/api/users/anna");
  const order = async (id = "o1") => (await as(mira, "GET", `/api/orders/${id}`)).json;
  const drawer = async () => Number((await as(mira, "GET", "/api/drawers/of-tablet/expected")).json.expected);
  const inbox = async () => (await as(mira, "GET", "/api/inbox")).json.items as InboxItem[];
  const entries = () => readSince(store.kernel.db, 0, 10_000).map(parseEntry);
  const takenOf = (changeId: string) => entries().filter(({ command }) => command.endsWith(changeId));
  return { ...all, leave, order, drawer, inbox, entries, takenOf };
};
const pay = (extras: object = {}) =>
  tap("pay", "o1", { id: "p1", method: "cash", tendered: 2000 }, { taken: 1700, ...extras });
const forAnna = (change: object) => ({ ...change, onBehalfOf: "anna" });
const one = (results: Result[]): Result => results[0] as Result;

describe("what somebody tapped who has left", () => {
  it("comes from nobody: their own sign-in is refused as a whole, so that the tablet keeps it", async () => {
    const { process, anna, leave, order } = await open();
    await leave();
    expect((await process(anna, [pay()])).status).toBe(401);
    expect(await order()).toMatchObject({ paid: 0 });
  });

  it("is sent by a manager and is theirs: payment and tip are of who tapped, the journal names both", async () => {
    const { sync, mira, leave, order, drawer, takenOf, store } = await open();
    await leave();
    const change = pay({ data: { id: "p1", method: "cash", tendered: 2000, tip: 100 }, taken: 1800 });
    expect(one(await sync(mira, [forAnna(change)]))).toMatchObject({ status: "applied" });
    expect(await order()).toMatchObject({ due: 0, payments: [{ id: "p1", amount: 1700, tip: 100 }] });
    expect(await drawer()).toBe(11_800);
    const taken = takenOf(change.changeId);
    expect(taken.length).toBeGreaterThan(0);
    for (const entry of taken)
      expect(entry).toMatchObject({ actor: "anna", sentBy: "mira", device: "tablet-1" });
    expect(rebuiltDifferences(store.kernel)).toEqual([]);
  });

  it("lies in their own drawer, where the tablet has none", async () => {
    const { as, sync, mira, leave } = await open();
    const done = [
      await as(mira, "POST", "/api/drawers/of-tablet/count", { total: 10_000 }),
      await as(mira, "POST", "/api/drawers/of-tablet/close", {}),
      await as(mira, "POST", "/api/drawers", { id: "of-mira", float: 0, userId: "mira" }),
      await as(mira, "POST", "/api/drawers", { id: "of-anna", float: 0, userId: "anna" }),
    ];
    expect(done.map(({ status }) => Math.floor(status / 100))).toEqual([2, 2, 2, 2]);
    await leave();
    expect(one(await sync(mira, [forAnna(pay())]))).toMatchObject({ status: "applied" });
    const expected = async (id: string) =>
      (await as(mira, "GET", `/api/drawers/${id}/expected`)).json.expected;
    expect([await expected("of-anna"), await expected("of-mira")]).toEqual([1700, 0]);
  });

  it("is theirs where their id is written as a number, and is nobody's to send but a manager's", async () => {
    const { store, sync, process, mira, berta, takenOf } = await open();
    await store.addPerson("4711", "waiter");
    const change = { ...tap("add-items", "o1", { items: [soup("l9")] }), onBehalfOf: 4711 };
    expect((await process(berta, [change])).status).toBe(403);
    expect(one(await sync(mira, [change])).status).toBe("applied");
    for (const entry of takenOf(change.changeId))
      expect(entry).toMatchObject({ actor: "4711", sentBy: "mira" });
  });

  it("names no sender where the manager sends what is their own", async () => {
    const { sync, mira, takenOf } = await open();
    const change = pay();
    await sync(mira, [{ ...change, onBehalfOf: "mira" }]);
    const taken = takenOf(change.changeId);
    expect(taken.map(({ actor }) => actor)).toContain("mira");
    expect(taken.filter((entry) => "sentBy" in entry)).toEqual([]);
  });

  it("counts once where the box had taken it from them and the answer was lost, with the answer of then", async () => {
    const { sync, anna, mira, leave, order, drawer } = await open();
    const change = pay();
    expect(one(await sync(anna, [change]))).toMatchObject({ status: "applied" });
    await leave();
    const again = one(await sync(mira, [forAnna(change)], { answers: true }));
    expect(again).toMatchObject({ status: "duplicate", answer: { payment: { id: "p1" } } });
    expect(one(await sync(mira, [forAnna(change)]))).toMatchObject({ status: "duplicate" });
    expect(await order()).toMatchObject({ payments: [{ id: "p1" }], paid: 1700 });
    expect(await drawer()).toBe(11_700);
  });

  it("counts once too where it was cash that had been booked as unallocated, or refused to who waited", async () => {
    const { sync, anna, berta, mira, leave, order, drawer, inbox, store } = await open();
    await sync(berta, [tap("pay", "o1", { id: "first", method: "external" })]);
    const [asked, booked] = [pay({ attended: true }), pay()];
    booked.data = { ...booked.data, id: "p2" };
    expect(one(await sync(anna, [asked]))).toMatchObject({ status: "conflict" });
    expect(one(await sync(anna, [booked]))).toMatchObject({ status: "merged", code: "unallocated" });
    await leave();
    // The page that waited is gone: nobody waits any more, whatever the change says.
    const sent = await sync(mira, [forAnna(asked), forAnna(booked)]);
    expect(sent).toMatchObject([{ status: "merged", code: "unallocated" }, { status: "duplicate" }]);
    expect((await sync(mira, [forAnna(asked)]))[0]).toMatchObject({ status: "duplicate" });
    expect(await drawer()).toBe(10_000 + 2 * 1700);
    expect(await order()).toMatchObject({ payments: [{ id: "first" }] });
    const items = (await inbox()).map(({ userId, sentByName, cash }) => [userId, sentByName, cash?.left]);
    expect(items.toSorted()).toEqual([
      ["anna", undefined, 1700],
      ["anna", "mira", 1700],
    ]);
    expect(rebuiltDifferences(store.kernel)).toEqual([]);
  });

  it("goes to the inbox as theirs where it is refused, once, also if it was kept before", async () => {
    const { sync, anna, mira, leave, inbox, store } = await open();
    const gone = tap("add-items", "o1", { items: [{ menuItemId: "cake", quantity: 9 }] });
    const kept = one(await sync(anna, [gone]));
    await leave();
    const late = tap("add-items", "o1", { items: [{ menuItemId: "cake", quantity: 8 }] });
    const results = await sync(mira, [forAnna(gone), forAnna({ ...late, attended: true })]);
    expect(results.map(({ status }) => status)).toEqual(["conflict", "conflict"]);
    expect(results[0]?.inboxId).toBe(kept.inboxId);
    const items = (await inbox()).map(({ userId, kind, sentBy }) => [kind, userId, sentBy]);
    expect(items.toSorted()).toEqual([
      ["refused", "anna", undefined],
      ["refused", "anna", "mira"],
    ]);
    expect(rebuiltDifferences(store.kernel)).toEqual([]);
  });

  it("may be what the manager may, not what the person might: they may nothing any more", async () => {
    const { sync, anna, mira, leave, order } = await open();
    const voided = tap("void-item", "o1", { itemId: "l1", reason: "Dropped" });
    await sync(anna, [tap("send", "o1")]);
    await leave();
    expect(one(await sync(mira, [forAnna(voided)]))).toMatchObject({ status: "applied" });
    expect(await order()).toMatchObject({ items: [{ id: "l1", status: "voided" }] });
  });
});

describe("who may not send for others", () => {
  const senders: [string, (store: SyncStore) => Holder][] = [
    ["a waiter", ({ anna }) => anna],
    ["a tablet without a person", ({ anna: { device } }) => ({ device })],
  ];
  for (const [name, senderOf] of senders)
    it(`${name}: nothing of the call is done or kept, so that the tablet keeps it`, async () => {
      const all = await open();
      const { process, entries, order, inbox } = all;
      const before = entries().length;
      const own = tap("add-items", "o1", { items: [soup("l2")] });
      const { status, json } = await process(senderOf(all), [own, { ...pay(), onBehalfOf: "berta" }]);
      expect([status, json.code, json.permission]).toEqual([403, "forbidden", "inbox.manage"]);
      expect(entries()).toHaveLength(before);
      expect(await order()).toMatchObject({ paid: 0, items: [{ id: "l1" }] });
      expect(await inbox()).toEqual([]);
    });

  it("control: the same call of the waiter without the name is done", async () => {
    const { sync, anna, order } = await open();
    expect(one(await sync(anna, [pay()]))).toMatchObject({ status: "applied" });
    expect(await order()).toMatchObject({ paid: 1700 });
  });

  it("a name that nobody has is said by its field; cash is booked all the same, as the sender's", async () => {
    const { sync, mira, drawer, entries } = await open();
    const lines = tap("add-items", "o1", { items: [soup("l2")] });
    const [added, paid] = await sync(mira, [
      { ...lines, onBehalfOf: "nobody" },
      { ...pay(), onBehalfOf: "nobody" },
    ]);
    expect(added).toMatchObject({
      status: "rejected",
      code: "invalid",
      inboxId: expect.any(String),
      problem: { errors: [{ path: "onBehalfOf" }] },
    });
    expect(paid).toMatchObject({ status: "merged" });
    expect(await drawer()).toBe(11_700);
    expect(entries().filter(({ actor }) => actor === "nobody")).toEqual([]);
  });
});
