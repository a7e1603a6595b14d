import { afterEach, describe, expect, it } from "vitest";
import { connectLive } from "../testing/live-client.ts";
import { openSyncStore, type SyncStore, tap } from "../testing/sync-store.ts";
import { openWireBox } from "../testing/wire-box.ts";
import { skewOf } from "./skew.ts";

const opened: SyncStore[] = [];
afterEach(() => {
  for (const { store } of opened.splice(0)) store.close();
});
const now = "2026-03-01T10:00:00.000Z";

describe("the clock of a device", () => {
  it("is off beyond two minutes, either way, by what it says of itself", () => {
    expect(skewOf("2026-03-01T10:02:00Z", [], now)).toBeNull();
    expect(skewOf("2026-03-01T10:02:01Z", [], now)).toBe(121);
    expect(skewOf("2026-03-01T09:00:00Z", [], now)).toBe(-3600);
  });

  it("is ahead where a tap comes from the future; an old tap says nothing", () => {
    expect(skewOf(undefined, [{ timestamp: "2026-03-01T11:00:00Z" }], now)).toBe(3600);
    expect(
      skewOf(undefined, [{ timestamp: "2026-02-01T10:00:00Z" }, null, { timestamp: 7 }], now),
    ).toBeNull();
    expect(skewOf("2026-03-01T10:00:30Z", [{ timestamp: "2026-03-01T11:00:00Z" }], now)).toBeNull();
  });

  it("changes nothing of the order of things, and is told in the answer", async () => {
    const all = await openSyncStore({ wall: () => Date.parse(now) });
    opened.push(all);
    const ahead = tap("create", "o1", { type: "takeaway" }, { timestamp: "2026-03-02T10:00:00Z" });
    const late = await all.process(all.anna, [ahead], { deviceTime: "2026-03-02T10:00:00Z" });
    expect(late.json).toMatchObject({ clockSkewSeconds: 86_400, results: [{ status: "applied" }] });
    const { json } = await all.as(all.anna, "GET", "/api/orders/o1");
    expect(json).toMatchObject({
      createdAt: expect.stringMatching(/^2026-03-01/),
      businessDay: "2026-03-01",
    });
    const right = await all.process(all.anna, [], { deviceTime: now });
    expect(right.json).not.toHaveProperty("clockSkewSeconds");
  });

  it("is on the view of its device and told to managers at once, and both again when it is right", async () => {
    const box = await openWireBox();
    try {
      const device = await box.pair("tablet-1", "tablet");
      const token = await box.signIn("manager");
      const office = await connectLive(box.url, "office", {}, token);
      const till = await connectLive(box.url, "till", {}, await box.signIn("waiter"));
      const send = (time: number) => {
        const body = { deviceId: "tablet-1", lastSyncVersion: 0, changes: [] };
        const deviceTime = new Date(time).toISOString();
        return box.ask("POST", "/sync/process", { ...body, deviceTime }, { device, token });
      };
      const shown = async () =>
        (await box.ask("GET", "/api/devices/tablet-1", undefined, { token })).at("clockSkewSeconds");
      const alert = (resolved: boolean) =>
        office.next(({ event, data }) => event === "alert" && data?.resolved === resolved);
      expect(await shown()).toBeNull();
      await send(Date.now() - 3_600_000);
      expect(Number(await shown())).toBeLessThan(-3500);
      expect((await alert(false)).data).toMatchObject({
        kind: "clock",
        deviceId: "tablet-1",
        message: expect.stringContaining("behind by 60 minutes"),
      });
      await send(Date.now() - 3_600_000);
      await send(Date.now());
      expect(await shown()).toBeNull();
      await alert(true);
      const alerts = office.seen().filter(({ event }) => event === "alert");
      expect(alerts.map(({ data }) => data?.resolved)).toEqual([false, true]);
      expect(till.seen().filter(({ event }) => event === "alert")).toEqual([]);
      office.close();
      till.close();
    } finally {
      await box.close();
    }
  });
});
