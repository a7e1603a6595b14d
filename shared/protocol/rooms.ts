/**
 * Who may hear which room. The rooms of the wire, the ones that a device joins by itself, and the permission that each of the others
 * needs; live frames, resume and sync all ask here, so that nothing reaches a device by one way that another denies it.
 */
import type { deviceTypes } from "../contract/device.ts";
import type { Permission } from "../permissions.ts";

export type DeviceType = (typeof deviceTypes)[number];
export type Listener = {
  deviceId: string;
  deviceType: DeviceType;
  capabilities: Readonly<Record<string, unknown>>;
  /** The role of the person on the device; null when nobody is signed in. */
  role: string | null;
  /** What device and person may do together. */
  permissions: ReadonlySet<string>;
};

/** What a paired device may hear without a person. A kiosk stands among guests: the menu, and orders of its own. */
export const deviceGrants = (
  type: DeviceType,
  capabilities: Readonly<Record<string, unknown>>,
): Permission[] => {
  if (type === "kiosk") return ["menu.read"];
  if (capabilities.canTakeOrders === true) return ["menu.read", "order.read", "table.read"];
  if (capabilities.canManageKitchen === true) return ["menu.read", "order.read"];
  return ["menu.read"];
};

const textList = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];

/** The rooms that a device is in from the start. */
export const ownRooms = (listener: Listener): string[] => {
  const { capabilities } = listener;
  const rooms = ["store", `device:${listener.deviceId}`];
  if (listener.role !== null) rooms.push(`role:${listener.role}`);
  if (capabilities.canTakeOrders === true) rooms.push("orders", "tables", "menu", "reservations");
  if (capabilities.canManageKitchen === true)
    rooms.push("orders", ...textList(capabilities.stations).map((station) => `station:${station}`));
  return [...new Set(rooms)].filter((room) => mayHear(listener, room));
};

/** The order that a room is about, or null. */
export const orderOfRoom = (room: string): string | null =>
  room.startsWith("order:") ? room.slice("order:".length) : null;

/**
 * Whether the listener may be in the room. For `order:<id>` this is false without the permission to read orders; the caller may still
 * let a device hear an order that it opened itself.
 */
export const mayHear = (listener: Listener, room: string): boolean => {
  const { permissions } = listener;
  const colon = room.indexOf(":");
  const kind = colon < 0 ? room : room.slice(0, colon);
  const subject = colon < 0 ? null : room.slice(colon + 1);
  if (subject === "") return false;
  if (subject === null) {
    if (kind === "store") return true;
    if (kind === "orders") return permissions.has("order.read");
    if (kind === "tables") return permissions.has("table.read");
    if (kind === "reservations") return permissions.has("reservation.read");
    if (kind === "gift-cards") return permissions.has("gift-card.read");
    if (kind === "accounts") return permissions.has("account.read");
    if (kind === "customers") return permissions.has("customer.read");
    return kind === "menu" && permissions.has("menu.read");
  }
  if (kind === "station") return permissions.has("order.read") || permissions.has("kitchen.update");
  if (kind === "order") return permissions.has("order.read");
  if (kind === "role") return subject === listener.role;
  return kind === "device" && (subject === listener.deviceId || permissions.has("device.read"));
};
