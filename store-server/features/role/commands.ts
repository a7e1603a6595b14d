/** Making and changing roles. What a manager approved before somebody's role changed counts no more. */
import { conflict, notFound } from "@tillbox/shared/refusal.ts";
import { withdrawAllApprovals } from "../../kernel/approvals.ts";
import type { Command, Context, Decision } from "../../kernel/types.ts";
import { builtInPermissions, checkGrant, isBuiltIn } from "./role.ts";
import { type RoleFields, roleState, roles, roleView } from "./rows.ts";

type Fields = { id: string; fields: Partial<RoleFields> };

const answered = (id: string, decision: Decision): Decision => ({
  ...decision,
  answer: (reads) => JSON.stringify(roleView(reads, id) ?? null),
  alongside: (db) => withdrawAllApprovals(db),
});

export const createRole: Command<Fields> = {
  ...roles.create,
  decide: ({ id, fields }, context) => {
    if (isBuiltIn(id)) throw conflict(`There is a role ${id} already.`, roleView(context.reads, id));
    checkGrant(id, [], fields.permissions ?? [], context.actor.permissions);
    return answered(id, roles.create.decide({ id, fields }, context));
  },
};

/** The first change of a role that came with the box writes it down whole. */
const change = (id: string, fields: Partial<RoleFields>, context: Context): Decision => {
  const before = roleState(context.reads, id);
  if (!before) throw notFound("role", id);
  checkGrant(id, before.permissions, fields.permissions ?? before.permissions, context.actor.permissions);
  if (before.version > 0) return roles.change.decide({ id, fields }, context);
  const { name, permissions } = before;
  return roles.create.decide({ id, fields: { name, permissions, ...fields } }, context);
};

export const changeRole: Command<Fields> = {
  ...roles.change,
  decide: ({ id, fields }, context) => answered(id, change(id, fields, context)),
};

/** One that came with the box is as it came again. */
export const removeRole: Command<{ id: string }> = {
  ...roles.remove,
  decide: ({ id }, context) => {
    const before = roleState(context.reads, id);
    if (!before) throw notFound("role", id);
    checkGrant(id, before.permissions, builtInPermissions(id), context.actor.permissions);
    if (before.version === 0) return { events: [], answer: () => "null" };
    return { ...roles.remove.decide({ id }, context), alongside: (db) => withdrawAllApprovals(db) };
  },
};
