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
  /** The person; null when nobody is signed in. */
  userId: string | null;
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

/** Rooms that a permission opens. What is announced there is what a request with that permission may read. */
const roomPermissions = {
  orders: "order.read",
  tables: "table.read",
  menu: "menu.read",
  reservations: "reservation.read",
  "gift-cards": "gift-card.read",
  accounts: "account.read",
  customers: "customer.read",
  drawers: "drawer.manage",
  days: "day.read",
  devices: "device.read",
  printers: "printer.read",
  times: "staff.read",
  staff: "staff.read",
  loyalty: "customer.read",
  invoices: "order.read",
  "menu-drafts": "menu.manage",
  inbox: "inbox.manage",
} as const satisfies Record<string, Permission>;
export type PermissionRoom = keyof typeof roomPermissions;

/** Whoever may look one of these up is not sent every one of them: only who is in the room hears, and gets what was missed. */
const askedRooms: ReadonlySet<string> = new Set([
  "customers",
  "gift-cards",
  "accounts",
  "invoices",
] satisfies PermissionRoom[]);
export const isOnlyAsked = (room: string): boolean => askedRooms.has(room);

/** Those that a device joins by itself with a person who has the permission: news of the house, whatever the device is for. */
const roomsOfPeople = [
  "drawers",
  "days",
  "devices",
  "printers",
  "times",
  "staff",
  "loyalty",
  "menu-drafts",
  "inbox",
] as const satisfies PermissionRoom[];

/**
 * Where news for whoever has a permission goes: its room, and the rooms of the roles that have every permission, for clients that know
 * only these.
 */
export const newsFor = (room: (typeof roomsOfPeople)[number]): string[] => [
  room,
  "role:owner",
  "role:manager",
];

const textList = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];

/** The rooms that a device is in from the start. */
export const ownRooms = (listener: Listener): string[] => {
  const { capabilities } = listener;
  const rooms = ["store", `device:${listener.deviceId}`];
  if (listener.role !== null) rooms.push(`role:${listener.role}`, ...roomsOfPeople);
  if (listener.userId !== null) rooms.push(`user:${listener.userId}`);
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
    return Object.hasOwn(roomPermissions, kind) && permissions.has(roomPermissions[kind as PermissionRoom]);
  }
  if (kind === "station") return permissions.has("order.read") || permissions.has("kitchen.update");
  if (kind === "order") return permissions.has("order.read");
  if (kind === "role") return subject === listener.role;
  if (kind === "user") return subject === listener.userId;
  return kind === "device" && (subject === listener.deviceId || permissions.has("device.read"));
};
