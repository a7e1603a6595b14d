import { X509Certificate } from "node:crypto";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { connect } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { makeAuthority, makeLeaf } from "./certificate.ts";
import { profileOf } from "./profile.ts";
import { reachedOf } from "./reached.ts";
import type { Pair, Reached } from "./types.ts";
import { authorityValidity, isDue, leafValidity, youngest_ms } from "./validity.ts";

const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0)) close();
});

const day_ms = 86_400_000;
const now = Date.UTC(2026, 10, 26, 12);
const authority = makeAuthority("Tillbox test", authorityValidity);
const leafFor = (reached: Partial<Reached>, from: Pair = authority): Pair =>
  makeLeaf(from, {
    names: ["till.local"],
    addresses: ["127.0.0.1"],
    ...reached,
    ...leafValidity(Date.now()),
  });

/** What a client that trusts `ca` says of a server that shows `leaf`: null, or why it refuses. */
const verdict = async (leaf: Pair, ca: Pair, servername: string): Promise<string | null> => {
  const server = createServer({ cert: `${leaf.cert}${authority.cert}`, key: leaf.key });
  opened.push(() => server.close());
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port, servername, ca: ca.cert }, () => {
      socket.destroy();
      resolve(null);
    });
    socket.on("error", (error: NodeJS.ErrnoException) => resolve(`${error.code} ${error.message}`));
  });
};

describe("the box's own authority", () => {
  it("is trusted for the box's name, and for no other name and no other authority", async () => {
    const leaf = leafFor({});
    expect(await verdict(leaf, authority, "till.local")).toBeNull();
    expect(await verdict(leaf, authority, "other.local")).toContain("ERR_TLS_CERT_ALTNAME_INVALID");
    const stranger = makeAuthority("Tillbox test", authorityValidity);
    expect(await verdict(leaf, stranger, "till.local")).toContain("SELF_SIGNED_CERT_IN_CHAIN");
  });

  it("cannot vouch for anything on the internet, even if its key were stolen", async () => {
    const forged = leafFor({ names: ["bank.example"], addresses: [] });
    expect(await verdict(forged, authority, "bank.example")).toContain("permitted subtree violation");
    const publicAddress = leafFor({ names: ["till.local"], addresses: ["8.8.8.8"] });
    expect(await verdict(publicAddress, authority, "till.local")).toContain("permitted subtree violation");
    expect(
      await verdict(leafFor({ addresses: ["10.1.2.3", "fd00::5"] }), authority, "till.local"),
    ).toBeNull();
  });

  it("vouches for servers only: not for another authority below it", async () => {
    const certificate = new X509Certificate(authority.cert);
    expect([certificate.ca, new X509Certificate(leafFor({}).cert).ca]).toEqual([true, false]);
    expect(certificate.keyUsage).toEqual(["1.3.6.1.5.5.7.3.1"]);
    const below = makeLeaf(leafFor({}), {
      names: ["till.local"],
      addresses: [],
      ...leafValidity(Date.now()),
    });
    expect(await verdict(below, authority, "till.local")).not.toBeNull();
  });

  it("comes as a profile whose ids stay the same, with the shop's name made harmless", () => {
    const profile = profileOf(authority.cert, "Fish & <Chips>");
    expect(profile).toBe(profileOf(authority.cert, "Fish & <Chips>"));
    expect(profile).toContain("<string>Tillbox Fish &amp; &lt;Chips&gt;</string>");
    const data = /<data>(.*)<\/data>/.exec(profile)?.[1] ?? "";
    expect(new X509Certificate(Buffer.from(data, "base64")).fingerprint256).toBe(
      new X509Certificate(authority.cert).fingerprint256,
    );
  });
});

describe("when a certificate holds", () => {
  const holds = ({ from, until }: { from: number; until: number }, at: number): boolean =>
    from <= at && at <= until;

  it("holds for less than what browsers take, and is due two months before it ends", () => {
    const validity = leafValidity(now);
    expect((validity.until - validity.from) / day_ms).toBeLessThanOrEqual(397);
    expect(isDue(validity, now)).toBe(false);
    expect(isDue(validity, validity.until - 61 * day_ms)).toBe(false);
    expect(isDue(validity, validity.until - 59 * day_ms)).toBe(true);
    expect(isDue(validity, validity.until + 100 * day_ms)).toBe(true);
  });

  it("can be used though the clock was in 1970 when it was made, and is replaced when the clock is right", () => {
    const blind = leafValidity(0);
    expect(holds(blind, now)).toBe(true);
    expect((blind.until - blind.from) / day_ms).toBeLessThan(825);
    expect(isDue(blind, 0)).toBe(false);
    expect(isDue(blind, 60_000)).toBe(false);
    expect(isDue(blind, now)).toBe(true);
    expect(holds(authorityValidity, 0)).toBe(false);
    expect(holds(authorityValidity, youngest_ms)).toBe(true);
  });

  it("is replaced when the clock had been years ahead", () => {
    expect(isDue(leafValidity(Date.UTC(2038, 0, 1)), now)).toBe(true);
  });
});

describe("where the box is reached", () => {
  const interfaces = {
    lo: [{ address: "127.0.0.1", family: "IPv4", internal: true }],
    eth0: [
      { address: "192.168.1.5", family: "IPv4", internal: false },
      { address: "fe80::1", family: "IPv6", internal: false },
      { address: "fd12::5", family: "IPv6", internal: false },
    ],
    wlan0: [{ address: "8.8.4.4", family: "IPv4", internal: false }],
  } as never;
  const reached = (host: string, machine = "Till-2.shop.example") =>
    reachedOf({ name: "tillbox-1.local", host, interfaces, machine });

  it("is at its announced name, the machine's name, and all private addresses where it listens", () => {
    expect(reached("0.0.0.0")).toEqual({
      names: ["tillbox-1.local", "till-2.local", "localhost"],
      addresses: ["127.0.0.1", "::1", "192.168.1.5"],
      outside: ["8.8.4.4"],
    });
    expect(reached("::").addresses).toEqual(["127.0.0.1", "::1", "192.168.1.5", "fd12::5"]);
    expect(reached("192.168.1.5").addresses).toEqual(["127.0.0.1", "::1", "192.168.1.5"]);
    expect(reached("127.0.0.1").addresses).toEqual(["127.0.0.1", "::1"]);
  });

  it("leaves out a machine name that is no name on a network", () => {
    for (const machine of ["localhost", "my_box", "-x", ""])
      expect(reached("0.0.0.0", machine).names).toEqual(["tillbox-1.local", "localhost"]);
  });
});
