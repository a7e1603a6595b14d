import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { launchChromium } from "../../../scripts/chromium.ts";
import { paleTexts, smallTargets } from "./probes.ts";

/* Builds the gallery as a page would be built, serves it on loopback and looks at it in a real Chromium. */

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".woff2": "font/woff2",
};

const phone = { width: 390, height: 844 };
const tablet = { width: 1280, height: 800 };
const portrait = { width: 800, height: 1280 };

let folder: string;
let server: Server;
let browser: Browser;
let page: Page;
let base: string;
const foreign: string[] = [];
const complaints: string[] = [];

function serve(root: string): Promise<Server> {
  const made = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://box").pathname;
    if (path === "/favicon.ico") return void response.writeHead(204).end();
    const file = join(root, path === "/" ? "index.html" : path);
    readFile(file).then(
      (bytes) => response.writeHead(200, { "content-type": types[extname(file)] ?? "text/plain" }).end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  return new Promise((resolve) => made.listen(0, "127.0.0.1", () => resolve(made)));
}

async function newPage(): Promise<void> {
  page = await browser.newPage({ reducedMotion: "reduce" });
  page.setDefaultTimeout(30_000);
  page.on(
    "request",
    (request) =>
      !/^(data|blob):/.test(request.url()) && !request.url().startsWith(base) && foreign.push(request.url()),
  );
  page.on(
    "console",
    (message) => ["error", "warning"].includes(message.type()) && complaints.push(message.text()),
  );
  page.on("pageerror", (error) => complaints.push(String(error)));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gallery-"));
  const root = fileURLToPath(new URL(".", import.meta.url));
  await build({
    root,
    configFile: join(root, "vite.config.ts"),
    logLevel: "error",
    build: { outDir: folder },
  });
  server = await serve(folder);
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  browser = await launchChromium();
  await newPage();
});

afterAll(async () => {
  await browser?.close();
  server?.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(query = "", size = tablet): Promise<void> {
  await page.setViewportSize(size);
  await page.goto(base + query);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

const focused = () =>
  page.evaluate(() =>
    (document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "").trim(),
  );

const pin = () => page.getByTestId("pin");
const signedIn = () => page.getByTestId("pin-result").filter({ hasText: /./ }).innerText();
const type = async (digits: string) => {
  for (const digit of digits) await page.keyboard.press(digit);
};

describe("what is seen", () => {
  test.each([
    "",
    "?theme=dark",
    "?scene=kitchen",
    "?scene=order#sheet",
    "?scene=hub",
    "?scene=pin",
    "?scene=pay",
  ])("every text of the page %j stands 4.5:1 on what is behind it", async (query) => {
    await open(query);
    expect(await page.evaluate(paleTexts)).toEqual([]);
  });

  test("a text that is too pale would be found", async () => {
    await open();
    await page.addStyleTag({ content: ":root { --ink-3: #8a8174 !important }" });
    expect((await page.evaluate(paleTexts)).length).toBeGreaterThan(5);
  });

  test.each([
    ["", tablet],
    ["", phone],
    ["?scene=order", phone],
    ["?scene=order#check", phone],
    ["?scene=order#sheet", phone],
    ["?scene=floor", phone],
    ["?scene=floor", portrait],
    ["?scene=order", portrait],
    ["?scene=hub", phone],
    ["?scene=pin", phone],
    ["?scene=pay", tablet],
    ["?dir=rtl", phone],
  ])(
    "every target of %j at %j is at least 48 px, and nothing runs out of the screen",
    async (query, size) => {
      await open(query, size);
      expect(await page.evaluate(smallTargets)).toEqual([]);
      const [wide = 0, high = 0] = await page.evaluate(() => {
        const { scrollWidth, scrollHeight } = document.documentElement;
        return [scrollWidth, scrollHeight];
      });
      expect(wide).toBeLessThanOrEqual(size.width);
      expect(high).toBeLessThanOrEqual(query.includes("scene=") ? size.height : Number.POSITIVE_INFINITY);
    },
  );

  test("the font comes from the page itself, and nothing from elsewhere", async () => {
    await open();
    expect(await page.evaluate(() => document.fonts.check('650 16px "Figtree Variable"'))).toBe(true);
    expect(await page.evaluate(() => [...document.fonts].some((font) => font.status === "loaded"))).toBe(
      true,
    );
    expect(foreign).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test("with less motion asked for, nothing moves for longer than a moment", async () => {
    const longest = () =>
      page.evaluate(() =>
        Math.max(
          0,
          ...document.getAnimations().map((one) => Number(one.effect?.getComputedTiming().endTime ?? 0)),
        ),
      );
    await page.emulateMedia({ reducedMotion: "no-preference" });
    await open("?scene=kitchen");
    expect(await longest()).toBe(Number.POSITIVE_INFINITY);
    await page.emulateMedia({ reducedMotion: "reduce" });
    await open();
    await page.getByRole("button", { name: "Open sheet" }).click();
    expect(await longest()).toBeLessThanOrEqual(401);
  });
});

describe("the keyboard", () => {
  test("Tab reaches everything that can be done, once, and shows where it is", async () => {
    await open();
    const stops = await page.evaluate(() => {
      const all = document.querySelectorAll<HTMLElement | SVGElement>(
        "a[href], button:enabled, input:enabled, select, textarea, [tabindex='0']",
      );
      const meant = [...all].filter((element) => element.tabIndex >= 0 && element.checkVisibility());
      for (const [index, element] of meant.entries()) element.dataset["stop"] = String(index);
      document.addEventListener("focusin", (event) => {
        const element = event.target as HTMLElement;
        const ring = element.matches(":focus-visible") ? "seen" : "unseen";
        (window as unknown as { visits: string[] }).visits.push(`${element.dataset["stop"]} ${ring}`);
      });
      (window as unknown as { visits: string[] }).visits = [];
      return meant.length;
    });
    expect(stops).toBeGreaterThan(80);
    // A time field and a date field have a stop for each of their parts.
    for (let index = 0; index < stops + 8; index += 1) await page.keyboard.press("Tab");
    const visits = await page.evaluate(() => (window as unknown as { visits: string[] }).visits);
    expect(new Set(visits)).toEqual(new Set(Array.from({ length: stops }, (_, index) => `${index} seen`)));
  });

  test("a sheet takes the focus, keeps it, gives it back", async () => {
    await open("?part=messages");
    await page.getByRole("button", { name: "Open sheet" }).focus();
    await page.keyboard.press("Enter");
    const sheet = page.getByRole("dialog", { name: "Ribeye 300 g" });
    await sheet.waitFor();
    const inside = () => page.evaluate(() => document.activeElement?.closest("dialog") !== null);
    expect(await inside()).toBe(true);
    const seen = new Set<string>();
    for (const key of ["Tab", "Shift+Tab"]) {
      for (let index = 0; index < 30; index += 1) {
        await page.keyboard.press(key);
        expect(await inside()).toBe(true);
        seen.add(await focused());
      }
    }
    expect([...seen]).toEqual(expect.arrayContaining(["Close", "Rare", "Cancel", "Add 36.00"]));
    await page.keyboard.press("Escape");
    await sheet.waitFor({ state: "detached" });
    expect(await focused()).toBe("Open sheet");
  });

  test("Escape twice does not leave a dialog half open", async () => {
    await open("?part=messages");
    for (let round = 0; round < 3; round += 1) {
      await page.getByRole("button", { name: "Open dialog" }).click();
      await page.getByRole("dialog").waitFor();
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
    }
    expect(await focused()).toBe("Open dialog");
  });

  test("arrow keys walk the floor, Enter chooses a table", async () => {
    await open("?scene=floor");
    await page.locator('[data-table="t1"]').focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    expect(await focused()).toBe("Table 8, Reserved, 20:15 · 4 p");
    await open("?part=service");
    await page.locator('[data-table="t4"]').focus();
    await page.keyboard.press("Enter");
    expect(await page.locator('[data-table="t4"]').getAttribute("aria-pressed")).toBe("true");
  });

  test("arrow keys move segments and tabs, and read the chart", async () => {
    await open();
    await page.getByRole("radio", { name: "By seat" }).focus();
    await page.keyboard.press("ArrowRight");
    expect(await page.getByRole("radio", { name: "Whole" }).getAttribute("aria-checked")).toBe("true");
    await page.getByRole("tab", { name: "Open" }).focus();
    await page.keyboard.press("ArrowRight");
    expect(await page.getByRole("tab", { name: "Ready" }).getAttribute("aria-selected")).toBe("true");
    await page.getByRole("group", { name: "Sales by hour" }).focus();
    await page.keyboard.press("ArrowRight");
    expect(await page.locator(".ui-chart-reading").innerText()).toContain("07:00\nToday\n$200");
  });

  test("headings sort the table, the greatest figure first", async () => {
    await open("?part=data");
    const first = () => page.locator(".ui-data-table tbody tr td").first().innerText();
    expect(await first()).toBe("Altstadt");
    await page.getByRole("button", { name: "vs last Friday" }).press("Enter");
    expect(await first()).toBe("University");
    await page.getByRole("button", { name: "vs last Friday" }).press("Enter");
    expect(await first()).toBe("Station");
  });
});

describe("the PIN pad", () => {
  test("a hardware keyboard signs in", async () => {
    await open("?part=entry");
    await type("11");
    await page.keyboard.press("Backspace");
    await type("111");
    expect(await signedIn()).toBe("Signed in");
  });

  test("fingers sign in", async () => {
    await open("?part=entry");
    for (let index = 0; index < 4; index += 1)
      await pin().getByRole("button", { name: "1", exact: true }).click();
    expect(await signedIn()).toBe("Signed in");
  });

  test("digits typed into a field are no PIN", async () => {
    await open("?part=entry");
    await page.getByLabel("Name of the dish").fill("");
    await page.getByLabel("Name of the dish").press("1");
    await page.keyboard.type("111");
    expect(await page.getByLabel("Name of the dish").inputValue()).toBe("1111");
    expect(await pin().getByText("Signed in").count()).toBe(0);
  });
});

describe("toasts and fields", () => {
  test("an amount that is being typed is not torn away", async () => {
    await open("?part=entry");
    const price = page.getByLabel("Price");
    await price.fill("");
    await price.pressSequentially("12.5");
    expect(await price.inputValue()).toBe("12.5");
  });

  test.each(["Back up now", "Close the day"])(
    "%s: a busy button takes no second tap and nothing moves",
    async (name) => {
      await open("?part=controls");
      const button = page.getByRole("button", { name });
      const before = await button.boundingBox();
      await button.click();
      await page.locator(".ui-button[aria-busy]", { hasText: name }).waitFor();
      await button.dispatchEvent("click");
      expect(await page.getByTestId("sent").innerText()).toBe("1");
      expect(await button.boundingBox()).toEqual(before);
    },
  );

  test("the check of a phone slides up from its bar and goes down by Escape", async () => {
    await open("?scene=order", phone);
    const check = page.getByRole("complementary", { name: "Check 1042" });
    expect(await check.isVisible()).toBe(false);
    await page.getByRole("button", { name: "Check 1042, 9 items, 4 new, $173.34" }).press("Enter");
    await check.waitFor();
    await page.keyboard.press("Escape");
    await check.waitFor({ state: "hidden" });
    expect(await focused()).toContain("Check 1042");
  });
});

describe("time", () => {
  beforeEach(async () => {
    await page.close();
    await newPage();
    await page.clock.install();
  });

  test("a wrong PIN says what to do, three lock the pad and count down", async () => {
    await open("?part=entry");
    await type("2222");
    await pin().getByText("This PIN is not known. Try again or ask a manager.").waitFor();
    await type("3333");
    await type("4444");
    await pin()
      .getByText(/Too many attempts\. Try again in (10|[6-9]) s\./)
      .waitFor();
    expect(await pin().getByRole("button", { name: "1", exact: true }).isDisabled()).toBe(true);
    await type("1111");
    expect(await pin().getByText("Signed in").count()).toBe(0);
    await page.clock.runFor(6000);
    await pin()
      .getByText(/Try again in [1-4] s\./)
      .waitFor();
    await page.clock.runFor(5000);
    await type("1111");
    expect(await signedIn()).toBe("Signed in");
  });

  test("undo stands for five seconds, then it is over", async () => {
    await open("?part=messages");
    await page.clock.pauseAt(Date.now() + 3_600_000);
    await page.getByRole("button", { name: "Show undo" }).click();
    await page.mouse.move(5, 5);
    await page.clock.runFor(4900);
    expect(await page.getByRole("button", { name: "Undo", exact: true }).isVisible()).toBe(true);
    await page.clock.runFor(200);
    await page.getByRole("button", { name: "Undo", exact: true }).waitFor({ state: "detached" });
  });
});
