import { ClientFrame, serverEvents } from "@tillbox/shared/protocol/live.ts";
import { describe, expect, it } from "vitest";
import { asyncApiDocument, told } from "./async-api.ts";

const document = asyncApiDocument() as {
  channels: {
    sync: { messages: Record<string, { name: string; payload: { properties: Record<string, object> } }> };
  };
  components: { schemas: Record<string, object> };
};
const refsIn = (value: unknown): string[] =>
  JSON.stringify(value)
    .match(/"\$ref":"([^"]*)"/g)
    ?.map((ref) => ref.slice('"$ref":"'.length, -1)) ?? [];

describe("the document of the events", () => {
  it("names every frame that the box understands, and every one that it sends", () => {
    const names = Object.entries(document.channels.sync.messages).map(([key, { name }]) => [
      key.split("-")[0],
      name,
    ]);
    expect(names.filter(([direction]) => direction === "send").map(([, name]) => name)).toEqual(
      ClientFrame.options.map((frame) => frame.shape.event.value),
    );
    expect(new Set(names.filter(([direction]) => direction === "receive").map(([, name]) => name))).toEqual(
      new Set(serverEvents),
    );
  });

  it("refers only to what is in it", () => {
    const found = refsIn(document).map((ref) =>
      ref
        .slice(2)
        .split("/")
        .reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], document),
    );
    expect(found.length).toBeGreaterThan(20);
    expect(found.filter((target) => target === undefined)).toEqual([]);
  });

  it("describes each kind of alert, and no other", () => {
    const fits = (data: object): boolean => told.alert.data.safeParse(data).success;
    const clock = { id: "clock-t1", kind: "clock", deviceId: "t1", message: "Set it.", resolved: false };
    expect(fits({ ...clock, clockSkewSeconds: 700 })).toBe(true);
    expect(fits({ ...clock, resolved: true, clockSkewSeconds: null })).toBe(true);
    expect(fits({ kind: "printer", printerId: "p1", resolved: true })).toBe(true);
    expect([fits(clock), fits({ kind: "fire", resolved: false })]).toEqual([false, false]);
  });

  it("describes the views with the schemas of the API", () => {
    const order = document.channels.sync.messages["receive-order-update"]?.payload.properties.data;
    expect(order).toEqual({ $ref: "#/components/schemas/Order" });
    expect(JSON.stringify(document.components.schemas.Order)).toContain('"receiptNumber"');
    expect(Object.keys(document.components.schemas)).toContain("OrderLine");
  });
});
