import type { Order } from "@tillbox/shared/contract/order.ts";
import { giftCode } from "@tillbox/shared/gift-code.ts";
import { newId } from "@tillbox/shared/id.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { furnish, line, peopleOf } from "../../testing/bistro.ts";
import { actorOf, openTestStore, type TestStore } from "../../testing.ts";
import { adjustAccount, openAccount } from "../account/commands.ts";
import { closeDay } from "../day/commands.ts";
import { closeDrawer, countDrawer, openDrawer } from "../drawer/commands.ts";
import { adjustGiftCard, issueGiftCard } from "../gift-card/commands.ts";
import { taxClasses } from "../menu/rows.ts";
import { definitions } from "./settings.ts";

let store: TestStore;
const { open, pay, set, status } = peopleOf(() => store);
beforeEach(async () => {
  store = openTestStore({ strict: true });
  await furnish(store);
});
const refusedChange = async (): Promise<string> => {
  try {
    await set("currency.code", "CHF");
  } catch (error) {
    return String(error);
  }
  return "changed";
};

describe("the currency", () => {
  it("changes as long as no money counts in it", async () => {
    expect(await refusedChange()).toBe("changed");
  });
  it("stays while a check is open, and until its day is closed", async () => {
    const order: Order = await open([line("soup")]);
    expect(await refusedChange()).toContain(`check ${order.number} is open`);
    await pay(order);
    await status(order, "completed").catch(() => order);
    expect(await refusedChange()).toContain("has money in it. Close the day first.");
    await set("currency.code", "USD");
    await store.done(closeDay, { id: newId(), businessDay: null, automatic: false }, "manager");
    expect(await refusedChange()).toBe("changed");
  });
  it("stays while a drawer is open", async () => {
    const drawer = { id: newId() };
    const cashier = actorOf("cashier");
    await store.done(openDrawer, { ...drawer, float: 0 }, cashier);
    expect(await refusedChange()).toContain("a drawer is open");
    await store.done(countDrawer, { ...drawer, count: { id: newId(), total: 0 } }, cashier);
    await store.done(closeDrawer, { ...drawer, note: null }, cashier);
    expect(await refusedChange()).toBe("changed");
  });
  it("stays while a gift card or a house account holds money, and not for one that is empty", async () => {
    const closed = () =>
      store.submit(closeDay, { id: newId(), businessDay: null, automatic: false }, "manager");
    const card = { id: newId(), code: giftCode(Array.from({ length: 15 }, () => 1)) };
    await store.done(issueGiftCard, { ...card, amount: 500, tender: { method: "cash" } }, "waiter");
    await closed();
    expect(await refusedChange()).toContain("there is money on gift cards");
    await store.done(
      adjustGiftCard,
      { id: card.id, amount: -500, expiresOn: undefined, reason: "lost" },
      "manager",
    );
    await closed();
    const account = { id: newId() };
    await store.done(openAccount, { ...account, name: "Harbour Ltd", limit: 100 }, "manager");
    await store.done(adjustAccount, { ...account, amount: 90, reason: "brought over" }, "manager");
    await closed();
    expect(await refusedChange()).toContain("a house account is not settled");
    await store.done(adjustAccount, { ...account, amount: -90, reason: "forgiven" }, "manager");
    await closed();
    expect(await refusedChange()).toBe("changed");
  });
});

describe("a rate", () => {
  it("is at most 1, wherever it is set, and the refusal says what 19 % is", async () => {
    for (const key of ["tax.rate", "service.rate"] as const) {
      expect(definitions[key].schema.safeParse("1").success).toBe(true);
      const wrong = definitions[key].schema.safeParse("19");
      expect(wrong.error?.issues[0]?.message).toBe('is more than 1, which is 100 %; for 19 % write "0.19"');
      expect(definitions[key].schema.safeParse(1.5).success).toBe(false);
    }
    expect(store.kernel.get(taxClasses.entity, "vat")?.rates[0]?.rate).toBe("0.19");
  });
});
