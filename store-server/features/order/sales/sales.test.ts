import type { Order } from "@tillbox/shared/contract/order.ts";
import type { Refund } from "@tillbox/shared/contract/refund.ts";
import { newId } from "@tillbox/shared/id.ts";
import type { RefusalDetails } from "@tillbox/shared/refusal.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { furnish, line, peopleOf } from "../../../testing/bistro.ts";
import { rebuiltDifferences } from "../../../testing/rebuilt.ts";
import { actorOf, openTestStore, type TestStore } from "../../../testing.ts";
import { menuItems } from "../../menu/rows.ts";
import { type ExchangeRequest, exchangeGoods, type SaleRequest, sell } from "./commands.ts";

let store: TestStore;
const { set } = peopleOf(() => store);
beforeEach(async () => {
  store = openTestStore();
  await furnish(store);
});
type Sold = { order: Order; payment: Order["payments"][number] };
const sold = (items: ReturnType<typeof line>[], payment: object = {}): Promise<Sold> =>
  store.done(
    sell,
    { id: newId(), paymentId: newId(), sale: { items }, payment: { method: "cash", ...payment } },
    "waiter",
  );
const drawer = () =>
  store.kernel.db
    .prepare<[], { given: number; amount: number }>(
      "SELECT SUM(given) AS given, SUM(amount + rounding) AS amount FROM day_tenders WHERE method = 'cash'",
    )
    .get();

const wrongField = ({ details }: { details: object }) => (details as RefusalDetails).errors?.[0]?.path;

describe("a quick sale", () => {
  it("is an order, its payment and its receipt in one command", async () => {
    const head = store.kernel.headSeq();
    const { order, payment } = await sold([line("soup", 2), line("ham", 0.25)], { tendered: 5000 });
    expect(order).toMatchObject({ type: "takeaway", total: 2300, due: 0, receiptNumber: "R1-000001" });
    expect(payment).toMatchObject({ amount: 2300, tendered: 5000, change: 2700 });
    const commands = store.kernel.db
      .prepare<[number], { n: number }>(
        "SELECT COUNT(DISTINCT json_extract(bytes, '$.command')) AS n FROM journal WHERE seq > ?",
      )
      .get(head);
    expect(commands?.n).toBe(1);
    expect(rebuiltDifferences(store.kernel)).toEqual([]);
  });
  it("of goods that nobody has to make is over when it is paid; a dish still has to be handed over", async () => {
    const { order: goods } = await sold([line("ham", 0.25)]);
    expect(goods.status).toBe("completed");
    const { order: mixed } = await sold([line("ham", 0.25), line("soup")]);
    expect(mixed.status).toBe("confirmed");
    expect(rebuiltDifferences(store.kernel)).toEqual([]);
  });
  it("that is refused leaves nothing: no order, no number", async () => {
    const head = store.kernel.headSeq();
    const request = (payment: object, items = [line("soup")]) => ({
      id: newId(),
      paymentId: newId(),
      sale: { items },
      payment: { method: "cash" as const, ...payment },
    });
    expect(await store.refused(sell, request({ tendered: 849 }), "waiter")).toBe("invalid");
    expect(await store.refused(sell, request({ method: "card" }), "waiter")).toBe("unavailable");
    expect(await store.refused(sell, request({}, [line("nothing")]), "waiter")).toBe("invalid");
    expect(await store.refused(sell, request({}), "cook")).toBe("forbidden");
    expect(store.kernel.headSeq()).toBe(head);
    expect((await sold([line("soup")])).order.number).toBe(1);
  });
  it("names a wrong field where it stands in the request", async () => {
    const wrong = async (payment: object, items = [line("soup")]) => {
      const input = {
        id: newId(),
        paymentId: newId(),
        sale: { items },
        payment: { method: "cash", ...payment },
      };
      const answer = await store.submit(sell, input as SaleRequest, "waiter");
      return answer.ok ? null : [wrongField(answer.refusal), answer.refusal.message];
    };
    const less = "payment.tendered: is less than the 850 to hand over";
    expect(await wrong({ tendered: 849 })).toEqual(["payment.tendered", less]);
    expect((await wrong({ method: "gift_card" }))?.[0]).toBe("payment.reference");
    expect((await wrong({}, [line("soup"), line("nothing")]))?.[0]).toBe("items.1.menuItemId");
  });
});

describe("an exchange", () => {
  type Exchanged = { refund: Refund; order: Order; sale: Order; net: number; change: number };
  const request = (order: Order, items: ReturnType<typeof line>[], extra: object = {}): ExchangeRequest => ({
    id: order.id,
    refundId: newId(),
    saleId: newId(),
    paymentId: newId(),
    exchange: {
      items: [{ itemId: order.items[0]?.id ?? "", quantity: 1 }],
      reason: "wrong size",
      sale: { items },
      method: "cash",
      ...extra,
    },
  });
  const exchange = (...of: Parameters<typeof request>): Promise<Exchanged> =>
    store.done(exchangeGoods, request(...of), "manager");
  it("for dearer goods takes the difference, for cheaper ones pays it out, and the drawer ties", async () => {
    const first = await sold([line("soup", 2)]);
    const up = await exchange(first.order, [line("ham", 1)], { tendered: 2000 });
    expect(up).toMatchObject({
      net: 2400 - 850,
      change: 450,
      refund: { total: 850, kind: "items" },
      order: { refunded: 850 },
      sale: { total: 2400, due: 0 },
    });
    const down = await exchange(first.order, [line("wine")]);
    expect(down).toMatchObject({ net: 700 - 850, change: 150 });
    expect(drawer()).toEqual({ given: 1700 + 1550 - 150, amount: 1700 + 1550 - 150 });
    expect(rebuiltDifferences(store.kernel)).toEqual([]);
  });
  it("of like for like moves no money, and both documents have their numbers", async () => {
    const { order } = await sold([line("soup")]);
    const done = await exchange(order, [line("soup")]);
    expect(done).toMatchObject({
      net: 0,
      change: 0,
      refund: { number: "F1-000001" },
      sale: { receiptNumber: "R1-000002" },
    });
  });
  it("in rounded cash hands over coins that exist, and nothing is left of either", async () => {
    await set("rounding.cash", 5);
    await store.done(menuItems.change, { id: "soup", fields: { price: 848 } });
    await store.done(menuItems.change, { id: "wine", fields: { price: 1247 } });
    const { order } = await sold([line("soup")]);
    const { net } = await exchange(order, [line("wine")], { tendered: 500 });
    expect(net).toBe(1245 - 850);
  });
  it("is no way around a refund: a manager's word for selling is not to be had for it", async () => {
    const { order } = await sold([line("soup")]);
    const asked = async (...permissions: string[]) => {
      const actor = { ...actorOf("waiter"), permissions: new Set(permissions) };
      const answer = await store.submit(exchangeGoods, request(order, [line("soup")]), actor);
      return answer.ok || answer.refusal.details;
    };
    expect(await asked("order.open", "order.edit")).toEqual({ permission: "payment.take" });
    expect(await asked(...actorOf("waiter").permissions)).toMatchObject({
      approval: { action: "payment.refund", subjectId: order.id, amount: 850 },
    });
  });
  it("takes nothing back twice, and nothing when the new goods cannot be sold", async () => {
    const { order } = await sold([line("soup")]);
    expect(await store.refused(exchangeGoods, request(order, [line("nothing")]), "manager")).toBe("invalid");
    expect(
      await store.refused(exchangeGoods, request(order, [line("ham")], { tendered: 10 }), "manager"),
    ).toBe("invalid");
    await exchange(order, [line("soup")]);
    expect(await store.refused(exchangeGoods, request(order, [line("soup")]), "manager")).toBe("conflict");
  });
  it("tells the lines that come back from those that are sold when one is wrong", async () => {
    const { order } = await sold([line("soup")]);
    const path = async (items: ReturnType<typeof line>[], extra: object = {}) => {
      const answer = await store.submit(exchangeGoods, request(order, items, extra), "manager");
      return answer.ok ? null : wrongField(answer.refusal);
    };
    expect(await path([line("nothing")])).toBe("sale.items.0.menuItemId");
    expect(await path([line("ham")], { items: [{ itemId: "nowhere", quantity: 1 }] })).toBe("items.0.itemId");
    expect(await path([line("ham")], { tendered: 1 })).toBe("tendered");
  });
  it("is a refund by permission, of another kind where money of a terminal goes out in cash", async () => {
    const { order } = await sold([line("soup")], { method: "external" });
    const even = await store.submit(exchangeGoods, request(order, [line("ham")]), "cashier");
    expect(even).toMatchObject({ refusal: { details: { permission: "payment.refund", approvable: true } } });
    const out = await store.submit(exchangeGoods, request(order, [line("wine")]), "cashier");
    expect(out).toMatchObject({ refusal: { details: { permission: "payment.refund-other" } } });
  });
});
