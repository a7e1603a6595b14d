import type { Customer } from "@tillbox/shared/contract/customer.ts";
import type { LoyaltyProgramInput } from "@tillbox/shared/contract/loyalty.ts";
import type { Order } from "@tillbox/shared/contract/order.ts";
import type { RefundInput } from "@tillbox/shared/contract/refund.ts";
import { newId } from "@tillbox/shared/id.ts";
import * as fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { furnish, line, peopleOf } from "../../testing/bistro.ts";
import { rebuiltDifferences } from "../../testing/rebuilt.ts";
import { openTestStore, type TestStore } from "../../testing.ts";
import { createCustomer } from "../customer/commands.ts";
import { eraseCustomer } from "../customer/erasing/commands.ts";
import { customers } from "../customer/rows.ts";
import { categories, menuItems } from "../menu/rows.ts";
import { changeOrder } from "../order/commands.ts";
import { voidLine } from "../order/lines/commands.ts";
import { payOrder } from "../order/money/commands.ts";
import { mergeOrders, splitOrder } from "../order/moves/commands.ts";
import { refundOrder } from "../order/refunds/commands.ts";
import { giveReward, removeDiscount } from "../order/rewards/commands.ts";
import { adjustPoints } from "./commands.ts";
import { monthsLater, pointsFor, shareOf } from "./loyalty.ts";
import { ledgerPage, loyaltyPrograms } from "./rows.ts";

let store: TestStore;
let now_ms: number;
const { set, open, pay, status } = peopleOf(() => store);
const fiver = { id: "fiver", name: "5.00 off", points: 20, kind: "amount" as const, amount: 500 };
const freeSoup = { id: "soup", name: "A soup", points: 30, kind: "item" as const, menuItemId: "soup" };
const program = (extra: Partial<LoyaltyProgramInput> = {}) => ({
  name: "Points",
  active: true,
  earnPoints: 1,
  earnAmount: 100,
  rewards: [fiver, freeSoup],
  ...extra,
});
const openShop = async (extra: Partial<LoyaltyProgramInput> = {}): Promise<void> => {
  now_ms = Date.parse("2026-03-01T12:00:00Z");
  store = openTestStore({ strict: true, wall: () => now_ms });
  await furnish(store);
  await store.done(loyaltyPrograms.create, { id: "program", fields: program(extra) as never }, "owner");
};
beforeEach(() => openShop());

const guest = async (points = 0): Promise<string> => {
  const { id } = await store.done<{ id: string; words: { name: string } }>(createCustomer, {
    id: newId(),
    words: { name: "Guest 12" },
  });
  if (points > 0)
    await store.done(adjustPoints, { id, entryId: newId(), points, reason: "welcome" }, "manager");
  return id;
};
const balance = (id: string): number => store.kernel.get(customers, id)?.points ?? 0;
const entries = (id: string) => ledgerPage(store.kernel, id, { limit: 500 }).items;
const kinds = (id: string): [string, number][] =>
  entries(id)
    .reverse()
    .map(({ kind, points }) => [kind, points]);
const sale = async (id: string, items: Parameters<typeof open>[0]): Promise<Order> =>
  (await pay(await open(items, { customerId: id }))).order;
const reward = (order: Order, rewardId: string, discountId = newId()): Promise<Order> =>
  store.done(giveReward, { id: order.id, discountId, rewardId }, "waiter");
const refund = (order: Order, input: Partial<RefundInput> = {}): Promise<{ order: Order }> =>
  store.done(
    refundOrder,
    { id: order.id, refundId: newId(), refund: { reason: "cold", ...input } },
    "manager",
  );
/** What must hold of every customer after anything. */
const booksHold = (ids: readonly string[], mayOwe = false): void => {
  for (const id of ids) {
    const all = entries(id);
    expect(all.reduce((sum, { points }) => sum + points, 0)).toBe(balance(id));
    expect(all[0]?.balance ?? 0).toBe(balance(id));
    if (!mayOwe) for (const entry of all) expect(entry.balance).toBeGreaterThanOrEqual(0);
  }
};

describe("a paid order", () => {
  it("earns points once for what was paid, rounded down, without tips and service charge", async () => {
    await set("service.rate", "0.1");
    const id = await guest();
    const order = await open([line("soup"), line("wine")], { customerId: id });
    await pay(order, { tip: 500 });
    expect(order.total).toBe(1705);
    expect(kinds(id)).toEqual([["earned", 15]]);
    expect(entries(id)[0]).toMatchObject({ orderId: order.id, balance: 15 });
  });
  it("earns by net amounts and without excluded categories where the program says so", async () => {
    await store.done(categories.create, { id: "drinks", fields: { name: "Drinks" } });
    await store.done(menuItems.change, { id: "wine", fields: { categoryId: "drinks" } });
    await store.done(loyaltyPrograms.change, { id: "program", fields: { excludedCategories: ["drinks"] } });
    const one = await guest();
    await sale(one, [line("soup"), line("wine", 3)]);
    expect(balance(one)).toBe(8);
    await store.done(loyaltyPrograms.change, {
      id: "program",
      fields: { excludedCategories: [], basis: "net" },
    });
    const other = await guest();
    await sale(other, [line("wine", 2)]);
    expect(balance(other)).toBe(11);
  });
  it("earns nothing without a customer, without an active program, or when it was cancelled", async () => {
    const id = await guest();
    await pay(await open([line("soup")]));
    await status(await open([line("soup")], { customerId: id }), "cancelled");
    await store.done(loyaltyPrograms.change, { id: "program", fields: { active: false } });
    await sale(id, [line("soup")]);
    expect(entries(id)).toEqual([]);
  });
  it("points doubled by a retry: the same payment twice earns once, and so do its parts", async () => {
    const id = await guest();
    const order = await open([line("soup", 2)], { customerId: id });
    const part = { id: order.id, paymentId: "p1", payment: { method: "cash" as const, amount: 700 } };
    const rest = { id: order.id, paymentId: "p2", payment: { method: "cash" as const } };
    for (const payment of [part, part, rest, rest, rest])
      await store.submit(payOrder, payment, "waiter", `tap-${payment.paymentId}`);
    await store.submit(payOrder, { ...rest, paymentId: "p3" }, "waiter", "another-tap");
    await status(order, "completed").catch(() => undefined);
    expect(kinds(id)).toEqual([["earned", 17]]);
  });
});

describe("a reward", () => {
  it("takes its points when it is given, and is a discount on the bill", async () => {
    const id = await guest(25);
    const order = await reward(await open([line("soup", 2)], { customerId: id }), "fiver");
    expect(order).toMatchObject({
      total: 1200,
      discounts: [{ reason: "5.00 off", amount: 500, reward: { id: "fiver", points: 20 } }],
    });
    expect(balance(id)).toBe(5);
    await pay(order);
    expect(kinds(id)).toEqual([
      ["adjusted", 25],
      ["spent", -20],
      ["earned", 12],
    ]);
  });
  it("of an item makes one portion free, another portion by another reward, and no third", async () => {
    const id = await guest(100);
    const order = await open([line("soup", 2)], { customerId: id });
    expect((await reward(order, "soup")).total).toBe(850);
    expect((await reward(order, "soup")).total).toBe(0);
    const third = { id: order.id, discountId: newId(), rewardId: "soup" };
    expect(await store.refused(giveReward, third, "waiter")).toBe("invalid");
    expect(balance(id)).toBe(40);
  });
  it("needs enough points, a customer, a reward that there is, and a check that nobody paid for yet", async () => {
    const id = await guest(19);
    const no = (order: Order, rewardId = "fiver", as: "waiter" | "cook" = "waiter") =>
      store.refused(giveReward, { id: order.id, discountId: newId(), rewardId }, as);
    const order = await open([line("soup")], { customerId: id });
    expect(await no(order)).toBe("conflict");
    expect(await no(order, "nothing")).toBe("invalid");
    expect(await no(order, "fiver", "cook")).toBe("forbidden");
    expect(await no(await open([line("soup")]))).toBe("conflict");
    const rich = await open([line("soup")], { customerId: await guest(50) });
    await pay(rich, { amount: 100 });
    expect(await no(rich)).toBe("conflict");
  });
  it("points spent twice from two tablets: one gets it, the other is told what is left", async () => {
    const id = await guest(30);
    const [a, b] = [
      await open([line("soup")], { customerId: id }),
      await open([line("soup")], { customerId: id }),
    ];
    const answers = await Promise.all(
      [a, b].map((order) =>
        store.submit(giveReward, { id: order.id, discountId: newId(), rewardId: "fiver" }, "waiter"),
      ),
    );
    expect(answers.map(({ ok }) => ok)).toEqual([true, false]);
    expect(balance(id)).toBe(10);
  });
  it("comes back when it is taken off, when its line is voided, or when the order is cancelled; once", async () => {
    const id = await guest(60);
    const one = await open([line("soup")], { customerId: id });
    await reward(one, "fiver", "d1");
    const removed = await store.submit(removeDiscount, { id: one.id, discountId: "d1" }, "waiter", "tap");
    const again = await store.submit(removeDiscount, { id: one.id, discountId: "d1" }, "waiter", "tap");
    expect([removed.ok, again.replay, balance(id)]).toEqual([true, true, 60]);
    expect(await store.refused(removeDiscount, { id: one.id, discountId: "d1" })).toBe("not_found");
    const two = await reward(await open([line("soup"), line("wine")], { customerId: id }), "soup");
    expect(balance(id)).toBe(30);
    await store.done(voidLine, { id: two.id, itemId: two.items[0]?.id ?? "", reason: null });
    expect(balance(id)).toBe(60);
    await status(two, "cancelled");
    const three = await reward(await open([line("soup")], { customerId: id }), "fiver");
    await status(three, "cancelled");
    expect(balance(id)).toBe(60);
    booksHold([id]);
  });
  it("moves with its check and its line, whole, and costs nothing again", async () => {
    const id = await guest(100);
    const one = await open([line("soup", 2), line("wine")], { customerId: id });
    await reward(one, "fiver");
    const both = await reward(one, "soup");
    const soup = both.items[0]?.id ?? "";
    const half = {
      id: one.id,
      newOrderId: newId(),
      items: [{ itemId: soup, quantity: 1, toLineId: newId() }],
      tableId: null,
    };
    const part: Order = await store.done(splitOrder, half, "waiter");
    expect([part.discounts, part.total]).toEqual([[], 850]);
    const whole: Order = await store.done(mergeOrders, { id: part.id, fromOrderId: one.id }, "waiter");
    expect(whole).toMatchObject({ total: 2400 - 500 - 850, customerId: id });
    expect(balance(id)).toBe(50);
    await status(whole, "cancelled");
    expect(balance(id)).toBe(100);
    booksHold([id]);
    expect(rebuiltDifferences(store.kernel)).toEqual([]);
  });
  it("keeps its customer on the order until it is taken off", async () => {
    const id = await guest(60);
    const order = await reward(await open([line("soup")], { customerId: id }), "fiver", "d1");
    const unlink = { id: order.id, customerId: null };
    expect(await store.refused(changeOrder, unlink)).toBe("conflict");
    await store.done(removeDiscount, { id: order.id, discountId: "d1" }, "waiter");
    expect(await store.done<typeof unlink>(changeOrder, unlink)).toMatchObject({ customerId: null });
  });
});

describe("a refund", () => {
  it("takes back exactly what the sale gave, and gives back exactly what the reward cost, in any parts", async () => {
    const parts = fc.array(fc.integer({ min: 1, max: 90 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(
        parts,
        fc.integer({ min: 1, max: 7 }),
        fc.boolean(),
        async (shares, quantity, redeems) => {
          await openShop({ earnPoints: 7, earnAmount: 300 });
          await set("service.rate", "0.125");
          const id = await guest(1000);
          const opened = await open([line("soup", quantity), line("wine"), line("ham", 0.333)], {
            customerId: id,
          });
          let { order } = await pay(redeems ? await reward(opened, "fiver") : opened);
          expect(balance(id)).not.toBe(1000);
          for (const share of shares) {
            const amount = Math.floor(((order.total - order.refunded) * share) / 100);
            if (amount > 0) order = (await refund(order, { amount })).order;
            booksHold([id]);
          }
          const middle = balance(id);
          order = (await refund(order)).order;
          expect([balance(id), middle === 1000 && shares.length === 0]).toEqual([1000, false]);
          booksHold([id]);
          expect(rebuiltDifferences(store.kernel)).toEqual([]);
          store.kernel.close();
        },
      ),
      { numRuns: 12 },
    );
  });
  it("of one line takes the points of that line", async () => {
    const id = await guest();
    const order = await sale(id, [line("soup"), line("steak", 1, { modifiers: [{ optionId: "rare" }] })]);
    expect(balance(id)).toBe(42);
    await refund(order, { items: [{ itemId: order.items[0]?.id ?? "", quantity: 1 }] });
    expect(balance(id)).toBe(34);
  });
  it("double refund from two tablets takes the points once", async () => {
    const id = await guest();
    const order = await sale(id, [line("soup", 2)]);
    const request = () => ({ id: order.id, refundId: newId(), refund: { reason: "cold" } });
    await Promise.all([
      store.submit(refundOrder, request(), "manager"),
      store.submit(refundOrder, request(), "owner"),
    ]);
    expect(kinds(id)).toEqual([
      ["earned", 17],
      ["reversed", -17],
    ]);
  });
  it("of points that were spent meanwhile takes what is left and lets the rest go", async () => {
    const id = await guest();
    const order = await sale(id, [line("soup", 3)]);
    expect(balance(id)).toBe(25);
    await reward(await open([line("soup")], { customerId: id }), "fiver");
    await refund(order, { amount: order.total - 100 });
    await refund(order);
    expect(kinds(id)).toEqual([
      ["earned", 25],
      ["spent", -20],
      ["reversed", -5],
      ["reversed", 0],
    ]);
    expect(entries(id).reduce((sum, { forgone }) => sum + forgone, 0)).toBe(20);
    booksHold([id]);
  });
  it("may leave a debt where the program allows it, which the next sale pays off", async () => {
    await store.done(loyaltyPrograms.change, { id: "program", fields: { allowNegative: true } });
    const id = await guest();
    const order = await sale(id, [line("soup", 3)]);
    await reward(await open([line("soup")], { customerId: id }), "fiver");
    await refund(order);
    expect(balance(id)).toBe(-20);
    await sale(id, [line("soup", 3)]);
    expect(balance(id)).toBe(5);
    booksHold([id], true);
  });
});

describe("points", () => {
  it("lapse so many months after the last were earned, all at once, and before they could be spent", async () => {
    await store.done(loyaltyPrograms.change, { id: "program", fields: { expiryMonths: 12 } });
    const id = await guest();
    await sale(id, [line("soup", 3)]);
    now_ms = Date.parse("2027-02-20T12:00:00Z");
    await sale(id, [line("soup")]);
    expect(balance(id)).toBe(33);
    now_ms = Date.parse("2028-02-20T12:00:01Z");
    const order = await open([line("soup")], { customerId: id });
    const asked = { id: order.id, discountId: newId(), rewardId: "fiver" };
    expect(await store.refused(giveReward, asked, "waiter")).toBe("conflict");
    await pay(order);
    expect(kinds(id)).toEqual([
      ["earned", 25],
      ["earned", 8],
      ["expired", -33],
      ["earned", 8],
    ]);
    booksHold([id]);
  });
  it("are corrected by a manager with a reason, never below nothing", async () => {
    const id = await guest(10);
    const adjust = (points: number) => ({ id, entryId: newId(), points, reason: "mistake" });
    expect(await store.refused(adjustPoints, adjust(-11), "manager")).toBe("invalid");
    expect(await store.refused(adjustPoints, adjust(5), "waiter")).toBe("forbidden");
    await store.done(adjustPoints, adjust(-10), "manager");
    expect(balance(id)).toBe(0);
  });
  it("go with an erased person, whose open order earns nothing and gives nothing back", async () => {
    const id = await guest(50);
    const order = await reward(await open([line("soup", 2)], { customerId: id }), "fiver");
    const other = await reward(await open([line("soup", 2)], { customerId: id }), "fiver");
    const gone: Customer = await store.done(eraseCustomer, { id, reason: null }, "manager");
    expect(gone.points).toBe(0);
    await pay(order);
    await status(other, "cancelled");
    expect(balance(id)).toBe(0);
    expect(rebuiltDifferences(store.kernel)).toEqual([]);
  });
});

describe("a program", () => {
  it("is active alone, and names rewards and categories that there are", async () => {
    const create = (fields: object) =>
      store.refused(loyaltyPrograms.create, {
        id: newId(),
        fields: { ...program(), active: false, ...fields } as never,
      });
    expect(await create({ active: true })).toBe("conflict");
    expect(await create({ excludedCategories: ["nothing"] })).toBe("invalid");
    expect(await create({ rewards: [fiver, fiver] })).toBe("invalid");
    expect(await create({ rewards: [{ ...freeSoup, menuItemId: "nothing" }] })).toBe("invalid");
  });
});

describe("the arithmetic", () => {
  const points = fc.integer({ min: 0, max: 1_000_000 });
  const amounts = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 8 });
  it("of several refunds always comes to what one would take", () => {
    fc.assert(
      fc.property(points, amounts, (earned, parts) => {
        const whole = parts.reduce((sum, part) => sum + part, 0);
        let [taken, refunded] = [0, 0];
        for (const part of parts) {
          refunded += part;
          const step = shareOf(earned, refunded, whole) - taken;
          expect(step).toBeGreaterThanOrEqual(0);
          taken += step;
        }
        expect(taken).toBe(whole === 0 ? 0 : earned);
      }),
    );
  });
  it("gives a point for each full amount, exactly also for large sums", () => {
    expect(pointsFor({ earnPoints: 1, earnAmount: 100 }, 99)).toBe(0);
    expect(pointsFor({ earnPoints: 3, earnAmount: 200 }, 1001)).toBe(15);
    expect(pointsFor({ earnPoints: 1_000_000, earnAmount: 1_000_000_000 }, 9_999_999_999)).toBe(9_999_999);
  });
  it("of months ends with the month where it is shorter", () => {
    expect(monthsLater("2026-01-31T10:00:00.000Z", 1)).toBe("2026-02-28T10:00:00.000Z");
    expect(monthsLater("2026-03-15T10:00:00.000Z", 12)).toBe("2027-03-15T10:00:00.000Z");
  });
});
