import { describe, expect, it } from "vitest";
import type { Report } from "./report.ts";
import { formatBytes, tellAll, tellWhole } from "./words.ts";

const where = { httpPort: 3000, name: "tillbox-1.local" };
const healthy: Report = {
  status: "ok",
  checks: {
    database: { status: "ok", size_bytes: 4_200_000, seq: 155 },
    disk: { status: "ok", free_bytes: 21_000_000_000, size_bytes: 64_000_000_000 },
    memory: { status: "ok", rss: 166_000_000 },
    live: { status: "ok", connections: 4 },
    printers: { status: "ok", problems: [], waiting: [{ waiting: 0 }, { waiting: 2 }] },
    replication: { status: "ok", state: "off" },
    tls: {
      status: "ok",
      state: "serving",
      port: 3443,
      certificate: {
        validUntil: "2027-12-21T15:27:14.000Z",
        names: ["tillbox-1.local"],
        addresses: ["192.168.1.5"],
      },
      authority: { fingerprint: "ab".repeat(32), subject: "Tillbox 1" },
    },
    discovery: {
      status: "ok",
      state: "published",
      name: "Trattoria",
      places: [{ interfaceName: "eth0", address: "192.168.1.5", found: true, name: "Trattoria" }],
    },
  },
};
const told = (checks: Partial<Report["checks"]>, status: Report["status"] = "degraded") => {
  const report = { ...healthy, status, checks: { ...healthy.checks, ...checks } };
  const parts = tellAll(report, where);
  return { whole: tellWhole(report, parts), part: (id: string) => parts.find((each) => each.id === id) };
};

describe("the status of the box", () => {
  it("is well when nothing needs a person, also without a hub", () => {
    const { whole, part } = told({}, "ok");
    expect(whole).toEqual({ tone: "good", title: "All is well", text: "Nothing here needs a person." });
    expect(part("network")).toMatchObject({ state: "Found", trouble: [], tone: "good" });
    expect(part("network")?.facts).toEqual([
      { label: "Found as", value: "Trattoria" },
      { label: "eth0", value: "192.168.1.5" },
      { label: "Name", value: "tillbox-1.local" },
      { label: "Port", value: "3000" },
    ]);
    expect(part("encryption")?.facts).toContainEqual({
      label: "Certificate until",
      value: "21 December 2027",
    });
    expect(part("hub")).toMatchObject({ state: "Not connected", tone: "plain", facts: [] });
  });

  it("says on which network the box is not found, and the way around, once", () => {
    const reason =
      "Multicast does not come through on eth0 (192.168.1.5). Use the QR code to connect tablets.";
    const place = { interfaceName: "eth0", address: "192.168.1.5", found: false, name: "Trattoria", reason };
    const { whole, part } = told({
      discovery: { status: "degraded", state: "problem", reason, places: [place] },
    });
    expect(part("network")).toMatchObject({ state: "Not found", tone: "attention", trouble: [reason] });
    expect(whole.text).toBe("Look at: on the network. Orders are taken all the same.");
  });

  it("asks for a person when another box has the name, though it is found", () => {
    const reason = "Another box has the name Trattoria already; this one is found as Trattoria (0001).";
    const { part } = told({ discovery: { status: "ok", state: "published", reason, places: [] } }, "ok");
    expect(part("network")).toMatchObject({ state: "Found", tone: "attention", trouble: [reason] });
  });

  it("calls it no trouble that a demo is reached from its own machine only", () => {
    const reason = "The box listens to this machine only. Set HOST=0.0.0.0 to be found by others.";
    const discovery = { status: "ok", state: "published", reason, addresses: ["127.0.0.1"], places: [] };
    const { part, whole } = told({ discovery }, "ok");
    expect(part("network")).toMatchObject({ tone: "plain", trouble: [reason] });
    expect(whole.tone).toBe("good");
  });

  it("says why TLS is not offered, and calls it no trouble where it was switched off", () => {
    const reason = "Port 3443 is taken by another program.";
    expect(told({ tls: { status: "degraded", state: "problem", reason } }).part("encryption")).toMatchObject({
      state: "Not offered",
      tone: "attention",
      trouble: [reason],
    });
    expect(told({ tls: { status: "ok", state: "off", reason: "off" } }).part("encryption")?.tone).toBe(
      "plain",
    );
  });

  it("names printers, hub and disk in their own words", () => {
    const message = "Kitchen printer is out of paper. Load paper and press Resume.";
    const { part, whole } = told({
      printers: { status: "degraded", problems: [{ message }] },
      replication: {
        status: "degraded",
        state: "waiting",
        error: "The hub does not answer.",
        lastSeq: 9,
        ackedSeq: 4,
      },
      disk: { status: "degraded", free_bytes: 1, size_bytes: 2, reason: "The disk is almost full." },
    });
    expect(part("printers")).toMatchObject({ state: "1 in trouble", trouble: [message] });
    expect(part("hub")?.trouble[0]).toBe("The hub does not answer.");
    expect(part("hub")?.facts).toEqual([{ label: "Entries to send", value: "5" }]);
    expect(part("storage")).toMatchObject({ tone: "attention", trouble: ["The disk is almost full."] });
    expect(whole.text).toContain("printers, hub, storage");
  });

  it("says that the box cannot work without its database, and reads a report that lacks everything", () => {
    expect(told({ database: { status: "down", error: "the check failed" } }, "down").whole.tone).toBe("bad");
    expect(tellAll({ status: "ok", checks: {} }, where).map(({ state }) => state)).toContain("Not known");
  });

  it("shows sizes as they are sold", () => {
    expect([0, 999, 4096, 64_000_000_000].map(formatBytes)).toEqual(["0 B", "999 B", "4.1 kB", "64 GB"]);
  });
});
