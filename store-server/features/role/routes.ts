import { listOf } from "@tillbox/shared/contract/common.ts";
import { PermissionList, RoleChange, RoleInput, RoleView } from "@tillbox/shared/contract/role.ts";
import { newId } from "@tillbox/shared/id.ts";
import { permissions } from "@tillbox/shared/permissions.ts";
import { notFound } from "@tillbox/shared/refusal.ts";
import { type Route, read, write } from "../../http/route.ts";
import { changeRole, createRole, removeRole } from "./commands.ts";
import { allRoles, type RoleFields, roleView } from "./rows.ts";

const tag = "People";
const permission = "staff.read";
type Body = Partial<RoleFields> & { id?: string; commandId?: string };
type Input = { id: string; fields: Partial<RoleFields> };
const fieldsOf = ({ id: _id, commandId: _commandId, ...fields }: Body): Partial<RoleFields> => fields;

const readRoutes: Route[] = [
  read({
    path: "/roles",
    tag,
    permission,
    summary: "Roles: those that came with the box, then the store's own by name",
    answers: listOf(RoleView),
    run: ({ kernel }) => ({ items: allRoles(kernel), nextCursor: null }),
  }),
  read({
    path: "/roles/:id",
    tag,
    permission,
    summary: "One role and what it may",
    answers: RoleView,
    run: ({ kernel, params }) => {
      const view = roleView(kernel, params.id ?? "");
      if (!view) throw notFound("role", params.id ?? "");
      return { json: JSON.stringify(view), version: view.version };
    },
  }),
  read({
    path: "/permissions",
    tag,
    permission,
    summary: "All permissions that a role may have, in words",
    answers: PermissionList,
    run: () => ({ items: Object.entries(permissions).map(([name, description]) => ({ name, description })) }),
  }),
];

export const roleRoutes: Route[] = [
  ...readRoutes,
  write<Body, Input>({
    method: "post",
    path: "/roles",
    tag,
    status: 201,
    summary: "Make a role of the store's own; nobody gives more than they have",
    body: RoleInput,
    answers: RoleView,
    prepare: ({ body }) => ({
      command: createRole,
      input: { id: body.id ?? newId(), fields: fieldsOf(body) },
    }),
  }),
  write<Body, Input>({
    method: "put",
    path: "/roles/:id",
    tag,
    status: 200,
    summary: "Change a role; it counts from the next request of everybody who has it",
    body: RoleChange,
    answers: RoleView,
    prepare: ({ body, params }) => ({
      command: changeRole,
      input: { id: params.id ?? "", fields: fieldsOf(body) },
    }),
  }),
  write<unknown, { id: string }>({
    method: "delete",
    path: "/roles/:id",
    tag,
    status: 204,
    summary: "Remove a role of the store's own, or bring one that came with the box back to what it was",
    answers: null,
    prepare: ({ params }) => ({ command: removeRole, input: { id: params.id ?? "" } }),
  }),
];
