import { newId } from "@tillbox/shared/id.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { featureRoutes, features } from "../../../features.ts";
import { migrationsFolder, readMigrations } from "../../../kernel/migrate.ts";
import { erasePerson } from "../../../kernel/personal.ts";
import { businessTables, compareTables, verifyJournal } from "../../../kernel/rebuild.ts";
import { openRebuilt } from "../../../kernel/repair.ts";
import type { Command } from "../../../kernel/types.ts";
import { type HttpStore, openHttpStore } from "../../../testing/http-store.ts";
import { categories, menuItems } from "../../menu/rows.ts";
import { openPrintQueue } from "../../printer/queue.ts";
import { printers } from "../../printer/rows.ts";
import { systemActor } from "../../staff/rows.ts";

let store: HttpStore;
let token: string;
const order = {
  id: "order-1",
  type: "takeaway",
  customerName: "Guest 12",
  notes: "rings at the back door",
  items: [{ id: "line-1", menuItemId: "soup", quantity: 1 }],
  send: true,
};
const make = async (
  command: Command<{ id: string; fields: Record<string, unknown> }>,
  id: string,
  fields: Record<string, unknown>,
) => {
  const request = { input: { id, fields }, commandId: newId(), fingerprint: "", actor: systemActor };
  expect(await store.kernel.execute({ command, ...request })).toMatchObject({ ok: true });
};

beforeEach(async () => {
  store = openHttpStore({ routes: featureRoutes });
  await make(categories.create, "food", { name: "Food" });
  await make(menuItems.create, "soup", { name: "Soup", categoryId: "food", price: 850 });
  const transport = { type: "screen" };
  await make(printers.create, "receipts", { name: "Receipts", transport, role: "receipt" });
  await make(printers.create, "kitchen", { name: "Kitchen", transport, role: "kitchen" });
  await store.addPerson("ann", "owner");
  token = await store.signIn("ann");
});
afterEach(() => store.close());

const send = (method: string, path: string, body?: unknown, key?: string) =>
  store.send(method, path, body, {
    token,
    ...(key === undefined ? {} : { headers: { "idempotency-key": key } }),
  });
/** Every text of every table, but the journal's hashes. */
const tablesHolding = (text: string): string[] => {
  const { db } = store.kernel;
  const tables = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all();
  return tables.filter((table) =>
    db
      .prepare<[], Record<string, unknown>>(`SELECT * FROM "${table}"`)
      .all()
      .some((row) => JSON.stringify(row).includes(text)),
  );
};
const rebuiltDifferences = () => {
  const rebuilt = openRebuilt(store.kernel.db, features, readMigrations(migrationsFolder));
  const found = compareTables(store.kernel.db, rebuilt, businessTables(features));
  rebuilt.close();
  return found;
};
const openAndPay = async () => {
  await send("POST", "/api/orders", order, "tap-1");
  await send("POST", "/api/orders/order-1/payments", {
    method: "cash",
    split: { splitType: "item", splitDetails: { itemIds: ["line-1"], customerName: "Guest 13" } },
  });
};

describe("a guest's words", () => {
  it("are shown to whoever reads the order, and stand sealed in every table", async () => {
    await openAndPay();
    const { json } = await send("GET", "/api/orders/order-1");
    expect(json).toMatchObject({ customerName: "Guest 12", notes: "rings at the back door" });
    expect(JSON.stringify(json)).toContain("Guest 13");
    expect(["Guest 12", "Guest 13", "back door"].flatMap(tablesHolding)).toEqual([]);
    expect(tablesHolding("Soup")).toEqual(expect.arrayContaining(["journal", "orders", "answers", "jobs"]));
  });
  it("are the same in the answer to a retry, and open in a problem's current state", async () => {
    const first = await send("POST", "/api/orders", order, "tap-1");
    const again = await send("POST", "/api/orders", order, "tap-1");
    expect(again.headers.get("idempotent-replay")).toBe("true");
    expect(again.text).toBe(first.text);
    const taken = await send("POST", "/api/orders", order, "tap-2");
    expect([taken.status, taken.json.current]).toMatchObject([409, { customerName: "Guest 12" }]);
  });
  it("are opened for the printer as it takes its ticket", async () => {
    await openAndPay();
    const queue = openPrintQueue(store.kernel, () => undefined);
    const ticket = await queue.claimNext("kitchen", 60_000);
    expect(ticket?.document).toMatchObject({ customerName: "Guest 12", notes: "rings at the back door" });
    await store.kernel.operate(() => erasePerson(store.kernel.db, "order-1"));
    await queue.finish(ticket?.id ?? "", {
      status: "retry",
      error: { code: "x", message: "x" },
      notBefore: "2000-01-01T00:00:00Z",
    });
    const again = await queue.claimNext("kitchen", 60_000);
    expect(again?.document).toMatchObject({ customerName: null, notes: null });
  });
  it("sent again as they are change nothing", async () => {
    await send("POST", "/api/orders", order);
    const seq = store.kernel.headSeq();
    const same = { customerName: "Guest 12", notes: "rings at the back door" };
    expect((await send("PUT", "/api/orders/order-1", same)).json).toMatchObject(same);
    expect(store.kernel.headSeq()).toBe(seq);
    const { json } = await send("PUT", "/api/orders/order-1", { customerName: "Guest 14", notes: null });
    expect(json).toMatchObject({ customerName: "Guest 14", notes: null });
  });
  it("are gone from answers, retries and the timeline once the guest was erased; money, chain and rebuild stay", async () => {
    await openAndPay();
    const before = await send("GET", "/api/orders/order-1");
    expect(rebuiltDifferences()).toEqual([]);
    await store.kernel.operate(() => erasePerson(store.kernel.db, "order-1"));
    const after = await send("GET", "/api/orders/order-1");
    expect(after.json).toMatchObject({
      customerName: null,
      notes: null,
      total: before.json.total,
      paid: 850,
    });
    expect(after.headers.get("etag")).not.toBe(before.headers.get("etag"));
    const again = await send("POST", "/api/orders", order, "tap-1");
    const timeline = await send("GET", "/api/orders/order-1/timeline");
    for (const { text } of [after, again, timeline]) expect(text).not.toMatch(/Guest|back door|sealed/);
    expect(rebuiltDifferences()).toEqual([]);
    expect(verifyJournal(store.kernel.db).error).toBeNull();
  });
});
