import { afterEach, describe, expect, it } from "vitest";
import type { LiveOptions } from "../hub.ts";
import { joinAs, openToyBox, registration, toyAuthenticate, until } from "../toy-live.ts";
import { ask, clients, heard, type Options } from "./toy-clients.ts";

const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

const open = (options: Partial<LiveOptions> = {}) => openToyBox(opened, options);
type Version = keyof typeof clients;
const connect = (version: Version, port: number, options: Options = {}) => {
  const socket = clients[version](`ws://127.0.0.1:${port}/sync`, {
    forceNew: true,
    reconnection: false,
    ...options,
  });
  opened.push(() => socket.disconnect());
  return socket;
};
const left = (socket: ReturnType<typeof connect>): Promise<string> => heard<string>(socket, "disconnect");

const ways: [Version, string[]][] = [
  ["current", ["polling", "websocket"]],
  ["current", ["websocket"]],
  ["current", ["polling"]],
  ["old", ["polling", "websocket"]],
  ["old", ["websocket"]],
  ["old", ["polling"]],
];

describe.each(ways)("the stock client, %s protocol, by %s", (version, transports) => {
  it("registers without waiting for anything, and hears what is committed as a WebSocket does", async () => {
    const { port, run } = await open();
    const raw = await joinAs(port, "raw");
    const socket = connect(version, port, { transports });
    socket.emit("device:register", registration("tablet-001"));
    const told: unknown[] = [];
    for (const event of ["order:update", "table:update", "payment:update"])
      socket.on(event, (data: unknown) => told.push({ event, data }));
    expect(await heard(socket, "device:registered")).toMatchObject({
      deviceId: "tablet-001",
      rooms: ["store", "device:tablet-001", "orders", "tables", "menu"],
    });
    await run("spot", "t1", { name: "Table 1" });
    await run("create", "o1", { note: "crème brûlée \u2028 🍮" });
    await run("pay", "o1", { amount: 500 });
    await heard(socket, "payment:update");
    await raw.event("payment:update");
    const same = raw.frames
      .filter(({ seq }) => seq !== undefined)
      .map(({ event, data }) => ({ event, data }));
    expect(same).toHaveLength(4);
    expect(told).toEqual(same);
    expect(socket.io.engine.transport.name).toBe(transports.at(-1));
  });

  it("gets the answer in its callback, or why not", async () => {
    const { port, run, kernel } = await open();
    const socket = connect(version, port, { transports });
    expect(await ask(socket, "sync:resume", { since: 0 })).toEqual({
      error: { code: "unauthorized", message: "Register first: device:register." },
    });
    const registered = await ask(socket, "device:register", registration("tablet-1"));
    expect(registered).toMatchObject({ deviceId: "tablet-1", epoch: 1, syncVersion: 0 });
    await run("create", "o1");
    const changes = heard<{ changes: unknown[] }>(socket, "sync:changes");
    expect(await ask(socket, "sync:resume", { since: 0 })).toEqual({ syncVersion: 1, hasMore: false });
    expect((await changes).changes).toMatchObject([{ entityId: "o1", seq: 1 }]);
    expect(await ask(socket, "room:join", { room: "order:o1" })).toMatchObject({
      rooms: expect.arrayContaining(["order:o1"]),
    });
    expect(await ask(socket, "room:leave", { room: "order:o1" })).not.toMatchObject({
      rooms: expect.arrayContaining(["order:o1"]),
    });
    expect(await ask(socket, "room:join", { room: "role:owner" })).toMatchObject({
      error: { code: "forbidden" },
    });
    const beat = heard(socket, "heartbeat");
    socket.emit("heartbeat");
    expect(await beat).toMatchObject({ syncVersion: kernel.headSeq(), serverTime: expect.any(String) });
  });
});

describe.each(["current", "old"] as const)("a client of the %s protocol", (version) => {
  it("is told in an `ack` why something without a callback was refused", async () => {
    const { port } = await open();
    const socket = connect(version, port);
    socket.emit("device:register", registration("tablet-1", { token: "wrong" }));
    expect(await heard(socket, "ack")).toEqual({
      error: { code: "unauthorized", message: "The device is not known here." },
    });
  });

  it("may prove itself when it connects", async () => {
    const { port } = await open({
      authenticate: async (request) =>
        toyAuthenticate({ ...request, name: `${request.token} ${request.accessToken}` }),
    });
    const give = (proof: Record<string, string>): Options =>
      version === "old" ? { query: proof } : { auth: proof };
    const wrong = connect(version, port, give({ token: "wrong" }));
    expect(await ask(wrong, "device:register", registration("tablet-1"))).toMatchObject({
      error: { code: "unauthorized" },
    });
    const right = connect(version, port, give({ token: "good", accessToken: "waiter:order.read" }));
    const { rooms } = await ask<{ rooms: string[] }>(right, "device:register", registration("tablet-1"));
    expect(rooms).toContain("role:waiter");
    const own = connect(version, port, give({ token: "wrong" }));
    expect(await ask(own, "device:register", registration("t", { token: "good" }))).toMatchObject({
      deviceId: "t",
    });
  });

  it("leaves when it does not register in time, and one that joins no namespace too", async () => {
    const { port, live } = await open({ config: { register_ms: 1_000 } });
    const socket = connect(version, port);
    const told = heard(socket, "ack");
    expect(await left(socket)).toBe("transport close");
    expect(await told).toEqual({ error: { code: "4401", message: "not registered in time" } });
    const elsewhere = clients[version](`ws://127.0.0.1:${port}/`, { forceNew: true, reconnection: false });
    opened.push(() => elsewhere.disconnect());
    const ended = version === "old" ? left(elsewhere) : heard<Error>(elsewhere, "connect_error").then(String);
    // Who is put out at once may see the end of the connection before its goodbye.
    expect(await ended).toMatch(
      version === "old" ? /^transport (close|error)$/ : /^Error: Connect to the namespace \/sync\.$/,
    );
    await until(() => live.state().connections === 0);
  });

  it("of a revoked device is sent away for good; when the box stops it comes back by itself", async () => {
    const { port, live } = await open();
    const [revoked, kept] = [connect(version, port), connect(version, port)];
    await ask(revoked, "device:register", registration("tablet-1"));
    await ask(kept, "device:register", registration("tablet-2"));
    const told = heard(revoked, "ack");
    live.disconnect("tablet-1");
    expect(await left(revoked)).toBe("io server disconnect");
    expect(await told).toEqual({ error: { code: "4403", message: "this device was revoked" } });
    const gone = left(kept);
    await live.close();
    expect(await gone).toBe("transport close");
  });

  it("leaves when the door is switched off, and comes in again when it is switched on", async () => {
    let wanted = true;
    const { port, live } = await open({ wantsSocketIo: () => wanted });
    const socket = connect(version, port);
    await ask(socket, "device:register", registration("tablet-1"));
    const raw = await joinAs(port, "raw");
    wanted = false;
    const gone = left(socket);
    live.leaveSocketIo();
    expect(await gone).toBe("transport close");
    await heard(connect(version, port), "connect_error");
    await heard(connect(version, port, { transports: ["websocket"] }), "connect_error");
    expect(raw.ws.readyState).toBe(1);
    wanted = true;
    expect(await ask(connect(version, port), "device:register", registration("tablet-1"))).toMatchObject({
      epoch: 1,
    });
  });

  it("counts as its device being here, and gives way to newer ones of it", async () => {
    const { port, live } = await open({ config: { maxPerDevice: 2 } });
    const first = connect(version, port);
    await ask(first, "device:register", registration("tablet-1"));
    expect(live.here("tablet-1")).toMatchObject({ person: null });
    const gone = left(first);
    await joinAs(port, "tablet-1");
    const third = connect(version, port);
    await ask(third, "device:register", registration("tablet-1"));
    expect(await gone).toBe("io server disconnect");
    expect(live.state().connections).toBe(2);
  });
});
