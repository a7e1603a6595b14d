import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { openShots } from "../../../../scripts/journey/shots.ts";
import { inTrattoria } from "../../testing/in-trattoria.ts";
import { faultsOf } from "../../testing/looking.ts";
import { askAs, pins } from "../../testing/trattoria.ts";
import { goTo, phone, signIn, tablet, upright } from "../../testing/waiter.ts";

const shoot = openShots("team");
const { store, onShift } = inTrattoria();

const toTeam = async (page: Page, part?: string): Promise<void> => {
  await goTo(page, "Team");
  await page.getByRole("heading", { name: "Team", exact: true }).waitFor();
  if (part) await page.getByRole("tab", { name: part }).click();
};
const lock = (page: Page): Promise<void> => page.getByRole("button", { name: "Lock", exact: true }).click();
const rail = (page: Page, name: string) => page.locator(".ui-rail-item", { hasText: name });

describe("a manager", () => {
  test("makes a role, gives it to somebody new, and it opens what it says and nothing else", async () => {
    const { page } = await onShift(pins.manager);
    await toTeam(page, "Roles");
    await page.getByRole("button", { name: /^Waiter/ }).click();
    await page.getByRole("button", { name: "Copy", exact: true }).click();
    await page.getByLabel("Name").last().fill("Head waiter");
    await page.getByRole("button", { name: "Make it" }).click();
    await page.getByRole("heading", { name: "Head waiter", level: 2 }).waitFor();
    await page.getByRole("switch", { name: "See X and Z reports" }).click();
    await page.getByRole("switch", { name: "See customers" }).click();
    const beyond = page.getByRole("switch", { name: "Move the store to another hub" });
    expect(await beyond.isDisabled()).toBe(true);
    await page.getByText("1 more, 1 taken away").waitFor();
    await shoot(page, "role-changed");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Head waiter is changed").waitFor();

    await page.getByRole("tab", { name: "People" }).click();
    await page.getByRole("button", { name: "New person" }).click();
    await page.getByLabel("Name", { exact: true }).fill("Waiter 9");
    await page.getByLabel("Role").selectOption({ label: "Head waiter" });
    await page.getByLabel("PIN").fill("12");
    await page.getByText("Use four to eight digits.").waitFor();
    expect(await page.getByRole("button", { name: "Add", exact: true }).isDisabled()).toBe(true);
    await page.getByLabel("PIN").fill(pins.waiter);
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.locator(".ui-field[data-error]", { hasText: "This PIN cannot be used" }).waitFor();
    await page.getByLabel("PIN").fill("9191");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByText("Waiter 9 can sign in now").waitFor();
    await page.getByRole("button", { name: /Waiter 9/ }).waitFor();

    await lock(page);
    await signIn(page, "9191");
    // A control that must hold: the waiter's role sees customers, and no figures of the day.
    await rail(page, "Cash").waitFor();
    expect(await rail(page, "Customers").count()).toBe(0);
    expect(await rail(page, "Team").count()).toBe(0);
    await lock(page);
    await signIn(page, pins.waiter);
    await rail(page, "Customers").waitFor();
    expect(await rail(page, "Cash").count()).toBe(0);
    await page.goto(`${store.url}/pos/team/roles`);
    await page.getByText("Your role may not do this: see people.").waitFor();
  });

  test("is told why a role stays, renames it, and removes it when nobody has it", async () => {
    const role = { id: "runner", name: "Runner", permissions: ["order.read", "table.read"] };
    await store.ask("POST", "/api/roles", role);
    await store.ask("POST", "/api/users", { id: "r1", name: "Runner 1", role: "runner", pin: "6161" });
    const { page } = await onShift(pins.manager);
    await toTeam(page, "Roles");
    await page.getByRole("button", { name: /^Owner/ }).click();
    await page.getByText("The owner may do everything, always").waitFor();
    expect(await page.getByRole("switch").count()).toBe(0);
    await shoot(page, "role-owner");
    await page.getByRole("button", { name: /^Runner/ }).click();
    await page.getByText("Runner 1 has this role. Give them another one first").waitFor();
    await page.getByLabel("Name").fill("Food runner");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("heading", { name: "Food runner", level: 2 }).waitFor();
    await page.getByRole("tab", { name: "People" }).click();
    await page.getByRole("button", { name: /Runner 1/ }).click();
    await page.getByLabel("Role").selectOption({ label: "Waiter" });
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Runner 1 is changed").waitFor();
    await page.getByRole("tab", { name: "Roles" }).click();
    await page.getByRole("button", { name: /^Food runner/ }).click();
    await page.getByRole("button", { name: "Remove this role" }).click();
    await page.getByRole("button", { name: "Yes, remove it" }).click();
    await page.getByText("Food runner is removed").waitFor();
    const { items } = await store.ask<{ items: { id: string }[] }>("GET", "/api/roles");
    expect(items.map(({ id }) => id)).not.toContain("runner");
  });

  test("gives a new PIN, lets somebody leave, and brings them back", async () => {
    await store.ask("POST", "/api/users", { id: "w8", name: "Waiter 8", role: "waiter", pin: "8181" });
    const { page } = await onShift(pins.manager);
    await toTeam(page);
    await page.getByRole("button", { name: /Waiter 8/ }).click();
    await page.getByLabel("New PIN").fill("8282");
    await shoot(page, "person");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Waiter 8 is changed").waitFor();
    await page.getByRole("button", { name: /Waiter 8/ }).click();
    await page.getByRole("button", { name: "They do not work here any more" }).click();
    await page.getByRole("button", { name: "Let them leave" }).click();
    await page.getByText("Waiter 8 does not work here any more").waitFor();
    await page.getByText("Worked here").waitFor();
    await page.getByRole("button", { name: /Waiter 8/ }).click();
    expect(await page.getByRole("button", { name: "Bring back" }).isDisabled()).toBe(true);
    await page.getByLabel("PIN").fill("8383");
    await page.getByRole("button", { name: "Bring back" }).click();
    await page.getByText("Waiter 8 is back").waitFor();
    await lock(page);
    await signIn(page, "8383");
  });

  test("corrects a working time with its reason, and the report follows", async () => {
    const { page: waiter } = await onShift(pins.waiter);
    await waiter.getByRole("img", { name: "Waiter 3" }).click();
    await waiter.getByRole("button", { name: "Clock in" }).click();
    const { page } = await onShift(pins.manager);
    await toTeam(page);
    await page.getByText(/At work since/).waitFor();
    await page.getByRole("tab", { name: "Working time" }).click();
    await page
      .getByRole("row", { name: /Waiter 3/ })
      .getByText("Open")
      .waitFor();
    // Live: the waiter goes home, and the manager's report has them without a tap.
    await waiter.getByRole("button", { name: "Clock out" }).click();
    await page
      .getByRole("row", { name: /Waiter 3/ })
      .getByText("Open")
      .waitFor({ state: "detached" });
    // Noon of yesterday has passed on every clock, whenever this runs.
    const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    await page.getByLabel("Days").selectOption({ label: "Other days" });
    await page.getByLabel("From").fill(yesterday);
    await page.getByRole("row", { name: /Waiter 3/ }).click();
    await page.getByRole("button", { name: "Correct", exact: true }).click();
    await page.getByLabel("Came on").fill(yesterday);
    await page.getByLabel("Left on").fill(yesterday);
    await page.getByLabel("at", { exact: true }).first().fill("09:00");
    await page.getByLabel("at", { exact: true }).last().fill("08:00");
    await page.getByRole("button", { name: "Correct it" }).click();
    await page.getByText("say why").waitFor();
    await page.getByText("Forgot to clock out").click();
    await page.getByRole("button", { name: "Correct it" }).click();
    await page.getByText("Must be after the start.").waitFor();
    await page.getByLabel("at", { exact: true }).last().fill("17:30");
    await page.getByRole("button", { name: "Add a break" }).click();
    await page.getByLabel("Break 1 from").fill("12:00");
    await page.getByLabel("to", { exact: true }).fill("12:45");
    await shoot(page, "entry-form");
    await page.getByRole("button", { name: "Correct it" }).click();
    await page.getByText("The working time is corrected").waitFor();
    await page.getByText(/Manager 2, .*: Forgot to clock out/).waitFor();
    await page.getByText("worked 7 h 45").waitFor();
    await shoot(page, "entries");
    await page.getByRole("button", { name: "Close" }).click();
    await page
      .getByRole("row", { name: /Waiter 3/ })
      .getByText("7:45")
      .first()
      .waitFor();
    await shoot(page, "hours");
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save as a table" }).first().click();
    expect(readFileSync(await (await download).path(), "utf8")).toContain(",7.75,0.75,1,0");
    await page.getByLabel("Days").selectOption({ label: "Other days" });
    await page.getByLabel("From").fill("2026-02-02");
    await page.getByLabel("To", { exact: true }).fill("2026-02-03");
    await page.getByText("Nobody worked on these days").waitFor();
    await page.getByLabel("To", { exact: true }).fill("2026-02-01");
    await page.getByText("Not before the first day.").waitFor();
  });

  test("sees the tips by person, method and day, and shares them by another rule", async () => {
    const login = { username: "waiter-tips", password: "a-long-password" };
    await store.ask("POST", "/api/users", { id: "w7", name: "Waiter 7", role: "waiter", ...login });
    const { accessToken } = await store.ask<{ accessToken: string }>("POST", "/api/auth/login", login);
    const sale = { type: "takeaway", items: [{ menuItemId: "burrata", quantity: 1 }] };
    const waiter = askAs(store.url, accessToken);
    const { id } = await waiter<{ id: string }>("POST", "/api/orders", sale);
    const { page } = await onShift(pins.manager);
    await toTeam(page, "Tips");
    await page.getByText("No tips on these days").waitFor();
    await waiter("POST", `/api/orders/${id}/payments`, { method: "external", tip: 250 });
    const row = page.getByRole("row", { name: /Waiter 7/ });
    await row.getByText("2.50").first().waitFor();
    await page.getByText("Nothing is pooled").waitFor();
    await page.getByRole("button", { name: "Change how" }).click();
    await page.getByLabel("Part of every tip that is pooled").fill("150");
    await page.getByText("Enter a percentage from 0 to 100.").waitFor();
    await page.getByLabel("Part of every tip that is pooled").fill("40");
    await page.getByRole("radio", { name: "By hours worked" }).click();
    await page.getByRole("button", { name: "One more, Shares of Waiter" }).click();
    await shoot(page, "tip-rule");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("40 % of every tip goes into the pool").waitFor();
    await row.getByText("1.00").first().waitFor();
    await shoot(page, "tips");
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save as a table" }).first().click();
    expect(readFileSync(await (await download).path(), "utf8")).toContain("Waiter 7");
    const setting = await store.ask("GET", "/api/settings/tips.pool_weights");
    expect(setting).toMatchObject({ value: { waiter: 2, cashier: 1 } });
  });

  test("is told when the box cannot be read, and reads it again when it can", async () => {
    const { page } = await onShift(pins.manager);
    await toTeam(page);
    await page.getByRole("button", { name: /Waiter 3/ }).waitFor();
    await page.context().setOffline(true);
    for (const [part, words] of [
      ["Roles", "The roles could not be read."],
      ["Working time", "The working time could not be read."],
      ["Tips", "The tips could not be read."],
    ] as const) {
      await page.getByRole("tab", { name: part }).click();
      await page.getByText(words).waitFor();
      await page
        .getByText("The box does not answer. Check that this device is on the store's Wi-Fi.")
        .waitFor();
    }
    await shoot(page, "unread");
    await page.context().setOffline(false);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("button", { name: "Change how" }).waitFor();
    expect(await page.getByText("could not be read").count()).toBe(0);
  });

  test("finds people and roles readable and large enough, on every size and in the dark", async () => {
    for (const [name, viewport, scheme] of [
      ["tablet", tablet, "light"],
      ["upright", upright, "dark"],
      ["phone", phone, "light"],
      ["mirrored", tablet, "light"],
    ] as const) {
      const { page } = await onShift(pins.manager, viewport, { colorScheme: scheme });
      const dir = name === "mirrored" ? "rtl" : "ltr";
      await page.evaluate((way) => document.documentElement.setAttribute("dir", way), dir);
      await toTeam(page);
      await page.getByRole("button", { name: /Waiter 3/ }).waitFor();
      expect(await faultsOf(page)).toEqual([]);
      await shoot(page, `people-${name}`);
      await page.getByRole("button", { name: /Waiter 3/ }).click();
      await page.getByLabel("New PIN").waitFor();
      await page.getByText("Not at work").waitFor();
      expect(await faultsOf(page)).toEqual([]);
      await shoot(page, `person-${name}`);
      await page.getByRole("button", { name: "Cancel" }).click();
      await page.getByRole("tab", { name: "Roles" }).click();
      await page.getByRole("button", { name: /^Cashier/ }).waitFor();
      await shoot(page, `roles-${name}`);
      await page.getByRole("button", { name: /^Cashier/ }).click();
      await page.getByRole("switch", { name: "Take payments" }).waitFor();
      expect(await faultsOf(page)).toEqual([]);
      await shoot(page, `role-${name}`);
      for (const [part, words] of [
        ["Working time", "Worked"],
        ["Tips", "By method"],
      ] as const) {
        await page.getByRole("tab", { name: part }).click();
        await page.getByText(words).first().waitFor();
        expect(await faultsOf(page)).toEqual([]);
        await shoot(page, `${part}-${name}`);
      }
    }
  });
});
