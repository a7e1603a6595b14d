/**
 * Setting the terms of an order. Each has a permission of its own; the type is changed by whoever may edit the order, unless the guest
 * was shown the check and would pay less for it then.
 */
import type { TermsInput } from "@tillbox/shared/contract/terms.ts";
import { invalid, Refusal } from "@tillbox/shared/refusal.ts";
import type { Command, Context, EventDraft } from "../../../kernel/types.ts";
import { taxClassFor } from "../../menu/rows.ts";
import { loweredBy, permissionToLower } from "../discounts/rows.ts";
import { orderDecision } from "../effects/rows.ts";
import { findOrder, orderTarget, orOwn, policyFor } from "../facts/rows.ts";
import type { OrderState } from "../order.ts";
import { decideTerms, type TermsFacts } from "../terms.ts";

export type TermsRequest = { id: string; terms: TermsInput };

const termsEvents = ({ id, terms }: TermsRequest, context: Context): EventDraft[] => {
  const order = findOrder(context.reads, id);
  return decideTerms(order, terms, { retyped: retypedFor(order, terms, context) });
};

const typePermission = (id: string, type: TermsInput["type"], context: Context): string => {
  const change = () => termsEvents({ id, terms: { type } }, context);
  const permission = orOwn(context, id, "order.edit");
  return permissionToLower(permission, findOrder(context.reads, id), change, context);
};

/** Where two are missing a manager's word for one would let the other through as well, so each is asked for alone. Throws `forbidden`. */
const permissionOf = ({ id, terms }: TermsRequest, context: Context): string => {
  const needed = [
    ...(terms.taxExemption === undefined ? [] : ["order.exempt-tax"]),
    ...(terms.serviceWaiver === undefined ? [] : ["order.waive-service"]),
    ...(terms.type === undefined ? [] : [typePermission(id, terms.type, context)]),
  ];
  const missing = needed.filter((name) => !context.actor.permissions.has(name));
  if (missing.length > 1)
    throw new Refusal(
      "forbidden",
      `This needs the permissions ${missing.join(" and ")}. Ask for each alone.`,
      {
        permission: missing[0],
      },
    );
  return missing[0] ?? needed[0] ?? "order.edit";
};

/** The taxes that hold for another type, of the classes as they are now. A class that is gone keeps what was pinned. */
const retypedFor = (order: OrderState, { type }: TermsInput, { reads }: Context): TermsFacts["retyped"] => {
  if (type === undefined || type === order.type) return undefined;
  if (type === "kiosk" || order.type === "kiosk")
    throw invalid("type", "an order of a kiosk stays one, and no other becomes one");
  if (type !== "dine-in" && order.tableId !== null)
    throw invalid("type", "an order at a table is eaten there; take it off the table first");
  const classes = order.lines.flatMap((line) => {
    const taxClass = taxClassFor(reads, line.taxClass.id, type);
    return taxClass ? [[line.id, taxClass] as const] : [];
  });
  return { policy: policyFor(reads, type), classes: new Map(classes) };
};

export const setTerms: Command<TermsRequest> = {
  name: "order.set-terms",
  permission: permissionOf,
  approvable: true,
  approvalAmount: (request, context) =>
    loweredBy(findOrder(context.reads, request.id), () => termsEvents(request, context), context),
  target: orderTarget,
  decide: (request, context) => orderDecision(context, request.id, termsEvents(request, context)),
};
