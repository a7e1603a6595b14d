import { newId } from "@tillbox/shared/id.ts";
import { afterEach, describe, expect, it } from "vitest";
import { routesOfFeatures } from "../features.ts";
import { silentLog } from "../http/log.ts";
import { type HttpStore, openHttpStore } from "../testing/http-store.ts";
import { syncRoutes } from "./routes.ts";

const opened: HttpStore[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
});

type Result = Record<string, unknown> & {
  problem?: Record<string, unknown>;
  answer?: Record<string, unknown>;
};

const open = async () => {
  const nothing = { changes: "[]", syncVersion: 0, hasMore: false };
  const store = openHttpStore({
    routes: [
      ...syncRoutes({ changes: () => nothing, log: silentLog }),
      ...routesOfFeatures({
        kiosk: true,
        analytics: true,
        mayPrintTo: () => true,
        giftCardKey: "k",
        receiptLinks: { key: "k", render: () => "" },
      }),
    ],
  });
  opened.push(store);
  const device = await store.pair("tablet-1");
  for (const [name, role] of [
    ["anna", "waiter"],
    ["berta", "waiter"],
    ["mira", "manager"],
  ] as const)
    await store.addPerson(name, role);
  const token = await store.signIn("anna");
  const manager = await store.signIn("mira");
  const post = (path: string, body: unknown, as = token) =>
    store.send("POST", path, body, { token: as, device });
  await post("/api/categories", { id: "food", name: "Food" }, manager);
  await post("/api/menu-items", { id: "soup", name: "Soup", categoryId: "food", price: 850 }, manager);
  const sync = async (changes: unknown[], extras: object = {}, as = token): Promise<Result[]> => {
    const body = { deviceId: "tablet-1", lastSyncVersion: 0, changes, ...extras };
    return (await post("/sync/process", body, as)).json.results as Result[];
  };
  return { store, device, token, manager, post, sync };
};

const change = (action: string, entityId: string, data: object = {}, extras: object = {}) => ({
  changeId: newId(),
  entityType: "order",
  entityId,
  action,
  data,
  ...extras,
});
const soup = { type: "takeaway", items: [{ id: "l1", menuItemId: "soup", quantity: 2 }] };

describe("the answer of a change", () => {
  it("is what the endpoint of the same command answers, where it is asked for", async () => {
    const { sync, post } = await open();
    const pay = change("pay", "o1", { id: "p1", method: "cash", tendered: 2000 });
    const results = await sync([change("create", "o1", soup), pay], { answers: true });
    expect(results.map(({ status }) => status)).toEqual(["applied", "applied"]);
    await post("/api/orders", { id: "o2", ...soup, items: [{ id: "l2", menuItemId: "soup", quantity: 2 }] });
    const paid = await post("/api/orders/o2/payments", { id: "p2", method: "cash", tendered: 2000 });
    const shape = (value: unknown) => Object.keys(value as object).sort();
    expect(shape(results[1]?.answer)).toEqual(shape(paid.json));
    expect(shape(results[1]?.answer?.order)).toEqual(shape(paid.json.order));
    expect(results[1]?.answer).toMatchObject({ payment: { id: "p1", amount: 1700 }, order: { id: "o1" } });
  });

  it("is not there where it was not asked for", async () => {
    const { sync } = await open();
    expect((await sync([change("create", "o1", soup)]))[0]).not.toHaveProperty("answer");
  });

  it("comes again with a repeated change of the same person, not with another's, nor once it has shrunk", async () => {
    const { store, sync } = await open();
    const tap = change("create", "o1", soup);
    const [first] = await sync([tap], { answers: true });
    const [again] = await sync([{ ...tap, attended: true }], { answers: true });
    expect([again?.status, again?.answer]).toEqual(["duplicate", first?.answer]);
    const [others] = await sync([tap], { answers: true }, await store.signIn("berta"));
    expect([others?.status, others?.answer]).toEqual(["duplicate", undefined]);
    store.kernel.db.exec("UPDATE answers SET shrunk = 1, body = NULL");
    const [old] = await sync([tap], { answers: true });
    expect([old?.status, old?.answer]).toEqual(["duplicate", undefined]);
  });

  it("goes with the first changes of a call until they grow too long", async () => {
    const { sync } = await open();
    const notes = "x".repeat(1000);
    const items = Array.from({ length: 40 }, () => ({ menuItemId: "soup", quantity: 1, notes }));
    const changes = Array.from({ length: 20 }, (_, n) =>
      change("create", `o${n}`, { type: "takeaway", items }),
    );
    const results = await sync(changes, { answers: true });
    expect(results.every(({ status }) => status === "applied")).toBe(true);
    const answered = results.map((result) => "answer" in result);
    expect([answered[0], answered.at(-1)]).toEqual([true, false]);
  });
});

describe("the problem of a refused change", () => {
  const asked = { items: [{ id: "l2", menuItemId: "soup", quantity: 0 }] };

  it("is the one that the endpoint answers: fields, permission, approval, current state", async () => {
    const { store, sync, post, token, device } = await open();
    const discount = { scope: "order", kind: "percent", value: "50", reason: "birthday" };
    await sync([change("create", "o1", soup), change("send", "o1")]);
    const [wrong, given, moved] = await sync([
      change("add-items", "o1", asked),
      change("discount", "o1", discount),
      change("status", "o1", { status: "pending" }),
    ]);
    const http = (method: string, path: string, body?: unknown) =>
      store.send(method, path, body, { token, device });
    expect(wrong?.problem).toEqual((await post("/api/orders/o1/items", asked)).json);
    expect(given?.problem).toEqual((await http("POST", "/api/orders/o1/discounts", discount)).json);
    expect(given?.problem).toMatchObject({ code: "forbidden", approvable: true, approval: {} });
    expect(moved?.problem).toEqual((await http("PUT", "/api/orders/o1/status", { status: "pending" })).json);
    expect(moved?.problem).toMatchObject({ code: "conflict", current: { allowed: expect.any(Array) } });
  });

  it("is there too for a change that could not be read", async () => {
    const { sync } = await open();
    const [shape, nothing] = await sync([{ entityType: "order" }, change("fly", "o1")]);
    expect(shape?.problem).toMatchObject({ status: 422, code: "invalid", errors: [{ path: "entityId" }] });
    expect(nothing?.problem).toMatchObject({ status: 422, code: "invalid" });
  });
});

describe("a person who waits", () => {
  const table = { type: "dine-in", tableId: "t1" };
  const withTable = async () => {
    const store = await open();
    await store.post("/api/areas", { id: "hall", name: "Hall" }, store.manager);
    await store.post("/api/tables", { id: "t1", name: "1", areaId: "hall", seats: 4 }, store.manager);
    await store.sync([change("create", "o1", table)]);
    return store;
  };

  it("is told of the table's other check, as over HTTP; who was away gets one of their own", async () => {
    const { sync } = await withTable();
    const [waits] = await sync([change("create", "o2", table, { attended: true })]);
    expect(waits).toMatchObject({ status: "conflict", problem: { status: 409, code: "conflict" } });
    const [away] = await sync([change("create", "o3", table)]);
    expect(away?.status).toBe("applied");
    const [decided] = await sync([change("create", "o4", { ...table, newCheck: true }, { attended: true })]);
    expect(decided?.status).toBe("applied");
  });
});
