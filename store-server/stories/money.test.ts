/** Known failures of other systems: the cent that is lost, found, or taken twice. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Said, Way } from "../testing/wire-box.ts";
import { type House, line, openHouse, statuses, tap } from "./house.ts";

let house: House;
let manager: Way;
beforeAll(async () => {
  house = await openHouse();
  manager = house.as.manager;
});
afterAll(() => house.close());

const sum = (values: readonly unknown[]): number =>
  values.reduce<number>((all, value) => all + Number(value), 0);
const refund = (id: string, body: object = {}, way: Way = manager): Promise<Said> =>
  house.post(`/api/orders/${id}/refunds`, { reason: "cold", ...body }, way);

describe("a three-way split loses a cent", () => {
  const third = (splitIndex: number) => ({
    split: { splitType: "equal", splitDetails: { splitCount: 3, splitIndex } },
  });
  test.each([
    [10_000, [3334, 3333, 3333]],
    [10_001, [3334, 3334, 3333]],
    [1, [1, 0, 0]],
  ])("%i in three parts is %j, and nothing stays due", async (price, parts) => {
    const id = (await house.open([line(await house.dish(price))])).word("id");
    const paid: number[] = [];
    for (const index of [3, 1, 2]) {
      const said = await house.pay(id, third(index));
      if (said.status === 201) paid[index - 1] = Number(said.at("payment.amount"));
    }
    expect(parts.map((_part, index) => paid[index] ?? 0)).toEqual(parts);
    const after = await house.order(id);
    expect([after.at("paid"), after.at("due")]).toEqual([price, 0]);
  });

  test("nor does one that moves a third of the goods to each of two other checks, with its share of a discount", async () => {
    const inclusive = { name: "With 7", inclusive: true, rates: [{ name: "VAT", rate: "0.07" }] };
    const taxClassId = (await house.post("/api/tax-classes", inclusive, manager)).word("id");
    const opened = await house.open([line(await house.dish(333, { taxClassId }), 3)]);
    const id = opened.word("id");
    const amount = { scope: "order", kind: "amount", value: 100, reason: "regular" };
    await house.post(`/api/orders/${id}/discounts`, amount, manager);
    const items = [{ itemId: opened.word("items.0.id"), quantity: 1 }];
    const one = await house.post(`/api/orders/${id}/split`, { items });
    const two = await house.post(`/api/orders/${id}/split`, { items });
    const checks = [one, two, await house.order(id)];
    expect(sum(checks.map((said) => said.at("discountTotal")))).toBe(100);
    expect(sum(checks.map((said) => said.at("total")))).toBe(899);
  });
});

test("a combo sells for 1.18 instead of 1.20: its parts add up to its price, at every quantity and on the receipt", async () => {
  const [a, b, c] = [await house.dish(55), await house.dish(50), await house.dish(35)];
  const parts = [a, b, c].map((menuItemId) => ({ name: menuItemId, choices: [{ menuItemId }] }));
  const combo = await house.dish(120, { parts });
  for (const quantity of [1, 2, 3, 7, 10]) {
    const order = await house.open([line(combo, quantity)]);
    expect(sum(order.list("items").map(({ lineTotal }) => lineTotal))).toBe(120 * quantity);
    expect(order.at("total")).toBe(120 * quantity);
    const paid = await house.pay(order.word("id"), { tendered: 120 * quantity });
    expect([paid.at("payment.amount"), paid.at("order.due")]).toEqual([120 * quantity, 0]);
  }
});

test("inclusive 8.01 becomes 8.02: where prices include the tax, what is on the menu is what is paid, at every rate", async () => {
  for (const rate of ["0.2", "0.19", "0.07", "0.081", "0.255", "0.025"]) {
    const inclusive = { name: `With ${rate}`, inclusive: true, rates: [{ name: "VAT", rate }] };
    const taxClassId = (await house.post("/api/tax-classes", inclusive, manager)).word("id");
    for (const price of [801, 999, 5250]) {
      const order = await house.open([line(await house.dish(price, { taxClassId }))]);
      const { net, tax, gross } = order.list("taxes")[0] ?? {};
      expect([order.at("total"), gross, Number(net) + Number(tax)]).toEqual([price, price, price]);
      expect((await house.pay(order.word("id"))).at("payment.amount")).toBe(price);
    }
  }
  const preview = { type: "takeaway", items: [line(await house.dish(801))] };
  expect((await house.post("/api/bills/preview", preview)).at("total")).toBe(801);
});

describe("cash-rounded sale 7.00 refunds 8.00", () => {
  beforeAll(() => house.set("rounding.cash", 100));
  afterAll(() => house.set("rounding.cash", 1));
  const handed = (said: Said): number =>
    sum(said.list("refund.tenders").map((tender) => sum([tender.amount, tender.tip, tender.rounding])));
  const sold = async (): Promise<Said> => {
    const opened = await house.open([line(await house.dish(350)), line(await house.dish(399))]);
    const paid = await house.pay(opened.word("id"), { tendered: 1000 });
    expect([paid.at("payment.rounding"), paid.at("payment.change")]).toEqual([-49, 300]);
    return opened;
  };

  test("a refund of all hands back the 7.00 that were taken", async () => {
    const said = await refund((await sold()).word("id"));
    expect([said.status, handed(said), said.at("refund.total")]).toEqual([201, -700, 749]);
  });
  test("line by line comes to 7.00 too, not to 4.00 and 4.00", async () => {
    const opened = await sold();
    const parts: Said[] = [];
    for (const item of opened.list("items"))
      parts.push(await refund(opened.word("id"), { items: [{ itemId: item.id, quantity: 1 }] }));
    expect(parts.map((said) => said.at("refund.total"))).toEqual([350, 399]);
    expect(sum(parts.map(handed))).toBe(-700);
  });
});

describe("double refund from two tablets", () => {
  const paid = async (quantity: number): Promise<Said> => {
    const opened = await house.open([line(await house.dish(1000), quantity)]);
    await house.pay(opened.word("id"));
    return opened;
  };
  const refunded = async (id: string): Promise<number> =>
    sum((await house.order(id)).list("refunds").map(({ total }) => total));

  test("of the whole gives the money back once", async () => {
    const id = (await paid(2)).word("id");
    const owner = { token: manager.token as string };
    const said = await Promise.all([refund(id), refund(id, { reason: "wrong" }, owner), refund(id)]);
    expect([statuses(said), await refunded(id)]).toEqual([[201, 409, 409], 2000]);
    expect((await refund(id, { amount: 1 })).status).not.toBe(201);
    expect(await refunded(id)).toBe(2000);
  });
  test("of one portion and of an amount never gives more than was sold or paid", async () => {
    const opened = await paid(1);
    const items = [{ itemId: opened.at("items.0.id"), quantity: 1 }];
    const said = await Promise.all([
      refund(opened.word("id"), { items }),
      refund(opened.word("id"), { items }),
      refund(opened.word("id"), { amount: 600 }),
      refund(opened.word("id"), { amount: 600 }),
    ]);
    expect(said.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(await refunded(opened.word("id"))).toBeLessThanOrEqual(1000);
  });
  test("of the same line gives it back once, though others of the receipt could still pay for it", async () => {
    const opened = await house.open([line(await house.dish(400)), line(await house.dish(1600))]);
    const id = opened.word("id");
    await house.pay(id);
    const items = [{ itemId: opened.at("items.0.id"), quantity: 1 }];
    const said = await Promise.all([refund(id, { items }), refund(id, { items })]);
    expect([statuses(said), await refunded(id)]).toEqual([[201, 409], 400]);
  });
  test("by the same tap is one refund with one number", async () => {
    const id = (await paid(1)).word("id");
    const taps = tap(manager);
    const said = await Promise.all([refund(id, {}, taps), refund(id, {}, taps)]);
    expect(new Set(said.map(({ text }) => text)).size).toBe(1);
    expect(await refunded(id)).toBe(1000);
  });
});

test("loyalty doubled by a retry: points come once with a sale and go once with its refund, whatever is sent again", async () => {
  const customerId = (await house.post("/api/customers", { name: "Guest 12" }, manager)).word("id");
  const program = (await house.get("/api/loyalty-programs")).list().find(({ active }) => active === true);
  const points = async () => Number((await house.get(`/api/customers/${customerId}/points`)).at("balance"));
  const sell = (dish: string) => house.open([line(dish), line(dish)], { customerId });
  const dish = await house.dish(5000);
  const earned = Math.floor(10_000 / Number(program?.earnAmount)) * Number(program?.earnPoints);
  expect(earned).toBeGreaterThan(0);
  // An earlier sale: points that a doubled refund would find to take.
  await house.pay((await sell(dish)).word("id"));
  const opened = await sell(dish);
  const id = opened.word("id");
  const pays = tap(house.as.waiter);
  await Promise.all([
    house.pay(id, {}, pays),
    house.pay(id, {}, pays),
    house.pay(id),
    house.pay(id, {}, pays),
  ]);
  expect(await points()).toBe(2 * earned);
  for (const part of [1, 2]) {
    const items = [{ itemId: opened.at(`items.${part - 1}.id`), quantity: 1 }];
    const gives = tap(manager);
    await Promise.all([refund(id, { items }, gives), refund(id, { items }, gives), refund(id, { items })]);
    expect(await points()).toBe(2 * earned - (part * earned) / 2);
  }
});

test("a discount edited from 10 % to 20 % compounds: the new one counts from the price, also after more was ordered", async () => {
  const dish = await house.dish(5000);
  const id = (await house.open([line(dish, 2)])).word("id");
  const path = `/api/orders/${id}/discounts`;
  const percent = (value: string) => ({ scope: "order", kind: "percent", value, reason: "regular" });
  const ten = await house.post(path, percent("10"), manager);
  expect([ten.at("discountTotal"), ten.at("total")]).toEqual([1000, 9000]);
  const off = tap(manager);
  for (const _retry of [1, 2])
    expect((await house.del(`${path}/${ten.word("discounts.0.id")}`, undefined, off)).at("total")).toBe(
      10_000,
    );
  const twenty = await house.post(path, percent("20"), manager);
  expect([twenty.at("discountTotal"), twenty.at("total"), twenty.list("discounts").length]).toEqual([
    2000, 8000, 1,
  ]);
  const more = await house.post(`/api/orders/${id}/items`, { items: [line(dish, 1)] });
  expect([more.at("discountTotal"), more.at("total")]).toEqual([3000, 12_000]);
});
