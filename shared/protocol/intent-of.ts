/**
 * Which intent of `/sync/process` a request of the API is. One table for devices, which know requests and send intents, and for the
 * box, which names the request in a problem. What is not in it (closing a day, settings, reports, what only the box can make) is no
 * intent and stays a request.
 */
export type WriteMethod = "POST" | "PUT" | "DELETE";
export type IntentOf = {
  entityType: string;
  entityId: string;
  action: string;
  data: Record<string, unknown>;
};

type Row = readonly [method: WriteMethod, path: string, entityType: string, action: string];

const record = (path: string, entityType: string): Row[] => [
  ["POST", path, entityType, "create"],
  ["PUT", `${path}/:id`, entityType, "update"],
  ["DELETE", `${path}/:id`, entityType, "delete"],
];

/** Paths as the box declares them, without `/api`. A parameter besides `:id` is a field of the intent's data. */
export const intentTable: readonly Row[] = [
  ...record("/orders", "order"),
  ["PUT", "/orders/:id/status", "order", "status"],
  ["PUT", "/orders/:id/kitchen", "order", "kitchen"],
  ["POST", "/orders/:id/items", "order", "add-items"],
  ["PUT", "/orders/:id/items/:itemId", "order", "change-item"],
  ["DELETE", "/orders/:id/items/:itemId", "order", "void-item"],
  ["POST", "/orders/:id/send", "order", "send"],
  ["POST", "/orders/:id/hold", "order", "hold"],
  ["POST", "/orders/:id/fire", "order", "fire"],
  ["POST", "/orders/:id/transfer", "order", "transfer"],
  ["POST", "/orders/:id/split", "order", "split"],
  ["POST", "/orders/:id/move-items", "order", "move-items"],
  ["POST", "/orders/:id/merge", "order", "merge"],
  ["POST", "/orders/:id/discounts", "order", "discount"],
  ["PUT", "/orders/:id/discounts/:discountId", "order", "change-discount"],
  ["DELETE", "/orders/:id/discounts/:discountId", "order", "remove-discount"],
  ["POST", "/orders/:id/comps", "order", "comp"],
  ["POST", "/orders/:id/rewards", "order", "reward"],
  ["POST", "/orders/:id/payments", "order", "pay"],
  ["POST", "/orders/:id/payments/:paymentId/void", "order", "void-payment"],
  ["POST", "/orders/:id/payments/:paymentId/tip", "order", "add-tip"],
  ["POST", "/orders/:id/refunds", "order", "refund"],
  ["POST", "/orders/:id/exchange", "order", "exchange"],
  ["POST", "/orders/:id/invoice", "order", "invoice"],
  ["PUT", "/orders/:id/terms", "order", "set-terms"],
  ["POST", "/orders/:id/receipt", "order", "receipt"],
  ["POST", "/orders/:id/proforma", "order", "proforma"],
  ["POST", "/orders/:id/erase-guest", "order", "erase-guest"],
  ["POST", "/sales", "order", "sell"],
  ["POST", "/refunds/:id/receipt", "refund", "receipt"],
  ...record("/tables", "table"),
  ["PUT", "/tables/:id/status", "table", "status"],
  ["POST", "/tables/:id/join", "table", "join"],
  ["POST", "/tables/:id/separate", "table", "separate"],
  ...record("/areas", "area"),
  ["POST", "/reservations", "reservation", "create"],
  ["PUT", "/reservations/:id", "reservation", "update"],
  ["PUT", "/reservations/:id/status", "reservation", "status"],
  ["POST", "/reservations/:id/seat", "reservation", "seat"],
  ["POST", "/reservations/:id/erase-guest", "reservation", "erase-guest"],
  ["POST", "/waitlist", "waitlist-entry", "create"],
  ["PUT", "/waitlist/:id", "waitlist-entry", "update"],
  ["PUT", "/waitlist/:id/status", "waitlist-entry", "status"],
  ["POST", "/waitlist/:id/seat", "waitlist-entry", "seat"],
  ["POST", "/waitlist/:id/erase-guest", "waitlist-entry", "erase-guest"],
  ...record("/customers", "customer"),
  ["POST", "/customers/:id/erase", "customer", "erase"],
  ["POST", "/customers/:id/points", "customer", "points"],
  ["POST", "/gift-cards", "gift-card", "create"],
  ["POST", "/gift-cards/:id/top-up", "gift-card", "top-up"],
  ["POST", "/gift-cards/:id/adjust", "gift-card", "adjust"],
  ["POST", "/gift-cards/:id/block", "gift-card", "block"],
  ["POST", "/accounts", "account", "create"],
  ["PUT", "/accounts/:id", "account", "update"],
  ["POST", "/accounts/:id/block", "account", "block"],
  ["POST", "/accounts/:id/settle", "account", "settle"],
  ["POST", "/accounts/:id/adjust", "account", "adjust"],
  ["POST", "/accounts/:id/invoices", "account", "invoice"],
  ["POST", "/account-invoices/:id/print", "account-invoice", "print"],
  ["POST", "/drawers", "drawer", "create"],
  ["POST", "/drawers/:id/paid-in", "drawer", "paid-in"],
  ["POST", "/drawers/:id/paid-out", "drawer", "paid-out"],
  ["POST", "/drawers/:id/no-sale", "drawer", "no-sale"],
  ["POST", "/drawers/:id/count", "drawer", "count"],
  ["POST", "/drawers/:id/close", "drawer", "close"],
  ["POST", "/time-entries", "time-entry", "create"],
  ["PUT", "/time-entries/:id", "time-entry", "update"],
  ["POST", "/time-entries/:id/break-start", "time-entry", "break-start"],
  ["POST", "/time-entries/:id/break-end", "time-entry", "break-end"],
  ["POST", "/time-entries/:id/clock-out", "time-entry", "clock-out"],
  ...record("/menu-items", "menu-item"),
  ["POST", "/menu-items/:id/stock", "menu-item", "stock"],
  ...record("/categories", "category"),
  ...record("/menu-drafts", "menu-draft"),
  ["POST", "/menu-drafts/:id/publish", "menu-draft", "publish"],
  ["POST", "/menu-drafts/:id/withdraw", "menu-draft", "withdraw"],
  ["POST", "/inbox/:id/reapply", "refused-change", "reapply"],
  ["POST", "/inbox/:id/dismiss", "refused-change", "dismiss"],
  ["POST", "/inbox/:id/allocate", "refused-change", "allocate"],
  ["POST", "/inbox/:id/give-back", "refused-change", "give-back"],
  ["POST", "/printers/:id/test", "printer", "test"],
  ["POST", "/print-jobs/:id/retry", "print-job", "retry"],
  ["POST", "/print-jobs/:id/settle", "print-job", "settle"],
];

type Known = Pick<IntentOf, "entityType" | "action"> & { parameters: readonly string[] };

/** `POST /orders/:/items`: the method, and the path without the names of its parameters. */
const shapeOf = (method: string, path: string): string => `${method} ${path.replaceAll(/:\w+/g, ":")}`;
const known = new Map<string, Known>(
  intentTable.map(([method, path, entityType, action]) => [
    shapeOf(method, path),
    { entityType, action, parameters: [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => name) },
  ]),
);
const paths = new Map(intentTable.map(([, path, entityType, action]) => [`${entityType} ${action}`, path]));

/** Every second part of a path is a parameter: the routes of intents are all of that kind. */
const partsOf = (path: string): { shape: string; values: string[] } => {
  const parts = path.replace(/^\/api(\/v1)?\//, "").split("/");
  return {
    shape: `/${parts.map((part, place) => (place % 2 === 1 ? ":" : part)).join("/")}`,
    values: parts.filter((_part, place) => place % 2 === 1).map(decodeURIComponent),
  };
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * The intent that says the same as a request: `path` as it is sent, `/api/orders/o1/items/l1`. Null where there is none. What is
 * created needs its id in the body, and a gift card its code: without them only the box can make it.
 */
export const intentOf = (method: WriteMethod, path: string, body?: unknown): IntentOf | null => {
  const { shape, values } = partsOf(path);
  const found = known.get(`${method} ${shape}`);
  if (!found) return null;
  const { entityType, action, parameters } = found;
  const sent = isObject(body) ? body : {};
  const named = Object.fromEntries(parameters.map((name, place) => [name, values[place]]));
  const { id: inPath, ...others } = named;
  if (inPath !== undefined) return { entityType, entityId: inPath, action, data: { ...sent, ...others } };
  const { id, ...data } = sent;
  const isWhole = entityType !== "gift-card" || typeof data.code === "string";
  return typeof id === "string" && isWhole ? { entityType, entityId: id, action, data } : null;
};

/** The canonical path of the request that an intent stands for; null for an intent that there is no request of. */
export const pathOfIntent = ({ entityType, action, entityId, data }: IntentOf): string | null => {
  const path = paths.get(`${entityType} ${action}`);
  if (path === undefined) return null;
  const value = (name: string): string => {
    const found = name === "id" ? entityId : data[name];
    return typeof found === "string" || typeof found === "number" ? String(found) : "";
  };
  return `/api${path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(value(name)))}`;
};
