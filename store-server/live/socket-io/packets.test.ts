import { describe, expect, it } from "vitest";
import {
  ackText,
  credentialsOf,
  eventText,
  frameOf,
  packetOf,
  readPacket,
  refusalText,
  welcomeText,
} from "./packets.ts";

const read = (text: string) => {
  const packet = readPacket(text);
  if (!packet) throw new Error(`${text} is no packet`);
  return packet;
};

describe("a packet", () => {
  it.each([
    ["0/sync,", { type: 0, to: "/sync", id: undefined, payload: "" }],
    ["0/sync", { type: 0, to: "/sync", id: undefined, payload: "" }],
    ["0/sync?token=a%2Cb,", { type: 0, to: "/sync?token=a%2Cb", id: undefined, payload: "" }],
    ['0{"a":1}', { type: 0, to: "/", id: undefined, payload: '{"a":1}' }],
    ['2/sync,12["heartbeat"]', { type: 2, to: "/sync", id: 12, payload: '["heartbeat"]' }],
    ['2/sync,0["heartbeat",{}]', { type: 2, to: "/sync", id: 0, payload: '["heartbeat",{}]' }],
    ["1/sync,", { type: 1, to: "/sync", id: undefined, payload: "" }],
  ])("is read from %s", (text, packet) => {
    expect(readPacket(text)).toEqual(packet);
  });

  it("may name a namespace as long as its tokens make it", () => {
    const to = `/sync?token=${"x".repeat(4000)}&accessToken=${"y".repeat(900)}`;
    expect(readPacket(`0${to},`)).toMatchObject({ type: 0, to });
    expect(readPacket(`0${to}${"z".repeat(200)},`)?.to).not.toContain("z");
  });

  it.each(["", "7", "x", "/sync,", "-1", " 2"])("is none: %j", (text) => {
    expect(readPacket(text)).toBeNull();
  });

  it("says an event once for all, as text and as a WebSocket frame", () => {
    const said = { event: "order:update", data: '{"id":"o1"}', packet: null };
    const packet = packetOf(said);
    expect(packet.text).toBe('2/sync,["order:update",{"id":"o1"}]');
    expect(packet.options.wsPreEncodedFrame[0]?.subarray(2).toString()).toBe(`4${packet.text}`);
    expect(packetOf(said)).toBe(packet);
  });

  it("answers, welcomes and refuses as each protocol has it", () => {
    expect(ackText(3, { data: { rooms: [] } })).toBe('3/sync,3[{"rooms":[]}]');
    expect(ackText(3, { error: { code: "invalid", message: "no" } })).toBe(
      '3/sync,3[{"error":{"code":"invalid","message":"no"}}]',
    );
    expect(eventText("ack", { a: 1 })).toBe('2/sync,["ack",{"a":1}]');
    expect([welcomeText("/", "s", true), welcomeText("/sync", "s", false)]).toEqual([
      "0",
      '0/sync,{"sid":"s"}',
    ]);
    expect([refusalText("/a", "no", true), refusalText("/", "no", false)]).toEqual([
      '4/a,"no"',
      '4{"message":"no"}',
    ]);
  });
});

describe("credentials", () => {
  it("come with the packet that connects, as a payload or as the query of the old protocol", () => {
    expect(credentialsOf(read('0/sync,{"token":"t","accessToken":"a","more":1}'), false)).toEqual({
      token: "t",
      accessToken: "a",
    });
    expect(credentialsOf(read("0/sync?token=t&b=1,"), true)).toEqual({ token: "t" });
    for (const text of ["0/sync,", "0/sync,{", "0/sync,[1]", '0/sync,{"token":7}'])
      expect([text, credentialsOf(read(text), false)]).toEqual([text, {}]);
  });

  it("know a person's token from a device's", () => {
    expect(credentialsOf(read('0/sync,{"token":"eyJh.eyJz.c2ln"}'), false)).toEqual({
      accessToken: "eyJh.eyJz.c2ln",
    });
  });

  it("serve a registration that brings none of its own, and nothing else", () => {
    const known = { token: "t", accessToken: "a" };
    const frame = (data: object, event = "device:register") =>
      frameOf(read(`2/sync,${JSON.stringify([event, data])}`), known);
    expect(frame({ deviceId: "d" })).toEqual({
      event: "device:register",
      data: { deviceId: "d", token: "t", accessToken: "a" },
    });
    expect(frame({ token: "own" })).toEqual({
      event: "device:register",
      data: { token: "own", accessToken: "a" },
    });
    expect(frame({ pairingCode: "1" })).toEqual({
      event: "device:register",
      data: { pairingCode: "1", accessToken: "a" },
    });
    expect(frame({ room: "orders" }, "room:join")).toEqual({ event: "room:join", data: { room: "orders" } });
  });
});

describe("the frame of an event", () => {
  it("has the ack's number as its id, and no data where there is none", () => {
    expect(frameOf(read('2/sync,5["heartbeat"]'), {})).toEqual({ event: "heartbeat", id: 5 });
    expect(frameOf(read('2/sync,["heartbeat",null]'), {})).toEqual({ event: "heartbeat" });
  });

  it("is not understood where there is more, or no JSON", () => {
    expect(frameOf(read('2/sync,["a",1,2]'), {})).toEqual({ event: "a", data: 1, arguments: [2] });
    expect(() => frameOf(read('2/sync,["a"'), {})).toThrow("is not JSON");
    expect(() => frameOf(read(`2/sync,${"[".repeat(40)}${"]".repeat(40)}`), {})).toThrow("nested deeper");
  });
});
