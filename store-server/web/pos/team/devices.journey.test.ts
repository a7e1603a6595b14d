/** The devices of a store, as a manager sees them: what is here, a new one, and one that was lost. */
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { openShots } from "../../../../scripts/journey/shots.ts";
import { inTrattoria } from "../../testing/in-trattoria.ts";
import { faultsOf, shapes } from "../../testing/looking.ts";
import { openSilentPrinter } from "../../testing/silent-printer.ts";
import { pins } from "../../testing/trattoria.ts";
import {
  goTo,
  openTrattoria,
  openWaiter,
  pair,
  phone,
  seat,
  signIn,
  tablet,
  tile,
} from "../../testing/waiter.ts";

const shoot = openShots("devices");
const { store, browser, onShift, newTablet } = inTrattoria();

const toDevices = async (page: Page): Promise<void> => {
  await goTo(page, "Team");
  await page.getByRole("tab", { name: "Devices" }).click();
  await page.getByText("Here now").waitFor();
};

type Credential = { deviceId: string; deviceToken: string };
/** As somebody reads it who holds the tablet. */
const credentialOf = (page: Page): Promise<Credential> =>
  page.evaluate<Credential>("JSON.parse(localStorage.getItem('tillbox.device.pos'))");
const rename = (id: string, name: string) => store.ask("PUT", `/api/devices/${id}`, { name });

const beat = async ({ deviceId, deviceToken }: Credential): Promise<number> => {
  const headers = {
    "content-type": "application/json",
    "x-device-id": deviceId,
    "x-device-token": deviceToken,
  };
  const body = JSON.stringify({ deviceId });
  return (await fetch(`${store.url}/sync/heartbeat`, { method: "POST", headers, body })).status;
};

/** A waiter's tablet that remembers by which codes its sockets were closed, and what its person shows the box. */
const watched = async () => {
  const { page } = await newTablet();
  await page.addInitScript(`
    globalThis.closeCodes = [];
    const Native = globalThis.WebSocket;
    globalThis.WebSocket = class extends Native {
      constructor(...parts) {
        super(...parts);
        this.addEventListener("close", ({ code }) => closeCodes.push(code));
      }
    };
  `);
  let shown = "";
  page.on("request", (request) => {
    shown = request.headers().authorization ?? shown;
  });
  await pair(page, store);
  await signIn(page, pins.waiter);
  await page.getByText("Connected", { exact: true }).first().waitFor();
  const credential = await credentialOf(page);
  return {
    page,
    credential,
    closeCodes: () => page.evaluate<number[]>("closeCodes"),
    asItsPerson: async () =>
      (await fetch(`${store.url}/api/orders/active`, { headers: { authorization: shown } })).status,
  };
};

describe("a tablet that was lost", () => {
  test("is revoked: its socket is closed with 4403, its requests are answered 401, and its screen asks for a code", async () => {
    const lost = await watched();
    const kept = await watched();
    await rename(lost.credential.deviceId, "Terrace 1");
    await rename(kept.credential.deviceId, "Terrace 2");
    const { page } = await onShift(pins.manager);
    await toDevices(page);
    await page.getByRole("button", { name: /^Terrace 1/ }).click();
    await page.getByText("Signed in on it").waitFor();
    await page.getByRole("button", { name: "It is lost or given away: revoke it" }).click();
    await page
      .getByText(
        "Taps that it has not sent yet stay on it: they count only if it turns up and is paired again.",
      )
      .waitFor();
    await page.getByText("Waiter 3 used it lately and should get a new PIN.").waitFor();
    await shoot(page, "asked");
    // Until here nothing has happened.
    expect([await beat(lost.credential), await lost.asItsPerson(), await lost.closeCodes()]).toEqual([
      200,
      200,
      [],
    ]);

    await page.getByRole("button", { name: "Revoke it", exact: true }).click();
    await page.getByText("Terrace 1 is revoked").waitFor();
    await lost.page.getByRole("heading", { name: "Enter the pairing code" }).waitFor();
    expect((await lost.closeCodes())[0]).toBe(4403);
    expect([await beat(lost.credential), await lost.asItsPerson()]).toEqual([401, 401]);
    await page.getByText("If the device turns up, pair it again with a new code.").waitFor();
    await shoot(page, "revoked");
    await page.getByRole("button", { name: "Open People" }).click();
    await page.getByRole("button", { name: /^Waiter 3/ }).waitFor();
    await page.getByRole("tab", { name: "Devices" }).click();
    await page.getByText("Revoked", { exact: true }).waitFor();

    // The other one goes on.
    expect([await beat(kept.credential), await kept.asItsPerson(), await kept.closeCodes()]).toEqual([
      200,
      200,
      [],
    ]);
  });

  test("keeps what it had not sent, and sends it when it turns up and is paired again", async () => {
    const lost = await watched();
    await seat(lost.page, "6", 2);
    await lost.page.context().setOffline(true);
    await tile(lost.page, "Bruschetta").click();
    await lost.page
      .getByText(/unsent/)
      .first()
      .waitFor();
    await store.ask("DELETE", `/api/devices/${lost.credential.deviceId}`);
    const before = (await store.openOrders()).length;
    await lost.page.context().setOffline(false);
    await lost.page.getByRole("heading", { name: "Enter the pairing code" }).waitFor({ timeout: 20_000 });
    expect((await store.openOrders()).length).toBe(before);
    await lost.page.keyboard.type(await store.pairingCode());
    await signIn(lost.page, pins.waiter);
    await expect
      .poll(async () => (await store.openOrders()).flatMap(({ items }) => items.map(({ name }) => name)), {
        timeout: 20_000,
      })
      .toContain("Bruschetta");
  });
});

describe("a manager", () => {
  test("sees devices come and go, who is on them and whose clock is off, and gives them names", async () => {
    const { page } = await onShift(pins.manager);
    await toDevices(page);
    await page.getByRole("button", { name: /This device/ }).waitFor();
    const other = await watched();
    const { deviceId } = other.credential;
    await rename(deviceId, "Bar");
    const row = page.getByRole("button", { name: /^Bar/ });
    await row.getByText(/Waiter 3 · Connected since/).waitFor();
    const headers = {
      "content-type": "application/json",
      "x-device-id": deviceId,
      "x-device-token": other.credential.deviceToken,
    };
    const deviceTime = new Date(Date.now() - 3_600_000).toISOString();
    const body = JSON.stringify({ deviceId, lastSyncVersion: 0, changes: [], deviceTime });
    expect((await fetch(`${store.url}/sync/process`, { method: "POST", headers, body })).status).toBe(200);
    await row.getByText("Clock 60 min behind").waitFor();
    await shoot(page, "list");
    await row.click();
    await page.getByLabel("Name", { exact: true }).fill("Bar, left");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Bar is called Bar, left now").waitFor();
    await other.page.context().close();
    await page.getByRole("button", { name: /^Bar, left .*Last seen/ }).waitFor({ timeout: 20_000 });

    await page.getByRole("button", { name: /This device/ }).click();
    await page.getByText("This is the device you are on.").waitFor();
    expect(await page.getByRole("button", { name: /revoke it/ }).count()).toBe(0);
    await page.keyboard.press("Escape");

    await page.getByRole("button", { name: "Add a device" }).click();
    await page.getByRole("img", { name: "QR code that leads a new device to this box" }).waitFor();
    const code = (await page.locator(".connect-code").innerText()).replaceAll(/\D/g, "");
    await shoot(page, "add");
    const fresh = { deviceId: "d-cellar", deviceType: "desktop", name: "Cellar", pairingCode: code };
    const added = await fetch(`${store.url}/sync/register-device`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(fresh),
    });
    expect(added.status).toBe(201);
    await page.getByText("Cellar was added.").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /^Cellar/ }).waitFor();
  });

  test("settles a page that was not printed, and its banner goes", async () => {
    const usb = {
      id: "usb",
      name: "Cellar printer",
      role: "kitchen",
      transport: { type: "usb", vendorId: 1208, productId: 514 },
    };
    await store.ask("POST", "/api/printers", usb);
    await store.ask("POST", "/api/printers/usb/test");
    const { page } = await onShift(pins.manager);
    const banner = page.locator(".ui-banner", { hasText: "Cellar printer did not print a page." });
    await banner.waitFor();
    await toDevices(page);
    await page.getByText("Test page, Cellar printer").waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await shoot(page, "paper");
    type Jobs = { items: { status: string; version: number }[] };
    const job = async () => (await store.ask<Jobs>("GET", "/api/print-jobs?limit=1")).items[0];
    const before = (await job())?.version ?? 0;
    await page.getByRole("button", { name: "Print again" }).click();
    await expect
      .poll(async () => {
        const now = await job();
        return now?.status === "failed" && now.version > before;
      })
      .toBe(true);
    await page.getByText("Test page, Cellar printer").waitFor();
    await page.getByRole("button", { name: "Nobody needs it" }).click();
    await page.getByText("Paper to look at").waitFor({ state: "detached" });
    await banner.waitFor({ state: "detached" });
    await store.ask("DELETE", "/api/printers/usb");
  });

  test("says of a page that a printer did not answer for that it is there", async () => {
    const printer = await openSilentPrinter();
    const box = await openTrattoria({ ALLOW_LOOPBACK_PRINTERS: "1" });
    try {
      const { host, port } = printer;
      const grill = {
        id: "grill",
        name: "Grill",
        role: "kitchen",
        transport: { type: "network", host, port },
      };
      await box.ask("POST", "/api/printers", grill);
      await box.ask("POST", "/api/printers/grill/test");
      const { page, context } = await openWaiter(browser(), box.url);
      await pair(page, box);
      await signIn(page, pins.manager);
      const banner = page.locator(".ui-banner", { hasText: "not known whether Grill has printed a page" });
      await banner.waitFor({ timeout: 60_000 });
      const problems = async () =>
        (await box.ask<{ problems: unknown[] }>("GET", "/health/printers")).problems;
      expect(await problems()).toMatchObject([{ code: "jobs_unknown", unknown: 1 }]);
      // Told anew after a reload, not only to those who were there.
      await page.reload();
      await banner.waitFor();
      await toDevices(page);
      await shoot(page, "paper-unknown");
      await page.getByRole("button", { name: "The paper is there" }).click();
      await page.getByText("Paper to look at").waitFor({ state: "detached" });
      await banner.waitFor({ state: "detached" });
      expect(await problems()).toEqual([]);
      await context.close();
    } finally {
      await box.close();
      await printer.stop();
    }
  });

  test("is told when the box cannot be read, and reads it when it can", async () => {
    const { page } = await onShift(pins.manager);
    await goTo(page, "Team");
    await page.getByRole("button", { name: /Waiter 3/ }).waitFor();
    await page.context().setOffline(true);
    await page.getByRole("tab", { name: "Devices" }).click();
    await page.getByText("The devices could not be read.").waitFor();
    await shoot(page, "unread");
    await page.context().setOffline(false);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("Here now").waitFor();
    expect(await page.getByText("could not be read").count()).toBe(0);
  });

  test.each(shapes)(
    "reads and hits all of it %s, and with the keyboard alone",
    async (name, viewport, colorScheme) => {
      await store.ask("DELETE", "/api/devices/d-cellar").catch(() => undefined);
      const other = await watched();
      await rename(other.credential.deviceId, "The tablet at the far end of the terrace, by the lemon tree");
      const { page } = await onShift(pins.manager, viewport, { colorScheme });
      await toDevices(page);
      const row = page.getByRole("button", { name: /^The tablet at the far end/ }).first();
      await row.waitFor();
      expect(await faultsOf(page)).toEqual([]);
      await shoot(page, `list ${name}`);
      await row.focus();
      await page.keyboard.press("Enter");
      const ask = page.getByRole("button", { name: "It is lost or given away: revoke it" });
      await ask.focus();
      await page.keyboard.press("Enter");
      await page.getByText(/used it lately/).waitFor();
      await page.getByRole("button", { name: "Revoke it", exact: true }).scrollIntoViewIfNeeded();
      expect(await faultsOf(page)).toEqual([]);
      await shoot(page, `asked ${name}`);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Revoke it", exact: true }).waitFor({ state: "detached" });
      expect(await beat(other.credential)).toBe(200);
      await store.ask("DELETE", `/api/devices/${other.credential.deviceId}`);
    },
  );
});

test("a waiter sees no devices, by the rail or by the address", async () => {
  const { page } = await onShift(pins.waiter, phone);
  await page.goto(`${store.url}/pos/team/devices`);
  await page.getByText("Your role may not do this: see devices.").waitFor();
  expect(await page.getByRole("button", { name: /revoke|Add a device/ }).count()).toBe(0);
  const { page: wide } = await onShift(pins.waiter, tablet);
  await wide.locator(".ui-rail-item", { hasText: "Customers" }).waitFor();
  expect(await wide.locator(".ui-rail-item", { hasText: "Team" }).count()).toBe(0);
});
