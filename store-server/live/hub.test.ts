import { afterEach, describe, expect, it } from "vitest";
import type { LiveOptions } from "./hub.ts";
import { connect, joinAs, openToyBox, registration, toyAuthenticate, until } from "./toy-live.ts";
import { actorOf, tabs } from "./toy-store.ts";

const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

const open = (options: Partial<LiveOptions> = {}) => openToyBox(opened, options);

describe("registering", () => {
  it("answers with the device, the seq it is live from, the epoch and the rooms it is in", async () => {
    const { port, run } = await open();
    await run("note", "n1", { text: "not for anybody" });
    const client = await connect(port);
    client.send("device:register", registration("tablet-1", { pairingCode: "000000" }), 7);
    const { data } = await client.event("device:registered");
    expect(data).toEqual({
      deviceId: "tablet-1",
      deviceToken: "new-token",
      syncVersion: 1,
      epoch: 1,
      heartbeatSeconds: 25,
      rooms: ["store", "device:tablet-1", "orders", "tables", "menu"],
    });
    expect((await client.ack(7)).data).toEqual(data);
  });

  it("puts a kitchen screen into orders and its stations, and a person into the room of their role", async () => {
    const { port } = await open();
    const client = await connect(port);
    client.send(
      "device:register",
      registration("kitchen-1", {
        deviceType: "kitchen",
        capabilities: { canManageKitchen: true, stations: ["grill", "bar"] },
        accessToken: "cook:kitchen.update",
      }),
    );
    const { data } = await client.event("device:registered");
    expect((data as { rooms: string[] }).rooms).toEqual([
      "store",
      "device:kitchen-1",
      "role:cook",
      "user:user-cook",
      "orders",
      "station:grill",
      "station:bar",
    ]);
  });

  it("closes a socket that does not register in time with 4401", async () => {
    const { port } = await open({ config: { register_ms: 40 } });
    const client = await connect(port);
    expect(await client.closed).toEqual({ code: 4401, reason: "not registered in time" });
  });

  it("says no to a wrong credential, and closes a socket that goes on guessing", async () => {
    const { port, log } = await open();
    const client = await connect(port);
    client.send("device:register", registration("tablet-1", { token: "wrong" }), "a");
    expect((await client.ack("a")).error).toEqual({
      code: "unauthorized",
      message: "The device is not known here.",
    });
    client.send("device:register", registration("tablet-1", { token: "broken" }), "b");
    expect((await client.ack("b")).error?.code).toBe("internal");
    expect(log.said).toContain("a device could not be registered");
    for (let guess = 0; guess < 3; guess++)
      client.send("device:register", registration("x", { token: "wrong" }));
    expect((await client.closed).code).toBe(1008);
  });

  it("answers nothing but registering before that", async () => {
    const { port } = await open();
    const client = await connect(port);
    client.send("sync:resume", { since: 0 }, 1);
    expect((await client.ack(1)).error?.code).toBe("unauthorized");
  });

  it("takes a person who signs in later on the same connection, and no other device", async () => {
    const { port } = await open();
    const client = await joinAs(port, "tablet-1", { capabilities: {} });
    client.send("room:join", { room: "orders" }, 1);
    expect((await client.ack(1)).error?.code).toBe("forbidden");
    client.send(
      "device:register",
      registration("tablet-1", { capabilities: {}, accessToken: "waiter:order.read" }),
      2,
    );
    await client.ack(2);
    client.send("room:join", { room: "orders" }, 3);
    expect((await client.ack(3)).data).toMatchObject({
      rooms: expect.arrayContaining(["orders", "role:waiter"]),
    });
    client.send("device:register", registration("tablet-2"), 4);
    expect((await client.ack(4)).error?.code).toBe("invalid");
  });

  it("takes a person whose token has ended out of the rooms that were theirs, at the next heartbeat", async () => {
    const { port, live } = await open({
      config: { heartbeatSeconds: 0.05 },
      authenticate: async (request) => {
        const answer = await toyAuthenticate(request);
        return "device" in answer ? { ...answer, personUntil: Date.now() + 20 } : answer;
      },
    });
    const client = await joinAs(port, "tablet-1", { accessToken: "manager:device.read", capabilities: {} });
    const leftTheRoom = await until(() => {
      live.publish({ event: "alert", rooms: ["role:manager"], data: '{"id":"for managers"}' });
      live.publish({ event: "alert", rooms: ["store"], data: '{"id":"for all"}' });
      const [before, last] = client.frames.filter((frame) => frame.event === "alert").slice(-2);
      const idOf = (frame?: { data?: unknown }) => (frame?.data as { id?: string } | undefined)?.id;
      return idOf(before) === "for all" && idOf(last) === "for all";
    });
    expect(leftTheRoom).toBe(true);
  });

  it("takes a person whose session was ended out of theirs when it is told to look, and leaves the device its own orders", async () => {
    let isSignedIn = true;
    const { port, live, run, kernel } = await open({
      authenticate: async (request) => {
        const answer = await toyAuthenticate(request);
        return "device" in answer ? { ...answer, isSignedIn: () => isSignedIn } : answer;
      },
    });
    const kiosk = { deviceType: "kiosk" as const, capabilities: {} };
    const client = await joinAs(port, "kiosk-1", { ...kiosk, accessToken: "manager:order.read" });
    await run("create", "o1", {}, actorOf("kiosk-1"));
    for (const [id, room] of ["order:o1", "orders", "role:manager"].entries()) {
      client.send("room:join", { room }, id);
      expect((await client.ack(id)).error).toBeUndefined();
    }
    live.review();
    isSignedIn = false;
    live.review();
    const { data } = await client.event("device:rooms");
    expect(data).toEqual({ rooms: ["store", "device:kiosk-1", "order:o1"] });
    await run("addLine", "o1", { line: "soup" });
    await client.next((frame) => frame.seq === kernel.headSeq());
  });

  it("takes a person who may work no more out of the rooms that were theirs at once, and no other", async () => {
    const { port, live } = await open();
    const all = await Promise.all([
      joinAs(port, "tablet-1", { accessToken: "manager:device.read", capabilities: {} }),
      joinAs(port, "tablet-2", { accessToken: "waiter:order.read", capabilities: {} }),
    ]);
    live.forgetPerson("user-manager");
    live.publish({ event: "alert", rooms: ["role:manager", "role:waiter"], data: '{"id":"for people"}' });
    live.publish({ event: "alert", rooms: ["store"], data: '{"id":"for all"}' });
    const heard = await Promise.all(all.map(async (client) => (await client.event("alert")).data));
    expect(heard).toEqual([{ id: "for all" }, { id: "for people" }]);
    all[0]?.send("room:join", { room: "role:manager" }, 1);
    expect((await all[0]?.ack(1))?.error?.code).toBe("forbidden");
  });
});

describe("live frames", () => {
  it("bring every committed change in ascending seq, the last frame of each seq marked", async () => {
    const { port, run } = await open();
    const client = await joinAs(port, "tablet-1");
    await run("spot", "t1", { name: "Table 1" });
    await run("create", "o1");
    await run("seat", "o1", { tableId: "t1" });
    await run("pay", "o1", { amount: 500 });
    await client.event("payment:update");
    const told = client.frames
      .filter((frame) => frame.seq !== undefined)
      .map(({ event, seq, last }) => [event, seq, last]);
    expect(told).toEqual([
      ["table:update", 1, true],
      ["order:update", 2, true],
      ["order:update", 3, undefined],
      ["table:update", 3, true],
      ["order:update", 4, undefined],
      ["payment:update", 4, true],
    ]);
  });

  it("mark the last frame that a socket gets, whatever rooms it is in", async () => {
    const { port, run } = await open();
    const [both, orders] = [await joinAs(port, "both"), await joinAs(port, "orders-only")];
    orders.send("room:leave", { room: "tables" }, 1);
    await orders.ack(1);
    await run("spot", "t1", { name: "Table 1" });
    await run("create", "o1");
    await run("seat", "o1", { tableId: "t1" });
    await both.next((frame) => frame.seq === 3 && frame.last === true);
    const last = await orders.next((frame) => frame.seq === 3);
    expect([last.event, last.last]).toEqual(["order:update", true]);
    expect(orders.frames.some((frame) => frame.event === "table:update")).toBe(false);
    expect(
      both.frames.find((frame) => frame.event === "order:update" && frame.seq === 3)?.last,
    ).toBeUndefined();
  });

  it("skip intermediate states of a burst, never the last, and never what was told only once", async () => {
    const { port, run } = await open();
    const client = await joinAs(port, "tablet-1");
    const burst = [run("create", "o1"), run("create", "o2")];
    for (let line = 0; line < 40; line++) burst.push(run("addLine", "o1", { line }));
    burst.push(run("pay", "o2", { amount: 100 }), run("addLine", "o1", { line: "the last" }));
    await Promise.all(burst);
    const final = await client.next(({ event, seq }) => event === "order:update" && seq === 44);
    expect((final.data as { lines: string[] }).lines).toHaveLength(41);
    const told = client.frames
      .filter((frame) => frame.seq !== undefined)
      .map(({ event, seq }) => [event, seq]);
    expect(told).toEqual([
      ["order:update", 43],
      ["payment:update", 43],
      ["order:update", 44],
    ]);
  });

  it("go on after an entry that cannot be announced", async () => {
    const { port, run, log } = await open();
    const client = await joinAs(port, "tablet-1");
    const announce = tabs.announce;
    tabs.announce = (event, state, reads) => {
      if (event.id === "poison") throw new Error("a view that fails");
      return announce?.(event, state, reads) ?? [];
    };
    opened.push(() => {
      if (announce) tabs.announce = announce;
    });
    await run("create", "poison");
    await run("create", "o1");
    expect((await client.event("order:update")).seq).toBe(2);
    expect(log.said).toEqual(["an entry could not be announced"]);
  });

  it("reach each socket once, though it is in several of the rooms", async () => {
    const { port, run } = await open();
    const client = await joinAs(port, "tablet-1");
    client.send("room:join", { room: "order:o1" }, 1);
    await client.ack(1);
    await run("create", "o1");
    await run("create", "o2");
    await client.next((frame) => frame.seq === 2);
    expect(client.frames.filter((frame) => frame.seq === 1)).toHaveLength(1);
  });

  it("without a seq tell what is not in the journal", async () => {
    const { port, live } = await open();
    const client = await joinAs(port, "tablet-1");
    live.publish({
      event: "print:update",
      rooms: ["store", "orders"],
      data: '{"id":"job-1","status":"printed"}',
    });
    expect(await client.event("print:update")).toEqual({
      event: "print:update",
      data: { id: "job-1", status: "printed" },
    });
  });
});

describe("the position of a client", () => {
  it("advances with the heartbeat over entries that are told to nobody", async () => {
    const { port, run } = await open();
    const client = await joinAs(port, "tablet-1");
    await run("note", "n1", { text: "one" });
    await run("note", "n1", { text: "two" });
    client.send("heartbeat", {}, 9);
    const beat = await client.event("heartbeat");
    expect(beat.data).toMatchObject({ syncVersion: 2, serverTime: expect.stringMatching(/^\d{4}-.*Z$/) });
    expect((await client.ack(9)).data).toEqual(beat.data);
  });
});

describe("rooms", () => {
  it("are refused to a kiosk, which hears the orders that it opened itself", async () => {
    const { port, run } = await open();
    const client = await joinAs(port, "kiosk-1", { deviceType: "kiosk" });
    for (const room of [
      "orders",
      "tables",
      "station:grill",
      "order:o2",
      "role:owner",
      "device:other",
      "nonsense",
    ]) {
      client.send("room:join", { room }, room);
      expect((await client.ack(room)).error?.code).toBe("forbidden");
    }
    await run("create", "o1", {}, actorOf("kiosk-1"));
    await run("create", "o2", {}, actorOf("tablet-1"));
    client.send("room:join", { room: "order:o1" }, "own");
    expect((await client.ack("own")).data).toEqual({
      rooms: ["store", "device:kiosk-1", "menu", "order:o1"],
    });
    await run("addLine", "o2", { line: "not for the kiosk" });
    await run("addLine", "o1", { line: "its own" });
    expect((await client.event("order:update")).data).toMatchObject({ id: "o1", lines: ["its own"] });
  });

  it("can be left", async () => {
    const { port, run } = await open();
    const client = await joinAs(port, "tablet-1");
    client.send("room:leave", { room: "orders" }, 1);
    expect((await client.ack(1)).data).toEqual({ rooms: ["store", "device:tablet-1", "tables", "menu"] });
    await run("create", "o1");
    await run("spot", "t1", { name: "Table 1" });
    expect((await client.next((frame) => frame.seq !== undefined)).event).toBe("table:update");
  });
});

describe("the sockets of a device", () => {
  it("closes a revoked device with 4403", async () => {
    const { port, live } = await open();
    const client = await joinAs(port, "tablet-1");
    live.disconnect("tablet-1");
    expect((await client.closed).code).toBe(4403);
  });

  it("lets the oldest of too many sockets of one device give way", async () => {
    const { port, live } = await open({ config: { maxPerDevice: 2 } });
    const first = await joinAs(port, "tablet-1");
    const others = [await joinAs(port, "tablet-1"), await joinAs(port, "tablet-1")];
    expect(await first.closed).toEqual({ code: 4403, reason: "replaced by a newer connection" });
    expect(live.state().connections).toBe(2);
    expect(others.map(({ ws }) => ws.readyState)).toEqual([1, 1]);
  });
});

describe("the door", () => {
  it("opens at /sync under every name of the API, and nowhere else", async () => {
    const { port } = await open();
    for (const path of ["/sync", "/api/sync", "/api/v1/sync?x=1"]) (await connect(port, { path })).close();
    await expect(connect(port, { path: "/other" })).rejects.toThrow("socket hang up");
  });

  it("is closed to pages of other origins, and open to the box's own", async () => {
    const { port } = await open();
    await expect(connect(port, { origin: "http://evil.example" })).rejects.toThrow("403");
    await expect(connect(port, { origin: "not a url" })).rejects.toThrow("403");
    (await connect(port, { origin: `http://127.0.0.1:${port}` })).close();
  });

  it("is closed while too many wait to register", async () => {
    const { port } = await open({ config: { maxWaiting: 1 } });
    await connect(port);
    await expect(connect(port)).rejects.toThrow("503");
  });

  it("has a few places for each address, and always one where a device registered before", async () => {
    const config = { maxWaiting: 3, maxWaitingOfOne: 2, isHere: () => false };
    const { port, live } = await open({ config });
    const from = (end: number) => connect(port, { localAddress: `127.0.0.${end}` });
    const tablet = await from(2);
    tablet.send("device:register", registration("tablet-1"));
    await tablet.event("device:registered");
    const silent = [await from(3), await from(3)];
    await expect(from(3)).rejects.toThrow("503");
    await from(4);
    // Strangers have no more, by either door; the tablets of the house have.
    await expect(from(5)).rejects.toThrow("503");
    await expect(from(4)).rejects.toThrow("503");
    tablet.close();
    await until(() => live.state().connections === 0);
    const again = [await from(2), await from(2)];
    await expect(from(2)).rejects.toThrow("503");
    silent[0]?.close();
    await silent[0]?.closed;
    again[0]?.close();
    await again[0]?.closed;
    await expect(from(3)).resolves.toBeDefined();
    await expect(from(2)).resolves.toBeDefined();
  });

  it("says goodbye with 1001 when the box stops, and lets nobody in any more", async () => {
    const { port, live } = await open();
    const client = await joinAs(port, "tablet-1");
    await live.close();
    expect((await client.closed).code).toBe(1001);
    await expect(connect(port)).rejects.toThrow("503");
  });
});
