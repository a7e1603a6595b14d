import type { Order } from "@tillbox/shared/contract/order.ts";
import type { TermsInput } from "@tillbox/shared/contract/terms.ts";
import { newId } from "@tillbox/shared/id.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { furnish, line, peopleOf } from "../../../testing/bistro.ts";
import { rebuiltDifferences } from "../../../testing/rebuilt.ts";
import { openTestStore, type TestStore } from "../../../testing.ts";
import { mergeOrders, moveItems, splitOrder } from "../moves/commands.ts";
import { setTerms } from "./commands.ts";

let store: TestStore;
const { set, open, pay } = peopleOf(() => store);
beforeEach(async () => {
  store = openTestStore();
  await furnish(store);
  await set("tax.rate", "0.08");
  await set("service.rate", "0.1");
});
const terms = (order: Order, input: TermsInput, as: "manager" | "waiter" = "manager"): Promise<Order> =>
  store.done(setTerms, { id: order.id, terms: input }, as);

describe("an order exempt from tax", () => {
  const exemption = { taxExemption: { reason: "embassy", reference: "D-12" } };
  it("has a zero-rated row for each class, and its prices stay as they are", async () => {
    const order = await open([line("soup"), line("wine")]);
    const exempt = await terms(order, exemption);
    expect(exempt).toMatchObject({
      taxTotal: 0,
      total: 850 + 700 + 155,
      taxExemption: exemption.taxExemption,
    });
    expect(exempt.taxes.map(({ rate, tax, gross }) => [rate, tax, gross])).toEqual([
      ["0", 0, 850],
      ["0", 0, 700],
    ]);
    const back = await terms(exempt, { taxExemption: null });
    expect(back.taxes).toEqual(order.taxes);
    expect(rebuiltDifferences(store.kernel)).toEqual([]);
  });
  it("is a manager's, with a reason", async () => {
    const order = await open([line("soup")]);
    const answer = await store.submit(setTerms, { id: order.id, terms: exemption }, "waiter");
    expect(answer).toMatchObject({
      refusal: { code: "forbidden", details: { permission: "order.exempt-tax", approvable: true } },
    });
  });
  it("is asked for alone, for a manager's word for one thing is none for another", async () => {
    const order = await open([line("soup")]);
    const both = { ...exemption, serviceWaiver: { reason: "slow" } };
    const answer = await store.submit(setTerms, { id: order.id, terms: both }, "waiter");
    expect(answer.ok || answer.refusal.details).toEqual({ permission: "order.exempt-tax" });
    expect(await terms(order, both)).toMatchObject({ taxTotal: 0, serviceCharge: 0 });
  });
  it("is not made so when more than its new total is paid, or when it is paid in full", async () => {
    const order = await open([line("soup")]);
    await pay(order, { amount: 950 });
    expect(await store.refused(setTerms, { id: order.id, terms: exemption }, "manager")).toBe("conflict");
    await pay(order);
    expect(await store.refused(setTerms, { id: order.id, terms: exemption }, "manager")).toBe("conflict");
  });
});

describe("checks that are split and merged", () => {
  const exemption = { taxExemption: { reason: "embassy", reference: null } };
  it("stay exempt on both sides, and an exempt one shares no lines with another", async () => {
    const order = await terms(await open([line("soup"), line("wine")]), exemption);
    const items = [{ itemId: order.items[0]?.id ?? "", quantity: 1, toLineId: newId() }];
    const split = { id: order.id, newOrderId: newId(), items, tableId: null };
    const other: Order = await store.done(splitOrder, split, "manager");
    expect(other).toMatchObject({ taxTotal: 0, taxExemption: exemption.taxExemption });
    const plain = await open([line("soup")]);
    const merge = { id: plain.id, fromOrderId: order.id };
    expect(await store.refused(mergeOrders, merge, "manager")).toBe("conflict");
    const back: Order = await store.done(mergeOrders, { id: order.id, fromOrderId: other.id }, "manager");
    expect(back).toMatchObject({ taxTotal: 0, total: 850 + 700 + 155 });
  });
});

describe("a service charge", () => {
  it("that was waived on one check goes off no other by a move or a merge", async () => {
    const waived = await terms(await open([line("wine", 2)]), { serviceWaiver: { reason: "slow" } });
    const other = await open([line("soup", 2)]);
    const items = [{ itemId: other.items[0]?.id ?? "", quantity: 1, toLineId: newId() }];
    const move = { id: other.id, toOrderId: waived.id, items };
    const merge = { id: waived.id, fromOrderId: other.id };
    expect(await store.refused(moveItems, move, "waiter")).toBe("conflict");
    expect(await store.refused(mergeOrders, merge, "waiter")).toBe("conflict");
    await terms(other, { serviceWaiver: { reason: "slow" } });
    expect(await store.done(mergeOrders, merge, "waiter")).toMatchObject({ total: 1400 + 1836 });
  });
  it("is waived and charged again", async () => {
    const order = await open([line("soup")]);
    const waived = await terms(order, { serviceWaiver: { reason: "waited an hour" } });
    expect(waived).toMatchObject({ serviceCharge: 0, total: 918 });
    expect((await terms(waived, { serviceWaiver: null })).serviceCharge).toBe(85);
  });
});

describe("another type", () => {
  it("brings its taxes to every line, and its service charge", async () => {
    const order = await open([line("wine"), line("soup")]);
    const outside = await terms(order, { type: "takeaway" }, "waiter");
    expect(outside).toMatchObject({ type: "takeaway", serviceCharge: 0 });
    expect(outside.taxes.map(({ rate, tax }) => [rate, tax])).toEqual([
      ["0.07", 46],
      ["0.08", 68],
    ]);
    expect((await terms(outside, { type: "dine-in" }, "waiter")).taxes).toEqual(order.taxes);
  });
  it("is refused for an order at a table, and of a kiosk", async () => {
    const order = await open([line("wine")], { tableId: "t1" });
    for (const type of ["takeaway", "kiosk"] as const)
      expect(await store.refused(setTerms, { id: order.id, terms: { type } }, "waiter")).toBe("invalid");
  });
});
