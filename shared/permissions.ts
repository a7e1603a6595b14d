import type { Role } from "./contract/staff.ts";

/** Single permissions, `resource.action`, and what each lets a person do. */
export const permissions = {
  "order.read": "See orders",
  "order.open": "Open orders",
  "order.own": "Change and follow orders that this device opened",
  "order.edit": "Change orders that are not sent",
  "order.send": "Send orders to the kitchen",
  "order.void": "Void lines that the kitchen knows",
  "order.cancel": "Cancel orders",
  "order.discount": "Give discounts up to the limit",
  "order.discount-any": "Give any discount",
  "order.open-item": "Sell items at an open price",
  "order.transfer": "Move orders to another table or person",
  "order.serve": "Mark orders as served and completed",
  "kitchen.update": "Move orders and lines through the kitchen",
  "payment.take": "Take payments",
  "payment.refund": "Refund payments",
  "drawer.manage": "Open the drawer and count cash",
  "table.read": "See tables",
  "table.status": "Set a table's status",
  "table.manage": "Change the floor plan",
  "menu.read": "See the menu",
  "menu.stock": "Mark items as sold out",
  "menu.manage": "Change the menu and taxes",
  "printer.read": "See printers and print jobs",
  "printer.manage": "Change printers and repeat jobs",
  "settings.read": "See settings",
  "settings.manage": "Change settings",
  "staff.read": "See people",
  "staff.manage": "Add and change people",
  "staff.manage-owner": "Add and change owners",
  "device.read": "See devices",
  "device.manage": "Pair and revoke devices",
  "report.read": "See reports",
  "hub.read": "See the state of replication",
  "hub.manage": "Connect the store to a hub",
} as const;
export type Permission = keyof typeof permissions;
export const allPermissions = Object.keys(permissions) as Permission[];

const waiter: Permission[] = [
  "order.read",
  "order.open",
  "order.edit",
  "order.send",
  "order.discount",
  "order.transfer",
  "order.serve",
  "payment.take",
  "table.read",
  "table.status",
  "menu.read",
  "printer.read",
  "settings.read",
];
/** Owner all; manager all but owners, hub and licence; the others as the wire says. */
export const permissionsOf: Readonly<Record<Role, readonly Permission[]>> = {
  owner: allPermissions,
  manager: allPermissions.filter((name) => name !== "staff.manage-owner" && name !== "hub.manage"),
  waiter,
  cashier: [...waiter, "drawer.manage"],
  cook: [
    "order.read",
    "kitchen.update",
    "menu.read",
    "menu.stock",
    "table.read",
    "printer.read",
    "settings.read",
  ],
  kiosk: ["order.open", "order.own", "menu.read", "settings.read"],
};
