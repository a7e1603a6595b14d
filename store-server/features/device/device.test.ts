import { Refusal } from "@tillbox/shared/refusal.ts";
import { describe, expect, test } from "vitest";
import type { EventDraft, StoredEvent } from "../../kernel/types.ts";
import { type DeviceState, decideChange, decideRegister, decideRevoke, evolveDevice } from "./device.ts";

const fields = { type: "tablet", capabilities: { canTakeOrders: true } } as const;
const fold = (state: DeviceState | undefined, events: EventDraft[]): DeviceState | undefined =>
  events.reduce<DeviceState | undefined>(
    (before, { type, data }, index) =>
      evolveDevice(before, {
        id: "t1",
        seq: (before?.version ?? 0) + index + 1,
        at: "2026-01-01T00:00:00.000Z",
        type,
        data,
      } as unknown as StoredEvent),
    state,
  );
const paired = fold(undefined, decideRegister(undefined, "t1", { ...fields, name: "Bar" }));

describe("a device", () => {
  test("is paired with its type, name and what it can do", () => {
    expect(paired).toMatchObject({
      id: "t1",
      type: "tablet",
      name: "Bar",
      capabilities: { canTakeOrders: true },
      revoked: false,
    });
    expect(decideRegister(undefined, "t1", fields)[0]?.data.name).toBe("tablet t1");
  });
  test("that pairs again as it was changes nothing, and keeps its name when it says none", () => {
    expect(decideRegister(paired, "t1", fields)).toEqual([]);
    expect(decideRegister(paired, "t1", { ...fields, type: "phone" })[0]?.data).toMatchObject({
      type: "phone",
      name: "Bar",
    });
  });
  test("that was revoked comes back by pairing only", () => {
    const revoked = fold(paired, decideRevoke(paired, "t1"));
    expect(revoked?.revoked).toBe(true);
    expect(decideRevoke(revoked, "t1")).toEqual([]);
    expect(() => decideChange(revoked, "t1", { name: "X" })).toThrow(Refusal);
    expect(fold(revoked, decideRegister(revoked, "t1", fields))?.revoked).toBe(false);
  });
  test("changes only what differs", () => {
    expect(decideChange(paired, "t1", { name: "Bar" })).toEqual([]);
    expect(decideChange(paired, "t1", { name: "Door" })).toMatchObject([
      { type: "DeviceChanged", data: { name: "Door" } },
    ]);
    expect(() => decideChange(undefined, "t1", { name: "Door" })).toThrow(Refusal);
    expect(() => decideRevoke(undefined, "t1")).toThrow(Refusal);
  });
});
