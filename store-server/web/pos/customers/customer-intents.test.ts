import type { Order, OrderLine } from "@tillbox/shared/contract/order.ts";
import { describe, expect, test } from "vitest";
import { giveReward } from "./customer-intents.ts";

const line = (id: string, more: Partial<OrderLine> = {}) =>
  ({ id, menuItemId: "espresso", unitPrice: 320, quantity: 1, status: "pending", ...more }) as OrderLine;
const check = (items: OrderLine[], discounts: object[] = []) =>
  ({ id: "o1", items, discounts }) as unknown as Order;
const coffee = { id: "r1", name: "Free coffee", points: 50, kind: "item", menuItemId: "espresso" } as const;
const given = (itemId: string) => ({ itemId, reward: { id: "r1", points: 50 } });

describe("a reward", () => {
  test("is on the check at once, under the id that the box is told, for the line that it makes free", () => {
    const intent = giveReward(
      check([line("a", { status: "voided" }), line("b"), line("c")], [given("b")]),
      coffee,
    );
    const { id } = intent.body as { id: string };
    expect(intent.body).toEqual({ id, rewardId: "r1", itemId: "c" });
    expect(intent.effect).toMatchObject({
      kind: "discount",
      discount: { id, scope: "item", itemId: "c", value: 320, reward: { id: "r1", points: 50 } },
    });
  });

  test("of an amount is off the whole check", () => {
    const intent = giveReward(check([line("a")]), { ...coffee, kind: "amount", amount: 500 });
    expect(intent.effect).toMatchObject({ discount: { scope: "order", itemId: null, value: 500 } });
  });

  test("that no line is for shows nothing before the box has answered", () => {
    expect(giveReward(check([line("a")], [given("a")]), coffee).effect).toBeUndefined();
  });
});
