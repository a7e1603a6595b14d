import { describe, expect, it } from "vitest";
import { deviceGrants, type Listener, mayHear, newsFor, orderOfRoom, ownRooms } from "./rooms.ts";

const listener = (changes: Partial<Listener> = {}): Listener => ({
  deviceId: "d1",
  deviceType: "tablet",
  capabilities: {},
  role: null,
  userId: null,
  permissions: new Set(),
  ...changes,
});
const tablet = { canTakeOrders: true };

describe("the rooms of a device", () => {
  it("are the store and its own when it can do nothing else", () => {
    expect(ownRooms(listener())).toEqual(["store", "device:d1"]);
  });

  it("are orders, tables and menu when it takes orders, orders and its stations when it is in the kitchen", () => {
    const capabilities = { ...tablet, canManageKitchen: true, stations: ["grill", 7, "bar"] };
    const permissions = new Set(deviceGrants("tablet", capabilities));
    expect(ownRooms(listener({ capabilities, permissions }))).toEqual([
      "store",
      "device:d1",
      "orders",
      "tables",
      "menu",
      "station:grill",
      "station:bar",
    ]);
  });

  it("with a person are those of the news that they may read, whatever their role is called", () => {
    const permissions = new Set(["day.read", "device.read", "customer.read"]);
    expect(ownRooms(listener({ role: "bookkeeper", permissions }))).toEqual([
      "store",
      "device:d1",
      "role:bookkeeper",
      "days",
      "devices",
      "loyalty",
    ]);
    expect(ownRooms(listener({ permissions }))).toEqual(["store", "device:d1"]);
    expect(ownRooms(listener({ userId: "u1" }))).toEqual(["store", "device:d1", "user:u1"]);
  });

  it("hear news of the house by the room or by a role that may do everything", () => {
    expect(newsFor("days")).toEqual(["days", "role:owner", "role:manager"]);
  });

  it("leave a kiosk the menu, whatever it says it can do", () => {
    const permissions = new Set<string>(deviceGrants("kiosk", tablet));
    const kiosk = listener({ deviceType: "kiosk", capabilities: tablet, permissions });
    expect(ownRooms(kiosk)).toEqual(["store", "device:d1", "menu"]);
  });
});

describe("a room", () => {
  it("of customers is for whoever may see customers, never for a device alone", () => {
    const alone = listener({ permissions: new Set(deviceGrants("tablet", tablet)), capabilities: tablet });
    expect(mayHear(alone, "customers")).toBe(false);
    expect(mayHear(listener({ permissions: new Set(["customer.read"]) }), "customers")).toBe(true);
  });
  it.each([
    ["store", []],
    ["orders", ["order.read"]],
    ["tables", ["table.read"]],
    ["menu", ["menu.read"]],
    ["reservations", ["reservation.read"]],
    ["gift-cards", ["gift-card.read"]],
    ["accounts", ["account.read"]],
    ["customers", ["customer.read"]],
    ["drawers", ["drawer.manage"]],
    ["days", ["day.read"]],
    ["devices", ["device.read"]],
    ["printers", ["printer.read"]],
    ["times", ["staff.read"]],
    ["staff", ["staff.read"]],
    ["loyalty", ["customer.read"]],
    ["invoices", ["order.read"]],
    ["menu-drafts", ["menu.manage"]],
    ["inbox", ["inbox.manage"]],
    ["order:o1", ["order.read"]],
    ["station:grill", ["kitchen.update"]],
    ["device:other", ["device.read"]],
  ])("%s needs its permission", (room, needed) => {
    expect(mayHear(listener({ permissions: new Set(needed) }), room)).toBe(true);
    expect(mayHear(listener(), room)).toBe(needed.length === 0);
  });

  it("of a person is for nobody else, whatever they may do", () => {
    expect(mayHear(listener({ userId: "u1" }), "user:u1")).toBe(true);
    const owner = listener({
      userId: "u2",
      role: "owner",
      permissions: new Set(["inbox.manage", "device.read"]),
    });
    expect([mayHear(owner, "user:u1"), mayHear(listener(), "user:u1")]).toEqual([false, false]);
  });

  it("of a role is for that role, of a device for that device", () => {
    expect(mayHear(listener({ role: "cook" }), "role:cook")).toBe(true);
    expect(mayHear(listener({ role: "cook" }), "role:owner")).toBe(false);
    expect(mayHear(listener(), "device:d1")).toBe(true);
    expect(mayHear(listener(), "device:d2")).toBe(false);
  });

  it("that does not exist is for nobody", () => {
    const everything = listener({
      permissions: new Set(["order.read", "device.read", "kitchen.update"]),
      role: "",
    });
    for (const room of [
      "",
      ":",
      "toString",
      "__proto__",
      "order:",
      "role:",
      "user:",
      "device:",
      "station:",
      "kitchen",
      "orders:all",
    ])
      expect([room, mayHear(everything, room)]).toEqual([room, false]);
  });

  it("of an order names it", () => {
    expect([orderOfRoom("order:o1"), orderOfRoom("orders")]).toEqual(["o1", null]);
  });
});
