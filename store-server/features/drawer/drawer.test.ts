import type { Drawer } from "@tillbox/shared/contract/drawer.ts";
import type { Order } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";
import { array, assert, asyncProperty, constantFrom, integer, record } from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { parseEntry, readOfEntity } from "../../kernel/journal.ts";
import type { Actor } from "../../kernel/types.ts";
import { furnish, line, peopleOf } from "../../testing/bistro.ts";
import { rebuiltDifferences } from "../../testing/rebuilt.ts";
import { actorOf, openTestStore, type TestStore } from "../../testing.ts";
import { exceptionsBetween } from "../report/exceptions/rows.ts";
import { drawerCash } from "../tender/rows.ts";
import {
  closeDrawer,
  countDrawer,
  findDrawer,
  openDrawer,
  openWithoutSale,
  payIn,
  payOut,
} from "./commands.ts";
import { expectedIn } from "./drawer.ts";

let store: TestStore;
const { open, pay, set } = peopleOf(() => store);
const cashier = actorOf("cashier");
beforeEach(async () => {
  store = openTestStore({ strict: true });
  await furnish(store);
});

const opened = (float = 10_000, more: object = {}): Promise<Drawer> =>
  store.done(openDrawer, { id: newId(), float, ...more }, cashier);
const count = (drawer: Drawer, total: number, by: Actor = cashier): Promise<Drawer> =>
  store.done(countDrawer, { id: drawer.id, count: { id: newId(), total } }, by);
const manager = { ...actorOf("manager"), deviceId: cashier.deviceId };
const close = (drawer: Drawer) => store.submit(closeDrawer, { id: drawer.id, note: null }, cashier);
const move = (command: typeof payIn, drawer: Drawer, amount: number): Promise<Drawer> =>
  store.done(command, { id: drawer.id, moveId: newId(), amount, reason: "change from the bank" }, cashier);
const sell = async (extra: object = {}): Promise<Order> =>
  (await pay(await open([line("soup")]), extra)).order;

describe("a drawer session", () => {
  it("takes the cash of its device: what was given less the change, tips and rounding included", async () => {
    await set("rounding.cash", 5);
    const drawer = await opened();
    await sell({ tendered: 2000, tip: 103 });
    await sell({ method: "external" });
    await move(payIn, drawer, 5000);
    await move(payOut, drawer, 1200);
    const counted = await count(drawer, 14_700, manager);
    expect(counted).toMatchObject({ expected: 10_000 + 955 + 5000 - 1200, overShort: 14_700 - 14_755 });
    expect(await close(drawer)).toMatchObject({ ok: true });
    expect(findDrawer(store.kernel, drawer.id).closed).toMatchObject({ overShort: -55 });
  });
  it("says nothing of what should be in it before it was counted, and lets only who may know ask", async () => {
    const drawer = await opened();
    await sell();
    const moved = await move(payIn, drawer, 100);
    expect([moved.expected, moved.overShort, moved.counted]).toEqual([null, null, null]);
    expect(JSON.stringify(moved)).not.toContain("10950");
    expect(cashier.permissions.has("drawer.expected")).toBe(false);
    expect((await count(drawer, 1, manager)).expected).toBe(10_950);
  });
  it("is blind for every count, not only for the first, until it is closed", async () => {
    const drawer = await opened();
    for (const total of [9000, 9950]) {
      const counted = await count(drawer, total);
      expect([counted.counted, counted.expected, counted.overShort]).toEqual([total, null, null]);
      expect(counted.counts.every(({ expected, overShort }) => (expected ?? overShort) === null)).toBe(true);
    }
    expect(await store.submit(openDrawer, { id: drawer.id, float: 0 }, cashier)).toMatchObject({
      ok: false,
      refusal: { details: { current: { counted: 9950, overShort: null } } },
    });
    const closed = await store.done(closeDrawer, { id: drawer.id, note: null }, cashier);
    expect(closed).toMatchObject({ expected: 10_000, overShort: -50, counts: [{ overShort: -1000 }, {}] });
  });
  it("gives out no more than should be in it", async () => {
    const drawer = await opened(500);
    await sell();
    const take = (amount: number) =>
      store.submit(payOut, { id: drawer.id, moveId: newId(), amount, reason: "to the safe" }, cashier);
    const tooMuch = await take(1351);
    expect(tooMuch).toMatchObject({ ok: false, refusal: { code: "conflict" } });
    expect(JSON.stringify(tooMuch)).not.toContain("1350");
    expect(await take(1350)).toMatchObject({ ok: true });
    await move(payIn, drawer, 1);
    expect(await take(1)).toMatchObject({ ok: true });
  });
  it("keeps who wanted more than is in it, for those alone who may know what should be", async () => {
    const drawer = await opened(500);
    const slip = { id: drawer.id, moveId: newId(), amount: 501, reason: "to the safe" };
    const tap = newId();
    const { kernel } = store;
    await store.submit(payOut, slip, cashier, tap);
    const before = kernel.headSeq();
    await store.submit(payOut, slip, cashier, tap);
    expect(kernel.headSeq()).toBe(before);
    const entry = parseEntry(readOfEntity(kernel.db, "drawer", drawer.id).at(-1) as never);
    expect(entry).toMatchObject({ type: "PaidOutRefused", actor: "cashier", command: tap });
    const known = await count(drawer, 1, manager);
    expect(known.refused).toMatchObject([{ amount: 501, reason: "to the safe", by: "cashier" }]);
    expect(known.moves).toEqual([]);
    expect((await count(drawer, 1)).refused).toBeUndefined();
    expect(expectedIn(findDrawer(kernel, drawer.id), drawerCash(kernel.db, drawer.id))).toBe(500);
    const { businessDay } = drawer;
    expect(exceptionsBetween.all(kernel.db, businessDay, businessDay)).toMatchObject([
      { kind: "paid_out_refused", count: 1, amount: 501 },
    ]);
    expect(rebuiltDifferences(kernel)).toEqual([]);
  });
  it("lets nobody find out by asking: after two refusals a manager says yes to each, in that session", async () => {
    const drawer = await opened(500);
    const take = (amount: number, by: Actor = cashier) =>
      store.submit(payOut, { id: drawer.id, moveId: newId(), amount, reason: "to the safe" }, by);
    for (const amount of [900, 800])
      expect(await take(amount)).toMatchObject({ refusal: { code: "conflict" } });
    for (const amount of [700, 1])
      expect(await take(amount)).toMatchObject({
        refusal: {
          code: "forbidden",
          details: { permission: "drawer.expected", approval: { subjectId: drawer.id, amount } },
        },
      });
    const colleague = { ...cashier, userId: "cashier-2" };
    expect(await take(1, colleague)).toMatchObject({ ok: true });
    expect(await take(1, manager)).toMatchObject({ ok: true });
    await move(payIn, drawer, 1);
    await count(drawer, 499);
    expect(await close(drawer)).toMatchObject({ ok: true });
    const next = await opened(500);
    expect(
      await store.submit(payOut, { id: next.id, moveId: newId(), amount: 1, reason: "bread" }, cashier),
    ).toMatchObject({ ok: true });
  });
  it("leaves no trace of a slip by whoever may know", async () => {
    const drawer = await opened(500);
    const before = store.kernel.headSeq();
    const slip = { id: drawer.id, moveId: newId(), amount: 501, reason: "to the safe" };
    for (const _ of [1, 2, 3]) expect(await store.refused(payOut, slip, manager)).toBe("conflict");
    expect(store.kernel.headSeq()).toBe(before);
  });
  it("is counted by denomination, and every count stays", async () => {
    const drawer = await opened();
    const denominations = [
      { value: 5000, count: 1 },
      { value: 1000, count: 4 },
      { value: 100, count: 9 },
      { value: 5, count: 0 },
    ];
    await store.done(countDrawer, { id: drawer.id, count: { id: newId(), denominations } }, cashier);
    const again = await count(drawer, 10_000, manager);
    expect(again.counts.map(({ counted, overShort }) => [counted, overShort])).toEqual([
      [9900, -100],
      [10_000, 0],
    ]);
    expect(again.counts[0]?.denominations).toEqual(denominations.slice(0, 3));
  });
  it("is not closed uncounted, nor with a count from before the last cash", async () => {
    const drawer = await opened();
    expect(await store.refused(closeDrawer, { id: drawer.id, note: null }, cashier)).toBe("conflict");
    await count(drawer, 10_000);
    await sell();
    const late = await close(drawer);
    expect(late).toMatchObject({ ok: false, refusal: { code: "conflict" } });
    await count(drawer, 10_850);
    expect(await close(drawer)).toMatchObject({ ok: true });
    expect(
      await store.refused(payIn, { id: drawer.id, moveId: newId(), amount: 1, reason: "x" }, cashier),
    ).toBe("conflict");
  });
  it("keeps a no-sale with who and why, and moves no cash by it", async () => {
    const drawer = await opened();
    const after: Drawer = await store.done(
      openWithoutSale,
      { id: drawer.id, moveId: newId(), reason: "change for a guest" },
      cashier,
    );
    expect(after.moves).toMatchObject([
      { kind: "no_sale", amount: 0, reason: "change for a guest", by: "cashier" },
    ]);
    expect((await count(drawer, 10_000, manager)).overShort).toBe(0);
  });
});

describe("whose drawer", () => {
  it("a device has one open session, a person one purse, and the device's takes the cash", async () => {
    const drawer = await opened();
    const second = await store.submit(openDrawer, { id: newId(), float: 0 }, cashier);
    expect(second).toMatchObject({
      ok: false,
      refusal: { code: "conflict", details: { current: { id: drawer.id } } },
    });
    const purse: Drawer = await store.done(openDrawer, { id: newId(), float: 0, userId: "cashier" }, cashier);
    expect([purse.deviceId, purse.userId]).toEqual([null, "cashier"]);
    expect((await sell()).payments[0]?.drawerId).toBe(drawer.id);
    expect(drawerCash(store.kernel.db, purse.id)).toEqual({ moves: 0, given: 0 });
  });
  it("a purse takes the cash where the device has no drawer; without either a payment names none", async () => {
    const waiter = { ...actorOf("waiter"), permissions: cashier.permissions };
    expect((await sell()).payments[0]?.drawerId).toBeNull();
    const purse: Drawer = await store.done(openDrawer, { id: newId(), float: 0, userId: "waiter" }, waiter);
    expect((await sell()).payments[0]?.drawerId).toBe(purse.id);
  });
  it("another's is for whoever may do it with any", async () => {
    const drawer = await opened();
    const elsewhere = { ...cashier, deviceId: "device-2" };
    const input = { id: drawer.id, moveId: newId(), amount: 5, reason: "coins" };
    expect(await store.submit(payIn, input, elsewhere)).toMatchObject({
      ok: false,
      refusal: { code: "forbidden", details: { permission: "drawer.any", approvable: true } },
    });
    expect(await store.submit(payIn, input, { ...actorOf("manager"), deviceId: "device-2" })).toMatchObject({
      ok: true,
    });
  });
  it("names a device or a person that is there", async () => {
    const input = { id: newId(), float: 0 };
    expect(await store.refused(openDrawer, { ...input, deviceId: "nowhere" }, "manager")).toBe("invalid");
    expect(await store.refused(openDrawer, { ...input, userId: "nobody" }, "manager")).toBe("invalid");
  });
});

type Step = { kind: "sell" | "in" | "out" | "count"; amount: number };
const steps = array(
  record({
    kind: constantFrom<Step["kind"][]>("sell", "in", "out", "count"),
    amount: integer({ min: 1, max: 9000 }),
  }),
  { maxLength: 12 },
);

describe("whatever happens to a drawer", () => {
  it("its expected cash is the sum of what a person would write down, and a replay knows the same", async () => {
    await assert(
      asyncProperty(steps, async (all) => {
        store = openTestStore({ strict: true });
        await furnish(store);
        const drawer = await opened(500);
        let written = 500;
        for (const { kind, amount } of all) {
          if (kind === "sell") written += (await sell({ tip: amount, tendered: 50_000 })).total + amount;
          if (kind === "in") written += (await move(payIn, drawer, amount)) && amount;
          if (kind === "out" && amount <= written) written -= (await move(payOut, drawer, amount)) && amount;
          if (kind === "count") await count(drawer, amount);
        }
        const { kernel } = store;
        expect(expectedIn(findDrawer(kernel, drawer.id), drawerCash(kernel.db, drawer.id))).toBe(written);
        expect(rebuiltDifferences(kernel)).toEqual([]);
        kernel.close();
      }),
      { numRuns: 15 },
    );
  });
});
