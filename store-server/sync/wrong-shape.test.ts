import type { InboxItem } from "@tillbox/shared/contract/inbox.ts";
import { afterEach, describe, expect, it } from "vitest";
import { maxOpenPerDevice } from "../features/inbox/commands.ts";
import { openSyncStore, type Result, type SyncStore, soup, tap } from "../testing/sync-store.ts";

const opened: SyncStore[] = [];
afterEach(() => {
  for (const { store } of opened.splice(0)) store.close();
});

const open = async () => {
  const all = await openSyncStore();
  opened.push(all);
  const { as, sync, mira, anna } = all;
  await as(mira, "POST", "/api/drawers", { id: "d1", float: 10_000, deviceId: "tablet-1" });
  await sync(anna, [tap("create", "o1", { type: "takeaway", items: [soup("l1", 2)] })]);
  const drawer = async () => Number((await as(mira, "GET", "/api/drawers/d1/expected")).json.expected);
  const inbox = async () => (await as(mira, "GET", "/api/inbox?status=open")).json.items as InboxItem[];
  return { ...all, drawer, inbox };
};
const one = (results: Result[]): Result => results[0] as Result;

describe("a change of a shape that the box does not know", () => {
  const cash = { id: "p1", method: "cash", tendered: 2000 };

  it("books the cash that it says was taken, not what was handed over", async () => {
    const { sync, anna, drawer } = await open();
    const result = one(await sync(anna, [tap("pay", "o1", cash, { taken: 1700, ofALaterVersion: true })]));
    expect(result.status).toBe("merged");
    expect(await drawer()).toBe(11_700);
  });

  it("books what was due at the version that it names, where it does not say what was taken", async () => {
    const { sync, as, anna, mira, drawer } = await open();
    const { version } = (await as(mira, "GET", "/api/orders/o1")).json;
    await sync(anna, [tap("pay", "o1", cash, { version, taken: "much", ofALaterVersion: true })]);
    expect(await drawer()).toBe(11_700);
  });

  it("falls back to what was handed over only where neither is valid", async () => {
    const { sync, anna, drawer } = await open();
    await sync(anna, [tap("pay", "o1", cash, { version: -1, taken: 0.5 })]);
    expect(await drawer()).toBe(12_000);
  });

  it("with an emoji that is cut at the end of a name stops no other", async () => {
    const { process, anna } = await open();
    const cut = `${"x".repeat(63)}\u{1f363}`;
    const bad = { changeId: "bad", entityType: "order", entityId: cut, action: "update", data: {} };
    const sent = await process(anna, [bad, tap("add-items", "o1", { items: [soup("l2")] })]);
    expect(sent.status).toBe(200);
    expect((sent.json.results as Result[]).map(({ status }) => status)).toEqual(["rejected", "applied"]);
  });
});

describe("a device with too many open items", () => {
  it("has its change kept as soon as there is room again", async () => {
    const { sync, as, anna, mira, inbox } = await open();
    const wild = Array.from({ length: maxOpenPerDevice }, (_, n) => tap("send", `no-${n}`));
    await sync(anna, wild);
    const late = tap("send", "one-more");
    expect(one(await sync(anna, [late])).kept).toBe(false);
    const [first] = await inbox();
    expect((await as(mira, "POST", `/api/inbox/${first?.id}/dismiss`)).status).toBe(200);
    const again = one(await sync(anna, [late]));
    expect([again.kept, again.inboxId]).toEqual([undefined, expect.any(String)]);
  });
});

describe("a kept change that names somebody who is not there", () => {
  const about = (extras: object) => tap("update", "nobody", { notes: "rings twice" }, extras);

  it("takes nothing of a customer along when it is dismissed, though it names their id", async () => {
    const { sync, as, anna, mira } = await open();
    await as(mira, "POST", "/api/customers", { id: "c1", name: "Guest 12", phone: "+15550100" });
    const { inboxId = "" } = one(await sync(anna, [{ ...about({}), entityId: "c1" }]));
    const path = `/api/inbox/${inboxId}`;
    expect((await as(mira, "GET", path)).json).toMatchObject({ data: { notes: "rings twice" } });
    expect((await as(mira, "POST", `${path}/dismiss`)).status).toBe(200);
    expect((await as(mira, "GET", path)).json).toMatchObject({ data: { notes: null } });
    const { json } = await as(mira, "GET", "/api/customers/c1");
    expect(json).toMatchObject({ name: "Guest 12", phone: "+15550100" });
  });

  it("is read as it was typed, whatever stands where an id belongs", async () => {
    const { sync, as, anna, mira, store } = await open();
    const words = { notes: "rings twice" };
    const strange = [
      { ...about({}), entityId: "Guest Twelve" },
      { ...about({}), entityId: "" },
      { ...about({}), data: { ...words, customerId: "Guest Twelve" } },
      { ...about({}), data: { ...words, customerId: "" } },
      { ...about({}), data: { ...words, customerId: "not-there" } },
    ];
    for (const { inboxId } of await sync(anna, strange)) {
      const path = `/api/inbox/${inboxId}`;
      expect((await as(mira, "GET", path)).json).toMatchObject({ data: words });
      await as(mira, "POST", `${path}/dismiss`);
      expect((await as(mira, "GET", path)).json).toMatchObject({ data: { notes: null } });
    }
    const { db } = store.kernel;
    for (const table of ["journal", "refused_changes", "answers"])
      expect(JSON.stringify(db.prepare(`SELECT * FROM ${table}`).all())).not.toContain("rings twice");
  });

  it("is forgotten with the guest whose check it became", async () => {
    const { sync, as, anna, mira } = await open();
    const guest = { type: "takeaway", items: [soup("k1")], customerName: "Guest 12", tableId: "nowhere" };
    const { inboxId = "" } = one(await sync(anna, [tap("create", "o9", guest)]));
    await sync(anna, [tap("create", "o9", { ...guest, tableId: undefined })]);
    expect((await as(mira, "POST", "/api/orders/o9/erase-guest")).status).toBe(200);
    const { text } = await as(mira, "GET", `/api/inbox/${inboxId}`);
    expect(text).not.toContain("Guest 12");
  });

  it("is erased with the customer that it named before there was one", async () => {
    const { sync, as, anna, mira } = await open();
    const change = tap("update", "nobody", { notes: "rings twice", customerId: "c2" });
    const { inboxId = "" } = one(await sync(anna, [change]));
    await as(mira, "POST", "/api/customers", { id: "c2", name: "Guest 12" });
    await as(mira, "POST", "/api/customers/c2/erase");
    const { json } = await as(mira, "GET", `/api/inbox/${inboxId}`);
    expect(json).toMatchObject({ data: { notes: null } });
  });
});

describe("a text that looks like a sealed one", () => {
  const sealedOf = ({ store }: Pick<SyncStore, "store">): string => {
    const row = store.kernel.db
      .prepare<[], { state: string }>("SELECT state FROM customers WHERE id = 'c1'")
      .get();
    return /sealed:v1:c1:[A-Za-z0-9_-]+/.exec(row?.state ?? "")?.[0] ?? "";
  };
  const withCustomer = async () => {
    const all = await open();
    await all.as(all.mira, "POST", "/api/customers", { id: "c1", name: "Guest 12", phone: "+15550100" });
    const sealed = sealedOf(all);
    expect(sealed).not.toBe("");
    return { ...all, sealed };
  };

  it("is refused at the door with its field, however it is written, as a value or as a name", async () => {
    const { as, anna, sealed } = await withCustomer();
    const noted = await as(anna, "PUT", "/api/orders/o1", { notes: sealed });
    expect([noted.status, noted.json.errors]).toEqual([
      422,
      [{ path: "notes", message: "must not begin with sealed:v1:" }],
    ]);
    for (const body of [{ notes: ` ${sealed}` }, { [sealed]: 1 }, { list: [{ deep: sealed }] }]) {
      const sent = await as(anna, "PUT", "/api/orders/o1", body);
      expect([sent.status, sent.text.includes("Guest 12"), sent.text.includes("15550100")]).toEqual([
        422,
        false,
        false,
      ]);
    }
    expect((await as(anna, "PUT", "/api/orders/o1", { notes: `see ${sealed}` })).status).toBe(200);
  });

  it("in a change is refused alone, and kept without being opened", async () => {
    const { process, as, anna, mira, sealed } = await withCustomer();
    const sent = await process(anna, [
      tap("update", "o1", { notes: sealed }),
      tap("update", "o1", { [sealed]: { notes: `\t${sealed}` } }),
      tap("update", "o1", { notes: "no onions" }),
    ]);
    const results = sent.json.results as Result[];
    expect(results.map(({ status, code }) => [status, code])).toEqual([
      ["rejected", "invalid"],
      ["rejected", "invalid"],
      ["applied", undefined],
    ]);
    expect(results[0]?.problem?.errors).toEqual([
      { path: "data.notes", message: "must not begin with sealed:v1:" },
    ]);
    const list = await as(mira, "GET", "/api/inbox");
    for (const text of [sent.text, list.text]) {
      expect(text).not.toContain("Guest 12");
      expect(text).not.toContain("15550100");
    }
    expect(list.text).toContain("sealed v1 c1");
  });
});
