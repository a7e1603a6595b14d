import type { Account } from "@tillbox/shared/contract/account.ts";
import type { GiftCard } from "@tillbox/shared/contract/gift-card.ts";
import type { Order } from "@tillbox/shared/contract/order.ts";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { inTrattoria } from "./testing/in-trattoria.ts";
import { inspect, shapes } from "./testing/looking.ts";
import { pins } from "./testing/trattoria.ts";
import { goTo, pair, signIn, tile } from "./testing/waiter.ts";

/* Gift cards and house accounts as people use them: on a box of its own, in real Chromium pages. */

const { store, newTablet, onShift } = inTrattoria();

/** A counter check of one dish, on its pay page. Focaccia comes to 5.40, Caprese to 12.42 with tax. */
const payFor = async (page: Page, dish: string): Promise<void> => {
  await page.getByRole("button", { name: "Counter order" }).click();
  await tile(page, dish).click();
  await page.getByRole("button", { name: "Pay", exact: true }).click();
  await page.getByRole("region", { name: "Payment" }).waitFor();
};
const card = (amount: number): Promise<GiftCard & { code: string }> =>
  store.ask("POST", "/api/gift-cards", { amount, tender: { method: "cash" } });
const cardNow = (id: string): Promise<GiftCard> => store.ask("GET", `/api/gift-cards/${id}`);
const lastPaid = async (): Promise<Order | undefined> =>
  (await store.ask<{ items: Order[] }>("GET", "/api/orders?limit=1")).items[0];
const account = (name: string, limit: number): Promise<Account> =>
  store.ask("POST", "/api/accounts", { name, limit });

describe("gift cards at the till", () => {
  test("one is sold with change, shows its code once, and is found again by that code", async () => {
    const { page } = await onShift();
    await page.getByRole("button", { name: "Cards" }).click();
    await page.getByRole("button", { name: "Sell a card" }).click();
    await page.getByRole("button", { name: "Sell", exact: true }).click();
    await page.getByText("say how much").waitFor();
    await page.getByRole("checkbox", { name: "$25", exact: true }).click();
    await page.getByLabel("Cash received").fill("30");
    await page.getByText("Change $5.00").waitFor();
    await page.getByRole("button", { name: "Sell for $25.00" }).click();
    const code = await page.getByTestId("code").innerText();
    expect(code).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
    await page.getByRole("button", { name: "Done" }).click();
    await page
      .getByRole("button", { name: /^•••• \w{4} G1-\d+/ })
      .first()
      .waitFor();
    expect(await page.getByText(code).count()).toBe(0);

    await page.getByRole("button", { name: "Look up a code" }).click();
    await page.getByLabel("Code of the card").fill("0000 0000 0000 0001");
    await page.getByRole("button", { name: "Look it up" }).click();
    await page.getByText("This is no code of a card.").waitFor();
    await page.getByLabel("Code of the card").fill(code.toLowerCase());
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: /^G1-/ }).getByText("$25.00", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Top up" }).click();
    await page.getByRole("checkbox", { name: "$10", exact: true }).click();
    await page.getByRole("radio", { name: "Terminal" }).click();
    await page.getByRole("button", { name: "Take $10.00" }).click();
    await page.getByRole("dialog", { name: /^G1-/ }).getByText("$35.00", { exact: true }).waitFor();
    await page.getByText("Topped up").waitFor();
  });

  test("a card that holds less gives all it has; the rest is paid in cash", async () => {
    const { id, code } = await card(400);
    const { page } = await onShift();
    await payFor(page, "Focaccia");
    await page.getByRole("button", { name: "Gift card" }).click();
    await page.getByLabel("Code of the card").fill(code);
    await page.getByText("all of it is taken").waitFor();
    await page.getByRole("button", { name: "Take $4.00 off the card" }).click();
    await page.getByRole("heading", { name: "$1.40 still to pay" }).waitFor();
    await page.getByRole("button", { name: "Take the next part" }).click();
    await page.getByRole("button", { name: "Cash" }).click();
    await page.getByRole("button", { name: "Take $1.40 cash" }).click();
    await page.getByRole("heading", { name: "Paid", exact: true }).waitFor();
    expect((await lastPaid())?.payments.map(({ method, amount }) => [method, amount])).toEqual([
      ["gift_card", 400],
      ["cash", 140],
    ]);
    expect(await cardNow(id)).toMatchObject({ balance: 0, status: "empty" });
  });

  test("money that another till spends meanwhile is not spent twice: the box says what is left", async () => {
    const { id, code } = await card(600);
    const { page } = await onShift();
    await payFor(page, "Focaccia");
    await page.getByRole("button", { name: "Gift card" }).click();
    await page.getByLabel("Code of the card").fill(code);
    await page.getByText("$0.60 left after this").waitFor();
    await store.ask("POST", `/api/gift-cards/${id}/adjust`, { amount: -400, reason: "spent elsewhere" });
    await page.getByRole("button", { name: "Take $5.40 off the card" }).click();
    await page.getByRole("alert").filter({ hasText: "There are only 2.00" }).waitFor();
    await page.getByRole("button", { name: "Take $2.00 off the card" }).click();
    await page.getByRole("heading", { name: "$3.40 still to pay" }).waitFor();
    expect(await cardNow(id)).toMatchObject({ balance: 0 });
  });

  test("a lost card is blocked by whoever a manager lets, with the reason kept", async () => {
    const { number, id } = await card(1000);
    const { page } = await onShift();
    await page.getByRole("button", { name: "Cards" }).click();
    await page.getByLabel("Number or last four").fill(number);
    await page.getByRole("button", { name: new RegExp(number) }).click();
    await page.getByRole("button", { name: "Block", exact: true }).click();
    await page.getByRole("checkbox", { name: "Reported lost" }).click();
    await page.getByRole("button", { name: "Block it" }).click();
    await page.getByRole("button", { name: "A manager approves it here" }).click();
    await page.getByRole("heading", { name: "Manager's PIN" }).waitFor();
    await page.keyboard.type(pins.manager);
    await page.getByText("Blocked: Reported lost").waitFor();
    expect(await cardNow(id)).toMatchObject({ status: "blocked", blockedReason: "Reported lost" });
  });
});

describe("what a manager puts right", () => {
  const asManager = async (): Promise<Page> => {
    const { page } = await newTablet();
    await pair(page, store);
    await signIn(page, pins.manager);
    await page.getByRole("button", { name: "Cards" }).click();
    return page;
  };

  test("store credit is granted for a reason by a manager's word, and its code is shown once", async () => {
    const { page } = await onShift();
    await page.getByRole("button", { name: "Cards" }).click();
    await page.getByRole("button", { name: "Sell a card" }).click();
    await page.getByRole("radio", { name: "By the house" }).click();
    await page.getByRole("checkbox", { name: "$25", exact: true }).click();
    await page.getByRole("button", { name: "Grant $25.00" }).click();
    await page.getByText("say why").waitFor();
    await page.getByRole("checkbox", { name: "Goodwill" }).click();
    await page.getByRole("button", { name: "Grant $25.00" }).click();
    await page.getByRole("button", { name: "A manager approves it here" }).click();
    await page.getByRole("heading", { name: "Manager's PIN" }).waitFor();
    await page.keyboard.type(pins.manager);
    await page.getByRole("dialog", { name: "Store credit granted" }).getByTestId("code").waitFor();
    const { items } = await store.ask<{ items: GiftCard[] }>("GET", "/api/gift-cards?limit=1");
    expect(items[0]).toMatchObject({ kind: "store_credit", balance: 2500 });
  });

  test("a card's balance and last day are corrected with a reason that stands in its ledger", async () => {
    const { id, number } = await card(3000);
    const page = await asManager();
    await page.getByLabel("Number or last four").fill(number);
    await page.getByRole("button", { name: new RegExp(number) }).click();
    await page.getByRole("button", { name: "Correct", exact: true }).click();
    await page.getByRole("button", { name: "Correct it" }).click();
    await page.getByText("say how much").waitFor();
    await page.getByRole("radio", { name: "Take off" }).click();
    await page.getByLabel("Another amount").fill("12.50");
    await page.getByLabel("Last day").fill("2031-12-31");
    await page.getByRole("checkbox", { name: "Typed wrongly" }).click();
    await page.getByRole("button", { name: "Take off $12.50" }).click();
    await page.getByText("Typed wrongly").waitFor();
    await expect.poll(() => cardNow(id)).toMatchObject({ balance: 1750, expiresOn: "2031-12-31" });
  });

  test("an account gets another limit and an older debt, and its statement adds up", async () => {
    const { id } = await account("Pier Nine Ltd", 5000);
    const page = await asManager();
    await page.getByRole("radio", { name: "Accounts" }).click();
    await page.getByRole("button", { name: /^Pier Nine Ltd/ }).click();
    await page.getByRole("button", { name: "Change", exact: true }).click();
    await page.getByLabel("Limit").fill("200");
    await page.getByLabel("Mail").fill("nobody");
    await page.getByRole("button", { name: "Save" }).click();
    await page
      .getByRole("alert")
      .filter({ hasText: /mail|address/i })
      .waitFor();
    await page.getByLabel("Mail").fill("desk@example.com");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("$200.00 free of $200.00").first().waitFor();
    await page.getByRole("button", { name: "Correct", exact: true }).click();
    await page.getByLabel("Another amount").fill("40");
    await page.getByRole("checkbox", { name: "Owed from before" }).click();
    await page.getByRole("button", { name: "Owes more $40.00" }).click();
    await page.getByText("$160.00 free of $200.00").first().waitFor();
    expect(await store.ask("GET", `/api/accounts/${id}`)).toMatchObject({
      limit: 20_000,
      email: "desk@example.com",
      balance: 4000,
    });
    await page.getByRole("button", { name: "Statement" }).click();
    const paper = page.getByRole("region", { name: "Statement" });
    await paper.getByText("Owed from before").waitFor();
    expect(await paper.innerText()).toMatch(/Owed before\s+\$0\.00[\s\S]*Owed after\s+\$40\.00/);
    await page.emulateMedia({ media: "print" });
    expect(await page.getByRole("button", { name: "Print" }).isVisible()).toBe(false);
    expect(await paper.isVisible()).toBe(true);
    await page.emulateMedia({ media: "screen" });
  });

  test("what is owed over days is shown with what moved, and a new card appears by itself", async () => {
    const page = await asManager();
    const fresh = await card(700);
    await page.getByRole("button", { name: new RegExp(fresh.number) }).waitFor();
    await page.getByRole("button", { name: "What is owed" }).click();
    const sheet = page.getByRole("dialog", { name: "What is owed" });
    await sheet.getByText("The store owes on cards and credit").waitFor();
    const { closing } = await store.ask<{ closing: number }>(
      "GET",
      `/api/gift-cards/liability?from=2020-01-01&to=2099-12-31`,
    );
    await sheet.getByText(`$${(closing / 100).toFixed(2)}`).waitFor();
    expect(await sheet.innerText()).toMatch(/Sold/);
  });
});

describe("house accounts at the till", () => {
  test("a bill is charged to an account that is found by its name", async () => {
    const { id } = await account("Harbour Freight Ltd", 5000);
    await account("Lighthouse Ltd", 5000);
    const { page } = await onShift();
    await payFor(page, "Caprese");
    await page.getByRole("button", { name: "Account", exact: true }).click();
    await page.getByLabel("Search accounts").fill("freight");
    await page.getByText("Lighthouse Ltd").waitFor({ state: "detached" });
    await page.getByRole("button", { name: /^Harbour Freight Ltd/ }).click();
    await page.getByRole("button", { name: /to Harbour Freight Ltd$/ }).click();
    await page.getByRole("heading", { name: "Paid", exact: true }).waitFor();
    const paid = await lastPaid();
    expect(paid?.payments).toMatchObject([{ method: "house_account", reference: id }]);
    expect(await store.ask("GET", `/api/accounts/${id}`)).toMatchObject({ balance: paid?.total });
  });

  test("beyond its limit a manager approves on the same screen", async () => {
    const { id } = await account("Tiny Limit Ltd", 1);
    const { page } = await onShift();
    await payFor(page, "Focaccia");
    await page.getByRole("button", { name: "Account", exact: true }).click();
    await page.getByRole("button", { name: /^Tiny Limit Ltd/ }).click();
    await page.getByRole("button", { name: "Charge $5.40 to Tiny Limit Ltd" }).click();
    await page.getByText("charge a house account beyond its limit").waitFor();
    await page.getByRole("button", { name: "A manager approves it here" }).click();
    await page.getByRole("heading", { name: "Charge a house account beyond its limit: $5.40" }).waitFor();
    await page.keyboard.type(pins.manager);
    await page.getByRole("heading", { name: "Paid", exact: true }).waitFor();
    expect(await store.ask("GET", `/api/accounts/${id}`)).toMatchObject({ balance: 540 });
  });

  test("an account is opened, invoiced and settled in a part by a manager", async () => {
    const { page } = await newTablet();
    await pair(page, store);
    await signIn(page, pins.manager);
    await page.getByRole("button", { name: "Cards" }).click();
    await page.getByRole("radio", { name: "Accounts" }).click();
    await page.getByRole("button", { name: "Open an account" }).click();
    await page.getByRole("button", { name: "Open it" }).click();
    await page.getByText("Say whose account it is.").waitFor();
    await page.getByLabel("Name").fill("Quayside Ltd");
    await page.getByLabel("Limit").fill("100");
    await page.getByRole("button", { name: "Open it" }).click();
    await page.getByText("$100.00 free of $100.00").first().waitFor();
    const { items } = await store.ask<{ items: Account[] }>("GET", "/api/accounts?search=quayside");
    const id = items[0]?.id ?? "";
    await store.ask("POST", `/api/accounts/${id}/adjust`, { amount: 3000, reason: "owed from before" });
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /^Quayside Ltd/ }).click();
    await page.getByRole("button", { name: "Issue invoice" }).click();
    await page.getByText("charged since the last invoice").waitFor();
    expect(await store.ask("GET", `/api/accounts/${id}`)).toMatchObject({ uninvoiced: 3000 });
    await page.getByRole("button", { name: "Issue it" }).click();
    await page.getByText(/Invoice A1-\d+ over \$30\.00/).waitFor();
    await page.getByRole("button", { name: "Settle" }).click();
    await page.getByLabel("Another amount").fill("12.50");
    await page.getByRole("button", { name: "Take $12.50" }).click();
    await page.getByText(/Receipt S1-\d+/).waitFor();
    await page.getByRole("dialog", { name: "Quayside Ltd" }).getByText("$17.50").first().waitFor();
    expect(await store.ask("GET", `/api/accounts/${id}`)).toMatchObject({ balance: 1750, uninvoiced: 0 });
  });
});

describe("every screen of cards and accounts", () => {
  test.each(shapes)(
    "%s is readable, has targets for fingers and scrolls nothing sideways",
    async (_name, size, colorScheme) => {
      const { code } = await card(2000);
      await account(`Anchor ${size.width} ${colorScheme}`, 5000);
      const { page } = await newTablet(size, { colorScheme });
      const { look, found } = inspect(page);
      await pair(page, store);
      await signIn(page);
      await goTo(page, "Cards");
      await page.locator(".pos-orders-list .ui-list-row").first().waitFor();
      await look("cards");
      await page.locator(".pos-orders-list .ui-list-row").first().click();
      await page.getByText("Sold").waitFor();
      await look("card");
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Sell a card" }).click();
      await page.getByRole("checkbox", { name: "$50", exact: true }).click();
      await look("sell");
      await page.getByRole("button", { name: "Sell for $50.00" }).click();
      await page.getByTestId("code").waitFor();
      await look("sold");
      await page.getByRole("button", { name: "Done" }).click();
      await page.getByRole("radio", { name: "Accounts" }).click();
      await page
        .getByRole("button", { name: /^Anchor/ })
        .first()
        .waitFor();
      await look("accounts");
      await page
        .getByRole("button", { name: /^Anchor/ })
        .first()
        .click();
      await page.getByText("Nothing moved yet.").waitFor();
      await look("account");
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Floor" }).click();
      await payForOn(page);
      await page.getByRole("button", { name: "Account", exact: true }).click();
      await page
        .getByRole("button", { name: /^Anchor/ })
        .first()
        .waitFor();
      await look("pay by account");
      await page.getByRole("button", { name: "Gift card" }).click();
      await look("pay by gift card");
      await page.getByLabel("Code of the card").fill(code);
      await page.getByRole("button", { name: /off the card$/ }).waitFor();
      await look("gift card chosen");
      expect(found).toEqual([]);
    },
  );
});

const payForOn = async (page: Page): Promise<void> => {
  const { id } = await store.ask<Order>("POST", "/api/orders", {
    type: "takeaway",
    items: [{ menuItemId: "focaccia", quantity: 1 }],
  });
  await page.goto(`${store.url}/pos/pay/${id}`);
  await page.getByRole("region", { name: "Payment" }).waitFor();
};
