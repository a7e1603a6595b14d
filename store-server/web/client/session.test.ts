import { describe, expect, test } from "vitest";
import { type DeviceCredential, type KeyValue, openSession } from "./session.ts";

const memory = (): KeyValue => {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
};
const credential = (deviceToken: string): DeviceCredential => ({
  deviceId: "d",
  deviceToken,
  storeId: "s",
  storeName: "S",
  epoch: 1,
  syncVersion: 0,
  name: "Tablet 1",
});

describe("a device that the box does not take any more", () => {
  test("is not paired any more, in this tab and for the next page", () => {
    const local = memory();
    const session = openSession("pos", local, memory());
    session.paired(credential("old"));
    session.unpaired("old");
    expect(session.device.value).toBeNull();
    expect(openSession("pos", local, memory()).device.value).toBeNull();
  });

  test("but was paired anew in another tab while this one slept, goes on with what that one got", () => {
    const local = memory();
    const session = openSession("pos", local, memory());
    session.paired(credential("old"));
    openSession("pos", local, memory()).paired(credential("new"));
    session.unpaired("old");
    expect(session.device.value?.deviceToken).toBe("new");
    expect(openSession("pos", local, memory()).device.value?.deviceToken).toBe("new");
    // An answer to the old one that comes late says nothing of it.
    session.unpaired("old");
    expect(session.device.value?.deviceToken).toBe("new");
    session.unpaired("new");
    expect(session.device.value).toBeNull();
  });
});
