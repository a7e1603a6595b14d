import { describe, expect, it } from "vitest";
import { beginning, carriedBy, encryptedOrigin, grouped, movedTo, scanned, screenAt } from "./links.ts";

const fingerprint = "0123456789abcdef".repeat(4);
const certificate = {
  fingerprint,
  subject: "tillbox-1.local",
  validFrom: "",
  validUntil: "",
  names: ["tillbox-1.local", "localhost"],
  addresses: ["127.0.0.1", "192.168.1.5", "fd12::5"],
};
const facts = {
  addresses: ["192.168.1.5"],
  httpPort: 3000,
  httpsPort: 3443,
  name: "tillbox-1.local",
  authority: certificate,
  certificate,
};

describe("the link of the QR code", () => {
  it("leads to the box's address on the shop's network, wherever it is shown, with code and fingerprint behind the #", () => {
    expect(scanned(facts, "localhost", "123456")).toBe(
      "http://192.168.1.5:3000/connect/#code=123456&fp=0123456789abcdef",
    );
    expect(scanned({ ...facts, authority: null }, "localhost", null)).toBe(
      "http://192.168.1.5:3000/connect/",
    );
    expect(beginning({ ...facts, addresses: [] }, "[fd12::5]")).toBe("http://[fd12::5]:3000/connect/");
  });

  it("is read back as it was written, and anything else is nothing", () => {
    expect(carriedBy(new URL(scanned(facts, "", "123456")).hash)).toEqual({
      code: "123456",
      fingerprint: "0123456789abcdef",
      isForAnother: false,
      device: null,
    });
    for (const hash of ["", "#code=12345&fp=xyz", "#code=<b>&fp=0123", "#%"])
      expect(carriedBy(hash)).toEqual({ code: null, fingerprint: null, isForAnother: false, device: null });
    expect(carriedBy("#another").isForAnother).toBe(true);
  });
});

describe("the way to the encrypted till", () => {
  it("stays at the address that the device came by where the certificate is good for it, else takes the name", () => {
    expect(encryptedOrigin(facts, "192.168.1.5")).toBe("https://192.168.1.5:3443");
    expect(encryptedOrigin(facts, "[fd12::5]")).toBe("https://[fd12::5]:3443");
    expect(encryptedOrigin(facts, "8.8.4.4")).toBe("https://tillbox-1.local:3443");
    expect(encryptedOrigin({ ...facts, httpsPort: null }, "192.168.1.5")).toBeNull();
  });

  it("takes a device along that is paired here, with its name", () => {
    const device = { id: "0197c0de-1", name: "Bar & hall #2" };
    const way = movedTo("https://192.168.1.5:3443", "pos", "123456", device);
    expect(way).toMatch(/^https:\/\/192\.168\.1\.5:3443\/pos\/#/);
    expect(carriedBy(new URL(way).hash)).toMatchObject({ code: "123456", device });
  });

  it("takes the pairing code along", () => {
    expect(screenAt("https://192.168.1.5:3443", "pos", "123456")).toBe(
      "https://192.168.1.5:3443/pos/#code=123456",
    );
    expect(screenAt("", "kitchen", null)).toBe("/kitchen/");
  });
});

it("shows a fingerprint in sixteen groups of four", () => {
  expect(grouped(fingerprint)).toHaveLength(16);
  expect(grouped(fingerprint)[2]).toBe("89AB");
});
