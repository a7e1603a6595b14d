/** Permissions by the subject that a manager thinks in. Pure. */
import { allPermissions, type Permission } from "@tillbox/shared/permissions.ts";

export type PermissionGroup = { title: string; names: readonly Permission[] };

const exceptions = [
  "order.void",
  "order.cancel",
  "order.discount",
  "order.discount-any",
  "order.comp",
  "order.open-item",
  "order.exempt-tax",
  "order.waive-service",
];

/** A name, or all names that begin with a resource. The first subject that claims a permission has it. */
const subjects: readonly (readonly [title: string, claims: readonly string[]])[] = [
  ["Discounts, voids and exceptions", exceptions],
  ["Orders", ["order."]],
  ["Kitchen", ["kitchen."]],
  ["Tables and bookings", ["table.", "reservation."]],
  ["Payments", ["payment."]],
  ["Cash and the day", ["drawer.", "day."]],
  ["Gift cards and house accounts", ["gift-card.", "account."]],
  ["Customers and points", ["customer.", "loyalty."]],
  ["Menu", ["menu."]],
  ["Team", ["staff.", "time.", "role."]],
  ["Devices and printers", ["device.", "printer.", "inbox."]],
  ["Store and reports", ["settings.", "report.", "hub."]],
];
const shownFirst = "Orders";
const others = "Everything else";

const claims = (list: readonly string[], name: string): boolean =>
  list.some((claim) => (claim.endsWith(".") ? name.startsWith(claim) : name === claim));
const titleOf = (name: Permission): string => subjects.find(([, list]) => claims(list, name))?.[0] ?? others;

export const permissionGroups: readonly PermissionGroup[] = [
  shownFirst,
  ...subjects.map(([title]) => title).filter((title) => title !== shownFirst),
  others,
]
  .map((title) => ({ title, names: allPermissions.filter((name) => titleOf(name) === title) }))
  .filter(({ names }) => names.length > 0);

/** What differs between two lists: given, and taken away. */
export const differenceOf = (
  before: readonly string[],
  after: readonly string[],
): { given: string[]; taken: string[] } => ({
  given: after.filter((name) => !before.includes(name)),
  taken: before.filter((name) => !after.includes(name)),
});
