import { once } from "node:events";
import { connect as connectTcp } from "node:net";
import * as fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import type { LiveOptions } from "./hub.ts";
import { connect, joinAs, openToyBox, registration, toyAuthenticate } from "./toy-live.ts";

const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

const open = (options: Partial<LiveOptions> = {}) => openToyBox(opened, options);

describe("frames that make no sense", () => {
  it.each([
    ["not JSON", "{", undefined],
    ["no object", "[1]", undefined],
    ["null", "null", undefined],
    ["an unknown event", '{"event":"order:update","data":{},"id":"x"}', "x"],
    ["an unknown field", '{"event":"sync:resume","data":{"since":1,"all":true},"id":4}', 4],
    ["a negative seq", '{"event":"sync:resume","data":{"since":-1},"id":5}', 5],
    ["an id that is none", '{"event":"room:join","data":{"room":"orders"},"id":{}}', undefined],
  ])("are answered with an error: %s", async (_name, text, id) => {
    const { port } = await open();
    const client = await joinAs(port, "tablet-1");
    client.ws.send(text);
    const answer = await client.event("ack");
    expect([answer.id, answer.error?.code]).toEqual([id, "invalid"]);
  });

  it("are answered when they are binary", async () => {
    const { port } = await open();
    const client = await joinAs(port, "tablet-1");
    client.ws.send(Buffer.from("{}"));
    expect((await client.event("ack")).error?.message).toBe("Send text frames with JSON.");
  });

  it("close the socket with 1008 when there is little else", async () => {
    const { port } = await open();
    const client = await joinAs(port, "tablet-1");
    for (let frame = 0; frame < 10; frame++) client.ws.send("nonsense");
    expect(await client.closed).toEqual({ code: 1008, reason: "too many frames that make no sense" });
    expect(client.frames.filter((frame) => frame.error)).toHaveLength(10);
  });

  it("close it with 1009 when they are larger than 64 KiB", async () => {
    const { port } = await open();
    const client = await joinAs(port, "tablet-1");
    client.ws.send(JSON.stringify({ event: "heartbeat", data: {}, id: "x".repeat(65_536) }));
    expect((await client.closed).code).toBe(1009);
  });

  it("are told to slow down, and then closed, when there are too many", async () => {
    const { port } = await open({ config: { framesPerSecond: 5 } });
    const client = await joinAs(port, "tablet-1");
    for (let frame = 0; frame < 40; frame++) client.send("heartbeat");
    expect((await client.event("ack")).error?.code).toBe("rate_limited");
    expect((await client.closed).code).toBe(1008);
  });

  it("are not piled up while a request is being answered", async () => {
    let letIn = (): void => undefined;
    const gate = new Promise<void>((done) => {
      letIn = done;
    });
    const { port } = await open({ authenticate: (request) => gate.then(() => toyAuthenticate(request)) });
    const client = await connect(port);
    client.send("device:register", registration("tablet-1"));
    for (let frame = 0; frame < 40; frame++) client.send("heartbeat");
    expect(await client.closed).toEqual({ code: 1008, reason: "too many requests wait" });
    letIn();
  });

  it("never throw and never hurt another socket, whatever they are", { timeout: 60_000 }, async () => {
    const { port, run, log } = await open({ config: { framesPerSecond: 10_000 } });
    const witness = await joinAs(port, "witness");
    let order = 0;
    const frame = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.json({ maxDepth: 3 }),
      fc
        .record({
          event: fc.constantFrom("device:register", "room:join", "room:leave", "sync:resume", "heartbeat"),
          data: fc.oneof(
            fc.record({ room: fc.string({ maxLength: 90 }) }),
            fc.record({ since: fc.oneof(fc.integer(), fc.double()) }),
            fc.record({ deviceId: fc.string({ maxLength: 70 }), deviceType: fc.constant("tablet") }),
            fc.jsonValue({ maxDepth: 1 }),
          ),
          id: fc.option(fc.oneof(fc.string({ maxLength: 80 }), fc.integer()), { nil: undefined }),
        })
        .map((value) => JSON.stringify(value)),
      fc.uint8Array({ maxLength: 40 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 8 }), async (frames) => {
        const client = await joinAs(port, "fuzzer");
        for (const text of frames) client.ws.send(text);
        order += 1;
        await run("create", `o${order}`);
        const told = await witness.event("order:update");
        client.ws.terminate();
        expect((told.data as { id: string }).id).toBe(`o${order}`);
      }),
      { numRuns: 60 },
    );
    expect(log.said).toEqual([]);
  });
});

describe("bytes that are no WebSocket", () => {
  it("close their own connection and nothing else", async () => {
    const { port, run } = await open();
    const witness = await joinAs(port, "witness");
    const socket = connectTcp(port, "127.0.0.1");
    socket.write(
      "GET /sync HTTP/1.1\r\nHost: box\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    );
    await once(socket, "data");
    // An unmasked frame with reserved bits, which no client may send.
    socket.write(Buffer.from([0xff, 0x7f, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
    socket.resume();
    await once(socket, "close");
    await run("create", "o1");
    expect((await witness.event("order:update")).seq).toBe(1);
  });
});
