import { once } from "node:events";
import * as fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { LiveOptions } from "../hub.ts";
import { filler, floodUntilBehind, openOrders, orders } from "../toy-flood.ts";
import { joinAs, openToyBox, registration, until } from "../toy-live.ts";
import type { Tab } from "../toy-store.ts";
import { ask, clients, heard, type Options } from "./toy-clients.ts";

const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

const open = (options: Partial<LiveOptions> = {}) => openToyBox(opened, options);
const door = (port: number, rest: string): string => `http://127.0.0.1:${port}/socket.io/?EIO=4&${rest}`;
const register = `42/sync,${JSON.stringify(["device:register", registration("bare")])}`;

/** The bare WebSocket under a Socket.IO client, and what it got. */
const bareSocket = async (port: number, options: { origin?: string } = {}) => {
  const ws = new WebSocket(door(port, "transport=websocket").replace("http", "ws"), options);
  const texts: string[] = [];
  ws.on("message", (data: Buffer) => {
    texts.push(data.toString());
    if (data.toString() === "2") ws.send("3");
  });
  const closed = new Promise<number>((done) => ws.on("close", done));
  ws.on("error", () => undefined);
  await once(ws, "open");
  opened.push(() => ws.terminate());
  return { ws, texts, closed };
};
const joinBare = async (port: number) => {
  const bare = await bareSocket(port);
  bare.ws.send("40/sync,");
  bare.ws.send(register);
  await until(() => bare.texts.some((text) => text.startsWith('42/sync,["device:registered"')));
  return bare;
};
const viewsIn = (texts: readonly string[]): Map<string, Tab> =>
  new Map(
    texts
      .filter((text) => text.startsWith('42/sync,["order:update"'))
      .map((text) => (JSON.parse(text.slice("42/sync,".length)) as [string, Tab])[1])
      .map((tab) => [tab.id, tab]),
  );

/** Polling, by hand: a client that can stop to poll. */
const poll = async (port: number) => {
  const first = await (await fetch(door(port, "transport=polling"))).text();
  const { sid } = JSON.parse(first.slice(1)) as { sid: string };
  const at = door(port, `transport=polling&sid=${sid}`);
  return {
    get: async () => (await fetch(at)).text(),
    post: (text: string) =>
      fetch(at, { method: "POST", body: text, headers: { "content-type": "text/plain" } }),
  };
};
const joinPolling = async (port: number) => {
  const client = await poll(port);
  await client.post("40/sync,");
  await client.post(register);
  for (let text = ""; !text.includes("device:registered"); ) text = await client.get();
  return client;
};

describe("a Socket.IO client that does not read", () => {
  it("harms none by its WebSocket, is closed, and has no more waiting in the box than its bounds", async () => {
    const soft_bytes = 128 * 1024;
    const store = await open({ config: { soft_bytes, page_bytes: 128 * 1024, stall_ms: 600 } });
    const quick = await joinAs(store.port, "quick");
    const slow = await joinBare(store.port);
    slow.ws.pause();
    let most = 0;
    const watching = setInterval(() => {
      most = Math.max(most, ...store.sockets.map((socket) => socket.writableLength));
    }, 1);
    await openOrders(store);
    await floodUntilBehind(store, 60);
    clearInterval(watching);
    await quick.next((frame) => frame.seq === store.kernel.headSeq());
    expect(most).toBeLessThan(soft_bytes + 128 * 1024 + 2 * filler.length);
    await until(() => store.live.state().connections === 1);
    slow.ws.resume();
    await slow.closed;
  });

  it("skips states between by its WebSocket, gets the last of each, and then is live again", async () => {
    const store = await open();
    const slow = await joinBare(store.port);
    slow.ws.pause();
    await openOrders(store);
    const rounds = await floodUntilBehind(store, 60);
    slow.ws.resume();
    await until(() => store.live.state().lag === 0);
    await store.run("addLine", "o0", { line: "live again" });
    await until(() => viewsIn(slow.texts).get("o0")?.lines.length === rounds + 1);
    const views = viewsIn(slow.texts);
    expect(views.size).toBe(orders);
    for (const [id, view] of views)
      expect([id, view.lines.length]).toEqual([id, id === "o0" ? rounds + 1 : rounds]);
    expect(slow.texts.length).toBeLessThan(rounds * orders);
  });

  it("harms none where it stops to poll, and gets the last state of everything once it polls again", async () => {
    const store = await open();
    const quick = await joinAs(store.port, "quick");
    const slow = await joinPolling(store.port);
    await openOrders(store);
    const rounds = await floodUntilBehind(store, 200);
    await quick.next((frame) => frame.seq === store.kernel.headSeq());
    const texts: string[] = [];
    const isCurrent = (): boolean =>
      viewsIn(texts).size === orders &&
      [...viewsIn(texts).values()].every(({ lines }) => lines.length === rounds);
    while (!isCurrent()) texts.push(...(await slow.get()).split("\x1e"));
    expect(texts.length).toBeLessThan(rounds * orders);
  });

  it("is let go where it stops to poll for too long", async () => {
    const store = await open({ config: { stall_ms: 300 } });
    const slow = await joinPolling(store.port);
    await openOrders(store);
    await floodUntilBehind(store);
    await until(() => store.live.state().connections === 0);
    expect((await slow.post(register)).status).toBe(400);
  });

  it("is let go where it answers no ping", async () => {
    const { port, live } = await open({ config: { heartbeatSeconds: 0.5 } });
    await joinPolling(port);
    expect(live.state().connections).toBe(1);
    await until(() => live.state().connections === 0);
  });
});

describe("the Socket.IO door", () => {
  it("is closed to pages of other origins, and speaks to pages that may connect from elsewhere", async () => {
    const friend = "https://friend.example";
    const config = { allowOrigin: (origin: string) => origin === friend };
    const { port } = await open({ config });
    const from = (origin: string) => fetch(door(port, "transport=polling"), { headers: { origin } });
    const evil = await from("http://evil.example");
    expect([evil.status, evil.headers.get("access-control-allow-origin")]).toEqual([403, null]);
    const known = await from(friend);
    expect([known.status, known.headers.get("access-control-allow-origin")]).toEqual([200, friend]);
    await expect(bareSocket(port, { origin: "http://evil.example" })).rejects.toThrow("400");
    (await bareSocket(port, { origin: friend })).ws.terminate();
    for (const j of ["j=0", "%6a=0", "%6A", "x=1&%6a=0&y=2"])
      expect((await fetch(door(port, `transport=polling&${j}`))).status).toBe(400);
    expect((await fetch(door(port, "transport=polling&joy=0"))).status).toBe(200);
  });

  it("takes no more than the hub's own limits, and lets nobody wait for long", async () => {
    const { port } = await open({ config: { maxWaiting: 2, register_ms: 2_000 } });
    const [one, two] = [await bareSocket(port), await bareSocket(port)];
    expect((await fetch(door(port, "transport=polling"))).status).toBe(403);
    await Promise.all([one.closed, two.closed]);
    expect((await fetch(door(port, "transport=polling"))).status).toBe(200);
    const { port: full } = await open({ config: { maxConnections: 1 } });
    await joinAs(full, "tablet-1");
    expect((await fetch(door(full, "transport=polling"))).status).toBe(403);
  });

  it("lets nobody in any more when the box stops", async () => {
    const { port, live } = await open();
    await joinBare(port);
    await live.close();
    expect((await fetch(door(port, "transport=polling"))).status).toBe(403);
  });

  it("closes a client whose packets are too large, binary, too many or none", async () => {
    const { port, run } = await open();
    const witness = await joinAs(port, "witness");
    const large = await joinBare(port);
    large.ws.send(`42/sync,["room:join",{"room":"${"x".repeat(70_000)}"}]`);
    expect(await large.closed).toBe(1009);
    const polling = await joinPolling(port);
    expect((await polling.post(`42/sync,["room:join",{"room":"${"x".repeat(70_000)}"}]`)).status).toBe(413);
    const binary = await joinBare(port);
    for (let times = 0; times < 12; times++) binary.ws.send(Buffer.from("4x"));
    await binary.closed;
    const many = await joinBare(port);
    for (let times = 0; times < 100; times++) many.ws.send('42/sync,["heartbeat"]');
    await many.closed;
    const early = await bareSocket(port);
    early.ws.send(register);
    await early.closed;
    const lost = await bareSocket(port);
    for (let times = 0; times < 12; times++) lost.ws.send(`40/elsewhere${times},`);
    await lost.closed;
    expect(lost.texts.filter((text) => text.startsWith("44/elsewhere")).length).toBeLessThanOrEqual(10);
    await run("create", "o1");
    expect((await witness.event("order:update")).seq).toBe(1);
  });

  it("answers what it does not understand, and goes on", async () => {
    const { port } = await open();
    const socket = clients.current(`http://127.0.0.1:${port}/sync`, { forceNew: true } satisfies Options);
    opened.push(() => socket.disconnect());
    await ask(socket, "device:register", registration("tablet-1"));
    expect(await ask(socket, "sync:resume", { since: -1 })).toMatchObject({ error: { code: "invalid" } });
    expect(await ask(socket, "order:update", {})).toMatchObject({ error: { code: "invalid" } });
    const told = heard(socket, "ack");
    socket.emit("room:join", { room: "orders" }, "and more");
    expect(await told).toMatchObject({ error: { code: "invalid" } });
    expect(await ask(socket, "heartbeat", {})).toMatchObject({ syncVersion: 0 });
  });

  it("never throws and never hurts another, whatever it is sent", { timeout: 60_000 }, async () => {
    const { port, run, log } = await open({ config: { framesPerSecond: 10_000 } });
    const witness = await joinAs(port, "witness");
    const head = fc.constantFrom(
      "4",
      "40",
      "41",
      "42",
      "43",
      "44",
      "45",
      "451-",
      "40/sync,",
      "41/sync,",
      "42/sync,",
      "42/sync,7",
      "43/sync,1",
      "2",
      "3",
      "5",
      "6",
      "b4",
    );
    const body = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.json({ maxDepth: 3 }),
      fc
        .tuple(
          fc.constantFrom(
            "device:register",
            "room:join",
            "sync:resume",
            "heartbeat",
            "__proto__",
            "disconnect",
          ),
          fc.jsonValue({ maxDepth: 2 }),
        )
        .map((value) => JSON.stringify(value)),
    );
    const packet = fc.oneof(
      fc.tuple(head, body).map(([start, rest]) => start + rest),
      fc.uint8Array({ maxLength: 30 }),
    );
    let order = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(packet, { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        async (packets, joined) => {
          const { ws } = joined ? await joinBare(port) : await bareSocket(port);
          for (const text of packets) ws.send(text);
          order += 1;
          await run("create", `o${order}`);
          const told = await witness.event("order:update");
          ws.terminate();
          expect((told.data as { id: string }).id).toBe(`o${order}`);
        },
      ),
      { numRuns: 60 },
    );
    expect(log.said).toEqual([]);
  });
});
