/* A real box with TLS and a real Chromium: which authorities it trusts is told to it by the hash of their keys, as a kiosk may be told. */
import { createHash, X509Certificate } from "node:crypto";
import type { Connect } from "@tillbox/shared/contract/connect.ts";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { launchChromium } from "../../scripts/chromium.ts";
import { buildScreens, type ServerProcess, startServer } from "../../scripts/server-process.ts";
import { paleTexts, smallTargets } from "../../shared/ui/gallery/probes.ts";
import { isSent } from "./testing/shift.ts";
import { pins } from "./testing/trattoria.ts";
import { openTrattoria, phone, type Trattoria, tablet } from "./testing/waiter.ts";

let box: ServerProcess;
let facts: Connect;
let trusting: Browser;
let knowingNothing: Browser;
const pages: Page[] = [];

/** `pin`: the base64 SHA-256 of the public key that this browser trusts. All names in `.local` are this machine. */
const launch = (pin: string): Promise<Browser> =>
  launchChromium(
    "--host-resolver-rules=MAP *.local 127.0.0.1",
    `--ignore-certificate-errors-spki-list=${pin}`,
  );
const pinOf = (pem: string): string =>
  createHash("sha256")
    .update(new X509Certificate(pem).publicKey.export({ type: "spki", format: "der" }))
    .digest("base64");

const open = async (browser: Browser, more: Parameters<Browser["newContext"]>[0] = {}): Promise<Page> => {
  const context = await browser.newContext({ viewport: tablet, reducedMotion: "reduce", ...more });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  pages.push(page);
  return page;
};
const plain = (path: string): string => `http://${facts.name}:${facts.httpPort}${path}`;
const secure = (path: string): string => `https://${facts.name}:${facts.httpsPort}${path}`;

beforeAll(async () => {
  buildScreens();
  box = await startServer("store-server", { DEMO: "1", HTTPS_PORT: "0", RATE_LIMIT_MAX: "0" });
  facts = (await (await fetch(`${box.url}/api/connect`)).json()) as Connect;
  const authority = await (await fetch(`${box.url}/ca.crt`)).text();
  trusting = await launch(pinOf(authority));
  knowingNothing = await launch("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
}, 120_000);
afterEach(async () => {
  for (const page of pages.splice(0)) await page.context().close();
});
afterAll(async () => {
  await trusting?.close();
  await knowingNothing?.close();
  await box?.close();
});

describe("a device that comes to the box", () => {
  test("is led to the encrypted till as soon as it trusts the box, and pairs with the code that it scanned", async () => {
    const page = await open(trusting);
    const fingerprint = facts.authority?.fingerprint.slice(0, 16);
    await page.goto(plain(`/connect/#code=000000&fp=${fingerprint}`));
    await page.getByText("This device trusts the box").waitFor();
    await page.getByText("It agrees with the code that was scanned.").waitFor();
    await page.getByRole("button", { name: "Open the till" }).click();
    await page.getByRole("heading", { name: "Enter your PIN" }).waitFor();
    expect(page.url()).toBe(secure("/pos/"));
    expect(
      await page.evaluate("[isSecureContext, 'serviceWorker' in navigator, typeof crypto.subtle]"),
    ).toEqual([true, true, "object"]);
    await page.keyboard.type("3333");
    await page.locator(".ui-floor").waitFor();
    await page.getByText("Connected", { exact: true }).first().waitFor();
    expect(await page.getByText("This connection is not encrypted").count()).toBe(0);
  });

  test("is shown the steps of its system while it does not trust the box, and is refused by its browser at the encrypted port", async () => {
    const page = await open(knowingNothing);
    await page.goto(plain("/connect/"));
    await page.getByText("This device does not trust the box yet").waitFor();
    await page.getByRole("radio", { name: "iPad, iPhone" }).click();
    expect(await page.getByRole("link", { name: "Load the profile" }).getAttribute("href")).toBe(
      "/ca.mobileconfig",
    );
    await page.getByRole("radio", { name: "Android" }).click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download the certificate" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("tillbox.crt");
    await expect(page.goto(secure("/connect/"))).rejects.toThrow(/ERR_CERT_AUTHORITY_INVALID/);
  });

  test("is warned when the box is not the one of the code", async () => {
    const page = await open(knowingNothing);
    await page.goto(plain("/connect/#fp=0123456789abcdef"));
    const warning = page
      .getByRole("alert")
      .filter({ hasText: "This is not the box of the code that was scanned." });
    await warning.waitFor();
    expect(await warning.innerText()).toContain("Install nothing");
  });

  test("goes on encrypted as the device that it was, without pairing again, once nothing that was tapped would stay behind", async () => {
    const page = await open(trusting);
    await page.goto(plain("/pos/#code=000000"));
    await page.getByRole("heading", { name: "Enter your PIN" }).waitFor();
    await page.keyboard.type("3333");
    await page.locator(".ui-floor").waitFor();
    const credential = () =>
      page.evaluate(() => {
        const { deviceId, name } = JSON.parse(localStorage.getItem("tillbox.device.pos") ?? "{}") as {
          deviceId: string;
          name: string;
        };
        return { deviceId, name };
      });
    const before = await credential();
    await page.getByText("Connected", { exact: true }).first().waitFor();
    let isHeld = true;
    await page.route("**/sync/process", (route) => (isHeld ? route.abort() : route.continue()));
    await page
      .getByRole("button", { name: /^Table \S+, Free/ })
      .first()
      .click();
    await page.getByRole("button", { name: "2 guests", exact: true }).click();
    await page.locator(".ui-tile:not([disabled])").first().click();
    await page
      .getByText(/\d unsent/)
      .first()
      .waitFor();

    await page.goto(plain("/connect/"));
    await page.getByText("This device trusts the box").waitFor();
    await page.getByRole("button", { name: "Open the till" }).click();
    await page.getByText(/taps? on this device (is|are) not sent yet/).waitFor();
    expect(new URL(page.url()).protocol).toBe("http:");
    isHeld = false;
    // Whoever was signed in on this tab goes on.
    const taken = page.waitForResponse((answer) => answer.url().endsWith("/sync/process") && answer.ok());
    await page.getByRole("button", { name: "Open it here" }).click();
    await taken;
    await isSent(page);

    await page.goto(plain("/connect/"));
    await page.getByRole("button", { name: "Open the till" }).click();
    await page.getByRole("heading", { name: "Enter your PIN" }).waitFor();
    expect(page.url()).toBe(secure("/pos/"));
    expect(await credential()).toEqual(before);
    await page.keyboard.type("3333");
    await page.locator(".ui-floor").waitFor();
    await page.getByText("Connected", { exact: true }).first().waitFor();
  }, 120_000);

  test("becomes a kitchen screen by the same code", async () => {
    const page = await open(trusting);
    await page.goto(plain("/connect/#code=000000"));
    await page.getByRole("button", { name: "Kitchen screen" }).click();
    await page.getByRole("heading", { name: "Which station is this screen for?" }).waitFor();
    expect(page.url()).toBe(secure("/kitchen/"));
  });

  test("is told of its wrong clock, which no certificate outlives", async () => {
    const page = await open(knowingNothing);
    await page.clock.setFixedTime(Date.now() - 900 * 86_400_000);
    await page.goto(plain("/connect/"));
    await page.getByText("This device's clock is 900 days behind the box's.").waitFor();
    expect(await page.getByText("This device trusts the box").count()).toBe(0);
  });

  test("works without encryption too, and says so on its screens until it is told to be quiet", async () => {
    const page = await open(knowingNothing);
    await page.goto(plain("/connect/"));
    await page.getByRole("link", { name: "Go on without encryption" }).click();
    await page.getByRole("heading", { name: "Enter the pairing code" }).waitFor();
    await page.keyboard.type("000000");
    await page.getByRole("heading", { name: "Enter your PIN" }).waitFor();
    await page.keyboard.type("2222");
    await page.locator(".ui-floor").waitFor();
    const banner = page.locator(".ui-banner", { hasText: "This connection is not encrypted" });
    await banner.waitFor();
    await banner.getByRole("button", { name: "Close" }).click();
    expect(await banner.count()).toBe(0);
    await page.locator(".pos-person").click();
    await page.getByRole("button", { name: "Add a device" }).click();
    await page.locator(".ui-sheet .ui-qr svg").waitFor();
    await page.locator(".connect-code").waitFor();
    expect(await page.locator(".connect-code").innerText()).toMatch(/^\d{3}\s*\d{3}$/);
  });
});

test("an empty box is set up, and leads its first device in by the code that it shows", async () => {
  const empty = await startServer("store-server", { HTTPS_PORT: "0", RATE_LIMIT_MAX: "0" });
  try {
    const page = await open(knowingNothing, { locale: "en-US" });
    await page.goto(`${empty.url}/setup/`);
    const code = /code (\w+-\w+)/.exec(empty.lines.join("\n"))?.[1] ?? "";
    await page.getByLabel("Set-up code").fill(code);
    await page.getByLabel("Name of the store").fill("Trattoria Altstadt");
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByLabel("Your name").fill("Owner 1");
    await page.getByLabel("Password").fill("a-long-password");
    await page.getByLabel("PIN").fill("1212");
    await page.getByRole("button", { name: "Set up the store" }).click();
    await page.locator("main .connect-code").waitFor();
    await page.locator("main .ui-qr svg").waitFor();
    expect(await page.evaluate(paleTexts)).toEqual([]);
    await page.getByRole("button", { name: "Pair this one" }).click();
    await page.getByRole("heading", { name: "Enter your PIN" }).waitFor();
    await page.keyboard.type("1212");
    await page.locator(".pos-person").waitFor();
    expect(page.url()).toContain("/pos/");
  } finally {
    await empty.close();
  }
});

describe("a real store", () => {
  let store: Trattoria;
  beforeAll(async () => {
    store = await openTrattoria();
  });
  afterAll(() => store?.close());

  test("shows a pairing code to a manager who signs in, and to nobody else", async () => {
    await store.ask("POST", "/api/auth/register", {
      name: "Waiter 9",
      role: "waiter",
      username: "waiter-nine",
      password: "another-long-password",
    });
    const page = await open(knowingNothing);
    await page.goto(`${store.url}/connect/`);
    await page.getByRole("radio", { name: "Another device" }).click();
    expect(await page.locator("main .connect-code, main .ui-qr").count()).toBe(0);
    const signIn = async (username: string, password: string): Promise<void> => {
      await page.getByLabel("User name").fill(username);
      await page.getByLabel("Password").fill(password);
      await page.getByRole("button", { name: "Show the code" }).click();
    };
    await signIn("waiter-nine", "another-long-password");
    await page.getByText("Waiter 9 may not add devices. Ask a manager.").waitFor();
    await signIn("owner", "not-the-password");
    await page.getByRole("alert").filter({ hasNotText: "Waiter 9" }).waitFor();
    await signIn("owner", "a-long-password");
    const shown = page.locator(".connect-code");
    await shown.waitFor();
    const code = (await shown.innerText()).replace(/\s/g, "");
    expect(code).toMatch(/^(?!000000)\d{6}$/);
    expect((await paired("kiosk-1", code)).status).toBe(201);
    expect((await paired("kiosk-2", code)).status).toBe(401);
  });

  const paired = (deviceId: string, pairingCode: string): Promise<Response> =>
    fetch(`${store.url}/sync/register-device`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ deviceId, deviceType: "kiosk", name: `Screen ${deviceId}`, pairingCode }),
    });

  test("shows the next code by itself once a device was added, and says which", async () => {
    const page = await open(knowingNothing);
    await page.goto(`${store.url}/pos/#code=${await store.pairingCode()}`);
    await page.getByRole("heading", { name: "Enter your PIN" }).waitFor();
    expect(page.url()).toBe(`${store.url}/pos/`);
    await page.keyboard.type(pins.owner);
    await page.locator(".pos-person").click();
    await page.getByRole("button", { name: "Add a device" }).click();
    const shown = page.locator(".connect-code");
    await shown.waitFor();
    const first = (await shown.innerText()).replace(/\s/g, "");
    expect((await paired("kiosk-3", first)).status).toBe(201);
    await page.getByText("Screen kiosk-3 was added.").waitFor();
    await expect.poll(async () => (await shown.innerText()).replace(/\s/g, "")).not.toBe(first);
    const second = (await shown.innerText()).replace(/\s/g, "");
    expect((await paired("kiosk-4", second)).status).toBe(201);
  });
});

describe("the page that connects devices", () => {
  const looks = [
    { name: "tablet by day", more: {} },
    { name: "tablet by night", more: { colorScheme: "dark" as const } },
    { name: "phone", more: { viewport: phone } },
  ];
  for (const { name, more } of looks)
    test(`has large targets, strong contrast and nothing wider than the screen: ${name}`, async () => {
      const page = await open(knowingNothing, more);
      await page.goto(plain("/connect/"));
      for (const view of ["This device", "Another device"]) {
        await page.getByRole("radio", { name: view }).click();
        await page.locator(view === "This device" ? ".connect-trust" : ".connect-code").waitFor();
        expect(await page.evaluate(paleTexts)).toEqual([]);
        expect(await page.evaluate(smallTargets)).toEqual([]);
        expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(
          0,
        );
      }
    });

  test("is mirrored where writing runs from right to left, but for numbers", async () => {
    const page = await open(knowingNothing);
    await page.goto(plain("/connect/#another"));
    await page.locator(".connect-code").waitFor();
    await page.evaluate("document.documentElement.dir = 'rtl'");
    const [code, steps] = await Promise.all([
      page.locator(".connect-code").evaluate((element) => getComputedStyle(element).direction),
      page.locator(".connect-steps").evaluate((element) => getComputedStyle(element).direction),
    ]);
    expect([code, steps]).toEqual(["ltr", "rtl"]);
  });
});

test("the status of the box is read without a sign-in: ports, name, certificate, fingerprint", async () => {
  const page = await open(knowingNothing);
  await page.goto(plain("/status/"));
  await page.getByRole("heading", { name: "All is well" }).waitFor();
  const encryption = page.getByRole("region", { name: "Encryption" });
  const text = await encryption.innerText();
  expect(text).toContain("Encrypted");
  expect(text).toContain(String(facts.httpsPort));
  expect(text).toContain(facts.name);
  expect(text.replace(/\s/g, "").toLowerCase()).toContain(facts.authority?.fingerprint);
  expect(await page.getByRole("region", { name: "On the network" }).innerText()).toContain(
    String(facts.httpPort),
  );
});
