/** Who may give what to whom. Nobody hands out more than they have, and nobody changes a role that may more than they. Pure. */
import { type Role, roles } from "@tillbox/shared/contract/staff.ts";
import { type Permission, permissionsOf } from "@tillbox/shared/permissions.ts";
import { conflict, invalid, Refusal } from "@tillbox/shared/refusal.ts";

export const isBuiltIn = (id: string): id is Role => roles.some((role) => role === id);
/** The owner may everything, always; a kiosk acts without a person, so it gets nothing more. */
export const isFixed = (id: string): boolean => id === "owner" || id === "kiosk";

export const builtInNames: Readonly<Record<Role, string>> = {
  owner: "Owner",
  manager: "Manager",
  waiter: "Waiter",
  cashier: "Cashier",
  cook: "Cook",
  kiosk: "Kiosk",
};
export const builtInPermissions = (id: string): readonly Permission[] =>
  isBuiltIn(id) ? permissionsOf[id] : [];

/** Nobody gets a role that may more than whoever gives it. Throws `invalid` where there is none, `forbidden`. */
export const checkHandout = (
  role: string,
  wanted: readonly string[] | undefined,
  own: ReadonlySet<string>,
): void => {
  if (!wanted) throw invalid("role", `there is no role ${role}`);
  const beyond = wanted.find((name) => !own.has(name));
  if (beyond === undefined) return;
  throw new Refusal("forbidden", `The role ${role} may more than you: ${beyond}. Ask an owner.`, {
    permission: beyond,
  });
};

/** Throws `conflict` for a fixed role, `forbidden` where the change touches a permission that the actor does not have. */
export const checkGrant = (
  id: string,
  before: readonly string[],
  after: readonly string[],
  own: ReadonlySet<string>,
): void => {
  if (isFixed(id)) throw conflict(`What the role ${id} may is fixed. Make a role of your own instead.`);
  const had = new Set(before);
  const has = new Set(after);
  const touched = [...before.filter((name) => !has.has(name)), ...after.filter((name) => !had.has(name))];
  const beyond = touched.find((name) => !own.has(name));
  if (beyond === undefined) return;
  throw new Refusal("forbidden", `Only somebody who has the permission ${beyond} may give or take it.`, {
    permission: beyond,
  });
};
