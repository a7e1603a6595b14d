import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import type { LiveOptions } from "./hub.ts";
import { joinAs, openToyBox, registration, type ToyClient, until } from "./toy-live.ts";

const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

const open = (options: Partial<LiveOptions> = {}) => openToyBox(opened, options);

describe("presence", () => {
  type Shown = {
    id: string;
    connected: boolean;
    connectedSince: string | null;
    person: { name: string } | null;
  };
  const shownOf = (client: ToyClient, id: string): Shown[] =>
    client.frames
      .filter(({ event }) => event === "device:update")
      .map(({ data }) => data as Shown)
      .filter((shown) => shown.id === id);

  it("tells whoever may see devices when one comes, who works on it, and when it has gone", async () => {
    const gone: string[] = [];
    const { port, live } = await open({ config: { settle_ms: 60 }, gone: (id) => gone.push(id) });
    const office = await joinAs(port, "office", { accessToken: "bookkeeper:device.read" });
    const stranger = await joinAs(port, "elsewhere", { accessToken: "waiter:order.read" });
    const tablet = await joinAs(port, "tablet-1");
    await until(() => shownOf(office, "tablet-1").length === 1);
    expect(shownOf(office, "tablet-1")).toMatchObject([{ connected: true, person: null }]);
    expect(live.here("tablet-1")).toEqual({
      since: shownOf(office, "tablet-1")[0]?.connectedSince,
      person: null,
    });
    tablet.send("device:register", registration("tablet-1", { accessToken: "waiter:" }), 1);
    await until(() => shownOf(office, "tablet-1").length === 2);
    const person = { id: "user-waiter", role: "waiter" };
    expect(shownOf(office, "tablet-1")[1]).toMatchObject({ connected: true, person });
    expect(live.here("tablet-1")).toMatchObject({ person });
    live.forgetPerson("user-waiter");
    await until(() => shownOf(office, "tablet-1").length === 3);
    expect(shownOf(office, "tablet-1")[2]).toMatchObject({ connected: true, person: null });
    expect(gone).toEqual([]);
    tablet.close();
    await until(() => shownOf(office, "tablet-1").length === 4);
    expect(shownOf(office, "tablet-1")[3]).toMatchObject({
      connected: false,
      connectedSince: null,
      person: null,
    });
    expect([live.here("tablet-1"), gone]).toEqual([null, ["tablet-1"]]);
    expect(shownOf(stranger, "tablet-1")).toEqual([]);
  });

  it("does not tell of a device that is back at once, nor of each coming and going of one that flaps", async () => {
    const gone: string[] = [];
    const { port, live } = await open({ config: { settle_ms: 1_000 }, gone: (id) => gone.push(id) });
    const office = await joinAs(port, "office", { accessToken: "manager:device.read" });
    const first = await joinAs(port, "tablet-1");
    const { since } = live.here("tablet-1") ?? { since: "" };
    for (let times = 0; times < 8; times++) {
      const flapping = times === 0 ? first : await joinAs(port, "tablet-1");
      flapping.close();
      await flapping.closed;
    }
    const back = await joinAs(port, "tablet-1");
    await pause(2_300);
    expect(shownOf(office, "tablet-1")).toMatchObject([{ connected: true }]);
    expect([gone, live.here("tablet-1")?.since]).toEqual([[], since]);
    back.close();
    await until(() => shownOf(office, "tablet-1").length === 2);
    expect([shownOf(office, "tablet-1")[1]?.connected, gone]).toEqual([false, ["tablet-1"]]);
  });

  it("keeps what a device has for a moment after it went, however long it was here", async () => {
    const gone: string[] = [];
    const { port, live } = await open({ config: { settle_ms: 500 }, gone: (id) => gone.push(id) });
    const tablet = await joinAs(port, "tablet-1");
    await pause(470);
    tablet.close();
    await until(() => live.here("tablet-1") === null);
    await pause(100);
    expect(gone).toEqual([]);
    await until(() => gone.length === 1);
  });

  it("shows the person who signed in last where a device has several pages, and notes signs of life", async () => {
    const seen: string[] = [];
    const { port, live } = await open({ seen: (id) => seen.push(id) });
    const pages = [
      await joinAs(port, "tablet-1", { accessToken: "waiter:" }),
      await joinAs(port, "tablet-1", { accessToken: "manager:" }),
    ];
    expect(live.here("tablet-1")?.person?.role).toBe("manager");
    pages[1]?.close();
    await until(() => live.here("tablet-1")?.person?.role === "waiter");
    const before = seen.length;
    pages[0]?.send("heartbeat", {}, 1);
    await pages[0]?.ack(1);
    expect(seen.slice(before)).toEqual(["tablet-1"]);
  });
});
