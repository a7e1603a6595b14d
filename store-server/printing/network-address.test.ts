import { describe, expect, it } from "vitest";
import { allowedAddresses, isAllowedAddress } from "./network-address.ts";

describe("addresses that a print job may go to", () => {
  it.each(["10.0.0.7", "172.16.0.1", "172.31.255.254", "192.168.1.50", "fd12:3456::1", "fc00::9"])(
    "%s is of the store's own network",
    (address) => {
      expect(isAllowedAddress(address, false)).toBe(true);
    },
  );

  it.each([
    "8.8.8.8",
    "172.32.0.1",
    "172.15.255.255",
    "192.169.0.1",
    "100.64.0.1",
    "169.254.169.254",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "ff02::1",
    "2001:4860:4860::8888",
    "64:ff9b::a00:1",
    "::ffff:10.0.0.1",
    "::ffff:a00:1",
    "::ffff:8.8.8.8",
    "::10.0.0.1",
    "printer.local",
    "10.1",
    "0x0a000001",
    "",
  ])("%s is refused, even where loopback is allowed", (address) => {
    expect(isAllowedAddress(address, true)).toBe(false);
  });

  it.each(["127.0.0.1", "127.8.8.8", "::1"])("%s only where loopback is allowed", (address) => {
    expect(isAllowedAddress(address, false)).toBe(false);
    expect(isAllowedAddress(address, true)).toBe(true);
  });

  it("of a name are those that it had when it was checked", async () => {
    let asked = 0;
    const resolve = async () => [["10.0.0.7"], ["8.8.8.8"]][asked++] ?? [];
    await expect(allowedAddresses("printer.lan", { allowLoopback: false, resolve })).resolves.toEqual([
      "10.0.0.7",
    ]);
    expect(asked).toBe(1);
  });

  it("of a name leave out what is not allowed", async () => {
    const resolve = async () => ["8.8.8.8", "192.168.1.9", "127.0.0.1"];
    await expect(allowedAddresses("printer.lan", { allowLoopback: false, resolve })).resolves.toEqual([
      "192.168.1.9",
    ]);
  });

  it("are at most four", async () => {
    const resolve = async () => Array.from({ length: 300 }, (_, index) => `10.0.1.${index % 250}`);
    await expect(allowedAddresses("printer.lan", { allowLoopback: false, resolve })).resolves.toHaveLength(4);
  });

  it.each(["127.1", "2130706433", "0x7f000001", "localhost"])(
    "%s, which the system reads as loopback, is checked after it was read",
    async (host) => {
      await expect(allowedAddresses(host, { allowLoopback: false })).rejects.toMatchObject({
        code: expect.stringMatching(/address_forbidden|unreachable/),
      });
    },
  );

  it("do not exist for a name that nobody knows", async () => {
    const resolve = async () => {
      throw new Error("ENOTFOUND");
    };
    await expect(allowedAddresses("x.lan", { allowLoopback: false, resolve })).rejects.toMatchObject({
      code: "unreachable",
    });
  });
});
