import { type Customer, CustomerExport, type CustomerInput } from "@tillbox/shared/contract/customer.ts";
import type { Order } from "@tillbox/shared/contract/order.ts";
import type { Reservation, WaitEntry } from "@tillbox/shared/contract/reservation.ts";
import { newId } from "@tillbox/shared/id.ts";
import * as fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { unsealJson } from "../../kernel/personal.ts";
import { verifyJournal } from "../../kernel/rebuild.ts";
import { furnish, line, peopleOf } from "../../testing/bistro.ts";
import { rebuiltDifferences } from "../../testing/rebuilt.ts";
import { openTestStore, type TestStore } from "../../testing.ts";
import { openAccount } from "../account/commands.ts";
import { changeOrder } from "../order/commands.ts";
import { splitOrder } from "../order/moves/commands.ts";
import { orders } from "../order/rows.ts";
import { bookReservation, changeReservation } from "../reservation/commands.ts";
import { reservations, waitlist } from "../reservation/rows.ts";
import { joinWaitlist } from "../reservation/wait/commands.ts";
import { changeCustomer, createCustomer, removeCustomer } from "./commands.ts";
import { searchCustomers } from "./directory/rows.ts";
import { eraseCustomer, eraseGuest, eraseReservationGuest, eraseWaitGuest } from "./erasing/commands.ts";
import { exportOf } from "./export/rows.ts";
import { customers } from "./rows.ts";

let store: TestStore;
const { open, pay, status } = peopleOf(() => store);
beforeEach(async () => {
  store = openTestStore({ strict: true });
  await furnish(store);
});

const words = (extra: Partial<CustomerInput> = {}): CustomerInput => ({ name: "Guest 12", ...extra });
const add = (extra: Partial<CustomerInput> = {}): Promise<Customer> =>
  store.done(createCustomer, { id: newId(), words: words(extra) }, "waiter");
const change = (id: string, changes: object): Promise<Customer> =>
  store.done(changeCustomer, { id, words: changes }, "waiter");
const erase = (id: string): Promise<Customer> =>
  store.done(eraseCustomer, { id, reason: "asked for it" }, "manager");
const find = async (search: string): Promise<(string | null)[]> => {
  const ids = await searchCustomers(store.kernel, search, 10);
  return ids.map((id) => shown(id).name);
};
const shown = (id: string): Customer => {
  const state = store.kernel.get(customers, id);
  if (!state) throw new Error(`no customer ${id}`);
  return JSON.parse(unsealJson(store.kernel.db, customers.view(state, store.kernel))) as Customer;
};
const shownOrder = (id: string): Order => {
  const state = store.kernel.get(orders, id);
  if (!state) throw new Error(`no order ${id}`);
  return JSON.parse(unsealJson(store.kernel.db, orders.view(state, store.kernel))) as Order;
};
const journal = (): string =>
  store.kernel.db.prepare<[], string>("SELECT bytes FROM journal").pluck().all().join("\n");

describe("a customer", () => {
  it("is kept whole, with the time of the consent, and no word of it stands in the journal", async () => {
    const whole = {
      phone: "+49 171 2345678",
      email: "guest12@example.com",
      birthday: "1990-04-01",
      address: { street: "Quay 7", extra: null, postalCode: "20457", city: "Hamburg", country: null },
      company: { name: "Guest 12 Ltd", vatId: "DE123456789" },
      taxExemption: { certificate: "EX-1", validUntil: "2027-01-01" },
      notes: "likes the window",
      tags: ["regular"],
    };
    const consent = { marketing: true, source: "card at the counter" };
    const made = await add({ ...whole, consent });
    expect(made).toMatchObject({ ...whole, name: "Guest 12", erasedAt: null });
    expect(made.consent).toEqual({ ...consent, at: made.createdAt });
    for (const secret of [
      "Guest 12",
      "2345678",
      "example.com",
      "1990-04",
      "Quay",
      "Hamburg",
      "DE123",
      "EX-1",
      "window",
    ])
      expect(journal()).not.toContain(secret);
    expect(journal()).toContain("2027-01-01");
  });
  it("changes in the named fields only; the same again is no event, null clears", async () => {
    const { id } = await add({ phone: "0171 2345678", notes: "quiet table" });
    const seq = store.kernel.headSeq();
    await change(id, { name: "Guest 12", phone: "0171 2345678", tags: [] });
    expect(store.kernel.headSeq()).toBe(seq);
    expect(await change(id, { notes: null, tags: ["vip"] })).toMatchObject({
      name: "Guest 12",
      phone: "0171 2345678",
      notes: null,
      tags: ["vip"],
    });
  });
  it("keeps since when a consent holds, until it is given in another way or taken back", async () => {
    const consent = { marketing: true, source: "web form" };
    const { id, consent: first } = await add({ consent });
    expect((await change(id, { consent, notes: "x" })).consent).toEqual(first);
    expect((await change(id, { consent: { ...consent, marketing: false } })).consent?.marketing).toBe(false);
    expect((await change(id, { consent: null })).consent).toBeNull();
  });
  it("has a life in figures: what was paid, no open order, no cancelled one", async () => {
    const { id } = await add();
    await pay(await open([line("soup", 2)], { customerId: id }));
    await pay(await open([line("wine")], { customerId: id }));
    await open([line("wine")], { customerId: id });
    await status(await open([line("wine")], { customerId: id }), "cancelled");
    expect(shown(id).figures).toMatchObject({ orders: 2, spent: 2400, refunded: 0 });
    expect(shown(id).figures.firstOrderAt).not.toBeNull();
  });
  it("added by mistake is removed; with an order only erased", async () => {
    const mistake = await add();
    expect(await store.refused(removeCustomer, { id: mistake.id }, "waiter")).toBe("forbidden");
    await store.done(removeCustomer, { id: mistake.id }, "manager");
    expect(store.kernel.get(customers, mistake.id)).toBeUndefined();
    const guest = await add();
    await open([line("soup")], { customerId: guest.id });
    expect(await store.refused(removeCustomer, { id: guest.id }, "manager")).toBe("conflict");
    expect(rebuiltDifferences(store.kernel)).toEqual([]);
  });
});

describe("an order of a customer", () => {
  it("takes their name over, or a name of its own, and gives theirs back when it is no longer theirs", async () => {
    const { id } = await add();
    const order = await open([line("soup")], { customerId: id });
    expect(order).toMatchObject({ customerId: id, customerName: "Guest 12" });
    const own = await open([line("soup")], { customerId: id, customerName: "Guest 13" });
    expect(own.customerName).toBe("Guest 13");
    const put = (order_: Order, fields: object): Promise<Order> =>
      store.done(changeOrder, { id: order_.id, ...fields }, "waiter");
    expect(await put(order, { customerId: null })).toMatchObject({ customerId: null, customerName: null });
    expect(await put(own, { customerId: null })).toMatchObject({
      customerId: null,
      customerName: "Guest 13",
    });
    expect((await put(order, { customerId: id })).customerName).toBe("Guest 12");
  });
  it("needs a customer that there is, and somebody who may see customers", async () => {
    const { id } = await add();
    const order = await open([line("soup")]);
    const link = (customerId: string) => ({ id: order.id, customerId });
    expect(await store.refused(changeOrder, link("nobody"), "waiter")).toBe("invalid");
    expect(await store.refused(changeOrder, link(id), "kiosk")).toBe("forbidden");
    await erase(id);
    expect(await store.refused(changeOrder, link(id), "waiter")).toBe("invalid");
  });
});

describe("erasing", () => {
  it("takes every word of the person from orders, history and the directory, and leaves the money", async () => {
    const { id } = await add({ phone: "040 123456", tags: ["vip"] });
    const paid = (await pay(await open([line("soup")], { customerId: id, notes: "allergic to nuts" }))).order;
    const still = await open([line("wine")], { customerId: id, customerName: "Guest 99" });
    expect(await find("guest 12")).toEqual(["Guest 12"]);
    const erased = await erase(id);
    expect(erased).toMatchObject({ name: null, phone: null, tags: [], erasedAt: erased.updatedAt });
    expect(erased.figures).toMatchObject({ orders: 1, spent: 850 });
    expect(shownOrder(paid.id)).toMatchObject({
      customerId: id,
      customerName: null,
      notes: null,
      total: 850,
      receiptNumber: paid.receiptNumber,
      version: paid.version,
    });
    expect(shownOrder(still.id).customerName).toBeNull();
    expect(shownOrder(still.id).version).toBeGreaterThan(still.version);
    expect(await find("guest")).toEqual([]);
    const all = unsealJson(store.kernel.db, journal());
    for (const word of ["Guest 12", "Guest 99", "040 123", "nuts"]) expect(all).not.toContain(word);
    expect(rebuiltDifferences(store.kernel)).toEqual([]);
    expect(verifyJournal(store.kernel.db).error).toBeNull();
  });
  it("is for managers, happens once, and nothing is added to an erased person", async () => {
    const { id } = await add();
    expect(await store.refused(eraseCustomer, { id, reason: null }, "waiter")).toBe("forbidden");
    await erase(id);
    expect(await store.refused(eraseCustomer, { id, reason: null }, "manager")).toBe("conflict");
    expect(await store.refused(changeCustomer, { id, words: { name: "Guest 1" } }, "waiter")).toBe(
      "conflict",
    );
  });
  it("of a guest who is no customer takes the name and note of one order", async () => {
    const order = await open([line("soup")], { customerName: "Guest 5", notes: "back door" });
    const other = await open([line("soup")], { customerName: "Guest 6" });
    await store.done(eraseGuest, { id: order.id }, "manager");
    expect(shownOrder(order.id)).toMatchObject({ customerName: null, notes: null });
    expect(shownOrder(other.id).customerName).toBe("Guest 6");
    expect(unsealJson(store.kernel.db, journal())).not.toContain("Guest 5");
    expect(rebuiltDifferences(store.kernel)).toEqual([]);
    const { id } = await add();
    const theirs = await open([line("soup")], { customerId: id });
    expect(await store.refused(eraseGuest, { id: theirs.id }, "manager")).toBe("conflict");
  });
});

describe("what a customer left elsewhere", () => {
  const later = () => new Date(Date.now() + 3_600_000 * 30).toISOString();
  const furnished = async (id: string) => {
    const own = { id: newId(), at: later(), guests: 2, name: "Guest 5", phone: "040 555", tableIds: ["t1"] };
    const booking: Reservation = await store.done(bookReservation, own, "waiter");
    await store.done(changeReservation, { id: booking.id, customerId: id, notes: "high chair" }, "waiter");
    const wait: WaitEntry = await store.done(
      joinWaitlist,
      { id: newId(), guests: 4, name: "Guest 7", customerId: id },
      "waiter",
    );
    const account = { id: newId(), name: "Guest 12", customerId: id, limit: 5000 };
    await store.done(openAccount, account, "owner");
    const order = await open([line("soup")], { customerId: id });
    return { booking, wait, account, order };
  };

  it("is handed out with them, and erased with them", async () => {
    const { id } = await add();
    const { booking, wait, account, order } = await furnished(id);
    await open([line("wine")], { customerName: "Guest 77" });
    const text = unsealJson(store.kernel.db, exportOf(store.kernel, id, "2026-01-01T00:00:00Z"));
    expect(CustomerExport.safeParse(JSON.parse(text)).error).toBeUndefined();
    expect(JSON.parse(text)).toMatchObject({
      orders: [{ id: order.id }],
      reservations: [{ id: booking.id, name: "Guest 5", notes: "high chair" }],
      waitlist: [{ id: wait.id, name: "Guest 7" }],
      accounts: [{ id: account.id, name: "Guest 12" }],
      giftCards: [],
    });
    expect(text).not.toContain("Guest 77");
    await erase(id);
    expect(store.kernel.get(reservations, booking.id)).toMatchObject({
      name: null,
      phone: null,
      tableIds: ["t1"],
    });
    expect(store.kernel.get(waitlist, wait.id)).toMatchObject({ name: null });
    const all = unsealJson(store.kernel.db, journal());
    for (const word of ["Guest 5", 'Guest 7"', "Guest 12", "040 555", "high chair"])
      expect(all).not.toContain(word);
    expect(all).toContain("Guest 77");
    expect(rebuiltDifferences(store.kernel)).toEqual([]);
  });
  it("keeps them from being removed as if they had never been here", async () => {
    const { id } = await add();
    await store.done(joinWaitlist, { id: newId(), guests: 4, customerId: id }, "waiter");
    expect(await store.refused(removeCustomer, { id }, "manager")).toBe("conflict");
  });
  it("by a guest who is no customer is erased from a reservation or the line alone", async () => {
    const booked = {
      id: newId(),
      at: later(),
      guests: 2,
      name: "Guest 5",
      phone: "040 555",
      tableIds: ["t2"],
    };
    await store.done(bookReservation, booked, "waiter");
    const waits = { id: newId(), guests: 4, name: "Guest 6" };
    await store.done(joinWaitlist, waits, "waiter");
    expect(await store.refused(eraseReservationGuest, { id: booked.id }, "waiter")).toBe("forbidden");
    await store.done(eraseReservationGuest, { id: booked.id }, "manager");
    await store.done(eraseWaitGuest, { id: waits.id }, "manager");
    const all = unsealJson(store.kernel.db, journal());
    for (const word of ["Guest 5", "Guest 6", "040 555"]) expect(all).not.toContain(word);
    const { id } = await add();
    const { booking } = await furnished(id);
    expect(await store.refused(eraseReservationGuest, { id: booking.id }, "manager")).toBe("conflict");
  });
});

it("erasing a guest takes the note along that a split check took over, and no customer's key", async () => {
  const order = await open([line("soup"), line("wine")], { customerName: "Guest 5", notes: "back door" });
  const itemId = order.items[0]?.id ?? "";
  const split = {
    id: order.id,
    newOrderId: newId(),
    items: [{ itemId, quantity: 1, toLineId: newId() }],
    tableId: null,
  };
  const part: Order = await store.done(splitOrder, split, "waiter");
  expect(part.notes).toBe("back door");
  const { id } = await add({ name: "Guest 8" });
  await store.done(eraseGuest, { id: part.id }, "manager");
  expect(unsealJson(store.kernel.db, journal())).not.toContain("back door");
  expect(shown(id).name).toBe("Guest 8");
});

describe("the export", () => {
  it("holds the person, their orders and what happened to them, and no word of another guest", async () => {
    const { id } = await add({ phone: "040 123456" });
    const theirs = (await pay(await open([line("soup")], { customerId: id, notes: "by the door" }))).order;
    await open([line("wine")], { customerName: "Guest 77" });
    const text = unsealJson(store.kernel.db, exportOf(store.kernel, id, "2026-01-01T00:00:00Z"));
    expect(JSON.parse(text)).toMatchObject({
      customer: { name: "Guest 12", phone: "040 123456" },
      orders: [{ id: theirs.id, notes: "by the door", total: 850 }],
      history: [{ type: "CustomerCreated", data: { profile: { name: "Guest 12" } } }],
    });
    expect(text).not.toContain("Guest 77");
    expect(text).not.toContain("sealed:");
  });
});

describe("the directory", () => {
  it("finds by beginnings of names without marks, by mail, and by telephone in any way of saying it", async () => {
    await add({ name: "Gäst Öre", phone: "+46 (0)70 123 45 67", email: "gast@example.com" });
    await add({ name: "Guest 3", phone: "0171/2345678", company: { name: "Harbour Tours", vatId: null } });
    expect(await find("gast or")).toEqual(["Gäst Öre"]);
    expect(await find("example.com")).toEqual(["Gäst Öre"]);
    expect(await find("harbour")).toEqual(["Guest 3"]);
    for (const phone of ["0171 2345678", "+49 171 2345678", "00491712345678", "5678", "2345678"])
      expect([phone, await find(phone)]).toEqual([phone, ["Guest 3"]]);
    expect(await find("999")).toEqual([]);
    expect(await find("ore harbour")).toEqual([]);
  });
  it("follows changes, and puts the exact number and the whole word first", async () => {
    const one = await add({ name: "Gasthof", phone: "1234567" });
    await add({ name: "Gast", phone: "12345678" });
    expect(await find("gast")).toEqual(["Gast", "Gasthof"]);
    expect(await find("1234567")).toEqual(["Gasthof", "Gast"]);
    await change(one.id, { name: "Bistro", phone: null });
    expect(await find("gast")).toEqual(["Gast"]);
    expect(await find("bistro")).toEqual(["Bistro"]);
  });
  it("finds everybody by any beginning of their name, among any others", async () => {
    const names = fc.array(fc.stringMatching(/^[a-zäöü]{2,8}( [a-z]{2,8})?$/), {
      minLength: 1,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(names, fc.nat(), fc.nat(), async (all, at, cut) => {
        store = openTestStore();
        for (const name of all) await add({ name });
        const name = all[at % all.length] ?? "";
        const search = name.slice(0, 1 + (cut % name.length));
        expect(
          await searchCustomers(store.kernel, search, 100).then((ids) => ids.map((id) => shown(id).name)),
        ).toContain(name);
        store.kernel.close();
      }),
      { numRuns: 12 },
    );
  });
  it("reads ten thousand in steps that hold nobody up, and a search then reads none of them again", async () => {
    const { db } = store.kernel;
    const { id } = await add({ name: "Guest 1", phone: "0401234567" });
    const row = db.prepare<[string], { state: string }>("SELECT state FROM customers WHERE id = ?").get(id);
    const insert = db.prepare(
      "INSERT INTO customers SELECT ?, ?, ?, created_at, updated_at, 0 FROM customers WHERE id = ?",
    );
    db.transaction(() => {
      for (let n = 0; n < 10_000; n += 1) insert.run(`c${n}`, row?.state.replace(id, `c${n}`), 1000 + n, id);
    })();
    let turns = 0;
    const counting = setInterval(() => (turns += 1), 0);
    await searchCustomers(store.kernel, "guest", 5);
    expect(turns).toBeGreaterThan(10);
    turns = 0;
    expect(await searchCustomers(store.kernel, "4567", 5)).toHaveLength(5);
    clearInterval(counting);
    expect(turns).toBeLessThan(5);
  });
});
