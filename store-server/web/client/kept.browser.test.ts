/** The disk of a tablet, in a real Chromium: what people tapped outlives updates of the app, a full disk is said, one tab sends. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { launchChromium } from "../../../scripts/chromium.ts";
import { bundle, put } from "../testing/in-browser.ts";
import type * as database from "./database.ts";
import type * as keeper from "./keeper.ts";
import type * as locks from "./locks.ts";

declare const subject: typeof database & typeof keeper & typeof locks;

let browser: Browser;
let server: Server;
let url: string;
let code: string;
let context: BrowserContext;
beforeAll(async () => {
  code = await bundle(join(import.meta.dirname, "testing-subject.ts"));
  server = createServer((_request, response) => response.end("<!doctype html><title>empty</title>"));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  browser = await launchChromium();
});
afterEach(() => context.close());
afterAll(async () => {
  await browser.close();
  server.close();
});

const openPage = async (): Promise<Page> => {
  const page = await context.newPage();
  await page.goto(url);
  await put(page, code);
  return page;
};

/** Puts `count` taps into the outbox of an app of that schema. */
const tap = (page: Page, schema: number, count: number): Promise<void> =>
  page.evaluate(
    async ([upTo, many]) => {
      const disk = subject.openDatabase("test", { onOutdated: () => undefined }, upTo);
      for (let index = 0; index < many; index += 1)
        await subject.openKeeper(disk).put({
          key: `tap-${index}`,
          shape: 1,
          entry: { label: `Tap ${index}` } as never,
          refusal: null,
        });
      await disk.read(async (db) => db.close());
    },
    [schema, count] as const,
  );
const labels = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const kept = await subject
      .openKeeper(subject.openDatabase("test", { onOutdated: () => undefined }))
      .all();
    return kept.map(({ entry }) => entry.label);
  });

describe("what is kept on a tablet", () => {
  test("an outbox that the first app wrote is there, in order, for the app of now", async () => {
    context = await browser.newContext();
    const page = await openPage();
    await tap(page, 1, 12);
    await page.reload();
    await put(page, code);
    expect(await labels(page)).toEqual(Array.from({ length: 12 }, (_, index) => `Tap ${index}`));
    expect(await page.evaluate(() => subject.schemaVersion)).toBeGreaterThan(1);
  });

  test("what a lost journal had taken comes back before what is unsent, at its place; the rest stays", async () => {
    context = await browser.newContext();
    const page = await openPage();
    const order = await page.evaluate(async () => {
      const keep = subject.openKeeper(subject.openDatabase("test", { onOutdated: () => undefined }));
      const kept = (key: string) => ({
        key,
        shape: 1 as const,
        entry: { label: key, change: { version: 7 } } as never,
        refusal: null,
      });
      const sent = async (key: string, epoch: number) => {
        const place = await keep.put(kept(key));
        const taken = { key, kept: { ...kept(key), place }, version: 1, epoch, sentAt: Date.now() };
        await keep.settle({ gone: [{ place, key }], changed: [], sent: [taken] });
      };
      await sent("opened", 1);
      await sent("in the new journal", 2);
      await sent("paid", 1);
      await keep.put(kept("unsent"));
      const count = await keep.resend((epoch) => epoch !== 2);
      const all = await keep.all();
      return [count, all.map(({ entry }) => entry.label), all.map(({ entry }) => entry.change?.epoch)];
    });
    expect(order).toEqual([2, ["opened", "paid", "unsent"], [1, 1, undefined]]);
  });

  test("of what the box took two days are kept, longer what the hub lacks, and nothing for ever", async () => {
    context = await browser.newContext();
    const page = await openPage();
    const left = await page.evaluate(async () => {
      const disk = subject.openDatabase("test", { onOutdated: () => undefined });
      const hour_ms = 3_600_000;
      let now = Date.now();
      const keep = subject.openKeeper(disk, { now: () => now, isSafe: ({ version }) => version <= 40 });
      const sent = (key: string, version: number, age_h: number) => ({
        key,
        kept: { key, shape: 1 as const, entry: {} as never, refusal: null },
        version,
        epoch: 1,
        sentAt: now - age_h * hour_ms,
      });
      const settle = (...taken: ReturnType<typeof sent>[]) =>
        keep.settle({ gone: [], changed: [], sent: taken });
      const keys = () => disk.read((db) => db.getAllKeys("sent"));
      await settle(
        sent("a held", 40, 49),
        sent("b lacking", 41, 49),
        sent("c too old", 42, 15 * 24),
        sent("d young", 30, 1),
      );
      const first = await keys();
      // A minute later, of so many that the hub holds only the last 2,000 stay.
      now += 61_000;
      await settle(...Array.from({ length: 2_000 }, (_, index) => sent(`e ${index}`, 35, 0)));
      return [first, (await keys()).filter((key) => !key.startsWith("e")), (await keys()).length];
    });
    expect(left).toEqual([["b lacking", "d young"], ["b lacking"], 2_001]);
  });

  test("of a field that was set twice at one place, only the later tap comes back, or stays", async () => {
    context = await browser.newContext();
    const page = await openPage();
    const order = await page.evaluate(async () => {
      const keep = subject.openKeeper(subject.openDatabase("test", { onOutdated: () => undefined }));
      const kept = (key: string) => ({
        key,
        shape: 1 as const,
        entry: { label: key, name: "guests", chain: "o1" } as never,
        refusal: null,
      });
      const taken = (key: string, place: number, sentAt: number) => {
        const sent = { key, kept: { ...kept(key), place }, version: 1, epoch: 1, sentAt };
        return keep.settle({ gone: [{ place, key }], changed: [], sent: [sent] });
      };
      const first = await keep.put(kept("guests 2"));
      await keep.put({ ...kept("guests 3"), place: first });
      await taken("guests 2", first, Date.now() - 2);
      const second = await keep.put(kept("guests 4"));
      await taken("guests 4", second, Date.now() - 1);
      await keep.put({ ...kept("guests 5"), place: second });
      await taken("guests 5", second, Date.now());
      await keep.resend(() => true);
      return (await keep.all()).map(({ entry }) => entry.label);
    });
    expect(order).toEqual(["guests 3", "guests 5"]);
  });

  test("an older app that is still open lets go for the newer one, and says that it is out of date", async () => {
    context = await browser.newContext();
    const [older, newer] = [await openPage(), await openPage()];
    const told = older.evaluate(
      () =>
        new Promise<string>((done) => {
          const disk = subject.openDatabase("test", { onOutdated: () => done("outdated") }, 1);
          void disk.read((db) => db.getAll("outbox"));
        }),
    );
    await older.waitForTimeout(1_000);
    expect(await labels(newer)).toEqual([]);
    expect(await told).toBe("outdated");
  });

  test("a full disk is an error with its own words, and nothing of the tap stays", async () => {
    context = await browser.newContext();
    const page = await openPage();
    const session = await context.newCDPSession(page);
    await session.send("Storage.overrideQuotaForOrigin", { origin: new URL(url).origin, quotaSize: 400_000 });
    await tap(page, 2, 1);
    const said = await page.evaluate(async () => {
      const { put: keep } = subject.openKeeper(subject.openDatabase("test", { onOutdated: () => undefined }));
      const label = crypto.getRandomValues(new Uint8Array(65_536)).toString().repeat(4);
      return keep({ key: "big", shape: 1, entry: { label } as never, refusal: null }).then(
        () => "kept",
        (error: unknown) => subject.troubleOf(error).kind,
      );
    });
    expect(said).toBe("full");
    await session.send("Storage.overrideQuotaForOrigin", { origin: new URL(url).origin });
    expect(await labels(page)).toEqual(["Tap 0"]);
  });

  test("a tap is kept also where the views that it was tapped on find no room, and is removed only under its own key", async () => {
    context = await browser.newContext();
    const page = await openPage();
    const left = await page.evaluate(async () => {
      const disk = subject.openDatabase("test", { onOutdated: () => undefined });
      const full = () => Promise.reject(new DOMException("no room", "QuotaExceededError"));
      const kept = subject.openKeeper(disk, { writeViews: full });
      const entry = { label: "Soup" } as never;
      const place = await kept.put({ key: "soup", shape: 1, entry, refusal: null });
      const plain = subject.openKeeper(disk);
      await plain.put({ key: "bread", shape: 1, entry, refusal: null, place });
      const stale = { key: "soup", shape: 1, entry, refusal: null, place } as const;
      await plain.settle({ gone: [{ place, key: "soup" }], changed: [stale], sent: [] });
      const keys = (await plain.all()).map(({ key }) => key);
      await kept.settle({ gone: [{ place, key: "bread" }], changed: [], sent: [] });
      return [keys, (await plain.all()).length];
    });
    expect(left).toEqual([["bread"], 0]);
  });

  test("a connection that was lost is opened again for the next tap, and a box that went back to an older app finds what was tapped", async () => {
    context = await browser.newContext();
    const page = await openPage();
    const kept = await page.evaluate(async () => {
      const onOutdated = () => undefined;
      const disk = subject.openDatabase("test", { onOutdated });
      const entry = { label: "Soup" } as never;
      await subject.openKeeper(disk).put({ key: "before", shape: 1, entry, refusal: null });
      await disk.read(async (db) => db.close());
      await subject.openKeeper(disk).put({ key: "after", shape: 1, entry, refusal: null });
      await disk.read(async (db) => db.close());
      const newer = subject.openDatabase("test", { onOutdated }, subject.schemaVersion + 1);
      await newer.read(async (db) => db.close());
      const older = subject.openKeeper(subject.openDatabase("test", { onOutdated }));
      await older.put({ key: "older", shape: 1, entry, refusal: null });
      return (await older.all()).map(({ key }) => key);
    });
    expect(kept).toEqual(["before", "after", "older"]);
  });

  test("a connection that was lost is opened again also for whoever only reads", async () => {
    context = await browser.newContext();
    const page = await openPage();
    const keys = await page.evaluate(async () => {
      const disk = subject.openDatabase("test", { onOutdated: () => undefined });
      const keeper = subject.openKeeper(disk);
      await keeper.put({ key: "soup", shape: 1, entry: { label: "Soup" } as never, refusal: null });
      await disk.read(async (db) => db.close());
      return (await keeper.all()).map(({ key }) => key);
    });
    expect(keys).toEqual(["soup"]);
  });

  test("what the disk lost goes back to where it was, and takes nobody's place; a burst of taps keeps its order", async () => {
    context = await browser.newContext();
    const page = await openPage();
    const left = await page.evaluate(async () => {
      const keeper = subject.openKeeper(subject.openDatabase("test", { onOutdated: () => undefined }));
      const kept = (key: string, place?: number) => ({
        key,
        shape: 1 as const,
        entry: { label: key } as never,
        refusal: null,
        ...(place === undefined ? {} : { place }),
      });
      await keeper.put(kept("new"));
      await keeper.putBack([kept("lost", 40), kept("lost too", 1)]);
      const places = await Promise.all(["a", "b", "c"].map((key) => keeper.put(kept(key))));
      return [places, (await keeper.all()).map(({ key, place }) => `${key} ${place}`)];
    });
    expect(left).toEqual([
      [41, 42, 43],
      ["new 1", "lost 40", "a 41", "b 42", "c 43"],
    ]);
  });

  test("a lease of a clock that was set back since holds nobody up", async () => {
    context = await browser.newContext();
    const page = await openPage();
    const waited_ms = await page.evaluate(async () => {
      const disk = subject.openDatabase("test", { onOutdated: () => undefined });
      const hour_ms = 3_600_000;
      const dead = subject.openLeases(disk, () => Date.now() + hour_ms);
      await new Promise<void>((begun) => {
        void dead.run("send", () => {
          begun();
          return new Promise<never>(() => undefined);
        });
      });
      const from = performance.now();
      await subject.openLeases(disk).run("send", () => Promise.resolve());
      return performance.now() - from;
    });
    expect(waited_ms).toBeLessThan(30_000);
  });

  test.each(["openLocks", "openLeases"] as const)(
    "with %s two tabs never work at the same time, and a tab that dies holds nobody up for long",
    async (kind) => {
      context = await browser.newContext();
      const [left, right] = [await openPage(), await openPage()] as const;
      const start = (page: Page, hold_ms: number, rounds: number): Promise<[number, number][]> =>
        page.evaluate(
          async ([how, hold, times]) => {
            const disk = subject.openDatabase("test", { onOutdated: () => undefined });
            const lock = how === "openLocks" ? subject.openLocks("test", disk) : subject.openLeases(disk);
            const spans: [number, number][] = [];
            for (let round = 0; round < times; round += 1)
              await lock.run("send", async () => {
                const from = Date.now();
                await new Promise((done) => setTimeout(done, hold));
                spans.push([from, Date.now()]);
              });
            return spans;
          },
          [kind, hold_ms, rounds] as const,
        );
      const spans = (await Promise.all([start(left, 30, 6), start(right, 30, 6)])).flat();
      spans.sort(([a], [b]) => a - b);
      expect(spans).toHaveLength(12);
      spans.reduce((before, span) => {
        expect(span[0]).toBeGreaterThanOrEqual(before[1]);
        return span;
      });
      void start(left, 3_600_000, 1).catch(() => undefined);
      await right.waitForTimeout(200);
      await left.close();
      expect(await start(right, 1, 1)).toHaveLength(1);
    },
  );
});
