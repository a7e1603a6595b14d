import { createSocket } from "node:dgram";
import type { NetworkInterfaceInfo } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { quietLog, until } from "../live/toy-live.ts";
import { openAnnouncement } from "./announcement.ts";
import { type DiscoveryOptions, startDiscovery } from "./discovery.ts";
import type { Interfaces } from "./places.ts";
import { type Browser, openBrowser, types } from "./toy-browser.ts";

const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

const address = (text: string, extras: Partial<NetworkInterfaceInfo> = {}): NetworkInterfaceInfo =>
  ({
    address: text,
    family: "IPv4",
    internal: false,
    mac: "02:00:00:00:00:01",
    netmask: "",
    cidr: null,
    ...extras,
  }) as NetworkInterfaceInfo;
const loopback = (): Interfaces => ({ lo: [address("127.0.0.1")] });

const identity = { storeId: "0190aaaa-bbbb-7ccc-8ddd-eeeeffff0001", storeName: "Café No. 1" };
const quick = { host: "0.0.0.0", port: 3000, look_ms: 3_600_000, probe_ms: 30 };
type Options = Omit<Partial<DiscoveryOptions>, "config"> & { config?: Partial<DiscoveryOptions["config"]> };
const open = ({ config, ...options }: Options = {}) => {
  const log = quietLog();
  const problems: string[] = [];
  const discovery = startDiscovery({
    config: { ...quick, ...config },
    identity: () => identity,
    log,
    onProblem: (reason) => problems.push(reason),
    interfaces: loopback,
    evenLocal: true,
    ...options,
  });
  opened.push(discovery.stop);
  return { ...discovery, log, problems };
};
const browse = async (): Promise<Browser> => {
  const browser = await openBrowser("127.0.0.1");
  opened.push(browser.close);
  return browser;
};
const fullName = "Café No- 1._tillbox._tcp.local";
const host = "tillbox-eeeeffff0001.local";

/** What one question brings; asked again, because a datagram may be lost. */
const answersTo = async (browser: Browser, name: string, type: number) => {
  browser.answers.length = 0;
  let asked = 0;
  await until(() => {
    if (asked++ % 40 === 0) browser.ask(name, type);
    return browser.answers.some((answer) => answer.name === name && answer.type === type && answer.ttl > 0);
  });
  return browser.answers.filter(({ ttl }) => ttl > 0);
};

describe("a box on a network", () => {
  it("answers whoever looks for Tillbox with its name, port, address and TXT record", async () => {
    const browser = await browse();
    const discovery = open({ config: { mdnsPort: browser.port } });
    await discovery.refresh();
    expect(discovery.state()).toEqual({
      state: "published",
      name: "Café No- 1",
      addresses: ["127.0.0.1"],
      places: [{ interfaceName: "lo", address: "127.0.0.1", found: true, name: "Café No- 1" }],
    });
    const answers = await answersTo(browser, "_tillbox._tcp.local", types.PTR);
    const of = (type: number) => answers.find((answer) => answer.type === type);
    expect(of(types.PTR)?.value).toBe(fullName);
    expect(of(types.SRV)).toMatchObject({ name: fullName, value: { port: 3000, target: host } });
    expect(of(types.A)).toMatchObject({ name: host, value: "127.0.0.1" });
    expect(of(types.TXT)?.value).toEqual({
      v: "1",
      id: identity.storeId,
      name: "Café No. 1",
      api: "/api/v1",
      ws: "/sync",
    });
    expect(answers.filter(({ type }) => type === types.A).every(({ value }) => value === "127.0.0.1")).toBe(
      true,
    );
    expect((await answersTo(browser, host, types.A)).find(({ type }) => type === types.A)?.value).toBe(
      "127.0.0.1",
    );
    expect(discovery.check().status).toBe("ok");
  });

  it("tells the TLS port and fingerprints once there is TLS, and the new one when the certificate was changed", async () => {
    const browser = await browse();
    let tls = { port: 3443, fingerprint: "0123456789abcdef".repeat(4), authority: "fedcba98".repeat(8) };
    const discovery = open({ config: { mdnsPort: browser.port }, identity: () => ({ ...identity, tls }) });
    await discovery.refresh();
    const text = async () => {
      const answers = await answersTo(browser, fullName, types.TXT);
      return answers.findLast((answer) => answer.type === types.TXT)?.value;
    };
    expect(await text()).toMatchObject({ tls: "3443", fp: "0123456789abcdef", ca: "fedcba98fedcba98" });
    tls = { ...tls, fingerprint: "9".repeat(64) };
    await discovery.refresh();
    expect(await text()).toMatchObject({ fp: "9".repeat(16), ca: "fedcba98fedcba98" });
  });

  it("says goodbye when it stops", async () => {
    const browser = await browse();
    const discovery = open({ config: { mdnsPort: browser.port } });
    await discovery.refresh();
    browser.answers.length = 0;
    await discovery.stop();
    await until(() =>
      browser.answers.some(({ name, type, ttl }) => name === fullName && type === types.SRV && ttl === 0),
    );
    expect(browser.answers.filter(({ ttl }) => ttl > 0)).toEqual([]);
  });

  it("stops at once, and says nothing, while it still asks whether its name is free", async () => {
    const browser = await browse();
    const discovery = open({ config: { mdnsPort: browser.port, probe_ms: 60_000 } });
    const stopped = discovery.stop().then(() => "stopped");
    expect(await Promise.race([stopped, wait(10_000, "it waits for the probe")])).toBe("stopped");
    expect(browser.answers).toEqual([]);
  });

  it("announces itself anew under its new name", async () => {
    const browser = await browse();
    let storeName = "Before";
    const discovery = open({
      config: { mdnsPort: browser.port },
      identity: () => ({ ...identity, storeName }),
    });
    await discovery.refresh();
    storeName = "After";
    expect(discovery.state()).not.toHaveProperty("reason");
    await discovery.refresh();
    expect(discovery.state()).toMatchObject({ state: "published", name: "After" });
    expect(discovery.state()).not.toHaveProperty("reason");
    expect(browser.answers.some(({ name, ttl }) => name === "Before._tillbox._tcp.local" && ttl === 0)).toBe(
      true,
    );
    await answersTo(browser, "After._tillbox._tcp.local", types.SRV);
  });

  it("is found where its address changed to, and not where it was", async () => {
    const browser = await browse();
    let interfaces: Interfaces = {};
    const discovery = open({ config: { mdnsPort: browser.port }, interfaces: () => interfaces });
    await discovery.refresh();
    expect(discovery.state()).toMatchObject({
      state: "problem",
      reason: "This machine has no address on the shop's network. Connect it.",
    });
    interfaces = loopback();
    await discovery.refresh();
    expect(discovery.state()).toMatchObject({ state: "published", addresses: ["127.0.0.1"] });
    interfaces = {};
    await discovery.refresh();
    expect(discovery.state()).toMatchObject({ state: "problem", addresses: [] });
    expect(discovery.problems).toHaveLength(2);
  });

  it("looks for changes by itself", async () => {
    const browser = await browse();
    let interfaces: Interfaces = {};
    const discovery = open({
      config: { mdnsPort: browser.port, look_ms: 20 },
      interfaces: () => interfaces,
    });
    await until(() => discovery.state().state === "problem");
    interfaces = loopback();
    expect(await until(() => discovery.state().state === "published")).toBe(true);
  });

  it("takes another name when a rival has its own, and keeps it when only an echo of itself comes", async () => {
    const browser = await browse();
    const rival = setInterval(() => browser.announceService(fullName, 3000, "another-box.local"), 20);
    const discovery = open({ config: { mdnsPort: browser.port } });
    await discovery.refresh();
    clearInterval(rival);
    expect(discovery.state()).toMatchObject({
      state: "published",
      name: "Café No- 1 (0001)",
      reason: expect.stringMatching(
        /^Another box has the name Café No- 1 already; this one is found as .*0001/,
      ),
    });
    expect(discovery.check().status).toBe("ok");
    const echo = setInterval(() => browser.announceService(fullName, 3000, host), 20);
    const again = open({ config: { mdnsPort: browser.port } });
    await again.refresh();
    clearInterval(echo);
    expect(again.state()).toMatchObject({ state: "published", name: "Café No- 1" });
  });
});

describe("a box that cannot be found", () => {
  it("says why: an address that the machine does not have", async () => {
    const browser = await browse();
    const discovery = open({
      config: { mdnsPort: browser.port },
      interfaces: () => ({ eth7: [address("203.0.113.77")] }),
    });
    await discovery.refresh();
    const { state, reason, addresses } = discovery.state();
    expect([state, addresses]).toEqual(["problem", []]);
    expect(reason).toMatch(/^Multicast does not work on eth7 \(203\.0\.113\.77\): E[A-Z]+\. /);
    expect(discovery.check().status).toBe("degraded");
    expect(discovery.problems).toEqual([reason]);
    expect(discovery.log.said).toEqual(["the box cannot be found by itself"]);
  });

  it("says so when what it sends does not come through, and recovers by itself", async () => {
    const browser = await browse();
    const place = { interfaceName: "lo", address: "127.0.0.1" };
    const announcement = openAnnouncement(place, { mdnsPort: browser.port, probe_ms: 20 });
    opened.push(announcement.close);
    expect(await announcement.verify()).toEqual({
      kind: "failed",
      reason: expect.stringContaining("does not come through"),
    });
    const publication = { name: "Box", host, port: 3000, text: {} };
    expect(await announcement.begin(publication)).toEqual({ kind: "published" });
    expect(await announcement.verify()).toEqual({ kind: "published" });
  });

  it("is off, and says why, when it listens to its own machine only", async () => {
    for (const ownHost of ["127.0.0.1", "localhost", "::1"]) {
      const discovery = open({ config: { host: ownHost }, evenLocal: false });
      await discovery.refresh();
      expect(discovery.state()).toMatchObject({
        state: "off",
        addresses: [],
        reason: expect.stringContaining("HOST=0.0.0.0"),
      });
      expect(discovery.check().status).toBe("ok");
    }
  });

  it("on its own machine only is found there by its programs, says so, and is well also where it is not", async () => {
    const browser = await browse();
    const discovery = open({ config: { host: "127.0.0.1", mdnsPort: browser.port } });
    await discovery.refresh();
    expect(discovery.state()).toMatchObject({
      state: "published",
      addresses: ["127.0.0.1"],
      reason: expect.stringContaining("HOST=0.0.0.0"),
    });
    const deaf = open({ config: { host: "127.0.0.1" }, interfaces: () => ({}) });
    await deaf.refresh();
    expect(deaf.check()).toMatchObject({ status: "ok", state: "problem" });
    expect(deaf.problems).toEqual([]);
  });

  it("says of each network how it stands", async () => {
    const browser = await browse();
    const discovery = open({
      config: { mdnsPort: browser.port },
      interfaces: () => ({ ...loopback(), eth7: [address("203.0.113.77")] }),
    });
    await discovery.refresh();
    expect(discovery.state().places).toEqual([
      { interfaceName: "lo", address: "127.0.0.1", found: true, name: "Café No- 1" },
      {
        interfaceName: "eth7",
        address: "203.0.113.77",
        found: false,
        name: "Café No- 1",
        reason: expect.stringContaining("Multicast does not work on eth7"),
      },
    ]);
    expect(discovery.state()).toMatchObject({ state: "published", reason: expect.stringContaining("eth7") });
  });

  it("survives what strangers send", async () => {
    const browser = await browse();
    const discovery = open({ config: { mdnsPort: browser.port } });
    await discovery.refresh();
    const stranger = createSocket("udp4");
    stranger.bind(0, "127.0.0.1", () => stranger.setMulticastInterface("127.0.0.1"));
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from("nonsense"),
      Buffer.alloc(12, 0xff),
      Buffer.alloc(1400, 0xc0),
    ])
      await new Promise((done) => stranger.send(bytes, browser.port, "224.0.0.251", done));
    stranger.close();
    await answersTo(browser, fullName, types.SRV);
    expect(discovery.state().state).toBe("published");
    expect(discovery.problems).toEqual([]);
  });
});
