import type { NetworkInterfaceInfo } from "node:os";
import { describe, expect, it } from "vitest";
import { isOnlyLocal, placesOf } from "./places.ts";
import { hostOf, nameOf, textOf, withinBytes } from "./service.ts";

const ip = (address: string, extras: Partial<NetworkInterfaceInfo> = {}): NetworkInterfaceInfo =>
  ({
    address,
    family: "IPv4",
    internal: false,
    mac: "02:00:00:00:00:01",
    netmask: "",
    cidr: null,
    ...extras,
  }) as NetworkInterfaceInfo;

describe("the places of a box", () => {
  it("are the addresses of the shop's networks, sorted, one an interface", () => {
    const places = placesOf(
      {
        lo: [ip("127.0.0.1", { internal: true })],
        wlan0: [ip("192.168.7.20"), ip("192.168.7.21")],
        eth0: [ip("fd00::2", { family: "IPv6" }), ip("10.0.0.5")],
        docker0: [ip("172.17.0.1")],
        "br-4f1a": [ip("172.18.0.1")],
        veth12: [ip("10.1.0.1")],
        wg0: [ip("10.9.0.2")],
        tailscale0: [ip("100.64.0.2")],
        gone: undefined,
      },
      "0.0.0.0",
    );
    expect(places).toEqual([
      { interfaceName: "eth0", address: "10.0.0.5" },
      { interfaceName: "wlan0", address: "192.168.7.20" },
    ]);
  });

  it("are self-assigned only where there is nothing better", () => {
    const both = { eth0: [ip("169.254.3.3"), ip("10.0.0.5")] };
    expect(placesOf(both, "0.0.0.0").map(({ address }) => address)).toEqual(["10.0.0.5"]);
    expect(placesOf({ eth0: [ip("169.254.3.3")] }, "").map(({ address }) => address)).toEqual([
      "169.254.3.3",
    ]);
  });

  it("are the one address that the box listens on, whatever its interface", () => {
    const interfaces = { eth0: [ip("10.0.0.5")], wg0: [ip("10.9.0.2")] };
    expect(placesOf(interfaces, "10.9.0.2")).toEqual([{ interfaceName: "wg0", address: "10.9.0.2" }]);
    expect(placesOf(interfaces, "10.9.0.3")).toEqual([]);
  });

  it("are none when only the machine itself can reach the box", () => {
    expect(["127.0.0.1", "127.8.8.8", "localhost", "::1", "0.0.0.0", "10.0.0.5"].map(isOnlyLocal)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});

describe("what is announced", () => {
  const identity = { storeId: "0190aaaa-bbbb-7ccc-8ddd-eeeeffff0001", storeName: "Corner" };

  it("fits into the limits of DNS, cut between characters", () => {
    const storeName = "茶".repeat(120);
    expect(Buffer.byteLength(nameOf({ ...identity, storeName }, 0))).toBe(63);
    expect(Buffer.byteLength(nameOf({ ...identity, storeName }, 1))).toBeLessThanOrEqual(63);
    expect(nameOf({ ...identity, storeName }, 1)).toMatch(/^茶+ \(0001\)$/);
    const { name = "" } = textOf({ ...identity, storeName });
    expect(Buffer.byteLength(`name=${name}`)).toBeLessThanOrEqual(255);
    expect(withinBytes("a😀b", 4)).toBe("a");
  });

  it("has a name also where the store's is empty or cannot travel", () => {
    expect(nameOf({ ...identity, storeName: "" }, 0)).toBe("Tillbox");
    expect(nameOf({ ...identity, storeName: "a.b\nc" }, 0)).toBe("a-b c");
  });

  it("has a host name of its own, made from the store's id", () => {
    expect(hostOf(identity.storeId)).toBe("tillbox-eeeeffff0001.local");
  });
});
