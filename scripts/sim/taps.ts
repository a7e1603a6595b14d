/** The next thing that somebody does on a device, by what they see there. */
import { newId } from "@tillbox/shared/id.ts";
import { intentTable } from "@tillbox/shared/protocol/intent-of.ts";
import type { Intent } from "@tillbox/store-server/web/client/tap.ts";
import type { Random } from "../crash/random.ts";
import { linesOf } from "./lines.ts";
import { anyTap, kitchenTap } from "./order-taps.ts";
import { payTap } from "./pay-taps.ts";
import { counted, customerIds, items, tableIds } from "./shop.ts";
import type { SeenOrder, Sight } from "./sight.ts";

export type What = {
  entityType: string;
  entityId: string;
  action: string;
  data: Record<string, unknown>;
  /** The first of what is tapped on it. */
  opens?: boolean;
};

const create = (random: Random): What => ({
  entityType: "order",
  entityId: newId(),
  action: "create",
  opens: true,
  data: {
    ...random.pick<object>([
      { type: "takeaway" },
      { type: "delivery" },
      { type: "dine-in", tableId: random.pick(tableIds), guests: 2 },
      { type: "dine-in", tableId: random.pick(tableIds), guests: 4 },
    ]),
    ...(random.chance(0.3) ? { customerId: random.pick(customerIds) } : {}),
    items: random.chance(0.9) ? linesOf(random) : [],
    send: random.chance(0.4),
  },
});

const onOrder = (order: SeenOrder, random: Random, sight: Sight, isKitchen: boolean): What => {
  const make = isKitchen ? kitchenTap : random.chance(0.2) ? payTap : anyTap;
  return { entityType: "order", entityId: order.id, ...make(order, random, sight) };
};

const onDrawer = (random: Random, { drawers }: Sight): What => {
  const open = drawers.filter(({ status }) => status === "open");
  const [entityType, reason] = ["drawer", "simulated"];
  if (open.length === 0 || random.chance(0.2))
    return { entityType, entityId: newId(), action: "create", data: { float: 10_000 } };
  const entityId = random.pick(open).id;
  return {
    entityType,
    entityId,
    ...random.pick<Pick<What, "action" | "data">>([
      { action: "paid-in", data: { id: newId(), amount: random.between(1, 5000), reason } },
      { action: "paid-out", data: { id: newId(), amount: random.between(1, 3000), reason } },
      { action: "no-sale", data: { id: newId(), reason } },
      { action: "count", data: { id: newId(), total: random.between(0, 40_000) } },
      { action: "close", data: {} },
    ]),
  };
};

const onMenu = (random: Random): What => {
  const entityType = "menu-item";
  if (random.chance(0.5))
    return {
      entityType,
      entityId: random.pick(items).id,
      action: "update",
      data: { available: random.chance(0.7) },
    };
  const entityId = random.pick([...counted.keys()]);
  return {
    entityType,
    entityId,
    action: "stock",
    data: { delta: random.between(-3, 12), reason: "simulated" },
  };
};

const onFloor = (random: Random, { reservations }: Sight, now_ms: number): What => {
  if (random.chance(0.4))
    return {
      entityType: "table",
      entityId: random.pick(tableIds),
      action: "status",
      data: { status: random.pick(["available", "available", "reserved", "cleaning"]) },
    };
  const entityType = "reservation";
  const waiting = reservations.filter(({ status }) => status === "booked" || status === "arrived");
  if (waiting.length === 0 || random.chance(0.4)) {
    const at = new Date(now_ms + random.between(1, 16) * 900_000).toISOString();
    return { entityType, entityId: newId(), action: "create", data: { guests: 2, at, name: "Guest 12" } };
  }
  const entityId = random.pick(waiting).id;
  return random.chance(0.4)
    ? { entityType, entityId, action: "seat", data: { orderId: newId(), newCheck: true } }
    : {
        entityType,
        entityId,
        action: "status",
        data: { status: random.pick(["arrived", "no-show", "cancelled"]) },
      };
};

type Request = Pick<Intent, "method" | "path" | "body">;

/** The request that a screen would make of it; null where there is none. */
export const requestOf = ({ entityType, entityId, action, data }: Omit<What, "opens">): Request | null => {
  const row = intentTable.find(([, , type, name]) => type === entityType && name === action);
  if (!row) return null;
  const [method, path] = row;
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => name);
  const values: Record<string, unknown> = { ...data, id: entityId };
  // The id of the thing is in the path; one in the data is of something else: a payment, a move of cash.
  const rest = Object.entries(data).filter(([name]) => name === "id" || !inPath.includes(name));
  const body = Object.fromEntries(rest);
  return {
    method,
    path: `/api${path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(values[name])))}`,
    body: inPath.includes("id") ? body : { id: entityId, ...body },
  };
};

/** `about`: the order that somebody else is busy with, where it is seen here. */
export const nextTap = (
  sight: Sight,
  random: Random,
  isKitchen: boolean,
  now_ms: number,
  about: string | null,
): What | null => {
  const { orders } = sight;
  const same = about === null ? undefined : orders.find(({ id }) => id === about);
  if (same) return onOrder(same, random, sight, isKitchen);
  if (!isKitchen && random.chance(0.12)) {
    const other = random.between(0, 9);
    if (other < 3) return onMenu(random);
    return other < 6 ? onDrawer(random, sight) : onFloor(random, sight, now_ms);
  }
  const open = orders.filter(({ isOver }) => !isOver);
  if (open.length === 0 || (!isKitchen && random.chance(open.length > 12 ? 0.05 : 0.18)))
    return isKitchen ? null : create(random);
  const order = random.chance(0.92) ? random.pick(open.slice(-10)) : random.pick(orders.slice(-20));
  return onOrder(order, random, sight, isKitchen);
};
