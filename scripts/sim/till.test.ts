/** Cash from the screen to the books: what the guest was told is what the box counts, whatever became of the check meanwhile. */
import type { InboxItem } from "@tillbox/shared/contract/inbox.ts";
import type { PaymentInput } from "@tillbox/shared/contract/order.ts";
import { type SyncStore, tap } from "@tillbox/store-server/testing/sync-store.ts";
import { closeDrawer, countDrawer, openDrawer } from "@tillbox/store-server/web/client/cash-intents.ts";
import type { OrderIntent } from "@tillbox/store-server/web/client/intents.ts";
import { payOrder } from "@tillbox/store-server/web/client/intents.ts";
import type { Intent } from "@tillbox/store-server/web/client/tap.ts";
import { openDisk } from "@tillbox/store-server/web/client/testing-disk.ts";
import { cashFigures } from "@tillbox/store-server/web/pos/pay/tender.ts";
import { sellGoods } from "@tillbox/store-server/web/pos/sale/sale-intents.ts";
import { samplePayment } from "@tillbox/store-server/web/testing/samples.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openTill, openTillShop } from "./testing-till.ts";

const clock = { now: 0 };
const opened: SyncStore[] = [];
beforeEach(() => {
  clock.now = Date.parse("2026-03-01T18:00:00Z");
});
afterEach(() => {
  for (const { store } of opened.splice(0)) store.close();
});

/** A shop with an open check of one dish on it. */
const openShop = async (dish: "roast" | "trout", cashStep = 1) => {
  const shop = await openTillShop(() => clock.now);
  opened.push(shop);
  const { as, sync, mira, anna, berta } = shop;
  await as(mira, "PUT", "/api/settings/rounding.cash", { value: cashStep });
  const goods = { type: "takeaway", items: [{ id: "l1", menuItemId: dish, quantity: 1 }] };
  await sync(anna, [tap("create", "o1", goods)]);
  return {
    ...shop,
    dish,
    cashStep,
    drawer: async (id = "d1"): Promise<number> =>
      Number((await as(mira, "GET", `/api/drawers/${id}/expected`)).json.expected),
    order: async (id = "o1") => (await as(mira, "GET", `/api/orders/${id}`)).json,
    inbox: async () => (await as(mira, "GET", "/api/inbox")).json.items as InboxItem[],
    paidElsewhere: (amount?: number) =>
      sync(berta, [tap("pay", "o1", { method: "external", ...(amount === undefined ? {} : { amount }) })]),
    expectEven: async () => {
      const { json } = await as(mira, "GET", "/api/day-reports/x");
      expect(json.equation).toMatchObject({ difference: 0 });
    },
  };
};
type Shop = Awaited<ReturnType<typeof openShop>>;

/** What the screen makes of it: the guest is told these figures. */
const shownOf = ({ cashStep }: Shop, input: PaymentInput, due: number, partAmount = due) => {
  const figures = cashFigures(input, { due, partAmount, stepMinor: cashStep });
  if (!figures) throw new Error("it is not enough");
  return samplePayment({ ...figures, id: input.id ?? "", orderId: "o1", tendered: input.tendered ?? null });
};
const cashFor = (shop: Shop, due: number, more: Partial<PaymentInput> = {}, part = due): OrderIntent => {
  const input: PaymentInput = { id: "p1", method: "cash", tendered: 5000, ...more };
  const payment = shownOf(shop, input, due, part);
  return payOrder({ id: "o1" }, input, { kind: "pay", payment, completes: false });
};
/** As a version of the till from before it said so. */
const withoutTaken = <I extends Intent>({ taken: _taken, ...intent }: I) => intent as I;

describe("50.00 given for a check of about 42.30 without the box, which was paid elsewhere meanwhile", () => {
  test.each([
    ["roast" as const, 1, 4230],
    ["trout" as const, 1, 4232],
    ["trout" as const, 5, 4230],
  ])(
    "%s, coins of %i: what stayed in the hand lies unallocated, and in the drawer",
    async (dish, step, wanted) => {
      const shop = await openShop(dish, step);
      const till = openTill(shop, "anna");
      till.net.isUp = false;
      const due = dish === "roast" ? 4230 : 4232;
      expect(await till.submit(cashFor(shop, due))).toMatchObject({ ok: true, isLater: true });
      await shop.paidElsewhere();
      await till.comeBack();
      expect(await shop.inbox()).toMatchObject([
        { kind: "unallocated-cash", cash: { left: wanted, booked: 0 } },
      ]);
      expect(await shop.drawer()).toBe(10_000 + wanted);
      await shop.expectEven();
    },
  );

  test("the control: a till that does not say it makes the drawer expect the change too", async () => {
    const shop = await openShop("roast");
    const till = openTill(shop, "anna");
    till.net.isUp = false;
    await till.submit(withoutTaken(cashFor(shop, 4230)));
    await shop.paidElsewhere();
    await till.comeBack();
    expect(await shop.inbox()).toMatchObject([{ cash: { left: 5000 } }]);
    expect(await shop.drawer()).toBe(15_000);
  });
});

describe("cash of a till that was updated while taps lay on its disk", () => {
  const old = async () => {
    const shop = await openShop("roast");
    const disk = openDisk();
    const before = openTill(shop, "anna", { disk });
    return { shop, disk, before };
  };

  test("is sent as it was tapped, before what is tapped now", async () => {
    const { shop, disk, before } = await old();
    before.net.isUp = false;
    await before.submit(withoutTaken(cashFor(shop, 4230, { amount: 2000, tendered: 2000 })));
    const till = openTill(shop, "anna", { disk });
    till.net.isUp = false;
    await till.outbox.restore();
    await till.submit(cashFor(shop, 2230, { id: "p2" }));
    await till.comeBack();
    expect(disk.rows.size).toBe(0);
    expect(await shop.order()).toMatchObject({
      due: 0,
      payments: [
        { id: "p1", amount: 2000 },
        { id: "p2", amount: 2230, change: 2770 },
      ],
    });
    expect(await shop.drawer()).toBe(14_230);
    expect(await shop.inbox()).toEqual([]);
    await shop.expectEven();
  });

  test("that the box took already is known to it, and is not taken for another change", async () => {
    const { shop, disk, before } = await old();
    before.net.losesAnswers = true;
    void before.submit(withoutTaken(cashFor(shop, 4230)));
    await expect.poll(() => shop.drawer()).toBe(14_230);
    const [kept] = [...disk.rows.values()];
    const till = openTill(shop, "anna", { disk });
    await till.outbox.restore();
    await till.comeBack();
    expect(disk.rows.size).toBe(0);
    expect(await shop.inbox()).toEqual([]);
    expect(await shop.drawer()).toBe(14_230);
    // Why nothing is added to it on the way: the same tap with another word is another change.
    const { change, key, at } = kept?.entry ? { ...kept.entry, key: kept.key } : {};
    const again = { ...change, changeId: key, timestamp: at, taken: 4230 };
    expect(await shop.sync(shop.anna, [again])).toMatchObject([{ status: "rejected", code: "key_reused" }]);
  });
});

describe("every kind of cash that could not be booked", () => {
  const wares = { type: "takeaway" as const, items: [{ menuItemId: "cake", quantity: 3 }] };
  const sale = (shop: Shop): OrderIntent => {
    const input: PaymentInput = { id: "p1", method: "cash", tendered: 2000 };
    return sellGoods("o9", wares, input, shownOf(shop, input, 1200));
  };
  test.each<[string, (shop: Shop) => OrderIntent, number]>([
    ["exact", (shop) => cashFor(shop, 4232, { tendered: 4230 }), 4230],
    ["with a tip", (shop) => cashFor(shop, 4232, { tip: 400 }), 4630],
    ["a part of it", (shop) => cashFor(shop, 4232, { amount: 1001, tendered: 2000 }), 1001],
    [
      "a share",
      (shop) =>
        cashFor(
          shop,
          4232,
          { split: { splitType: "equal", splitDetails: { splitCount: 2, splitIndex: 1 } } },
          2116,
        ),
      2116,
    ],
    ["a sale of what is sold out", sale, 1200],
  ])("is in the drawer to the cent: %s", async (_name, made, wanted) => {
    const shop = await openShop("trout", 5);
    const till = openTill(shop, "anna");
    till.net.isUp = false;
    await till.submit(made(shop));
    await shop.paidElsewhere();
    await till.comeBack();
    expect(await shop.inbox()).toMatchObject([{ kind: "unallocated-cash", cash: { left: wanted } }]);
    expect(await shop.drawer()).toBe(10_000 + wanted);
    await shop.expectEven();
  });
});

describe("two people at one till without the box", () => {
  /** Anna takes cash, then the manager counts 142.30 and closes the drawer. */
  const counted = async () => {
    const shop = await openShop("roast");
    const till = openTill(shop, "anna");
    till.net.isUp = false;
    await till.submit(cashFor(shop, 4230));
    till.hands.who = "mira";
    await till.submit(countDrawer("d1", [{ value: 14_230, count: 1 }]));
    await till.submit(closeDrawer("d1", ""));
    return { shop, till };
  };
  const closed = async (shop: Shop) =>
    (await shop.as(shop.mira, "GET", "/api/drawers")).json.items as { id: string; overShort: number }[];

  test("the drawer is told of the cash before it is told of the count, whoever's call comes first", async () => {
    const { shop, till } = await counted();
    till.net.delays = { anna: 40 };
    await till.comeBack();
    expect(await closed(shop)).toContainEqual(expect.objectContaining({ id: "d1", overShort: 0 }));
    await shop.expectEven();
  });

  test("cash that was taken after the drawer was opened comes after it", async () => {
    const shop = await openShop("roast");
    const till = openTill(shop, "mira");
    till.net.isUp = false;
    await till.submit(countDrawer("d1", [{ value: 10_000, count: 1 }]));
    await till.submit(closeDrawer("d1", ""));
    const { chain: id, ...opening } = openDrawer(5000);
    await till.submit({ ...opening, chain: id });
    till.hands.who = "anna";
    await till.submit(cashFor(shop, 4230));
    till.net.delays = { mira: 40 };
    await till.comeBack();
    expect(await shop.drawer(id)).toBe(9230);
    expect(await closed(shop)).toContainEqual(expect.objectContaining({ id: "d1", overShort: 0 }));
  });

  test("whose colleague's word is gone holds up no drawer; that cash comes when they sign in", async () => {
    const { shop, till } = await counted();
    till.net.refuses.add("anna");
    await expect.poll(() => till.outbox.entries.peek().map(({ state }) => state)).not.toContain("sending");
    till.net.isUp = true;
    await expect
      .poll(async () => {
        till.outbox.hurry();
        return (await closed(shop)).find(({ id }) => id === "d1")?.overShort;
      })
      .toBe(4230);
    till.net.refuses.clear();
    await till.comeBack();
    expect(await shop.order()).toMatchObject({ due: 0 });
    await shop.expectEven();
  });
});
