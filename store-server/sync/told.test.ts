import { afterEach, describe, expect, it } from "vitest";
import { openSyncStore, type SyncStore, tap } from "../testing/sync-store.ts";

const opened: SyncStore[] = [];
afterEach(() => {
  for (const { store } of opened.splice(0)) store.close();
});

const open = async () => {
  const all = await openSyncStore();
  opened.push(all);
  const { anna, berta } = all;
  return {
    ...all,
    sync: (taps: unknown[], extras: object = {}, who = anna) => all.sync(who, taps, extras),
    http: (method: string, path: string, body?: unknown) => all.as(anna, method, path, body),
    berta,
  };
};
const soup = { type: "takeaway", items: [{ id: "l1", menuItemId: "soup", quantity: 2 }] };

describe("the answer of a change", () => {
  it("is what the endpoint of the same command answers, where it is asked for", async () => {
    const { sync, http } = await open();
    const pay = tap("pay", "o1", { id: "p1", method: "cash", tendered: 2000 });
    const results = await sync([tap("create", "o1", soup), pay], { answers: true });
    expect(results.map(({ status }) => status)).toEqual(["applied", "applied"]);
    await http("POST", "/api/orders", {
      id: "o2",
      ...soup,
      items: [{ id: "l2", menuItemId: "soup", quantity: 2 }],
    });
    const paid = await http("POST", "/api/orders/o2/payments", { id: "p2", method: "cash", tendered: 2000 });
    const shape = (value: unknown) => Object.keys(value as object).sort();
    expect(shape(results[1]?.answer)).toEqual(shape(paid.json));
    expect(shape(results[1]?.answer?.order)).toEqual(shape(paid.json.order));
    expect(results[1]?.answer).toMatchObject({ payment: { id: "p1", amount: 1700 }, order: { id: "o1" } });
  });

  it("is not there where it was not asked for", async () => {
    const { sync } = await open();
    expect((await sync([tap("create", "o1", soup)]))[0]).not.toHaveProperty("answer");
  });

  it("comes again with a repeated change of the same person, not with another's, nor once it has shrunk", async () => {
    const { store, sync, anna, berta } = await open();
    const opening = tap("create", "o1", soup);
    const [first] = await sync([opening], { answers: true });
    const [again] = await sync([{ ...opening, attended: true }], { answers: true });
    expect([again?.status, again?.answer]).toEqual(["duplicate", first?.answer]);
    const [others] = await sync([opening], { answers: true }, { ...berta, device: anna.device });
    expect([others?.status, others?.answer]).toEqual(["duplicate", undefined]);
    store.kernel.db.exec("UPDATE answers SET shrunk = 1, body = NULL");
    const [old] = await sync([opening], { answers: true });
    expect([old?.status, old?.answer]).toEqual(["duplicate", undefined]);
  });

  it("goes with the first changes of a call until they grow too long", async () => {
    const { sync } = await open();
    const notes = "x".repeat(1000);
    const items = Array.from({ length: 40 }, () => ({ menuItemId: "soup", quantity: 1, notes }));
    const changes = Array.from({ length: 20 }, (_, n) => tap("create", `o${n}`, { type: "takeaway", items }));
    const results = await sync(changes, { answers: true });
    expect(results.every(({ status }) => status === "applied")).toBe(true);
    const answered = results.map((result) => "answer" in result);
    expect([answered[0], answered.at(-1)]).toEqual([true, false]);
  });
});

describe("the problem of a refused change", () => {
  const asked = { items: [{ id: "l2", menuItemId: "soup", quantity: 0 }] };

  it("is the one that the endpoint answers: fields, permission, approval, current state", async () => {
    const { sync, http } = await open();
    const discount = { scope: "order", kind: "percent", value: "50", reason: "birthday" };
    await sync([tap("create", "o1", soup), tap("send", "o1")]);
    const [wrong, given, moved] = await sync([
      tap("add-items", "o1", asked),
      tap("discount", "o1", discount),
      tap("status", "o1", { status: "pending" }),
    ]);
    expect(wrong?.problem).toEqual((await http("POST", "/api/orders/o1/items", asked)).json);
    expect(given?.problem).toEqual((await http("POST", "/api/orders/o1/discounts", discount)).json);
    expect(given?.problem).toMatchObject({ code: "forbidden", approvable: true, approval: {} });
    expect(moved?.problem).toEqual((await http("PUT", "/api/orders/o1/status", { status: "pending" })).json);
    expect(moved?.problem).toMatchObject({ code: "conflict", current: { allowed: expect.any(Array) } });
  });

  it("is there too for a change that could not be read", async () => {
    const { sync } = await open();
    const [shape, nothing] = await sync([{ entityType: "order" }, tap("fly", "o1")]);
    expect(shape?.problem).toMatchObject({
      status: 422,
      code: "invalid",
      errors: [{ path: "entityId" }, { path: "action" }],
    });
    expect(nothing?.problem).toMatchObject({ status: 422, code: "invalid" });
  });
});

describe("a person who waits", () => {
  const table = { type: "dine-in", tableId: "t1" };
  const withTable = async () => {
    const store = await open();
    await store.sync([tap("create", "o1", table)]);
    return store;
  };

  it("is told of the table's other check, as over HTTP; who was away gets one of their own", async () => {
    const { sync } = await withTable();
    const [waits] = await sync([tap("create", "o2", table, { attended: true })]);
    expect(waits).toMatchObject({ status: "conflict", problem: { status: 409, code: "conflict" } });
    const [away] = await sync([tap("create", "o3", table)]);
    expect(away?.status).toBe("applied");
    const [decided] = await sync([tap("create", "o4", { ...table, newCheck: true }, { attended: true })]);
    expect(decided?.status).toBe("applied");
  });
});
