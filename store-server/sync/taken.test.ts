/** What a device says lies in its drawer is what is booked of it; and a change under one id is done once, whoever waits for it. */
import type { InboxItem } from "@tillbox/shared/contract/inbox.ts";
import { afterEach, describe, expect, it } from "vitest";
import { rebuiltDifferences } from "../testing/rebuilt.ts";
import { openSyncStore, type Result, type SyncStore, soup, tap } from "../testing/sync-store.ts";

const opened: SyncStore[] = [];
afterEach(() => {
  for (const { store } of opened.splice(0)) store.close();
});

/** A check of 17.00, a drawer with 100.00 in it at the first tablet. */
const open = async () => {
  const all = await openSyncStore();
  opened.push(all);
  const { as, sync, mira, anna, berta } = all;
  await as(mira, "POST", "/api/drawers", { id: "d1", float: 10_000, deviceId: "tablet-1" });
  await sync(anna, [tap("create", "o1", { type: "takeaway", items: [soup("l1", 2)] })]);
  return {
    ...all,
    drawer: async (): Promise<number> =>
      Number((await as(mira, "GET", "/api/drawers/d1/expected")).json.expected),
    order: async (id = "o1") => (await as(mira, "GET", `/api/orders/${id}`)).json,
    inbox: async () => (await as(mira, "GET", "/api/inbox")).json.items as InboxItem[],
    grown: () => sync(berta, [tap("add-items", "o1", { items: [soup("l2", 2)] })]),
    paidInPart: (amount: number) => sync(berta, [tap("pay", "o1", { method: "external", amount })]),
    expectEven: async () => {
      const { json } = await as(mira, "GET", "/api/day-reports/x");
      expect(json.equation).toMatchObject({ difference: 0 });
    },
  };
};
const one = ([result]: Result[]): Result => result as Result;
const pay = (data: object = {}, extras: object = {}) =>
  tap("pay", "o1", { id: "p1", method: "cash", ...data }, extras);

describe("cash of which the device says how much lies in its drawer", () => {
  it("is booked as it was meant where the check comes to that sum", async () => {
    const { sync, anna, drawer, order } = await open();
    const result = one(await sync(anna, [pay({ tendered: 5000 }, { taken: 1700 })]));
    expect([result.status, result.code]).toEqual(["applied", undefined]);
    expect(await order()).toMatchObject({ due: 0, payments: [{ tendered: 5000, change: 3300 }] });
    expect(await drawer()).toBe(11_700);
  });

  it("is a part of a check that grew, although what was given would have been enough for all of it", async () => {
    const shop = await open();
    await shop.grown();
    const result = one(await shop.sync(shop.anna, [pay({ tendered: 5000 }, { taken: 1700 })]));
    expect([result.status, result.code, result.inboxId]).toEqual(["merged", "unallocated", undefined]);
    expect(await shop.order()).toMatchObject({ paid: 1700, due: 1700, payments: [{ amount: 1700 }] });
    expect(await shop.drawer()).toBe(11_700);
    await shop.expectEven();
  });

  it("pays what is left of a check of which others paid a part, and the rest is unallocated", async () => {
    const shop = await open();
    await shop.paidInPart(1000);
    const whole = pay({ tendered: 5000, tip: 300 }, { taken: 2000 });
    expect(one(await shop.sync(shop.anna, [whole])).status).toBe("merged");
    expect(await shop.order()).toMatchObject({ due: 0, tipTotal: 300 });
    expect(await shop.inbox()).toMatchObject([{ cash: { left: 1000, booked: 1000 } }]);
    expect(await shop.drawer()).toBe(12_000);
    await shop.expectEven();
  });

  it("the control: without it the box takes what is due now, and gives change that nobody gave", async () => {
    const { sync, anna, grown, paidInPart, drawer } = await open();
    await grown();
    await paidInPart(3000);
    expect(one(await sync(anna, [pay({ tendered: 5000 })])).status).toBe("applied");
    expect(await drawer()).toBe(10_400);
  });

  it("for a share of a split bill that comes to another sum by now lies unallocated as a whole", async () => {
    const shop = await open();
    await shop.grown();
    const split = { splitType: "equal", splitDetails: { splitCount: 2, splitIndex: 1 } };
    const share = pay({ tendered: 5000, split }, { taken: 850 });
    expect(one(await shop.sync(shop.anna, [share])).code).toBe("unallocated");
    expect(await shop.order()).toMatchObject({ paid: 0, due: 3400 });
    expect(await shop.inbox()).toMatchObject([{ cash: { left: 850 } }]);
    expect(await shop.drawer()).toBe(10_850);
    await shop.expectEven();
  });

  it("is told to whoever waits when it comes to another sum: nothing is booked, and they decide", async () => {
    const { sync, anna, grown, drawer, order } = await open();
    await grown();
    const result = one(await sync(anna, [pay({ tendered: 5000 }, { taken: 1700, attended: true })]));
    expect(result).toMatchObject({
      status: "conflict",
      detail: expect.stringMatching(/comes to .*34.00 now, not to the .*17.00/),
      current: { id: "o1", due: 3400 },
    });
    expect([await drawer(), (await order()).paid]).toEqual([10_000, 0]);
  });

  it("says nothing of money that is no cash", async () => {
    const { sync, anna, order } = await open();
    const slip = pay({ method: "external" }, { taken: 5 });
    expect(one(await sync(anna, [slip])).status).toBe("applied");
    expect(await order()).toMatchObject({ due: 0 });
  });
});

describe("a sale at the counter whose goods come to another sum than the guest was told", () => {
  const sale = (taken: number | undefined, extras: object = {}) => {
    const goods = { type: "takeaway", items: [soup("s1", 2)] };
    const payment = { id: "p9", method: "cash", tendered: 5000 };
    return tap("sell", "o9", { ...goods, payment }, { ...(taken ? { taken } : {}), ...extras });
  };

  it("is made all the same: what is missing stays due on it", async () => {
    const shop = await open();
    expect(one(await shop.sync(shop.anna, [sale(1500)])).status).toBe("merged");
    expect(await shop.order("o9")).toMatchObject({ total: 1700, paid: 1500, due: 200 });
    expect(await shop.inbox()).toEqual([]);
    expect(await shop.drawer()).toBe(11_500);
    await shop.expectEven();
  });

  it("is made all the same: what is too much lies unallocated", async () => {
    const shop = await open();
    expect(one(await shop.sync(shop.anna, [sale(1750)])).code).toBe("unallocated");
    expect(await shop.order("o9")).toMatchObject({
      due: 0,
      receiptNumber: expect.any(String),
      payments: [{ id: "p9", amount: 1700, change: 0 }],
    });
    expect(await shop.inbox()).toMatchObject([{ cash: { left: 50, booked: 1700 } }]);
    expect(await shop.drawer()).toBe(11_750);
    await shop.expectEven();
    expect(rebuiltDifferences(shop.store.kernel)).toEqual([]);
  });

  it("is made with the box's change where somebody waits and is told of it", async () => {
    const { sync, anna, drawer } = await open();
    const result = one(await sync(anna, [sale(1750, { attended: true })], { answers: true }));
    expect(result).toMatchObject({ status: "applied", answer: { payment: { amount: 1700, change: 3300 } } });
    expect(await drawer()).toBe(11_700);
  });
});

describe("a change of cash that was refused while somebody waited, of which nobody heard", () => {
  const refused = async () => {
    const shop = await open();
    await shop.paidInPart(1700);
    const change = pay({ tendered: 5000 }, { taken: 1700 });
    const first = one(await shop.sync(shop.anna, [{ ...change, attended: true }]));
    expect(first.status).toBe("conflict");
    return { ...shop, change };
  };

  it("is booked when it comes without them, and is a duplicate from then on, whoever waits and whoever sends", async () => {
    const { sync, anna, berta, change, drawer, inbox, expectEven } = await refused();
    const booked = one(await sync(anna, [change]));
    expect(booked).toMatchObject({ status: "merged", code: "unallocated" });
    const again = [
      one(await sync(anna, [{ ...change, attended: true }])),
      one(await sync(anna, [change])),
      one(await sync({ ...berta, device: anna.device }, [{ ...change, attended: true }])),
      one(await sync(anna, [change, { ...change, attended: true }])),
    ];
    expect(again.map(({ status, problem }) => [status, problem])).toEqual(
      again.map(() => ["duplicate", undefined]),
    );
    expect(again[0]?.inboxId).toBe(booked.inboxId);
    expect(await inbox()).toHaveLength(1);
    expect(await drawer()).toBe(11_700);
    await expectEven();
  });

  it("stays refused as long as somebody waits", async () => {
    const { sync, anna, change, drawer, inbox } = await refused();
    for (let times = 0; times < 3; times += 1)
      expect(one(await sync(anna, [{ ...change, attended: true }])).status).toBe("conflict");
    expect([await drawer(), await inbox()]).toEqual([10_000, []]);
  });

  it("is not booked beside what another person did with it on that device", async () => {
    const { sync, as, anna, berta, mira, drawer, inbox } = await open();
    await as(mira, "PUT", "/api/users/anna", { role: "cook" });
    const change = tap("pay", "o1", { method: "cash", tendered: 2000 }, { taken: 1700 });
    expect(one(await sync(anna, [{ ...change, attended: true }])).status).toBe("rejected");
    expect(one(await sync({ ...berta, device: anna.device }, [change])).status).toBe("applied");
    expect(one(await sync(anna, [change])).status).toBe("duplicate");
    expect([await drawer(), await inbox()]).toEqual([11_700, []]);
  });

  it("in other words is another change under a used id: it is kept, and no money is booked twice", async () => {
    const { sync, anna, drawer, inbox } = await open();
    const meant = tap("pay", "o1", { method: "cash" }, { taken: 1700 });
    expect(one(await sync(anna, [meant])).status).toBe("applied");
    const other = one(await sync(anna, [{ ...meant, taken: 1701 }]));
    expect([other.status, other.code, other.inboxId]).toEqual(["rejected", "key_reused", expect.any(String)]);
    expect(await inbox()).toMatchObject([{ kind: "refused" }]);
    expect(await drawer()).toBe(11_700);
  });
});
