/** Roles: what people may do. Six are built in; a store changes what four of them may, and makes its own. */
import { z } from "zod";
import { allPermissions } from "../permissions.ts";
import { changeOf, entityFields, Id, Name } from "./common.ts";

const Permissions = z
  .array(z.enum(allPermissions))
  .max(200)
  .transform((names) => [...new Set(names)].sort());

export const RoleInput = z.strictObject({
  id: Id.optional(),
  commandId: Id.optional(),
  name: Name,
  permissions: Permissions,
});
export const RoleChange = changeOf({ name: Name, permissions: Permissions }).extend({
  commandId: Id.optional(),
});

export const RoleView = z
  .object({
    ...entityFields,
    name: z.string(),
    permissions: z.array(z.string()),
    /** Comes with the box: it cannot be removed, only brought back to what it was. */
    builtIn: z.boolean(),
    /** What nobody can change: the owner's and the kiosk's. */
    fixed: z.boolean(),
    /** How many people who work here have it. */
    people: z.int(),
  })
  .meta({ id: "Role" });
export type RoleView = z.infer<typeof RoleView>;

export const PermissionList = z.object({
  items: z.array(z.object({ name: z.string(), description: z.string() })),
});
