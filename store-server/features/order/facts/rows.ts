/** What the commands of an order read inside the transaction, and how they answer. */

import type { OrderType } from "@tillbox/shared/contract/order-words.ts";
import { parsePpm } from "@tillbox/shared/decimal.ts";
import { invalid, notFound, Refusal } from "@tillbox/shared/refusal.ts";
import { deviceOfOrigin } from "../../../kernel/origin.ts";
import type { Actor, Context, Reads } from "../../../kernel/types.ts";
import { type Offer, openOffer, taxClassFor } from "../../menu/rows.ts";
import { setting } from "../../settings/rows.ts";
import { priceCombo } from "../combo.ts";
import type { Line, OrderPolicy, OrderState } from "../order.ts";
import { type CompleteLineInput, type ItemFacts, priceLine, priceOpenItem } from "../pricing.ts";
import { orders } from "../rows.ts";

export { dayAt, dayOf } from "../../settings/rows.ts";

export const findOrder = (reads: Reads, id: string): OrderState => {
  const order = reads.get(orders, id);
  if (!order) throw notFound("order", id);
  return order;
};

export const policyFor = (reads: Reads, type: OrderType): OrderPolicy => {
  const ratePpm = parsePpm(setting(reads, "service.rate"));
  const charged = ratePpm > 0 && setting(reads, "service.order_types").includes(type);
  const classId = setting(reads, "service.tax_class");
  return {
    currency: setting(reads, "currency.code"),
    taxRounding: setting(reads, "rounding.tax"),
    service: charged
      ? { ratePpm, taxClass: classId === null ? null : (taxClassFor(reads, classId, type) ?? null) }
      : null,
  };
};

/** What pricing reads of the moment: the tables, and the times of box and device. */
export type Moment = Pick<Context, "reads" | "at" | "deviceAt">;

/** Prices what a client named, from the box's own menu; a combo becomes a line a part. Paths in refusals start at `items`. */
export const priceLines = (moment: Moment, inputs: readonly CompleteLineInput[], type: OrderType): Line[] => {
  const offer = openOffer(moment, type);
  return inputs.flatMap((input, index) => {
    const path = `items.${index}`;
    if (input.openItem) return [openLine(moment, input, type, path)];
    const facts = itemFacts(offer, input, path);
    const parts = facts.item.parts ?? [];
    if (parts.length === 0) return [priceLine(input, facts, path)];
    const factsOf = (menuItemId: string, variantId: string | null, at: string): ItemFacts => {
      const part = { menuItemId, variantId: variantId ?? undefined, menuVersion: input.menuVersion };
      // The combo has the time price; its parts weigh what they cost on the menu.
      return { ...itemFacts(offer, part, at), rule: null };
    };
    return priceCombo(input, { ...facts, parts, factsOf }, path);
  });
};

const openLine = ({ reads, at }: Moment, input: CompleteLineInput, type: OrderType, path: string): Line => {
  const id = input.openItem?.taxClassId ?? null;
  const taxClass = taxClassFor(reads, id, type);
  if (!taxClass) throw invalid(`${path}.openItem.taxClassId`, `there is no tax class ${id}`);
  return priceOpenItem(input, taxClass, at, path);
};

const itemFacts = (
  offer: Offer,
  { menuItemId, variantId, menuVersion }: Pick<CompleteLineInput, "menuItemId" | "variantId" | "menuVersion">,
  path: string,
): ItemFacts => {
  const offered = offer(menuItemId ?? "", variantId ?? null, menuVersion);
  if (!offered) throw invalid(`${path}.menuItemId`, `there is no menu item ${menuItemId}`);
  return offered;
};

export const hasOpenItem = (items: readonly CompleteLineInput[]): boolean =>
  items.some((item) => item.openItem !== undefined);
export const orderTarget = ({ id }: { id: string }) => ({ entity: "order", id });
/** Whether the kitchen sees what is held. */
export const showsHeld = (reads: Reads): boolean => setting(reads, "kitchen.held_lines") === "shown";

/** True when the device that asks is one that serves guests alone, and the order was opened on it. */
const isOwn = (reads: Reads, actor: Actor, id: string): boolean =>
  actor.permissions.has("order.own") &&
  actor.deviceId !== null &&
  deviceOfOrigin(reads.db, "order", id) === actor.deviceId;

/** What a change of an order needs: the permission, or less where a kiosk changes what its guest ordered there. */
export const orOwn = ({ reads, actor }: Context, id: string, permission: string): string =>
  !actor.permissions.has(permission) && isOwn(reads, actor, id) ? "order.own" : permission;

/** Whether somebody sees only what was opened on their device. Throws `forbidden` for whoever sees no orders at all. */
export const seesOwnOnly = (actor: Actor): boolean => {
  if (actor.permissions.has("order.read")) return false;
  if (actor.permissions.has("order.own") && actor.deviceId !== null) return true;
  const permission = "order.read";
  throw new Refusal("forbidden", `This needs the permission ${permission}. Ask a manager.`, { permission });
};

/** The order, if whoever asks may see it. Another one's does not exist for a kiosk. */
export const findVisible = (reads: Reads, actor: Actor, id: string): OrderState => {
  if (seesOwnOnly(actor) && !isOwn(reads, actor, id)) throw notFound("order", id);
  return findOrder(reads, id);
};
