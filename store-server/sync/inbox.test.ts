import { afterEach, describe, expect, it } from "vitest";
import { maxOpenPerDevice } from "../features/inbox/commands.ts";
import { features } from "../features.ts";
import { migrationsFolder, readMigrations } from "../kernel/migrate.ts";
import { businessTables, compareTables } from "../kernel/rebuild.ts";
import { openRebuilt } from "../kernel/repair.ts";
import { type Holder, openSyncStore, type SyncStore, soup, tap } from "../testing/sync-store.ts";

const opened: SyncStore[] = [];
afterEach(() => {
  for (const { store } of opened.splice(0)) store.close();
});
const open = async (): Promise<SyncStore> => {
  const store = await openSyncStore();
  opened.push(store);
  return store;
};

type Item = Record<string, unknown> & { id: string };
const inboxOf = async (store: SyncStore, who: Holder, query = ""): Promise<Item[]> =>
  (await store.as(who, "GET", `/api/inbox${query}`)).json.items as Item[];

const takeaway = { type: "takeaway", items: [soup("l1")] };
/** Anna's tablet was away: meanwhile o1 was paid. Then comes what she had typed. */
const lateLine = tap("add-items", "o1", { items: [soup("l2", 3)] }, { timestamp: "2030-05-04T18:22:07Z" });
const paidMeanwhile = async (): Promise<SyncStore> => {
  const store = await open();
  const { sync, anna, berta } = store;
  await sync(anna, [tap("create", "o1", takeaway)]);
  await sync(berta, [tap("pay", "o1", { method: "cash" })]);
  return store;
};

describe("a change that is refused while nobody waits for it", () => {
  it("is kept as it was typed, with why, who, where and when", async () => {
    const store = await paidMeanwhile();
    const [result] = await store.sync(store.anna, [lateLine]);
    expect(result).toMatchObject({ status: "conflict", code: "conflict", inboxId: expect.any(String) });
    const [item, ...others] = await inboxOf(store, store.anna);
    expect(others).toEqual([]);
    expect(item).toMatchObject({
      id: result?.inboxId,
      kind: "refused",
      status: "open",
      deviceId: "tablet-1",
      userId: "anna",
      userName: "anna",
      deviceName: expect.any(String),
      tappedAt: "2030-05-04T18:22:07Z",
      entityType: "order",
      entityId: "o1",
      action: "add-items",
      data: { items: [soup("l2", 3)] },
      changeId: lateLine.changeId,
      code: "conflict",
      detail: expect.stringContaining("is paid"),
      settled: null,
    });
  });

  it("is kept once, however often and by whomever it is sent again", async () => {
    const store = await paidMeanwhile();
    const { sync, anna, berta } = store;
    const [first] = await sync(anna, [lateLine, lateLine]);
    const [again] = await sync(anna, [lateLine]);
    const [others] = await sync({ ...berta, device: anna.device }, [lateLine]);
    expect([again?.inboxId, others?.inboxId]).toEqual([first?.inboxId, first?.inboxId]);
    expect(await inboxOf(store, store.mira)).toHaveLength(1);
  });

  it("is not kept where a person waits for the answer, until it comes again with nobody waiting", async () => {
    const store = await paidMeanwhile();
    const [waited] = await store.sync(store.anna, [{ ...lateLine, attended: true }]);
    expect([waited?.status, waited?.inboxId]).toEqual(["conflict", undefined]);
    expect(await inboxOf(store, store.anna)).toEqual([]);
    const [away] = await store.sync(store.anna, [lateLine]);
    expect(await inboxOf(store, store.anna)).toMatchObject([{ id: away?.inboxId }]);
  });

  it("is kept whatever is wrong with it: its shape, its name, its data, who may", async () => {
    const store = await paidMeanwhile();
    const taps = [
      { changeId: "no-entity", entityType: "order", action: "send", data: { courses: [1] } },
      tap("fly", "o1", { high: true }),
      tap("add-items", "o1", { items: [{ menuItemId: "soup", quantity: -1 }] }),
      { ...tap("update", "soup", { price: 1 }), entityType: "menu-item" },
    ];
    const results = await store.sync(store.anna, taps);
    expect(results.map(({ code }) => code)).toEqual(["invalid", "invalid", "invalid", "forbidden"]);
    const kept = await inboxOf(store, store.mira);
    expect(new Set(kept.map(({ id }) => id))).toEqual(new Set(results.map(({ inboxId }) => inboxId)));
    expect(kept.find(({ changeId }) => changeId === "no-entity")).toMatchObject({ data: { courses: [1] } });
  });

  it("says of what was never made why it was not", async () => {
    const store = await open();
    const nowhere = { type: "dine-in", tableId: "nowhere", items: [soup("l1")] };
    const results = await store.sync(store.anna, [
      tap("create", "o1", nowhere),
      tap("add-items", "o1", { items: [soup("l2")] }),
    ]);
    expect(results.map(({ code }) => code)).toEqual([results[0]?.code, "not_found"]);
    expect(results[1]?.detail).toContain(String(results[0]?.detail));
    const [later] = await store.sync(store.anna, [tap("send", "o1")]);
    const item = (await inboxOf(store, store.anna)).find(({ id }) => id === later?.inboxId);
    expect(item?.detail).toContain(String(results[0]?.detail));
  });

  it("of a device that runs wild is not kept beyond a limit, which the device is told", async () => {
    const store = await open();
    const wild = Array.from({ length: maxOpenPerDevice }, (_, n) => tap("send", `no-${n}`));
    const last = await store.sync(store.anna, wild);
    expect(last.every(({ inboxId }) => inboxId !== undefined)).toBe(true);
    const [over] = await store.sync(store.anna, [tap("send", "one-more")]);
    expect([over?.kept, over?.inboxId]).toEqual([false, undefined]);
    const [other] = await store.sync(store.berta, [tap("send", "hers")]);
    expect(other?.inboxId).toEqual(expect.any(String));
  });
});

describe("the inbox", () => {
  const two = async () => {
    const store = await paidMeanwhile();
    const [mine] = await store.sync(store.anna, [lateLine]);
    const [hers] = await store.sync(store.berta, [tap("void-item", "o1", { itemId: "l1" })]);
    return { store, mine: String(mine?.inboxId), hers: String(hers?.inboxId) };
  };
  const idsOf = async (store: SyncStore, who: Holder, query = "") =>
    (await inboxOf(store, who, query)).map(({ id }) => id);

  it("shows everybody their own and their device's, a manager all", async () => {
    const { store, mine, hers } = await two();
    expect(await idsOf(store, store.anna)).toEqual([mine]);
    expect(await idsOf(store, store.berta)).toEqual([hers]);
    expect(await idsOf(store, store.mira)).toEqual([hers, mine]);
    expect((await store.as(store.anna, "GET", `/api/inbox/${hers}`)).status).toBe(404);
    expect((await store.as(store.anna, "POST", `/api/inbox/${hers}/dismiss`)).status).toBe(404);
  });

  it("lists open ones first, by device, person and state", async () => {
    const { store, mine, hers } = await two();
    await store.as(store.berta, "POST", `/api/inbox/${hers}/dismiss`, { reason: "was eaten" });
    expect(await idsOf(store, store.mira)).toEqual([mine, hers]);
    expect(await idsOf(store, store.mira, "?status=settled")).toEqual([hers]);
    expect(await idsOf(store, store.mira, "?deviceId=tablet-1")).toEqual([mine]);
    expect(await idsOf(store, store.mira, "?userId=berta&kind=refused")).toEqual([hers]);
    const page = await store.as(store.mira, "GET", "/api/inbox?limit=1");
    const next = await store.as(
      store.mira,
      "GET",
      `/api/inbox?limit=1&cursor=${String(page.json.nextCursor)}`,
    );
    expect([page.json.items, next.json.items]).toMatchObject([[{ id: mine }], [{ id: hers }]]);
    expect((await store.as(store.mira, "GET", "/api/inbox?status=lost")).status).toBe(422);
  });

  it("is dismissed with a reason, once", async () => {
    const { store, mine } = await two();
    const dismissed = await store.as(store.mira, "POST", `/api/inbox/${mine}/dismiss`, {
      reason: "was eaten",
    });
    expect(dismissed.json).toMatchObject({
      status: "dismissed",
      settled: { by: "mira", reason: "was eaten" },
    });
    expect((await store.as(store.mira, "POST", `/api/inbox/${mine}/dismiss`)).status).toBe(409);
    expect((await store.as(store.mira, "POST", `/api/inbox/${mine}/reapply`)).status).toBe(409);
  });

  it("is made again from the journal", async () => {
    const { store, mine } = await two();
    await store.as(store.mira, "POST", `/api/inbox/${mine}/dismiss`);
    const { db } = store.store.kernel;
    const rebuilt = openRebuilt(db, features, readMigrations(migrationsFolder));
    expect(compareTables(db, rebuilt, businessTables(features))).toEqual([]);
    rebuilt.exec("UPDATE refused_changes SET open = 1");
    expect(compareTables(db, rebuilt, businessTables(features))).not.toEqual([]);
    rebuilt.close();
  });
});

describe("applying it again", () => {
  const kept = async () => {
    const store = await paidMeanwhile();
    const [result] = await store.sync(store.anna, [lateLine]);
    await store.sync(store.anna, [tap("create", "o2", { type: "takeaway" })]);
    return { store, path: `/api/inbox/${String(result?.inboxId)}/reapply` };
  };

  it("does it on another thing of the kind, as whoever does it, and settles the item with it", async () => {
    const { store, path } = await kept();
    const done = await store.as(store.mira, "POST", path, { entityId: "o2" });
    expect(done.json).toMatchObject({
      item: { status: "reapplied", settled: { by: "mira", entityId: "o2" } },
      answer: { id: "o2", items: [{ id: "l2", quantity: 3 }] },
    });
    const { json } = await store.as(store.anna, "GET", "/api/orders/o2");
    expect(json.items).toHaveLength(1);
  });

  it("is done once, with the same key or by two people at once", async () => {
    const { store, path } = await kept();
    const key = { "idempotency-key": "one-tap" };
    const tries = await Promise.all([
      store.as(store.mira, "POST", path, { entityId: "o2" }, key),
      store.as(store.mira, "POST", path, { entityId: "o2" }, key),
      store.as(store.anna, "POST", path, { entityId: "o2" }),
    ]);
    expect(tries.map(({ status }) => status)).toEqual([200, 200, 409]);
    const { json } = await store.as(store.anna, "GET", "/api/orders/o2");
    expect(json.items).toHaveLength(1);
  });

  it("that is refused again says so like the command, and the item stays open", async () => {
    const { store, path } = await kept();
    const again = await store.as(store.mira, "POST", path);
    expect([again.status, again.json.code, again.json.detail]).toEqual([
      409,
      "conflict",
      expect.stringContaining("is paid"),
    ]);
    expect(await inboxOf(store, store.anna, "?status=open")).toHaveLength(1);
  });

  it("asks for what the command asks for, and takes a manager's approval of it", async () => {
    const store = await open();
    const { anna, as, sync } = store;
    await sync(anna, [tap("create", "o1", takeaway), tap("send", "o1")]);
    const [result] = await sync(anna, [tap("void-item", "o1", { itemId: "l1", reason: "dropped" })]);
    const path = `/api/inbox/${String(result?.inboxId)}/reapply`;
    const refused = await as(anna, "POST", path);
    expect(refused.json).toMatchObject({
      code: "forbidden",
      permission: "order.void",
      approvable: true,
      approval: { action: "order.void", subjectId: "l1", amount: 850 },
    });
    expect((await as(store.mira, "POST", path)).status).toBe(200);
  });

  it("works from a device as an intent too", async () => {
    const { store, path } = await kept();
    const id = path.split("/")[3] ?? "";
    const again = { ...tap("reapply", id, { entityId: "o2" }), entityType: "refused-change" };
    expect(await store.sync(store.anna, [again, again])).toMatchObject([
      { status: "applied" },
      { status: "duplicate" },
    ]);
    const dismissal = { ...tap("dismiss", id), entityType: "refused-change" };
    expect(await store.sync(store.anna, [dismissal])).toMatchObject([{ status: "conflict" }]);
  });
});

describe("a kept change about a person", () => {
  const guest = { type: "takeaway", items: [soup("l1")], customerName: "Guest 12", tableId: "nowhere" };

  it("is sealed wherever it stands, and open for whoever looks at the item", async () => {
    const store = await open();
    await store.sync(store.anna, [tap("create", "o1", guest)]);
    expect(await inboxOf(store, store.anna)).toMatchObject([{ data: { customerName: "Guest 12" } }]);
    const { db } = store.store.kernel;
    const everything = ["journal", "refused_changes", "answers"].map((table) =>
      JSON.stringify(db.prepare(`SELECT * FROM ${table}`).all()),
    );
    expect(everything.join("")).not.toContain("Guest 12");
    expect(everything.join("")).toContain("nowhere");
  });

  it("is applied again with what was typed", async () => {
    const store = await paidMeanwhile();
    const [result] = await store.sync(store.anna, [tap("update", "o1", { customerName: "Guest 12" })]);
    await store.sync(store.anna, [tap("create", "o2", takeaway)]);
    await store.as(store.anna, "POST", `/api/inbox/${String(result?.inboxId)}/reapply`, { entityId: "o2" });
    expect((await store.as(store.anna, "GET", "/api/orders/o2")).json.customerName).toBe("Guest 12");
  });

  it("is forgotten with its guest, and with the dismissal of what was never made", async () => {
    const store = await paidMeanwhile();
    const [known, never] = await store.sync(store.anna, [
      tap("update", "o1", { customerName: "Guest 12" }),
      tap("create", "o9", guest),
    ]);
    await store.as(store.mira, "POST", "/api/orders/o1/erase-guest");
    await store.as(store.mira, "POST", `/api/inbox/${String(never?.inboxId)}/dismiss`);
    for (const result of [known, never]) {
      const { json, text } = await store.as(store.mira, "GET", `/api/inbox/${String(result?.inboxId)}`);
      expect(json).toMatchObject({ data: { customerName: null } });
      expect(text).not.toContain("Guest 12");
    }
  });

  it("is in what is handed out about a customer, and erased with them", async () => {
    const store = await open();
    const { as, mira, anna, sync } = store;
    await as(mira, "POST", "/api/customers", { id: "c1", name: "Guest 12", phone: "+15550100" });
    const change = {
      ...tap("update", "c1", { phone: "nonsense", name: "Guest 13" }),
      entityType: "customer",
    };
    const [result] = await sync(anna, [change]);
    const path = `/api/inbox/${String(result?.inboxId)}`;
    const handedOut = await as(mira, "GET", "/api/customers/c1/export");
    expect(handedOut.json.inbox).toMatchObject([{ data: { name: "Guest 13" } }]);
    await as(mira, "POST", "/api/customers/c1/erase");
    expect((await as(mira, "GET", path)).json).toMatchObject({ data: { phone: null, name: null } });
    const [later] = await sync(anna, [{ ...change, changeId: "after-it-was-erased" }]);
    const kept = await as(mira, "GET", `/api/inbox/${String(later?.inboxId)}`);
    expect(kept.json).toMatchObject({ data: { phone: null, name: null } });
  });
});

describe("the code of a gift card", () => {
  it("stands nowhere, also where its sale or a payment with it was refused", async () => {
    const store = await open();
    const code = "ABCD-EFGH-JKMN-PQR";
    const sale = { ...tap("create", "g1", { code, amount: 500, reason: "kind" }), entityType: "gift-card" };
    const payment = tap("pay", "none", { method: "gift_card", reference: code });
    const results = await store.sync(store.anna, [sale, payment]);
    expect(results.map(({ inboxId }) => typeof inboxId)).toEqual(["string", "string"]);
    const kept = await inboxOf(store, store.mira);
    expect(kept.map(({ data }) => data)).toEqual(
      expect.arrayContaining([
        { code: "…-PQR", amount: 500, reason: "kind" },
        { method: "gift_card", reference: "…-PQR" },
      ]),
    );
    const { db } = store.store.kernel;
    for (const table of ["journal", "refused_changes", "answers"])
      expect(JSON.stringify(db.prepare(`SELECT * FROM ${table}`).all())).not.toContain("JKMN");
  });
});
