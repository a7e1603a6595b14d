/** What the commands of an order read inside the transaction, and how they answer. */

import type { OrderType } from "@tillbox/shared/contract/order-words.ts";
import { parsePpm } from "@tillbox/shared/decimal.ts";
import { invalid, notFound, Refusal } from "@tillbox/shared/refusal.ts";
import { businessDay } from "@tillbox/shared/time.ts";
import { deviceOfOrigin } from "../../../kernel/origin.ts";
import type { Actor, Context, Reads } from "../../../kernel/types.ts";
import { itemAsOf, menuItems, taxClassFor } from "../../menu/rows.ts";
import { setting } from "../../settings/rows.ts";
import type { Line, OrderPolicy, OrderState } from "../order.ts";
import { type CompleteLineInput, priceLine, priceOpenItem } from "../pricing.ts";
import { orders } from "../rows.ts";

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

/** Prices what a client named, from the box's own menu. Paths in refusals start at `items`. */
export const priceLines = (reads: Reads, inputs: readonly CompleteLineInput[], type: OrderType): Line[] =>
  inputs.map((input, index) => {
    const path = `items.${index}`;
    if (input.openItem) {
      const taxClass = taxClassFor(reads, input.openItem.taxClassId, type);
      if (!taxClass)
        throw invalid(`${path}.openItem.taxClassId`, `there is no tax class ${input.openItem.taxClassId}`);
      return priceOpenItem(input, taxClass, path);
    }
    const id = input.menuItemId ?? "";
    const now = reads.get(menuItems.entity, id);
    const item = itemAsOf(reads, id, input.menuVersion);
    if (!now || !item) throw invalid(`${path}.menuItemId`, `there is no menu item ${id}`);
    const taxClass =
      taxClassFor(reads, item.taxClassId, type, input.menuVersion) ?? taxClassFor(reads, null, type);
    if (!taxClass) throw invalid(`${path}.menuItemId`, "has no tax class");
    return priceLine(input, { item, taxClass, soldOut: !now.available || now.stock === 0 }, path);
  });

export const hasOpenItem = (items: readonly CompleteLineInput[]): boolean =>
  items.some((item) => item.openItem !== undefined);
export const orderTarget = ({ id }: { id: string }) => ({ entity: "order", id });
/** The business day of a moment, RFC 3339. */
export const dayAt = (reads: Reads, at: string): string =>
  businessDay(at, setting(reads, "store.time_zone"), setting(reads, "business_day.cutover"));
export const dayOf = ({ reads, at }: Context): string => dayAt(reads, at);

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
